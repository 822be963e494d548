"""A tick as providers tell it, and the reasons for which one is not believed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from tajuk.markets.enums import Kind, Reason

# Clocks of providers and ours differ a little; more than this is a wrong clock.
TOLERATED_SKEW = timedelta(seconds=30)
TENFOLD = Decimal(10)
# An index does not move by a fifth between two ticks: exchanges halt trading long before.
_INDEX_JUMP = Decimal("0.2")
_NEAR = Decimal("0.1")
_FIGURES = ("value", "previous_close", "open", "high", "low")
_LARGEST = Decimal(10) ** 16


class BadTick(ValueError):
    """A tick that cannot be read; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What a provider says of an instrument at a source time; `sequence` orders ticks of one time."""

    symbol: str
    value: Decimal
    as_of: datetime
    sequence: int = 0
    previous_close: Decimal | None = None
    previous_close_date: date | None = None
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: int | None = None
    is_halted: bool = False

    def payload(self) -> dict[str, Any]:
        """Return the tick as JSON can hold it: figures as text, times in ISO 8601."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat()
            if isinstance(value, date)
            else str(value)
            if isinstance(value, Decimal)
            else value
            for name, value in told.items()
            if value is not None
        }


def read_tick(payload: Mapping[str, Any]) -> Tick:
    """Return the tick that a JSON object tells; raise `BadTick` naming the field that is wrong.

    Figures are JSON numbers or plain decimal text with a point; times are ISO 8601 with a zone.
    """
    if not isinstance(payload, Mapping):
        raise BadTick("a tick is an object")
    unknown = set(payload) - set(Tick.__slots__)
    if unknown:
        raise BadTick(f"{sorted(map(str, unknown))[0][:40]!r} is not a field of a tick")
    symbol = payload.get("symbol")
    if not isinstance(symbol, str) or not 0 < len(symbol) <= 20 or not symbol.isprintable():
        raise BadTick("symbol: a tick names its instrument")
    figures = figures_of(payload)
    if "value" not in figures:
        raise BadTick("value: is missing")
    return Tick(
        symbol=symbol,
        as_of=_moment(payload.get("as_of")),
        sequence=_whole("sequence", payload.get("sequence", 0)) or 0,
        previous_close_date=_day(payload.get("previous_close_date")),
        volume=_whole("volume", payload.get("volume")),
        is_halted=payload.get("is_halted", False) is True,
        **figures,
    )


def figures_of(payload: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return the figures that an object holds by their names; raise `BadTick` naming the one that is none."""
    return {name: _figure(name, payload[name]) for name in _FIGURES if payload.get(name) is not None}


def _figure(name: str, value: object) -> Decimal:
    try:
        figure = Decimal(str(value)) if isinstance(value, str | int | float | Decimal) else None
    except InvalidOperation:
        figure = None
    if figure is None or isinstance(value, bool) or not figure.is_finite() or abs(figure) >= _LARGEST:
        raise BadTick(f"{name}: {str(value)[:40]!r} is not a figure")
    return figure.quantize(Decimal("1E-8"))


def _whole(name: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BadTick(f"{name}: {str(value)[:40]!r} is not a whole number")
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise BadTick(f"as_of: {str(value)[:40]!r} is not a time with a zone")
    return moment


def _day(value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadTick(f"previous_close_date: {str(value)[:40]!r} is not a date") from None


def reason_to_hold(
    tick: Tick, *, last: Decimal | None, kind: str, may_be_negative: bool, now: datetime
) -> Reason | None:
    """Return why a tick is not to be believed beside the last good value, or nothing when it is."""
    if tick.as_of > now + TOLERATED_SKEW:
        return Reason.FUTURE
    if not may_be_negative:
        given = [figure for name in _FIGURES if (figure := getattr(tick, name)) is not None]
        if min(given) <= 0:
            return Reason.NEGATIVE if min(given) < 0 else Reason.ZERO
    if not may_be_negative or abs(tick.value) >= 1:
        before = tick.previous_close or Decimal(0)
        if tick.value * before > 0 and _is_tenfold(abs(tick.value), abs(before)):
            return Reason.INCONSISTENT
    if last and (reason := _jump(tick.value, last, kind, may_be_negative)):
        return reason
    low, high = tick.low, tick.high
    if (high is not None and high < tick.value) or (low is not None and low > tick.value):
        return Reason.INCONSISTENT
    return None


def _is_tenfold(one: Decimal, other: Decimal) -> bool:
    return one >= other * TENFOLD or other >= one * TENFOLD


def _jump(value: Decimal, last: Decimal, kind: str, may_be_negative: bool) -> Reason | None:
    if value * last <= 0 or (may_be_negative and max(abs(value), abs(last)) < 1):
        # Near zero and across it a ratio says nothing: a yield may well be ten times what it was.
        return None
    value, last = abs(value), abs(last)
    ratio = value / last
    # A misplaced point leaves the digits as they were: the ratio is near a power of ten.
    power = round(math.log10(ratio))
    if power and abs(ratio.scaleb(-power) - 1) < _NEAR:
        return Reason.DECIMAL_COMMA
    if _is_tenfold(value, last) or (kind == Kind.INDEX and abs(ratio - 1) > _INDEX_JUMP):
        return Reason.JUMP
    return None
