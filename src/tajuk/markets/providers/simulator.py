"""The seeded simulator: figures that move a little in their sessions, the same for the same moment.

Every figure is a function of the seed, the symbol and the time, so that a rehearsal can be repeated. Values
are drawn back to where the demo starts: the eleven figures of the design stay in sight for weeks.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from tajuk.markets.enums import Phase, Rhythm
from tajuk.markets.models import Instrument
from tajuk.markets.providers import Call, ProviderError, Told
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import quote_of
from tajuk.markets.specs import Spec, instruments
from tajuk.markets.ticks import Tick

SEED: Final = "tajuk"
# A session of five hours has about 3,600 ticks of five seconds: a day's deviation is 60 ticks' worth.
_TICKS_ROOT: Final = 60.0
_PULL: Final = 0.002
_PULL_OF_A_DAY: Final = 0.15
_OUTAGE_SECONDS: Final = 300


def _chance(*parts: object) -> random.Random:
    return random.Random(":".join(map(str, (SEED, *parts))))  # noqa: S311  (made figures need no secrets)


def chance_of(spec: Spec, moment: datetime) -> random.Random:
    """Return the chance of an instrument at a moment, the same each time it is asked."""
    return _chance(spec.symbol, moment, "minutes")


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


@dataclass(frozen=True, slots=True)
class Weather:
    """How rough the simulated market is, each a probability: what the provider's settings may hold.

    `gaps`: an instrument keeps silent this time. `outages`: the whole feed is down for some minutes. `jumps`: a value
    moves by some per cent at once, and is right. `slips`: a value comes with its point misplaced, and is wrong.
    """

    gaps: float = 0.3
    outages: float = 0.0
    jumps: float = 0.0
    slips: float = 0.0

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Weather":
        """Return what the settings say; raise `ProviderError` for what is no probability."""
        told = {name: settings[name] for name in cls.__slots__ if name in settings}
        for name, chance in told.items():
            if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance <= 1:
                raise ProviderError(f"settings: {name} must be between 0 and 1")
        return cls(**told)

    def is_down(self, now: datetime) -> bool:
        """Tell whether the feed is down in the minutes about a moment."""
        window = int(now.timestamp()) // _OUTAGE_SECONDS
        return self.outages > 0 and _chance("outage", window).random() < self.outages


def fetch(call: Call) -> Told:
    """Return a tick for each instrument in session, but for some that keep silent this time."""
    weather, now = Weather.of(call.settings), call.now
    if weather.is_down(now):
        raise ProviderError("the simulated feed is down")
    symbols = {one.symbol for one in call.wanted} & instruments().keys()
    rows = Instrument.objects.filter(symbol__in=symbols).select_related("quote").order_by("pk")
    ticks = []
    for row in rows:
        quote, schedule = quote_of(row), schedules()[row.calendar_id]
        if quote is None or schedule.rhythm != Rhythm.SESSIONS or schedule.phase_at(now) != Phase.SESSION:
            continue
        chance = _chance(row.symbol, now, "speaks")
        if chance.random() >= weather.gaps:
            value = _roughened(
                moved(instruments()[row.symbol], quote.value, now), row.symbol, weather, chance
            )
            ticks.append(Tick(row.symbol, value, now, sequence=quote.sequence + 1))
    return Told(ticks)


def _roughened(value: Decimal, symbol: str, weather: Weather, chance: random.Random) -> Decimal:
    """Return the value as it is told: as it is, after a jump that the market made, or with its point misplaced."""
    if chance.random() < weather.slips:
        return value * chance.choice((Decimal(100), Decimal(1000), Decimal("0.01")))
    if chance.random() < weather.jumps:
        leap = float(value) * (1 + chance.choice((-1, 1)) * chance.uniform(0.01, 0.04))
        return instruments()[symbol].rounded(leap)
    return value
