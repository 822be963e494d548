"""Join what was read to the story it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from tajuk.wires.actions.gather import gather
from tajuk.wires.actions.sort import Choosers, choosers, sort
from tajuk.wires.columns import columns
from tajuk.wires.dedupe import identity, outranks, thread_of
from tajuk.wires.enums import Change, PubStatus
from tajuk.wires.models import Delivery, Source, WireItem, WireVersion
from tajuk.wires.story import Story


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version in its place: `fresh` if it was not there before, `change` if it became the current one."""

    version: WireVersion
    fresh: bool
    change: Change | None


def record_version(
    story: Story, *, delivery: Delivery, position: int = 0, now: datetime, chosen: Choosers | None = None
) -> Recorded:
    """Add one version to its item, or find it there; the newest stands, a kill for ever.

    `delivery.source.agency` is whose id the story carries. The caller announces the change once committed;
    `chosen` spares asking for rules and presets again.
    """
    try:
        return _record(story, delivery, position, now, chosen)
    except IntegrityError:
        # Somebody else's first version of it was quicker, and is found this time; or no table takes the row.
        return _record(story, delivery, position, now, chosen)


@transaction.atomic
def _record(
    story: Story, delivery: Delivery, position: int, now: datetime, chosen: Choosers | None
) -> Recorded:
    values = columns(story)
    guid = identity(story, values["digest"])
    item = _locked_item(delivery, guid) or _new_item(delivery, guid, now)
    known = item.current_id and item.versions.filter(label=values["label"], digest=values["digest"]).first()
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
        fresh = change is Change.NEW
        if version.pubstatus == PubStatus.USABLE:
            gather(item, story, now=now, fresh=fresh)
        stand(item, version, story, chosen, fresh=fresh)
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


def _locked_item(delivery: Delivery, guid: str) -> WireItem | None:
    if not _is_known(delivery.source.agency_id, guid):
        return None
    # Two versions that come at once are put in order one after the other.
    found = WireItem.objects.select_for_update(of=("self",)).select_related("current")
    item = next(iter(found.filter(agency=delivery.source.agency_id, guid=guid)), None)
    return _known(item, delivery.source) if item else None


def _new_item(delivery: Delivery, guid: str, now: datetime) -> WireItem:
    source = delivery.source
    item = WireItem(agency=source.agency, guid=guid, source=source, first_seen_at=now, received_at=now)
    item.save(force_insert=True)
    return item


def _is_known(agency: int, guid: str) -> bool:
    # Most items are new: that is told by the index alone, at a tenth of what asking for the row costs.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM wires_wireitem WHERE agency_id = %s AND guid = %s", [agency, guid])
        return cursor.fetchone() is not None


def _known(item: WireItem, source: Source) -> WireItem:
    """Give the item the objects that it stands for, so that nobody asks for them again."""
    item.agency = source.agency
    if item.source_id == source.pk:
        item.source = source
    return item


def stand(
    item: WireItem, version: WireVersion, story: Story, chosen: Choosers | None = None, *, fresh: bool = False
) -> None:
    """Let an item stand at a version: its columns become that version's, rules and presets are followed.

    `fresh` says that it is the item's first.
    """
    item.current = version
    item.received_at = version.received_at
    item.status = version.pubstatus
    item.thread = thread_of(version.slugline)
    item.urgency = version.urgency
    item.language = version.language
    item.embargoed_until = version.embargoed_until
    sort(item, version, story, chosen or choosers(), fresh=fresh)
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
