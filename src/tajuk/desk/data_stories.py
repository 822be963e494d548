"""What a data story has to tell: figures of one trading day, known for certain, or the reason why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tajuk.articles.models.data_stories import DataStory, Subject
from tajuk.common.clock import WIB
from tajuk.markets.enums import Kind, Phase, Rhythm, State
from tajuk.markets.models import DailyBar, Instrument
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule
from tajuk.markets.shown import quote_of, sight_of
from tajuk.markets.states import state_of


class NoTrading(Exception):
    """The market does not trade on that day."""


class NotYet(Exception):
    """Figures that are not there, or cannot be trusted; the text says which in one line."""


@dataclass(frozen=True, slots=True)
class Told:
    """An instrument on the day: its value, and the close of the trading day before."""

    row: Instrument
    value: Decimal
    previous: Decimal
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None

    @property
    def change(self) -> Decimal:
        """Return the change against the day before."""
        return self.value - self.previous

    @property
    def percent(self) -> Decimal:
        """Return the change in per cent."""
        return self.change / abs(self.previous) * 100


@dataclass(frozen=True, slots=True)
class Material:
    """What a story is written from: the day, its main figure, others beside it, and longer changes in per cent."""

    day: date
    main: Told
    others: Sequence[Told]
    week: Decimal | None
    year: Decimal | None
    licence: dict[str, str]


def material_of(story: DataStory, now: datetime) -> Material:
    """Return what a story of today is written from; raise `NoTrading` or `NotYet`. A few queries."""
    rows = {row.pk: row for row in Instrument.objects.filter(is_active=True).select_related("quote__link")}
    row = rows.get(story.instrument_id)
    if row is None:
        raise NotYet(f"{story.instrument} is not active")
    day = now.astimezone(WIB).date()
    schedule = schedules()[row.calendar_id]
    if not schedule.is_trading_day(day):
        raise NoTrading
    main = _told(row, schedule, day, now)
    beside = [other for other in rows.values() if other.pk != row.pk and _belongs(story.subject, row, other)]
    others = []
    for other in sorted(beside, key=lambda other: (other.display_order, other.symbol)):
        try:
            others.append(_told(other, schedules()[other.calendar_id], day, now))
        except NotYet:
            continue  # what is not sure is left out of the table; the main figure decides whether there is a story
    link = quote.link if (quote := quote_of(row)) else None
    return Material(
        day=day,
        main=main,
        others=others,
        week=_since(row, main.value, day - timedelta(days=day.weekday())),
        year=_since(row, main.value, day.replace(month=1, day=1)),
        licence={"id": link.licence_line_id if link else "", "en": link.licence_line_en if link else ""},
    )


def _belongs(subject: str, row: Instrument, other: Instrument) -> bool:
    match subject:
        case Subject.INDEX_CLOSE:
            return other.kind in {Kind.INDEX, Kind.EQUITY} and other.calendar_id == row.calendar_id
        case Subject.GOLD:
            return other.kind == Kind.METAL
    return other.kind == Kind.CURRENCY and other.symbol != "JISDOR"


def _told(row: Instrument, schedule: Schedule, day: date, now: datetime) -> Told:
    quote = quote_of(row)
    sight = sight_of(row, quote)
    if quote is None or sight is None:
        raise NotYet(f"{row.symbol}: no data")
    state = state_of(sight, schedule, now)
    if state in {State.STALE, State.HALTED, State.NO_DATA}:
        raise NotYet(f"{row.symbol}: {state.value} since {quote.as_of:%Y-%m-%d %H:%M} UTC")
    before = schedule.previous_trading_day(day)
    bars = {bar.date: bar for bar in DailyBar.objects.filter(instrument=row, date__in=[day, before])}
    today, previous = bars.get(day), bars.get(before) if before else None
    if previous is None:
        raise NotYet(f"{row.symbol}: the close of {before} is missing")
    if schedule.rhythm == Rhythm.SESSIONS and row.kind in {Kind.INDEX, Kind.EQUITY}:
        closed = schedule.last_close(now)
        if today is None or closed is None or closed[0] != day or schedule.phase_at(now) == Phase.SESSION:
            raise NotYet(f"{row.symbol}: the close of {day} is missing")
        return Told(row, today.close, previous.close, today.open, today.high, today.low)
    if schedule.trading_date(quote.as_of) != day:
        raise NotYet(f"{row.symbol}: nothing of {day} yet")
    return Told(row, quote.value, previous.close, quote.open, quote.high, quote.low)


def _since(row: Instrument, value: Decimal, day: date) -> Decimal | None:
    """Return the change since the last close before a day, in per cent, where that close is known."""
    bars = DailyBar.objects.filter(instrument=row, date__lt=day, date__gte=day - timedelta(days=12))
    base = bars.order_by("-date").values_list("close", flat=True).first()
    return (value - base) / abs(base) * 100 if base else None
