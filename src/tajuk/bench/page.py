"""Write what was measured as a page of the reference."""

from collections.abc import Mapping, Sequence
from typing import Any

from tajuk.bench.pieces import Piece
from tajuk.bench.results import Cell, Figure, Table
from tajuk.bench.samples import Verdict

_HEAD = """# Benchmarks

Written by `make bench` (`tajuk bench`); each figure alone: `tajuk bench edge|publish|bake|start|memory|archive --json`.
All servers of a comparison run on this one machine in the same run, a round of each in turn; the load comes from it,
too. CPU is user and system time of all processes of a server, from /proc: the figure to compare where a machine is
shared. Each cell is a median of its rounds; the lowest and the highest stand beside it. Figures are kept, each with its
own date and load: `tajuk bench --page` writes this page of them without measuring.
"""


def page(pieces: Sequence[Piece], troubles: Mapping[str, str] | None = None) -> str:
    """Return the page in Markdown: each figure with the moment and the load it was measured at.

    `troubles` say of figures why they were not measured this time; one that was measured before stands as it was.
    """
    last = max((piece.machine for piece in pieces), key=lambda machine: str(machine["at"]), default=None)
    parts = [_HEAD, *([_machine(last)] if last else []), _summary([piece.figure for piece in pieces])]
    for piece in pieces:
        figure = piece.figure
        parts.append(f"## {figure.title}\n")
        parts.append(_when(piece.machine, last or {}))
        parts += [f"**{warning}**\n" for warning in piece.warnings]
        parts += [f"{note}\n" for note in figure.notes]
        parts += [_table(table) for table in figure.tables]
        parts.append(_verdicts(figure.verdicts))
        parts += [_profile(name, lines) for name, lines in figure.profiles.items() if lines]
    if troubles:
        lines = [f"- {name}: {' '.join(line.split())}\n" for name, line in troubles.items()]
        parts += ["## Not measured this time\n", "".join(lines)]
    return "\n".join(parts)


def _machine(machine: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"Measured on {machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, "
        f"{machine['system']}. {versions}.\n"
    )


def _when(machine: dict[str, Any], last: dict[str, Any]) -> str:
    """Say when a figure was measured, and what was other than at the last one."""
    names = ("cores", "processor", "memory_gb", "system")
    other = [f"{name} {machine[name]}" for name in names if machine[name] != last[name]]
    other += [
        f"{name} {version}"
        for name, version in machine["versions"].items()
        if last["versions"].get(name) != version
    ]
    line = f"Measured {machine['at']}, load average at the start {machine['load']}"
    return f"{line}; other than above: {', '.join(other)}.\n" if other else f"{line}.\n"


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
