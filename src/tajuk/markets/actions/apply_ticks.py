"""Apply ticks: newer ones that can be believed become quotes, the rest is counted or held back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, Subquery

from tajuk.markets.actions import days
from tajuk.markets.actions.chains import Place, places, remember_heard
from tajuk.markets.actions.quarantine import Held, hold
from tajuk.markets.enums import Reason
from tajuk.markets.models import DailyBar, Instrument, Provider, ProviderHealth, ProviderLink, Quote
from tajuk.markets.models.instruments import BAR_KEY
from tajuk.markets.models.quotes import days_key
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule
from tajuk.markets.signals import closes_changed, quotes_changed
from tajuk.markets.ticks import TOLERATED_SKEW, Tick, reason_to_hold

_WRITTEN = [
    "link", "value", "previous_close", "previous_close_date", "previous_close_provenance",
    "open", "high", "low", "volume", "is_halted", "as_of", "received_at", "sequence",
]  # fmt: skip
# A provider that goes this far back in its own time has lost its place.
_FAR_BACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a delivery: symbols whose quote changed, and how many ticks did nothing, by why."""

    symbols: frozenset[str]
    applied: int = 0
    older: int = 0
    quarantined: int = 0
    unknown: int = 0
    outranked: int = 0


@dataclass(slots=True)
class _Delivery:
    """What is known and found out while a delivery is gone through."""

    provider: Provider
    now: datetime
    trusted: bool
    places: Mapping[str, Place]
    quotes: dict[int, Quote]
    closes: Mapping[int, Decimal]
    book: days.Book
    touched: dict[str, Quote] = field(default_factory=dict)
    said: dict[int, tuple[ProviderLink, datetime]] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    backward: list[Held] = field(default_factory=list)
    applied: int = 0
    older: int = 0
    unknown: int = 0
    outranked: int = 0

    def take(self, tick: Tick) -> None:
        """Apply one tick, or count why not."""
        place = self.places.get(tick.symbol)
        if place is None:
            self.unknown += 1
            return
        link, instrument = place.link, place.link.instrument
        quote = self.quotes.get(instrument.pk)
        last = quote.value if quote else self.closes.get(instrument.pk)
        is_newer = quote is None or self._is_newer(tick, quote)
        reason = None if self.trusted or not is_newer else reason_to_hold(
            tick, last=last, kind=instrument.kind, may_be_negative=instrument.may_be_negative, now=self.now
        )  # fmt: skip
        if reason:
            self.held.append(Held(instrument, reason, tick.payload(), last))
            return
        self.said[link.pk] = (link, max(tick.as_of, self.said.get(link.pk, (link, tick.as_of))[1]))
        if quote is not None and not is_newer:
            self._pass_over(tick, link, quote)
        elif place.is_outranked(self.now) and not self.trusted:
            self.outranked += 1
        else:
            schedule = schedules()[instrument.calendar_id]
            told = days.tell(quote, tick, link, schedule, self.book, self.now)
            self.quotes[instrument.pk] = self.touched[tick.symbol] = told
            self.applied += 1

    def _is_newer(self, tick: Tick, quote: Quote) -> bool:
        if quote.as_of > self.now + TOLERATED_SKEW:
            # Left by a clock that was ahead: it would keep every true tick out until that time comes.
            return True
        return (tick.as_of, tick.sequence) > (quote.as_of, quote.sequence)

    def _pass_over(self, tick: Tick, link: ProviderLink, quote: Quote) -> None:
        self.older += 1
        if quote.link_id == link.pk and quote.as_of - tick.as_of >= _FAR_BACK and tick.value != quote.value:
            self.backward.append(Held(link.instrument, Reason.OUT_OF_ORDER, tick.payload(), quote.value))


