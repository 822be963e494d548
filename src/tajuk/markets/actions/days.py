"""What a tick does to the day of its instrument: the previous close it is measured by, the bars it leaves."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from tajuk.markets.enums import Provenance, Rhythm
from tajuk.markets.models import DailyBar, Instrument, IntradayBar, ProviderLink, Quote
from tajuk.markets.models.quotes import INTRADAY_SECONDS
from tajuk.markets.sessions import Schedule
from tajuk.markets.ticks import Tick

logger = logging.getLogger(__name__)

Closes = Mapping[tuple[int, date], tuple[Decimal, str]]
Daily = dict[tuple[int, date], DailyBar]
Minutes = dict[tuple[int, datetime], IntradayBar]
Range = tuple[Decimal | None, Decimal | None, Decimal | None, int | None]


@dataclass(slots=True)
class Book:
    """What a delivery is written into: closes that are known, last ticks before a gap, bars to be written.

    `ranges` holds open, high, low and volume of days that ended with the delivery.
    """

    closes: Closes
    last_words: Mapping[tuple[int, date], Decimal]
    daily: Daily = field(default_factory=dict)
    minutes: Minutes = field(default_factory=dict)
    written: set[tuple[int, datetime]] = field(default_factory=set)
    ranges: dict[tuple[int, date], Range] = field(default_factory=dict)


def closes_of(wanted: Iterable[tuple[int, date]]) -> Closes:
    """Return the closes that are known of these instruments and dates."""
    pairs = set(wanted)
    if not pairs:
        return {}
    rows = DailyBar.objects.filter(
        instrument__in={pk for pk, _ in pairs}, date__in={day for _, day in pairs}
    ).values_list("instrument_id", "date", "close", "provenance")
    return {(pk, day): (close, provenance) for pk, day, close, provenance in rows}


def words_before_gaps(
    wanted: Iterable[tuple[int, date]], clocks: Mapping[int, Schedule]
) -> Mapping[tuple[int, date], Decimal]:
    """Return the last tick of those days whose feed died before the close: what is no close though it may seem one.

    `clocks` are the schedules by instrument; one query for all instruments of a market.
    """
    groups: dict[tuple[date, datetime, datetime], list[int]] = defaultdict(list)
    for pk, day in wanted:
        if (close := clocks[pk].close_of(day)) is not None:
            groups[day, clocks[pk].spans(day)[0].opens, close].append(pk)
    found: dict[tuple[int, date], Decimal] = {}
    for (day, opens, close), pks in groups.items():
        last = IntradayBar.objects.filter(
            instrument=OuterRef("pk"), opens_at__gte=_bucket(opens), opens_at__lt=close
        ).order_by("-opens_at")
        rows = (
            Instrument.objects.filter(pk__in=pks)
            .order_by()
            .annotate(word=Subquery(last.values("close")[:1]), said_at=Subquery(last.values("last_at")[:1]))
        )
        gap = close - timedelta(seconds=INTRADAY_SECONDS)
        for pk, word, said_at in rows.values_list("pk", "word", "said_at"):
            if said_at is not None and said_at < gap:
                found[pk, day] = word
    return found


def tell(
    quote: Quote | None, tick: Tick, link: ProviderLink, schedule: Schedule, book: Book, now: datetime
) -> Quote:
    """Return the quote after a tick, and enter into the book what its bars become."""
    day = schedule.trading_date(tick.as_of)
    before = schedule.trading_date(quote.as_of) if quote is not None else None
    if quote is None or before != day:
        if quote is not None and before is not None:
            book.ranges[quote.pk, before] = (quote.open, quote.high, quote.low, quote.volume)
        quote = quote or Quote(instrument=link.instrument)
        _enter_day(quote, day, schedule, book.closes)
    _take_previous_close(quote, tick, day, schedule, book)
    quote.link, quote.value, quote.as_of, quote.sequence = link, tick.value, tick.as_of, tick.sequence
    quote.received_at, quote.is_halted = now, tick.is_halted
    quote.open = tick.open or quote.open or tick.value
    quote.high = max(figure for figure in (tick.high, quote.high, tick.value) if figure is not None)
    quote.low = min(figure for figure in (tick.low, quote.low, tick.value) if figure is not None)
    quote.volume = quote.volume if tick.volume is None else tick.volume
    if schedule.rhythm == Rhythm.SESSIONS:
        _enter_minutes(quote, tick, book)
    elif day is not None:
        _enter_daily(quote.pk, day, tick.value, book)
    return quote


def _enter_day(quote: Quote, day: date | None, schedule: Schedule, closes: Closes) -> None:
    """Begin a trading day with yesterday's close; where it is not known the old one stays, with its date."""
    quote.open = quote.high = quote.low = quote.volume = None
    previous = schedule.previous_trading_day(day) if day else None
    if previous and (found := closes.get((quote.pk, previous))):
        quote.previous_close, quote.previous_close_provenance = found
        quote.previous_close_date = previous


