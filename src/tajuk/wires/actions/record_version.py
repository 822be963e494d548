"""Join what was read to the story it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tajuk.wires.actions.gather import gather
from tajuk.wires.actions.sort import sort
from tajuk.wires.columns import columns
from tajuk.wires.dedupe import identity, outranks, thread_of
from tajuk.wires.enums import Change, PubStatus
from tajuk.wires.models import Delivery, WireItem, WireVersion
from tajuk.wires.story import Story


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version in its place: `fresh` if it was not there before, `change` if it became the current one."""

    version: WireVersion
    fresh: bool
    change: Change | None


@transaction.atomic
def record_version(story: Story, *, delivery: Delivery, position: int = 0, now: datetime) -> Recorded:
    """Add one version to its item, or find it there; the newest stands, a kill for ever.

    `delivery.source.agency` is whose id the story carries. The caller announces the change once committed.
    """
    values = columns(story)
    item = _locked_item(delivery, identity(story, values["digest"]), now)
    known = item.versions.filter(label=values["label"], digest=values["digest"]).first()
    if known:
        return Recorded(known, fresh=False, change=None)
    version = WireVersion(
        item=item,
        source=delivery.source,
        payload=delivery.payload,
        position=position,
        received_at=now,
        **values,
    )
    change = change_of(version, item.current)
    version.change = change or ""
    version.save(force_insert=True)
    if change:
        if version.pubstatus == PubStatus.USABLE:
            gather(item, story, now=now)
        stand(item, version, story)
    return Recorded(version, fresh=True, change=change)


def change_of(version: WireVersion, current: WireVersion | None) -> Change | None:
    """Return what `version` does to an item that stands at `current`; None when it arrives too late."""
    if not outranks(version, current):
        return None
    if version.pubstatus != PubStatus.USABLE:
        return Change(version.pubstatus)
    if current is None:
        return Change.NEW
    if version.is_correction:
        return Change.CORRECTION
    return Change.UPDATE if current.pubstatus == PubStatus.USABLE else Change.RELEASED


def _locked_item(delivery: Delivery, guid: str, now: datetime) -> WireItem:
    agency = delivery.source.agency
    made = {"source": delivery.source, "first_seen_at": now, "received_at": now}
    item, _ = WireItem.objects.get_or_create(agency=agency, guid=guid, defaults=made)
    # Two versions that come at once are put in order one after the other.
    return WireItem.objects.select_for_update(of=("self",)).select_related("current").get(pk=item.pk)


def stand(item: WireItem, version: WireVersion, story: Story) -> None:
    """Let an item stand at a version: its columns become that version's, rules and presets are followed."""
    item.current = version
    item.received_at = version.received_at
    item.status = version.pubstatus
    item.thread = thread_of(version.slugline)
    item.urgency = version.urgency
    item.language = version.language
    item.embargoed_until = version.embargoed_until
    sort(item, version, story)
    item.save(
        update_fields=[
            "current",
            "received_at",
            "status",
            "thread",
            "urgency",
            "language",
            "embargoed_until",
            "cluster",
            "copy_of",
            "section",
            "tags",
            "held_by",
            "to_take",
        ]
    )
