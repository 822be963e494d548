"""When a market trades: a pure reading of its dated hours and special days.

A trading day's spans are half-open, in order and do not overlap; hours are written in the market's zone, and
a span may begin on the evening before the day that it belongs to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tajuk.markets.enums import DayKind, Phase, Rhythm

_DAY = timedelta(days=1)
# Longer than any closure: Lebaran with joint leave has taken eleven days.
_FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Hours:
    """One line of a market's hours: a phase on a weekday, while it is valid."""

    weekday: int
    phase: Phase
    opens: time
    closes: time
    valid_from: date
    valid_to: date | None = None
    day_kind: DayKind = DayKind.NORMAL
    opens_day_before: bool = False

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the line was in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Span:
    """A phase of one trading day: from `opens` until just before `closes`, in UTC."""

    phase: Phase
    opens: datetime
    closes: datetime


class Schedule:
    """A market's clock, which answers for any moment what the market does."""

    def __init__(
        self,
        zone: ZoneInfo,
        rhythm: Rhythm,
        hours: Iterable[Hours],
        days: Mapping[date, DayKind] | None = None,
    ) -> None:
        self.zone = zone
        self.rhythm = rhythm
        self._hours = tuple(hours)
        self._days = dict(days or {})
        self._spans: dict[date, tuple[Span, ...]] = {}

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the phases of a trading day in order; none for a day without trading."""
        if (known := self._spans.get(day)) is None:
            known = self._spans[day] = self._read(day)
        return known

    def _read(self, day: date) -> tuple[Span, ...]:
        kind = self._days.get(day, DayKind.NORMAL)
        if kind == DayKind.CLOSED:
            return ()
        spans = [
            Span(line.phase, self._at(opens, line.opens), self._at(closes, line.closes))
            for line in self._hours
            if line.weekday == day.weekday() and line.day_kind == kind and line.is_valid_on(day)
            for opens, closes in [
                (day - _DAY if line.opens_day_before else day, day + _DAY if line.closes == time(0) else day)
            ]
        ]
        return tuple(sorted(spans, key=lambda span: span.opens))

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def is_trading_day(self, day: date) -> bool:
        """Tell whether the market trades (or fixes) on that date."""
        return bool(self.spans(day))

    def local_date(self, moment: datetime) -> date:
        """Return the date at the market's place."""
        return moment.astimezone(self.zone).date()

    def trading_date(self, moment: datetime) -> date | None:
        """Return the trading day that a moment belongs to: the latest one that had begun by then."""
        if self.rhythm == Rhythm.IRREGULAR:
            return self.local_date(moment)
        start = self.local_date(moment) + _DAY
        for day in (start - _DAY * back for back in range(_FARTHEST)):
            spans = self.spans(day)
            if spans and spans[0].opens <= moment:
                return day
        return None

    def previous_trading_day(self, day: date) -> date | None:
        """Return the last trading day before a date."""
        return next((found for back in range(1, _FARTHEST) if self.spans(found := day - _DAY * back)), None)

    def next_trading_day(self, day: date) -> date | None:
        """Return the first trading day after a date."""
        return next((found for ahead in range(1, _FARTHEST) if self.spans(found := day + _DAY * ahead)), None)

    def span_at(self, moment: datetime) -> Span | None:
        """Return the span that a moment lies in."""
        day = self.trading_date(moment)
        if day is None:
            return None
        return next((span for span in self.spans(day) if span.opens <= moment < span.closes), None)

    def phase_at(self, moment: datetime) -> Phase:
        """Return what the market does at a moment; closed between and outside its spans."""
        span = self.span_at(moment)
        return span.phase if span else Phase.CLOSED

    def close_of(self, day: date) -> datetime | None:
        """Return when a trading day's close stands: the end of its last session or closing auction."""
        ends = [span.closes for span in self.spans(day) if span.phase in {Phase.SESSION, Phase.PRE_CLOSE}]
        return ends[-1] if ends else None

    def stamp_of_close(self, day: date) -> datetime | None:
        """Return the time that a day's close is dated with: one that still belongs to that day.

        Where a market never rests, the moment of the close is the first of the next day.
        """
        close = self.close_of(day)
        if close is None or self.trading_date(close) == day:
            return close
        return close - timedelta(seconds=1)

    def last_close(self, moment: datetime) -> tuple[date, datetime] | None:
        """Return the latest trading day whose close stood by `moment`, and when it did."""
        day = self.trading_date(moment)
        while day is not None:
            close = self.close_of(day)
            if close is not None and close <= moment:
                return day, close
            day = self.previous_trading_day(day)
        return None

    def next_change(self, moment: datetime) -> datetime | None:
        """Return the next moment at which the market's phase changes."""
        day = self.trading_date(moment) or self.local_date(moment)
        following = self.next_trading_day(day)
        edges = [edge for found in (day, following) if found for span in self.spans(found)
                 for edge in (span.opens, span.closes) if edge > moment]  # fmt: skip
        return min(edges, default=None)
