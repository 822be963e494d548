"""Measured values, their middle and their spread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(slots=True)
class Sample:
    """What was measured of one thing, in rounds."""

    unit: str
    values: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Return the median."""
        return median(self.values)

    def as_json(self) -> dict[str, Any]:
        """Return the median, the lowest, the highest and how many rounds there were."""
        if not self.values:
            return {"unit": self.unit, "rounds": 0}
        return {
            "unit": self.unit,
            "median": round(self.middle, 4),
            "min": round(min(self.values), 4),
            "max": round(max(self.values), 4),
            "rounds": len(self.values),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure that was to be reached: what was, whether that is enough, and why not."""

    what: str
    reached: float | None
    bound: float
    unit: str
    at_most: bool = True
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        """Tell whether the figure is reached; None when it could not be measured."""
        if self.reached is None:
            return None
        return self.reached <= self.bound if self.at_most else self.reached >= self.bound

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "what": self.what,
            "reached": None if self.reached is None else round(self.reached, 4),
            "bound": self.bound,
            "at_most": self.at_most,
            "unit": self.unit,
            "is_reached": self.is_reached,
            "note": self.note,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
