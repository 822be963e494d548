"""What a batch of changes reaches, and in which order it is dealt with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tajuk.press.enums import Priority, Target
from tajuk.press.models import OutboxEntry, PlateRecord
from tajuk.press.plates import Policy, policy_of

_SORT = {"article": "story", "feed": "feed", "sitemap": "feed"}
MOST = 1_000  # stories that one batch of changes looks at
LOOK_UP = 500  # names in one query: SQLite takes no more than 32,766 variables, PostgreSQL likes short lists


@dataclass(frozen=True, slots=True)
class Reach:
    """What a batch of changes reaches: what is baked now, what is left for readers to ask for, what has no view."""

    due: dict[str, Policy]
    asked: frozenset[str]
    lazy: frozenset[str]
    gone: frozenset[str]
    pressing: dict[str, int] = field(default_factory=dict)
    crowd: frozenset[str] = frozenset()  # stories of a change that reaches very many, beyond the first ones

    def ordered(self) -> list[tuple[str, Policy]]:
        """Return what is baked now: breaking news, then stories, then what shows them, as their kinds say."""

        def place(item: tuple[str, Policy]) -> tuple[bool, int, int, str]:
            priority = self.pressing.get(item[0], Priority.FRONT)
            return priority > Priority.BREAKING, item[1].rank, priority, item[0]

        return sorted(self.due.items(), key=place)


def reach_of(entries: Sequence[OutboxEntry]) -> Reach:
    """Find the plates that were made from what changed, and the addresses that are asked for by name."""
    asked = {entry.name for entry in entries if entry.target == Target.PATH}
    eager, lazy, crowd = _reached([entry.name for entry in entries if entry.target == Target.KEY])
    policies = {path: policy_of(path.partition("?")[0]) for path in asked | eager}
    gone = frozenset(path for path, policy in policies.items() if policy is None)
    # Asked for by name: a page that is baked at once, or one that has to be tried again.
    tried = {entry.name for entry in entries if entry.attempts or entry.priority == Priority.ARCHIVE}
    due = {
        path: policy
        for path, policy in policies.items()
        if policy is not None and (policy.is_eager(path) or path in tried)
    }
    pressing: dict[str, int] = {}
    for entry in entries:
        pressing[entry.name] = min(entry.priority, pressing.get(entry.name, entry.priority))
    left = (lazy | asked | eager) - due.keys() - gone
    return Reach(due, frozenset(asked), frozenset(left), gone, pressing, frozenset(crowd - asked - eager))


def _reached(keys: list[str]) -> tuple[set[str], set[str], set[str]]:
    """Return the addresses of eager and of lazy plates that were made from `keys`, and of stories that are too many.

    The name of an agency may stand on a hundred thousand pages: to look up the view of each takes half a minute.
    """
    eager: set[str] = set()
    lazy: set[str] = set()
    crowd: set[str] = set()
    for part in parts(keys):
        rows = PlateRecord.objects.depending_on(part).values_list("path", "eager", "kind")
        for path, at_once, kind in rows.iterator():
            if not at_once:
                lazy.add(path)
            elif kind == "article" and len(eager) >= MOST:
                crowd.add(path)
            else:
                eager.add(path)
    return eager, lazy, crowd


def parts(names: Sequence[str]) -> Iterable[list[str]]:
    """Return names in lists that one query can take."""
    return (list(names[start : start + LOOK_UP]) for start in range(0, len(names), LOOK_UP))


def groups(due: Sequence[tuple[str, Policy]], size: int) -> Iterable[dict[str, Policy]]:
    """Return what is baked together: never a story with what links to it, so that a reader finds the story first.

    Nor what machines fetch now and then with what readers look at: these do not wait for the feeds.
    """
    group: dict[str, Policy] = {}
    kind = ""
    for path, policy in due:
        of = _SORT.get(policy.kind, "list")
        if group and (len(group) == size or of != kind):
            yield group
            group = {}
        kind = of
        group[path] = policy
    if group:
        yield group
