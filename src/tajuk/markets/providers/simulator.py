"""The seeded simulator: figures that move a little in their sessions, the same for the same moment.

Every figure is a function of the seed, the symbol and the time, so that a rehearsal can be repeated. Values
are drawn back to where the demo starts: the eleven figures of the design stay in sight for weeks.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from tajuk.markets.enums import Phase
from tajuk.markets.models import Instrument
from tajuk.markets.providers import Wanted
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import quote_of
from tajuk.markets.specs import Spec, instruments
from tajuk.markets.ticks import Tick

SEED: Final = "tajuk"
# A session of five hours has about 3,600 ticks of five seconds: a day's deviation is 60 ticks' worth.
_TICKS_ROOT: Final = 60.0
_PULL: Final = 0.002
_PULL_OF_A_DAY: Final = 0.15
_SPEAKS: Final = 0.7


def _chance(*parts: object) -> random.Random:
    return random.Random(":".join(map(str, (SEED, *parts))))  # noqa: S311  (made figures need no secrets)


def moved(spec: Spec, value: Decimal, moment: datetime) -> Decimal:
    """Return the value one tick later."""
    chance = _chance(spec.symbol, int(moment.timestamp()))
    current = float(value)
    drawn = _PULL * (float(spec.value) - current)
    return spec.rounded(current + drawn + current * spec.volatility / _TICKS_ROOT * chance.gauss(0.0, 1.0))


def next_close(spec: Spec, value: Decimal, day: date) -> Decimal:
    """Return the close of a day of which no tick is known, after a close of `value`."""
    current = float(value)
    drawn = _PULL_OF_A_DAY * (float(spec.value) - current)
    return spec.rounded(current + drawn + current * _return_of(spec, day))


def _return_of(spec: Spec, day: date) -> float:
    own = _chance(spec.symbol, day).gauss(0.0, 1.0)
    if not spec.group or not spec.beta:
        return spec.drift + spec.volatility * own
    return spec.drift + spec.volatility * (0.8 * _shared(spec.group, day) * spec.beta + 0.5 * own)


@lru_cache(maxsize=8192)
def _shared(group: str, day: date) -> float:
    """Return what a group's members share of a day: indices fall together."""
    return _chance(group, day).gauss(0.0, 1.0)


def days_back(spec: Spec, days: Sequence[date], last: Decimal) -> Iterator[tuple[date, Decimal]]:
    """Yield the closes of the days, newest first, so that the newest is `last`."""
    value = last
    for day in reversed(days):
        yield day, value
        value = spec.rounded(float(value) / (1.0 + _return_of(spec, day)))


def day_range(spec: Spec, day: date, before: Decimal, close: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return open, high and low of a day that went from one close to the next."""
    chance = _chance(spec.symbol, day, "range")
    spread = float(close) * spec.volatility
    opened = spec.rounded(float(before) + spread * 0.2 * chance.gauss(0.0, 1.0))
    high = max(opened, close, spec.rounded(float(max(opened, close)) + spread * 0.4 * chance.random()))
    low = min(opened, close, spec.rounded(float(min(opened, close)) - spread * 0.4 * chance.random()))
    return opened, high, low


def volume_of(spec: Spec, day: date) -> int | None:
    """Return a made volume for what is traded in shares or lots."""
    if spec.kind not in {"equity", "index"}:
        return None
    return int(_chance(spec.symbol, day, "volume").lognormvariate(17.5, 0.4)) * 100


def fetch(wanted: Sequence[Wanted], *, settings: Mapping[str, Any], now: datetime) -> list[Tick]:
    """Return a tick for each instrument in session, but for some that keep silent this time."""
    symbols = {one.symbol for one in wanted} & instruments().keys()
    rows = Instrument.objects.filter(symbol__in=symbols).select_related("quote").order_by("pk")
    ticks = []
    for row in rows:
        quote, spec = quote_of(row), instruments()[row.symbol]
        if quote is None or schedules()[row.calendar_id].rhythm != "sessions":
            continue
        if schedules()[row.calendar_id].phase_at(now) != Phase.SESSION:
            continue
        if _chance(row.symbol, now, "speaks").random() < _SPEAKS:
            ticks.append(Tick(row.symbol, moved(spec, quote.value, now), now, sequence=quote.sequence + 1))
    return ticks
