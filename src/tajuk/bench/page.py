"""Write what was measured as a page of the reference."""

from collections.abc import Sequence
from typing import Any

from tajuk.bench.results import Cell, Figure, Table
from tajuk.bench.samples import Verdict

_HEAD = """# Benchmarks

Written by `make bench` (`tajuk bench`); each figure alone: `tajuk bench edge|publish|bake|start|memory|archive --json`.
All servers of a comparison run on this one machine in the same run, a round of each in turn; the load comes from it,
too. CPU is user and system time of all processes of a server, from /proc: the figure to compare where a machine is
shared. Each cell is a median of its rounds; the lowest and the highest stand beside it.
"""


def page(figures: Sequence[Figure], machine: dict[str, Any], warnings: Sequence[str]) -> str:
    """Return the page in Markdown."""
    parts = [_HEAD, _machine(machine), *(f"**{warning}**\n" for warning in warnings), _summary(figures)]
    for figure in figures:
        parts.append(f"## {figure.title}\n")
        parts += [f"{note}\n" for note in figure.notes]
        parts += [_table(table) for table in figure.tables]
        parts.append(_verdicts(figure.verdicts))
        parts += [_profile(name, lines) for name, lines in figure.profiles.items() if lines]
    return "\n".join(parts)


def _machine(machine: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"Measured {machine['at']} on {machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, "
        f"{machine['system']}; load average at the start {machine['load']}. {versions}.\n"
    )


def _summary(figures: Sequence[Figure]) -> str:
    every = [verdict for figure in figures for verdict in figure.verdicts]
    reached = sum(verdict.is_reached is True for verdict in every)
    missed = [verdict for verdict in every if verdict.is_reached is False]
    lines = [f"{reached} of {len(every)} figures are reached."]
    if missed:
        lines.append("Not reached:\n")
        lines += [
            f"- {verdict.what}: {_number(verdict.reached)} {verdict.unit} ({_bound(verdict)})"
            for verdict in missed
        ]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> str:
    rows = [table.columns, ("---",) * len(table.columns), *table.rows]
    return f"{table.title}:\n\n" + "\n".join(_row(row) for row in rows) + "\n"


def _verdicts(verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return ""
    rows: list[tuple[Cell, ...]] = [("figure", "reached", "to reach", ""), ("---",) * 4]
    for verdict in verdicts:
        state = {True: "yes", False: "**no**", None: "not measured"}[verdict.is_reached]
        what = f"{verdict.what} ({verdict.note})" if verdict.note else verdict.what
        reached = None if verdict.reached is None else f"{_number(verdict.reached)} {verdict.unit}"
        rows.append((what, reached, _bound(verdict), state))
    return "\n".join(_row(row) for row in rows) + "\n"


def _bound(verdict: Verdict) -> str:
    return f"{'≤' if verdict.at_most else '≥'} {_number(verdict.bound)} {verdict.unit}"


def _profile(name: str, lines: list[str]) -> str:
    return f"Where the time goes ({name}):\n\n```\n" + "\n".join(lines) + "\n```\n"


def _row(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join("–" if cell is None else _shown(cell) for cell in cells) + " |"


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split()).replace("|", "\\|")
    return _number(cell)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int) or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"
