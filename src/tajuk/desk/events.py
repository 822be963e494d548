"""The wires by event: rows that belong together as one, and what each item says that none before it said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tajuk.wires.clusters.shingles import runs_of
from tajuk.wires.enums import PubStatus
from tajuk.wires.models import WireItem

#: A paragraph is news when more than so much of it was not said before in its language.
NEWS = 0.5


@dataclass(slots=True)
class Row:
    """A row of the list: the item that came last, and under it the others of its event that are on the same screen."""

    item: WireItem
    is_embargoed: bool
    others: list[WireItem] = field(default_factory=list)

    @property
    def agencies(self) -> int:
        """Return how many agencies are folded under the row."""
        return len({other.agency_id for other in self.others})


@dataclass(frozen=True, slots=True)
class Told:
    """An item of an event: the paragraphs that were not told before, and how many of its paragraphs were."""

    item: WireItem
    fresh: tuple[str, ...]
    repeated: int


def folded(items: Iterable[WireItem], now: datetime) -> list[Row]:
    """Return rows in the order of the items, those of one event under the first of them.

    What its agency holds or kills keeps a row of its own: nobody may have to open a fold to see it.
    """
    rows: list[Row] = []
    heads: dict[int, Row] = {}
    for item in items:
        head = heads.get(item.cluster_id or 0) if item.status == PubStatus.USABLE else None
        if head:
            head.others.append(item)
            continue
        row = Row(item, item.is_embargoed(now))
        rows.append(row)
        if item.cluster_id and item.status == PubStatus.USABLE:
            heads[item.cluster_id] = row
    return rows


def told(items: Sequence[WireItem]) -> list[Told]:
    """Return the items, oldest first, each with what it says that none before it in its language said."""
    said: dict[str, set[int]] = {}
    found = []
    for item in items:
        before = said.setdefault(item.language[:2].lower(), set())
        lines = item.current.as_story().body_text.splitlines() if item.current else []
        fresh = tuple(line for line in lines if line.strip() and _is_news(line, before))
        found.append(Told(item, fresh, sum(1 for line in lines if line.strip()) - len(fresh)))
        for line in lines:
            before |= runs_of(line)
    return found


def _is_news(line: str, before: set[int]) -> bool:
    runs = runs_of(line)
    return not runs or len(runs - before) / len(runs) > NEWS
