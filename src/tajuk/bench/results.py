"""What a figure brings: tables of what was measured, verdicts on what was to be reached, profiles of what was not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tajuk.bench.samples import Verdict

Tell = Callable[[str], None]
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Options:
    """How large and how long: `articles` and `databases` in turn, `seconds` a round of load, `rounds` in turn."""

    work: Path
    tell: Tell
    seconds: float = 5.0
    rounds: int = 5
    peers: bool = True
    articles: tuple[int, ...] = (10_000, 100_000)
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    plates: int = 100_000
    publishes: int = 100
    sustained: float = 60.0
    wires: int = 1_000_000


@dataclass(slots=True)
class Table:
    """Rows under named columns."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """The outcome of one figure."""

    name: str
    title: str
    tables: list[Table] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    profiles: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "tables": [
                {
                    "title": table.title,
                    "columns": list(table.columns),
                    "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
                }
                for table in self.tables
            ],
            "verdicts": [verdict.as_json() for verdict in self.verdicts],
            "profiles": self.profiles,
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Figure":
        """Return the figure that `as_json` told of."""
        tables = [
            Table(
                each["title"],
                tuple(each["columns"]),
                [tuple(row[name] for name in each["columns"]) for row in each["rows"]],
            )
            for each in told["tables"]
        ]
        verdicts = [
            Verdict(**{name: value for name, value in each.items() if name != "is_reached"})
            for each in told["verdicts"]
        ]
        return cls(told["name"], told["title"], tables, verdicts, dict(told["profiles"]), list(told["notes"]))
