"""Read again what came before with today's reader, and say what reads differently."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tajuk.wires import payloads
from tajuk.wires.actions.read_delivery import read_delivery
from tajuk.wires.actions.record_version import stand
from tajuk.wires.columns import columns
from tajuk.wires.models import Delivery, Quarantine, WireVersion
from tajuk.wires.packing import pack
from tajuk.wires.reading import read
from tajuk.wires.story import Story


@dataclass(frozen=True, slots=True)
class Difference:
    """A story that reads differently: the names of what changed, or `added` or `gone` for a whole story."""

    guid: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A delivery read again: what differs, and `reason` when it cannot be read."""

    delivery: Delivery
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    was_unreadable: bool = False

    @property
    def is_same(self) -> bool:
        """Tell whether today's reader says what was kept."""
        return not self.differences and bool(self.reason) == self.was_unreadable


def deliveries(*, since: datetime, until: datetime, source: str = "") -> Any:
    """Return what came from `since` until before `until`, oldest first."""
    span = Delivery.objects.filter(received_at__gte=since, received_at__lt=until, read_at__isnull=False)
    if source:
        span = span.filter(source__slug=source)
    return span.select_related("payload", "source__agency").order_by("received_at", "pk")


def replay(delivery: Delivery, *, apply: bool, now: datetime) -> Replayed:
    """Read a delivery again; with `apply`, keep what today's reader says in place of what was kept.

    The agency changed nothing: the versions stay the same ones, in their order, and nobody is told. What could not
    be read before and can be now is recorded as if it came now, and told.
    """
    was_unreadable = Quarantine.objects.filter(
        Q(resolved_at=None), source=delivery.source_id, payload=delivery.payload_id
    ).exists()
    try:
        data = delivery.payload.content()
    except payloads.Damaged as error:
        return Replayed(delivery, reason=str(error), was_unreadable=was_unreadable)
    reading = read(data, delivery.name)
    differences = tuple(_compared(delivery, reading.stories))
    if apply and (differences or was_unreadable) and not reading.reason:
        _apply(delivery, data, reading.stories, now)
    return Replayed(delivery, differences, reading.reason, was_unreadable)


def _compared(delivery: Delivery, stories: tuple[Story, ...]) -> Iterator[Difference]:
    kept = _kept(delivery)
    for position, story in enumerate(stories):
        version = kept.pop(position, None)
        if version is not None:
            fields = tuple(_differing(version.story, _plain(story)))
            if fields:
                yield Difference(story.identity, fields)
        elif not _known(delivery, story):
            yield Difference(story.identity, ("added",))
    for version in kept.values():
        yield Difference(version.item.guid, ("gone",))


def _kept(delivery: Delivery) -> dict[int, WireVersion]:
    rows = WireVersion.objects.filter(payload=delivery.payload_id, source=delivery.source_id)
    return {version.position: version for version in rows.select_related("item")}


def _known(delivery: Delivery, story: Story) -> bool:
    """Tell whether the same version came in an earlier payload, which is where it stands."""
    values = columns(story)
    known = WireVersion.objects.filter(item__agency=delivery.source.agency_id, label=values["label"])
    return known.filter(digest=values["digest"]).exists()


def _plain(story: Story) -> dict[str, Any]:
    # As the database gives it back.
    plain: dict[str, Any] = json.loads(json.dumps(pack(story)))
    return plain


def _differing(kept: Mapping[str, Any], read_now: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*kept, *read_now}):
        if kept.get(name) != read_now.get(name):
            yield name


@transaction.atomic
def _apply(delivery: Delivery, data: bytes, stories: tuple[Story, ...], now: datetime) -> None:
    kept = _kept(delivery)
    for position, story in enumerate(stories):
        version = kept.get(position)
        if version is None or version.story == _plain(story):
            continue
        values = columns(story)
        twin = version.item.versions.filter(label=values["label"], digest=values["digest"]).exclude(
            pk=version.pk
        )
        if twin.exists():
            continue
        for name, value in values.items():
            setattr(version, name, value)
        version.save()
        if version.item.current_id == version.pk:
            stand(version.item, version, story)
    read_delivery(delivery, data, now=now, again=True)