@transaction.atomic
def apply_ticks(
    ticks: Iterable[Tick], *, provider: Provider, now: datetime, trusted: bool = False
) -> Applied:
    """Apply what `provider` says at `now`, in the order given; send `quotes_changed` on commit.

    A tick counts only when its (source time, sequence) is newer than the quote's, its provider stands in the
    instrument's chain, and no provider before it there has spoken lately. One that cannot be believed is
    quarantined and the last good value stands; `trusted` skips these checks, for ticks that the desk accepted.
    """
    told = list(ticks)
    if not told:
        return Applied(frozenset())
    delivery = _begin(told, provider, now, trusted)
    for tick in told:
        delivery.take(tick)
    if delivery.held or delivery.backward:
        hold([*delivery.held, *delivery.backward], provider=provider, now=now)
    remember_heard(delivery.said, now)
    _write(delivery)
    return Applied(
        frozenset(delivery.touched), delivery.applied, delivery.older, len(delivery.held), delivery.unknown,
        delivery.outranked,
    )  # fmt: skip


def _begin(told: Sequence[Tick], provider: Provider, now: datetime, trusted: bool) -> _Delivery:
    found = places({tick.symbol for tick in told}, provider, now)
    links = {symbol: place.link for symbol, place in found.items()}
    quotes = _quotes(links)
    first = {link.instrument_id for link in links.values()} - quotes.keys()
    return _Delivery(provider, now, trusted, found, quotes, _last_closes(first), _book(told, links, quotes))


def _quotes(links: Mapping[str, ProviderLink]) -> dict[int, Quote]:
    ids = sorted(link.instrument_id for link in links.values())
    # The instruments are locked, not the quotes: a first tick has no quote yet that a second could wait for.
    list(
        Instrument.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk")
    )
    return Quote.objects.in_bulk(ids)


def _last_closes(pks: set[int]) -> Mapping[int, Decimal]:
    """Return what a first tick is held against: the newest close, where there is one."""
    if not pks:
        return {}
    newest = DailyBar.objects.filter(instrument=OuterRef("pk")).order_by("-date").values("close")[:1]
    rows = Instrument.objects.filter(pk__in=pks).order_by().annotate(last=Subquery(newest))
    return {pk: last for pk, last in rows.values_list("pk", "last") if last is not None}


def _book(told: Iterable[Tick], links: Mapping[str, ProviderLink], quotes: Mapping[int, Quote]) -> days.Book:
    """Return the closes and bars that the delivery needs: those of days that instruments enter or speak of."""
    clocks: dict[int, Schedule] = {}
    wanted: set[tuple[int, date]] = set()
    doubtful: set[tuple[int, date]] = set()
    times: set[datetime] = set()
    for tick in told:
        if (link := links.get(tick.symbol)) is None:
            continue
        pk = link.instrument_id
        schedule, quote = schedules()[link.instrument.calendar_id], quotes.get(pk)
        clocks[pk] = schedule
        times.add(tick.as_of)
        day = schedule.trading_date(tick.as_of)
        previous = schedule.previous_trading_day(day) if day else None
        is_new = day is not None and not (quote and schedule.trading_date(quote.as_of) == day)
        if is_new and day is not None:
            wanted |= {(pk, one) for one in (previous, day) if one}
        dated = tick.previous_close_date or previous
        known = quote and (quote.previous_close_date, quote.previous_close)
        if tick.previous_close is not None and dated and known != (dated, tick.previous_close):
            wanted.add((pk, dated))
            doubtful.add((pk, dated))
    return days.Book(
        days.closes_of(wanted),
        days.words_before_gaps(doubtful, clocks),
        minutes=days.known_minutes(clocks, times),
    )


def _write(delivery: _Delivery) -> None:
    touched, now = delivery.touched, delivery.now
    if not touched:
        return
    Quote.objects.bulk_create(
        touched.values(), update_conflicts=True, unique_fields=["instrument"], update_fields=_WRITTEN
    )
    changed = days.write(delivery.book)
    newest = max(quote.as_of for quote in touched.values())
    ProviderHealth.objects.bulk_create(
        [ProviderHealth(provider=delivery.provider, tick_as_of=newest, tick_received_at=now)],
        update_conflicts=True,
        unique_fields=["provider"],
        update_fields=["tick_as_of", "tick_received_at"],
    )
    symbols = frozenset(touched)
    news = {"symbols": symbols, "keys": frozenset({BAR_KEY}), "now": now}
    transaction.on_commit(partial(quotes_changed.send_robust, Quote, **news))
    if changed:
        news = {"symbols": symbols, "keys": frozenset(map(days_key, changed)), "now": now}
        transaction.on_commit(partial(closes_changed.send_robust, DailyBar, **news))
