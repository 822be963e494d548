"""What operators see of the press."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import DatabaseError
from django.db.models import Min

from tajuk.common.shelf import shelf
from tajuk.press.bake import plate_from, store
from tajuk.press.fragments import paths as fragment_paths
from tajuk.press.models import OutboxEntry, PlateRecord
from tajuk.press.plates import edition, fetch_ahead, known_addresses, policy_of
from tajuk.press.render import NotBakeable, render

AT_ONCE = 100  # pages that are made from one look at the database


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
        of_other_editions=sum(
            PlateRecord.objects.filter(edition=other).count()
            for other in PlateRecord.objects.other_editions(edition())
        ),
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
    fresh = PlateRecord.objects.filter(edition=edition(), stale=False)
    recorded = set() if force else set(fresh.values_list("path", flat=True).iterator())
    every = dict.fromkeys([*fragment_paths(), *known_addresses()])
    every |= dict.fromkeys(PlateRecord.objects.order_by("pk").values_list("path", flat=True))
    if force:
        return list(every)
    plates = store()
    return [path for path in every if path not in recorded or not plates.has(path)]


@dataclass(frozen=True, slots=True)
class Difference:
    """A plate that is not what would be baked now."""

    address: str
    what: str


def differences() -> Iterator[Difference | None]:
    """Render every recorded address and yield of each how its plate differs, None where it does not."""
    records = PlateRecord.objects.order_by("kind", "pk").iterator(chunk_size=AT_ONCE)
    while part := list(islice(records, AT_ONCE)):
        with shelf():
            fetch_ahead({record.path: policy_of(record.path.partition("?")[0]) for record in part})
            for record in part:
                what = _difference(record)
                yield None if what is None else Difference(record.path, what)


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
