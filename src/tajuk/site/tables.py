"""Tables of a story's body, read for the page: which cells are heads, which are figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# A figure with its sign, currency, unit or percent: it stands to the right in a table.
_NUMBER = re.compile(r"[+\-−–]?\s*(?:Rp|US\$|S\$|[$€£¥])?\s*[0-9][0-9.,]*\s*(?:%|jt|rb|[MTBK])?|[–-]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and whether it is a figure."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the page shows it; `head` is empty where the first row is like the others."""

    title: str
    source: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first_is_head: bool


def table_of(value: Mapping[str, Any]) -> Table | None:
    """Return what `articles.blocks.FigureTableBlock` keeps as a table, nothing when it has no row.

    A column is one of figures when each cell below its head is a figure.
    """
    raw = value.get("table") or {}
    rows = [[str(cell or "") for cell in row] for row in raw.get("data") or [] if any(row)]
    if not rows:
        return None
    has_head = len(rows) > 1 and bool(raw.get("first_row_is_table_header") or _choice(raw, "row"))
    below = rows[1:] if has_head else rows
    numbers = _numeric_columns(below)
    return Table(
        title=value.get("title") or raw.get("table_caption") or "",
        source=value.get("source") or "",
        head=_cells(rows[0], numbers) if has_head else (),
        rows=tuple(_cells(row, numbers) for row in below),
        first_is_head=bool(raw.get("first_col_is_header") or _choice(raw, "column")) or 0 not in numbers,
    )


def _choice(raw: Mapping[str, Any], what: str) -> bool:
    return raw.get("table_header_choice") in (what, "both")


def _numeric_columns(rows: Sequence[Sequence[str]]) -> set[int]:
    widest = max(len(row) for row in rows)
    return {
        place
        for place in range(widest)
        if all(
            _NUMBER.fullmatch(row[place].strip()) for row in rows if place < len(row) and row[place].strip()
        )
    }


def _cells(row: Sequence[str], numbers: set[int]) -> tuple[Cell, ...]:
    return tuple(Cell(text, place in numbers) for place, text in enumerate(row))
