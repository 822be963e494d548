"""Apply ticks: newer ones that can be believed become quotes, the rest is counted or held back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import transaction

from tajuk.markets.actions.quarantine import Held, hold
from tajuk.markets.enums import Provenance
from tajuk.markets.models import DailyBar, Instrument, Provider, ProviderLink, Quote
from tajuk.markets.models.instruments import BAR_KEY
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule
from tajuk.markets.signals import quotes_changed
from tajuk.markets.ticks import Tick, reason_to_hold

_WRITTEN = [
    "link", "value", "previous_close", "previous_close_date", "previous_close_provenance",
    "open", "high", "low", "volume", "is_halted", "as_of", "received_at", "sequence",
]  # fmt: skip

Closes = Mapping[tuple[int, date], tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a delivery: symbols whose quote changed, and how many ticks did nothing, by why."""

    symbols: frozenset[str]
    applied: int = 0
    older: int = 0
    quarantined: int = 0
    unknown: int = 0


@transaction.atomic
def apply_ticks(
    ticks: Iterable[Tick], *, provider: Provider, now: datetime, trusted: bool = False
) -> Applied:
    """Apply what `provider` says at `now`, in the order given; send `quotes_changed` on commit.

    A tick counts only when its (source time, sequence) is newer than the quote's, and its provider stands in
    the instrument's chain. One that cannot be believed is quarantined and the last good value stands;
    `trusted` skips that check, for ticks that the desk accepted.
    """
    told = list(ticks)
    links = _links({tick.symbol for tick in told}, provider)
    quotes = _quotes(links)
    closes = _closes(told, links, quotes)
    touched: dict[str, Quote] = {}
    held: list[Held] = []
    applied = older = unknown = 0
    for tick in told:
        link = links.get(tick.symbol)
        if link is None:
            unknown += 1
            continue
        instrument, quote = link.instrument, quotes.get(link.instrument_id)
        if quote is not None and (tick.as_of, tick.sequence) <= (quote.as_of, quote.sequence):
            older += 1
            continue
        last = quote.value if quote else None
        reason = None if trusted else reason_to_hold(
            tick, last=last, kind=instrument.kind, may_be_negative=instrument.may_be_negative, now=now
        )  # fmt: skip
        if reason:
            held.append(Held(instrument, reason, tick.payload(), last))
            continue
        schedule = schedules()[instrument.calendar_id]
        quotes[link.instrument_id] = touched[tick.symbol] = _told(quote, tick, link, schedule, closes, now)
        applied += 1
    hold(held, provider=provider, now=now)
    _write(touched, now)
    return Applied(frozenset(touched), applied, older, len(held), unknown)


def _links(symbols: set[str], provider: Provider) -> dict[str, ProviderLink]:
    rows = ProviderLink.objects.filter(
        provider=provider, instrument__symbol__in=symbols, instrument__is_active=True
    )
    return {row.instrument.symbol: row for row in rows.select_related("instrument").order_by()}


def _quotes(links: Mapping[str, ProviderLink]) -> dict[int, Quote]:
    ids = sorted(link.instrument_id for link in links.values())
    # The instruments are locked, not the quotes: a first tick has no quote yet that a second could wait for.
    list(
        Instrument.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk")
    )
    return Quote.objects.in_bulk(ids)


def _closes(ticks: Iterable[Tick], links: Mapping[str, ProviderLink], quotes: Mapping[int, Quote]) -> Closes:
    """Return the closes that instruments need which enter a new trading day, by instrument and date."""
    wanted: set[tuple[int, date]] = set()
    for tick in ticks:
        if (link := links.get(tick.symbol)) is None:
            continue
        schedule, quote = schedules()[link.instrument.calendar_id], quotes.get(link.instrument_id)
        day = schedule.trading_date(tick.as_of)
        if day is None or (quote and schedule.trading_date(quote.as_of) == day):
            continue
        if previous := schedule.previous_trading_day(day):
            wanted.add((link.instrument_id, previous))
    if not wanted:
        return {}
    rows = DailyBar.objects.filter(
        instrument__in={pk for pk, _ in wanted}, date__in={day for _, day in wanted}
    ).values_list("instrument_id", "date", "close", "provenance")
    return {(pk, day): (close, provenance) for pk, day, close, provenance in rows}


def _told(
    quote: Quote | None, tick: Tick, link: ProviderLink, schedule: Schedule, closes: Closes, now: datetime
) -> Quote:
    day = schedule.trading_date(tick.as_of)
    same_day = quote is not None and schedule.trading_date(quote.as_of) == day
    quote = quote or Quote(instrument=link.instrument)
    if not same_day:
        _enter_day(quote, day, schedule, closes)
    _take_previous_close(quote, tick, day, schedule)
    quote.link, quote.value, quote.as_of, quote.sequence = link, tick.value, tick.as_of, tick.sequence
    quote.received_at, quote.is_halted = now, tick.is_halted
    quote.open = tick.open or quote.open or tick.value
    quote.high = max(figure for figure in (tick.high, quote.high, tick.value) if figure is not None)
    quote.low = min(figure for figure in (tick.low, quote.low, tick.value) if figure is not None)
    quote.volume = quote.volume if tick.volume is None else tick.volume
    return quote


def _enter_day(quote: Quote, day: date | None, schedule: Schedule, closes: Closes) -> None:
    """Begin a trading day with yesterday's close; where it is not known the old one stays, with its date."""
    quote.open = quote.high = quote.low = quote.volume = None
    previous = schedule.previous_trading_day(day) if day else None
    if previous and (found := closes.get((quote.pk, previous))):
        quote.previous_close, quote.previous_close_provenance = found
        quote.previous_close_date = previous


def _take_previous_close(quote: Quote, tick: Tick, day: date | None, schedule: Schedule) -> None:
    """Take the provider's word for the previous close, unless an official one of that date is known."""
    dated = tick.previous_close_date or (schedule.previous_trading_day(day) if day else None)
    if tick.previous_close is None or dated is None:
        return
    if quote.previous_close_date == dated and quote.previous_close_provenance == Provenance.OFFICIAL:
        return
    quote.previous_close, quote.previous_close_date = tick.previous_close, dated
    quote.previous_close_provenance = Provenance.PROVIDER


def _write(touched: Mapping[str, Quote], now: datetime) -> None:
    if not touched:
        return
    Quote.objects.bulk_create(
        touched.values(), update_conflicts=True, unique_fields=["instrument"], update_fields=_WRITTEN
    )
    news = {"symbols": frozenset(touched), "keys": frozenset({BAR_KEY}), "now": now}
    transaction.on_commit(partial(quotes_changed.send_robust, Quote, **news))