def _take_previous_close(quote: Quote, tick: Tick, day: date | None, schedule: Schedule, book: Book) -> None:
    """Take the provider's word for the previous close, unless an official one of that date is known.

    A word that equals the last tick before a gap is none: in January 2011 that was how a wrong change came about.
    """
    dated = tick.previous_close_date or (schedule.previous_trading_day(day) if day else None)
    if tick.previous_close is None or dated is None or (day is not None and dated >= day):
        return
    if quote.previous_close_date == dated and quote.previous_close_provenance == Provenance.OFFICIAL:
        return
    if book.last_words.get((quote.pk, dated)) == tick.previous_close:
        logger.warning("%s: the provider's previous close is the last tick before a gap", tick.symbol)
        return
    if quote.previous_close_date != dated or quote.previous_close != tick.previous_close:
        _enter_daily(quote.pk, dated, tick.previous_close, book)
    quote.previous_close, quote.previous_close_date = tick.previous_close, dated
    quote.previous_close_provenance = Provenance.PROVIDER


def _enter_daily(pk: int, day: date, close: Decimal, book: Book) -> None:
    """Enter a close that a provider states, unless a better source spoke of that day."""
    known = book.closes.get((pk, day))
    if known is not None and known[1] != Provenance.PROVIDER:
        return
    opened, high, low, volume = book.ranges.get((pk, day), (None, None, None, None))
    book.daily[pk, day] = DailyBar(
        instrument_id=pk,
        date=day,
        open=opened,
        # The closing auction may end outside what was traded before it.
        high=None if high is None else max(high, close),
        low=None if low is None else min(low, close),
        close=close,
        volume=volume,
        provenance=Provenance.PROVIDER,
    )


def _bucket(moment: datetime) -> datetime:
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % INTRADAY_SECONDS, UTC)


def _enter_minutes(quote: Quote, tick: Tick, book: Book) -> None:
    key, value = (quote.pk, _bucket(tick.as_of)), tick.value
    book.written.add(key)
    bar = book.minutes.get(key)
    if bar is None:
        book.minutes[key] = IntradayBar(
            instrument_id=quote.pk, opens_at=key[1], open=value, high=value, low=value, close=value,
            volume=quote.volume, last_at=tick.as_of,
        )  # fmt: skip
        return
    bar.high, bar.low, bar.close = max(bar.high, value), min(bar.low, value), value
    bar.volume, bar.last_at = quote.volume, tick.as_of


def known_minutes(pks: Iterable[int], times: Iterable[datetime]) -> Minutes:
    """Return the intraday bars that stand, for these instruments and times of ticks."""
    rows = IntradayBar.objects.filter(
        instrument__in=set(pks), opens_at__in={_bucket(moment) for moment in times}
    )
    return {(row.instrument_id, row.opens_at): row for row in rows.order_by()}


def write(book: Book) -> frozenset[int]:
    """Write the bars that the delivery changed; return the instruments whose days changed."""
    IntradayBar.objects.bulk_create(
        [book.minutes[key] for key in book.written],
        update_conflicts=True,
        unique_fields=["instrument", "opens_at"],
        update_fields=["high", "low", "close", "volume", "last_at"],
    )
    if book.daily:
        DailyBar.objects.bulk_create(
            book.daily.values(),
            update_conflicts=True,
            unique_fields=["instrument", "date"],
            update_fields=["open", "high", "low", "close", "volume", "provenance"],
        )
    return frozenset(pk for pk, _ in book.daily)


def forget_minutes(*, before: datetime, batch: int = 5_000) -> int:
    """Remove intraday bars that began before a moment, some at a time; return how many."""
    done = 0
    while True:
        pks = list(
            IntradayBar.objects.filter(opens_at__lt=before)
            .order_by("pk")
            .values_list("pk", flat=True)[:batch]
        )
        done += IntradayBar.objects.filter(pk__in=pks).delete()[0] if pks else 0
        if len(pks) < batch:
            return done
