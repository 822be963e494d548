"""Simulated figures of minutes for the last trading days, so that the charts of a day and of five are not empty."""

from collections.abc import Iterator, Sequence
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
    ends = [(bar.date, bar.open, bar.close) for bar in before[1 - DAYS :]]
    if today is not None:
        ends.append((today, quote.open, quote.value))
    for day, opened, last in ends:
        step = _FINE if day == today else _COARSE
        times = list(_times(schedule, day, step, quote.as_of))
        yield from _walk(spec, quote, times, step, opened or last, last)


def _times(schedule: Schedule, day: date, step: timedelta, until: datetime) -> Iterator[datetime]:
    for span in schedule.spans(day):
        moment = span.opens
        while span.phase == Phase.SESSION and moment < min(span.closes, until):
            yield moment
            moment += step


def _walk(
    spec: Spec, quote: Quote, times: Sequence[datetime], step: timedelta, first: Decimal, last: Decimal
) -> Iterator[IntradayBar]:
    """Yield bars that lead from one value to another, with some detours that grow less towards the end."""
    before, spread = first, float(last) * spec.volatility / 12
    for place, moment in enumerate(times, 1):
        share = place / len(times)
        chance = simulator.chance_of(spec, moment)
        drawn = float(before) + (float(last) - float(before)) / (len(times) - place + 1)
        value = last if share == 1 else spec.rounded(drawn + spread * chance.gauss(0.0, 1.0))
        yield IntradayBar(
            instrument=quote.instrument, opens_at=moment, open=before, close=value, high=max(before, value),
            low=min(before, value), last_at=min(moment + step - timedelta(seconds=1), max(quote.as_of, moment)),
        )  # fmt: skip
        before = value
