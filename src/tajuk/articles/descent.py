"""What an article inherits from what it was made from: a pure reading of the derivation graph as it stands.

Nothing here looks at when a message came or what was decided in which order: the wires keep of each item the version
that stands, whatever the order of arrival, and what its descendants inherit is a function of that, of what keeps their
source articles in, and of what editors overruled. So any permutation of messages, with repeats, ends in the same state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tajuk.articles.enums import Made, RestrictionKind
from tajuk.wires.enums import EmbargoPolicy, KillPolicy, PubStatus
from tajuk.wires.models import WireItem

# What such a copy says is what its source says.
FAITHFUL = frozenset({Made.TAKEN, Made.TRANSLATED})
# Of what keeps a source article in, what was made of it inherits these.
HANDED_DOWN = frozenset(
    {RestrictionKind.EMBARGO, RestrictionKind.HOLD, RestrictionKind.KILL, RestrictionKind.LEGAL}
)
Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the graph: how it was made, from which item or article, and whether its words still stand as taken."""

    made: str
    item: int | None = None
    parent: int | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of what keeps an article in, or kept it in until somebody overruled that."""

    id: int
    kind: str
    key: Key | None  # None: the article's own
    version: int | None = None
    note: str = ""
    until: datetime | None = None
    reason: str = ""
    overruled: bool = False
    needs_decision: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A fact about a source that keeps in what was made of it."""

    key: Key
    kind: RestrictionKind
    policy: str = ""
    version: int | None = None
    note: str = ""
    until: datetime | None = None
    reason: str = ""
    restriction: int | None = None
    parent: int | None = None
    faithful: bool = True
    verbatim: bool = False
    agency: str = ""

    @property
    def wanted(self) -> tuple[RestrictionKind, bool]:
        """Return what the inheriting article is put under, and whether an editor has to decide what becomes of it."""
        if self.kind is not RestrictionKind.KILL:
            return self.kind, False
        goes = {
            "": self.faithful,
            KillPolicy.WITHDRAW: True,
            KillPolicy.HOLD: False,
            KillPolicy.UNEDITED: self.verbatim,
        }[self.policy]
        return (RestrictionKind.KILL, False) if goes else (RestrictionKind.HOLD, True)


@dataclass(frozen=True, slots=True)
class Graph:
    """The part of the derivation graph above some articles, as it stands."""

    edges: Mapping[int, Sequence[Edge]]
    rows: Mapping[int, Sequence[Kept]]
    items: Mapping[int, WireItem]
    embargoes: Mapping[int, datetime]
    now: datetime

    def inherited(self, article: int) -> dict[Key, Cause]:
        """Return what keeps in the sources of an article, and so the article, but what was overruled for it."""
        return self._inherited(article, frozenset())

    def _inherited(self, article: int, seen: frozenset[int]) -> dict[Key, Cause]:
        found: dict[Key, Cause] = {}
        for edge in self.edges.get(article, ()):
            for cause in self._along(edge, seen | {article}):
                if not self.is_overruled(article, cause):
                    found[cause.key] = graver(found.get(cause.key), cause)
        return found

    def _along(self, edge: Edge, seen: frozenset[int]) -> Iterator[Cause]:
        if edge.item is not None:
            for cause in self.of_item(self.items[edge.item]):
                yield replace(cause, faithful=edge.made in FAITHFUL, verbatim=edge.verbatim)
        if edge.parent is None or edge.parent in seen:
            return
        above = [*self._inherited(edge.parent, seen).values(), *self.of_article(edge.parent)]
        for cause in above:
            yield replace(cause, faithful=cause.faithful and edge.made in FAITHFUL, verbatim=False)

    def of_item(self, item: WireItem) -> Iterator[Cause]:
        """Yield what a wire item's standing version says that keeps its descendants in."""
        version = item.current
        if version is None:
            return
        said: dict[str, Any] = {"version": version.pk, "agency": str(item.agency)}
        if version.pubstatus != PubStatus.USABLE:
            killed = version.pubstatus == PubStatus.CANCELED
            kind = RestrictionKind.KILL if killed else RestrictionKind.HOLD
            yield Cause(("item", item.pk, "standing"), kind, policy=item.agency.kill_policy, **said)
        key = ("item", item.pk, "embargo")
        if version.embargo_note:
            yield Cause(key, RestrictionKind.EMBARGO, note=version.embargo_note, **said)
        elif version.embargoed_until and version.source.embargo_policy == EmbargoPolicy.REVIEW:
            yield Cause(key, RestrictionKind.EMBARGO, note=version.embargoed_until.isoformat(), **said)
        elif version.embargoed_until and version.embargoed_until > self.now:
            yield Cause(key, RestrictionKind.EMBARGO, until=version.embargoed_until, **said)

    def of_article(self, article: int) -> Iterator[Cause]:
        """Yield what keeps an article itself in."""
        for row in self.rows.get(article, ()):
            if row.key is None and not row.overruled and row.kind in HANDED_DOWN:
                yield Cause(
                    ("article", row.id, ""), RestrictionKind(row.kind), until=row.until, reason=row.reason,
                    restriction=row.id, parent=article,
                )  # fmt: skip
        if article in self.embargoes:
            until = self.embargoes[article]
            yield Cause(("article", article, "embargo"), RestrictionKind.EMBARGO, until=until, parent=article)

    def is_overruled(self, article: int, cause: Cause) -> bool:
        """Tell whether an editor lifted this very cause from the article: of an item, this state of it."""
        return any(
            row.overruled
            and row.key == cause.key
            and (row.version == cause.version or (bool(cause.note) and row.note == cause.note))
            for row in self.rows.get(article, ())
        )


def graver(one: Cause | None, other: Cause) -> Cause:
    """Return the one of two readings of a cause, along two ways through the graph, that takes more away."""
    if one is None:
        return other
    return replace(one, faithful=one.faithful or other.faithful, verbatim=one.verbatim or other.verbatim)


def stands_for(row: Kept, cause: Cause) -> bool:
    """Tell whether a row in force already says what a cause wants; what was withdrawn by a message stays so."""
    if row.key != cause.key:
        return False
    kind, decision = cause.wanted
    if row.kind == RestrictionKind.EMBARGO:
        return row.until == cause.until
    same = (row.kind, row.needs_decision) == (kind, decision)
    return same or (row.version == cause.version and cause.kind is RestrictionKind.KILL)


def difference(in_force: Iterable[Kept], wanted: Iterable[Cause]) -> tuple[list[Kept], list[Cause]]:
    """Return the inherited rows that go and the causes that need a row."""
    rows = [row for row in in_force if row.key is not None]
    causes = list(wanted)
    gone = [row for row in rows if not any(stands_for(row, cause) for cause in causes)]
    new = [cause for cause in causes if not any(stands_for(row, cause) for row in rows)]
    return gone, new
