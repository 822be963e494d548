"""Bake the plates of older editions anew, those that readers meet first."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tajuk.press import fragments, readership
from tajuk.press.bake import bake_together, drop
from tajuk.press.enums import Priority
from tajuk.press.models import PlateRecord
from tajuk.press.plates import edition, policy_of

log = logging.getLogger(__name__)

_LOOK_UP = 500
_SHARE = 1 / 3  # of the time at most: the readers' thread, the desk and changes go first
_LONGEST_REST = 2.0

TryAgain = Callable[[str, Priority, Exception], None]


class Catching:
    """Goes through the plates of other editions a few at a time, whenever nothing else is to be done."""

    def __init__(self, try_again: TryAgain) -> None:
        """Begin with nothing failed; `try_again` enters what fails into the outbox."""
        self._try_again = try_again
        self._failed: set[str] = set()
        self._seen: set[str] = set()
        self._edition = ""
        self._waiting: Iterator[str] = iter(())
        self.rest = 0.0  # seconds for which to leave the machine to others, unless something changes

    def step(self, count: int) -> int:
        """Bake up to `count` plates; return how many were tried, 0 when none is of another edition."""
        began = time.monotonic()
        now = edition()
        paths = self._missing_fragments() or self._next(now, count)
        tried: dict[str, None] = {}
        for path in paths:
            if policy_of(path.partition("?")[0]) is None:
                drop(path)
            else:
                tried[path] = None
        for baked in bake_together(tried):
            if baked.error is not None:
                log.error("%s was not baked for the new edition: %s", baked.address, baked.error)
                self._failed.add(baked.address)
                self._try_again(baked.address, Priority.ARCHIVE, baked.error)
        self.rest = min(_LONGEST_REST, (time.monotonic() - began) * (1 / _SHARE - 1))
        return len(paths)

    def _next(self, now: str, count: int) -> list[str]:
        """Return the next addresses whose plate is of another edition."""
        if now != self._edition:
            self._edition, self._waiting = now, in_order(now)
        found: list[str] = []
        for path in self._waiting:
            if path not in self._failed:
                found.append(path)
            if len(found) == count:
                return found
        if not found:
            self._waiting = iter(())
            found = [path for path in _left_over(now, count + len(self._failed)) if path not in self._failed]
        return found[:count]

    def _missing_fragments(self) -> list[str]:
        """Return the registered fragments that were never baked."""
        wanted = set(fragments.paths()) - self._failed
        if not wanted or wanted == self._seen:
            return []
        known = PlateRecord.objects.filter(path__in=wanted).values_list("path", flat=True)
        missing = sorted(wanted.difference(known))
        if not missing:
            self._seen = wanted
        return missing


def in_order(now: str) -> Iterator[str]:
    """Yield the addresses of plates of other editions than `now`, those that readers meet first.

    First what is baked at once and no story (fronts, lists, fragments), then the stories that are read most, then
    the rest, the last baked first.
    """
    yield from _eager_lists(now)
    yield from _others(readership.most_read(), now)
    for edition_ in list(PlateRecord.objects.other_editions(now)):
        yield from _all_of(edition_)


def _eager_lists(now: str) -> list[str]:
    rows = PlateRecord.objects.eager().exclude(kind="article").exclude(edition=now)
    return list(rows.order_by("kind", "path").values_list("path", flat=True))


def _others(paths: Iterable[str], now: str) -> list[str]:
    listed = list(dict.fromkeys(paths))
    known: set[str] = set()
    for start in range(0, len(listed), _LOOK_UP):
        rows = PlateRecord.objects.filter(path__in=listed[start : start + _LOOK_UP]).exclude(edition=now)
        known |= set(rows.values_list("path", flat=True))
    return [path for path in listed if path in known]


def _all_of(edition_: str) -> Iterator[str]:
    """Yield the addresses of an edition in pieces, for there may be a million; those baked meanwhile have left it."""
    before: datetime | None = None
    while rows := list(
        PlateRecord.objects.of_edition(edition_, before=before).values_list("path", "baked_at")[:_LOOK_UP]
    ):
        before = rows[-1][1]
        yield from (path for path, _ in rows)


def _left_over(now: str, count: int) -> list[str]:
    """Return what the walk has passed by: plates that were baked at the same moment, or with old code since."""
    found: list[str] = []
    for edition_ in PlateRecord.objects.other_editions(now):
        found += PlateRecord.objects.of_edition(edition_).values_list("path", flat=True)[: count - len(found)]
        if len(found) >= count:
            break
    return found
