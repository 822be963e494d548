"""Bring what is kept beside the stories up to the code's version, a batch at a time, while what stands serves on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from tajuk.press import locks
from tajuk.site.models import Upkeep

log = logging.getLogger(__name__)

# Fewer stories are done before an operator has read that it began.
_WORTH_A_LINE = 500
_PARTS = 10


class Kept(Protocol):
    """Something that is kept beside the stories, made from them, and made anew when its version changes."""

    name: str
    title: str

    def version(self) -> str:
        """Return by what it would be made now, in up to 64 characters."""

    def total(self) -> int:
        """Return of how many stories it is made."""

    def begin(self, row: Upkeep) -> None:
        """Make ready for being made anew from the first story on."""

    def batch(self, row: Upkeep) -> list[int]:
        """Make the next stories after `row.last`, in the order of their ids; return those, none at the end."""

    def finish(self, row: Upkeep) -> None:
        """Let what was made anew stand."""


def turn(kept: Kept, now: datetime) -> Upkeep | None:
    """Do the next piece of what is out of date, whichever process began it; return how far it is, None if all stands.

    A piece that is broken off is done again by the next who comes.
    """
    version = kept.version()
    if Upkeep.objects.filter(name=kept.name, version=version, building="").exists():
        return None
    with alone(kept.name) as row:
        if row.version == version and not row.building:
            return None
        if row.building != version:
            _begin(kept, row, version, now)
        elif ids := kept.batch(row):
            row.last, row.done = ids[-1], row.done + len(ids)
            _tell(kept, row, len(ids))
        else:
            _finish(kept, row, now)
        row.save()
        return row


def again(kept: Kept) -> None:
    """Have something made anew from the first story on, though it stands."""
    with alone(kept.name) as row:
        row.version = row.building = ""
        row.save()


@contextmanager
def alone(name: str) -> Iterator[Upkeep]:
    """Hold the row `name`, and nobody else does: on SQLite by a file, for a row is locked there with the database."""
    Upkeep.objects.get_or_create(name=name)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield Upkeep.objects.select_for_update().get(name=name)
        return
    with locks.exclusive(f"upkeep-{name}.lock"):
        yield Upkeep.objects.get(name=name)


def states() -> list[Upkeep]:
    """Return how far everything is."""
    return list(Upkeep.objects.order_by("name"))


def _begin(kept: Kept, row: Upkeep, version: str, now: datetime) -> None:
    row.building, row.last, row.done, row.total = version, 0, 0, kept.total()
    row.begun_at, row.ended_at = now, None
    kept.begin(row)
    _say(row, "%s: made anew of %d stories, in the background; what stands serves on", kept.title, row.total)


def _finish(kept: Kept, row: Upkeep, now: datetime) -> None:
    kept.finish(row)
    row.version, row.building, row.ended_at = row.building, "", now
    took = (now - row.begun_at).total_seconds() if row.begun_at else 0.0
    _say(row, "%s: made anew of %d stories in %d s", kept.title, row.done, took)


def _tell(kept: Kept, row: Upkeep, done: int) -> None:
    part = max(1, row.total // _PARTS)
    if row.done // part > (row.done - done) // part:
        log.info("%s: %d of %d stories", kept.title, row.done, row.total)


def _say(row: Upkeep, line: str, *values: object) -> None:
    log.log(logging.WARNING if row.total > _WORTH_A_LINE else logging.INFO, line, *values)
