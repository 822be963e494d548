"""What of an instrument a figure in copy tells, if anything: its value, its change, an end of its day."""

import re
from decimal import Decimal
from enum import Enum
from typing import Final

from tajuk.markets.enums import Kind
from tajuk.markets.figures.facts import Fact
from tajuk.markets.figures.numbers import Unit
from tajuk.markets.figures.reading import Claim
from tajuk.markets.figures.words import Tie

# A level this far from the value is somebody else's figure, unless its digits are the value's.
_LOWEST, _HIGHEST = Decimal("0.6"), Decimal("1.65")
_SLIP: Final = Decimal("0.03")
_WEIGHT: Final = re.compile(r"(?<![0-9.,/])([0-9][0-9.,]*)\s*-?(?:gram|gr|kg|kilogram)\b", re.I)
RATES: Final = frozenset({Kind.YIELD.value, Kind.RATE.value})


class Measure(Enum):
    """What of an instrument a figure tells."""

    VALUE = "value"
    CHANGE = "change"
    PERCENT = "percent"
    POINTS = "basis points"
    OPEN = "open"
    HIGH = "high"
    LOW = "low"
    PREVIOUS = "previous close"


def measure_of(claim: Claim, fact: Fact) -> Measure | None:
    """Return what the figure tells, nothing where it can be none of the instrument's."""
    figure, is_rate = claim.figure, fact.kind in RATES
    if figure.unit is Unit.BASIS_POINTS:
        return Measure.POINTS if is_rate else None
    if figure.unit is Unit.PERCENT:
        return _percent_of(claim, is_rate)
    if is_rate or not _fits(claim, fact):
        return None
    return _level_or_change(claim, fact)


def _percent_of(claim: Claim, is_rate: bool) -> Measure | None:
    if is_rate:
        if claim.tie is Tie.PREVIOUS:
            return Measure.PREVIOUS
        leads = claim.direct and claim.way and claim.tie is not Tie.LEVEL
        return Measure.PERCENT if leads else Measure.VALUE
    if claim.tie in {Tie.LEVEL, Tie.PREVIOUS, Tie.OPEN} and not claim.direct:
        return None
    return Measure.PERCENT if claim.way is not None or claim.adjacent else None


def _fits(claim: Claim, fact: Fact) -> bool:
    figure = claim.figure
    if figure.unit is Unit.POINTS:
        return fact.kind in {Kind.INDEX, Kind.CURRENCY, Kind.EQUITY}
    if figure.unit is Unit.MONEY and figure.currency:
        return figure.currency == fact.currency and fact.kind != Kind.INDEX
    # Cents have no currency of their own.
    return figure.unit is Unit.PLAIN or fact.currency == "USD"


def _level_or_change(claim: Claim, fact: Fact) -> Measure | None:
    figure, value = claim.figure, fact.value
    if value is None or not value:
        return Measure.VALUE
    ratio = figure.value / abs(value)
    tied = {
        Tie.OPEN: Measure.OPEN,
        Tie.HIGH: Measure.HIGH,
        Tie.LOW: Measure.LOW,
        Tie.PREVIOUS: Measure.PREVIOUS,
    }
    level = tied.get(claim.tie, Measure.VALUE) if claim.tie else Measure.VALUE
    if figure.currency and fact.kind == Kind.METAL and not _is_of_one_gram(claim.text):
        return None
    if _LOWEST <= ratio <= _HIGHEST:
        return level
    changed = claim.way is not None and claim.way != 0 and ratio < _LOWEST
    if changed and (claim.direct or figure.unit is Unit.POINTS) and claim.tie is not Tie.LEVEL:
        return Measure.CHANGE
    return level if _is_slipped(ratio) else None


def _is_of_one_gram(text: str) -> bool:
    """Tell whether a price in copy is of a gram: no other weight is named."""
    return all(weight == "1" for weight in _WEIGHT.findall(text))


def _is_slipped(ratio: Decimal) -> bool:
    """Tell whether a figure has the value's digits and another power of ten: a lost or a wandering separator."""
    return any(abs(ratio.scaleb(power) - 1) < _SLIP for power in (-3, -2, -1, 1, 2, 3))
