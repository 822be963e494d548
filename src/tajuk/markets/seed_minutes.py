"""Simulated figures of minutes for the last trading days, so that the charts of a day and of five are not empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from tajuk.markets.enums import Phase, Rhythm
from tajuk.markets.models import DailyBar, IntradayBar, Quote
from tajuk.markets.providers import simulator
from tajuk.markets.sessions import Schedule
from tajuk.markets.specs import Spec

DAYS: Final = 5
# The last day in full, the days before as coarse as a chart of five days is.
_FINE: Final = timedelta(minutes=5)
_COARSE: Final = timedelta(minutes=15)


def minutes_of(
    spec: Spec, schedule: Schedule, days: Sequence[DailyBar], quote: Quote
) -> Iterator[IntradayBar]:
    """Yield bars of minutes of the last days up to the quote's time; each day ends with its close, or the quote."""
    if schedule.rhythm != Rhythm.SESSIONS:
        return
    today = schedule.trading_date(quote.as_of)
    before = [bar for bar in days if bar.date != today]
    known: list[tuple[date, _Day]] = [
        (bar.date, _Day(bar.open or bar.close, bar.close, bar.low, bar.high)) for bar in before[1 - DAYS :]
    ]
    if today is not None:
        known.append((today, _Day(quote.open or quote.value, quote.value, quote.low, quote.high)))
    for date_, day in known:
        step = _FINE if date_ == today else _COARSE
        times = list(_times(schedule, date_, step, quote.as_of))
        yield from _bars(quote, times, step, day.first, _walk(spec, times, day))


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of a day: where it began and ended, and its lowest and highest, if they are known."""

    first: Decimal
    last: Decimal
    low: Decimal | None
    high: Decimal | None


def _times(schedule: Schedule, day: date, step: timedelta, until: datetime) -> Iterator[datetime]:
    for span in schedule.spans(day):
        moment = span.opens
        while span.phase == Phase.SESSION and moment < min(span.closes, until):
            yield moment
            moment += step


def _walk(spec: Spec, times: Sequence[datetime], day: _Day) -> list[Decimal]:
    """Return values that lead through a day, with detours that grow less towards its end, to its low and its high."""
    before, spread = day.first, float(day.last) * spec.volatility / 12
    low, high = day.low or Decimal("-Infinity"), day.high or Decimal("Infinity")
    values = []
    for place, moment in enumerate(times, 1):
        chance = simulator.chance_of(spec, moment)
        drawn = float(before) + (float(day.last) - float(before)) / (len(times) - place + 1)
        value = spec.rounded(drawn + spread * chance.gauss(0.0, 1.0)) if place < len(times) else day.last
        before = min(max(value, low), high)
        values.append(before)
    _touch(values, day)
    return values


def _touch(values: list[Decimal], day: _Day) -> None:
    """Have a walk reach the day's lowest and highest where it came nearest to them, but for its end."""
    inner = range(len(values) - 1)
    if len(inner) < 2:
        return
    lowest, highest = min(inner, key=values.__getitem__), max(inner, key=values.__getitem__)
    if lowest == highest:
        return
    if day.low is not None:
        values[lowest] = day.low
    if day.high is not None:
        values[highest] = day.high


def _bars(
    quote: Quote, times: Sequence[datetime], step: timedelta, first: Decimal, values: Sequence[Decimal]
) -> Iterator[IntradayBar]:
    before = first
    for moment, value in zip(times, values, strict=True):
        yield IntradayBar(
            instrument=quote.instrument, opens_at=moment, open=before, close=value, high=max(before, value),
            low=min(before, value), last_at=min(moment + step - timedelta(seconds=1), max(quote.as_of, moment)),
        )  # fmt: skip
        before = value
