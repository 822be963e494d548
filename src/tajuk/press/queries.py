"""What operators see of the press."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import Min

from tajuk.press.bake import plate_from, store
from tajuk.press.fragments import paths as fragment_paths
from tajuk.press.models import OutboxEntry, PlateRecord
from tajuk.press.plates import edition, known_addresses, policy_of
from tajuk.press.render import NotBakeable, render


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that could not be baked."""

    address: str
    attempts: int
    next_try: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Status:
    """What waits, what failed, what is baked."""

    waiting: dict[str, int]
    oldest: datetime | None
    failing: list[Failure]
    plates: dict[str, int]
    stale: int
    of_other_editions: int
    edition: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def status() -> Status:
    """Return the state of the press."""
    failing = OutboxEntry.objects.failing().order_by("due_at")[:50]
    return Status(
        waiting=OutboxEntry.objects.all().by_priority(),
        oldest=OutboxEntry.objects.waiting().aggregate(first=Min("created_at"))["first"],
        failing=[Failure(entry.name, entry.attempts, entry.due_at, entry.last_error) for entry in failing],
        plates=PlateRecord.objects.all().by_kind(),
        stale=PlateRecord.objects.filter(stale=True).count(),
        of_other_editions=PlateRecord.objects.exclude(edition=edition()).count(),
        edition=edition(),
    )


def outbox_depth() -> int:
    """Return how many entries wait."""
    return OutboxEntry.objects.waiting().count()


def addresses_to_bake(*, force: bool = False) -> list[str]:
    """Return every address that has or should have a plate: fragments, then what sources name, then the rest.

    Without `force`, those that this edition has baked and nothing has touched since are left out: what was
    stopped goes on where it was.
    """
    recorded = dict(PlateRecord.objects.filter(edition=edition(), stale=False).values_list("path", "digest"))
    every = dict.fromkeys([*fragment_paths(), *known_addresses()])
    every |= dict.fromkeys(PlateRecord.objects.order_by("pk").values_list("path", flat=True))
    if force:
        return list(every)
    return [path for path in every if path not in recorded or store().read(path) is None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A plate that is not what would be baked now."""

    address: str
    what: str


def differences() -> Iterator[Difference]:
    """Render every recorded address and yield the plates that differ, one by one."""
    for record in PlateRecord.objects.order_by("path").iterator():
        if (what := _difference(record)) is not None:
            yield Difference(record.path, what)


def _difference(record: PlateRecord) -> str | None:
    policy = policy_of(record.path.partition("?")[0])
    if policy is None:
        return "no view keeps plates there any more"
    stored = store().read(record.path)
    if stored is None:
        return "has no whole plate"
    try:
        rendered = render(record.path)
        fresh = plate_from(record.path, rendered, policy, now=record.baked_at)
    except DatabaseError:
        raise
    except NotBakeable as error:
        return str(error)
    if rendered.status == 404:
        return "is not found any more"
    if fresh.digest == stored.plate.digest:
        return None
    return (
        "is stale, the next reader has it baked" if stored.stale else "differs from what would be baked now"
    )
