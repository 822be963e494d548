"""What the screens of the wires ask."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from tajuk.wires.models import WireItem, WireVersion
from tajuk.wires.models.items import WireItemQuerySet, WireVersionQuerySet


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the wires list is narrowed to; an empty field does not narrow."""

    agency: str = ""
    language: str = ""
    most_urgency: int | None = None
    status: str = ""
    words: str = ""
    untaken: bool = False
    preset: int | None = None
    #: Only items that moved before this one (`received_at`, `id`): the next screenful without an offset.
    before: tuple[datetime, int] | None = None


def wires_list(wanted: Wanted = Wanted()) -> WireItemQuerySet:
    """Return the wire items of the list, what moved last first; slice it."""
    items = WireItem.objects.for_list().filter(current__isnull=False)
    if wanted.preset:
        # What fits was decided when it came in: the list walks one index, however many items there are.
        items = items.filter(preset_matches__preset=wanted.preset)
        items = items.order_by("-preset_matches__moved_at", "-preset_matches__item")
    if wanted.agency:
        items = items.filter(agency__slug=wanted.agency)
    if wanted.language:
        # `en` also means `en-GB`, not `eng`.
        items = items.filter(Q(language=wanted.language) | Q(language__startswith=f"{wanted.language}-"))
    if wanted.most_urgency:
        items = items.filter(urgency__lte=wanted.most_urgency)
    if wanted.status:
        items = items.filter(status=wanted.status)
    if wanted.untaken:
        items = items.untaken()
    for word in wanted.words.split()[:8]:
        items = items.filter(Q(current__headline__icontains=word) | Q(current__slugline__icontains=word))
    if wanted.before:
        moment, pk = wanted.before
        # Said as a range with an exception, so that the index is entered at the moment itself.
        items = items.filter(~Q(received_at=moment, pk__gte=pk), received_at__lte=moment)
    return items


def newest_since(since: datetime) -> WireVersionQuerySet:
    """Return the current versions of the items that moved since then, newest first."""
    current = WireVersion.objects.filter(pk=F("item__current"), item__received_at__gte=since)
    return current.select_related("item__agency", "item__source").order_by("-item__received_at", "-item__pk")


def history_of(item: WireItem) -> WireVersionQuerySet:
    """Return every version of an item, newest first by the agency's own count."""
    return item.versions.newest_first().select_related("source", "payload")
