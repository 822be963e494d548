"""A front's layout: what stands in its places, in order, and how two editors' changes are put together.

An entry is the id of a story, or `None` for a place that the newest story fills.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

Plan = tuple[int | None, ...]

MOST = 30  # entries of a layout: the places of a front, and room for stories that wait
PLACES_OF_HOME = 11
PLACES_OF_SECTION = 7

_Token = tuple[int | None, int]  # a story's id and 0, or None and which of the automatic places


def tidy(entries: Iterable[int | None]) -> Plan:
    """Return the entries with no story twice, no automatic places at the end, at most `MOST`."""
    seen: set[int] = set()
    kept: list[int | None] = []
    for entry in entries:
        if entry is None or entry not in seen:
            kept.append(entry)
            seen |= {entry} if entry is not None else set()
    kept = kept[:MOST]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def merge(base: Plan, theirs: Plan, mine: Plan) -> Plan:
    """Return `theirs` with what I changed since `base`: what I took out, put in or moved is as I have it.

    What I put in or moved stands after the entry that it follows with me, or first where none of those is left.
    """
    before, now = list(_tokens(base)), list(_tokens(mine))
    kept = _unmoved(before, now)
    touched = (set(before) | set(now)) - kept
    merged = [token for token in _tokens(theirs) if token not in touched]
    for index, token in enumerate(now):
        if token in kept:
            continue
        after = next((each for each in reversed(now[:index]) if each in merged), None)
        merged.insert(merged.index(after) + 1 if after is not None else 0, token)
    return tidy(entry for entry, _number in merged)


def _tokens(plan: Plan) -> Iterator[_Token]:
    automatic = 0
    for entry in plan:
        automatic += entry is None
        yield entry, automatic if entry is None else 0


def _unmoved(before: list[_Token], now: list[_Token]) -> set[_Token]:
    blocks = SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks()
    return {token for block in blocks for token in before[block.a : block.a + block.size]}
