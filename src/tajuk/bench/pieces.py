"""Keep each figure with the machine, the moment and the load it was measured at: the page is written of all of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tajuk.bench.results import Figure


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure, the machine as it was when measuring began (`machine.describe`), and what there is to warn of."""

    figure: Figure
    machine: dict[str, Any]
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**self.figure.as_json(), "machine": self.machine, "warnings": list(self.warnings)}


def keep(work: Path, piece: Piece) -> None:
    """Keep a piece in place of the older one of its figure."""
    place = _place(work, piece.figure.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_suffix(".new")
    new.write_text(json.dumps(piece.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    new.replace(place)


def kept(work: Path, names: Iterable[str]) -> list[Piece]:
    """Return the pieces of figures that were measured, in the order of `names`; one that cannot be read was not."""
    found = []
    for name in names:
        try:
            told = json.loads(_place(work, name).read_text(encoding="utf-8"))
            found.append(Piece(Figure.from_json(told), told["machine"], tuple(told["warnings"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _place(work: Path, name: str) -> Path:
    return work / "figures" / f"{name}.json"
