"""The demo's instruments and calendars as their files describe them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Spec:
    """An instrument of the demo: how it is described, where it starts, and how its simulation moves."""

    symbol: str
    name_id: str
    name_en: str
    kind: str
    calendar: str
    value: Decimal
    previous_close: Decimal
    places: int
    volatility: float
    exchange: str = ""
    unit_id: str = ""
    unit_en: str = ""
    currency: str = ""
    decimals_value: int = 0
    decimals_change: int = 2
    may_be_negative: bool = False
    expected_seconds: int = 60
    on_bar: bool = False
    step: float = 0.0
    drift: float = 0.0
    group: str = ""
    beta: float = 0.0

    def rounded(self, value: float) -> Decimal:
        """Return a simulated figure in the steps that the instrument moves in, never below one step."""
        least = self.step or 10.0**-self.places
        return Decimal(f"{max(round(value / least), 1) * least:.{self.places}f}")


@cache
def instruments() -> Mapping[str, Spec]:
    """Return the demo's instruments by symbol, in the order of the bar and the markets page."""
    told = tomllib.loads((_DATA / "instruments.toml").read_text("utf-8"))["instrument"]
    return {row["symbol"]: _spec(row) for row in told}


def _spec(row: Mapping[str, Any]) -> Spec:
    figures = {name: Decimal(row[name]) for name in ("value", "previous_close")}
    return Spec(**{**row, **figures})


@cache
def calendars() -> Mapping[str, Any]:
    """Return the calendars' file: `calendar` with `hours`, and sets of `holidays`."""
    return tomllib.loads((_DATA / "calendars.toml").read_text("utf-8"))
