"""What the screens of the wires ask."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL

from tajuk.common.beginnings import match_of
from tajuk.wires.models import WireItem, WireVersion
from tajuk.wires.models.items import WireItemQuerySet, WireVersionQuerySet

#: So few matches are looked at one by one; where there are more, the list is walked and soon has a screenful.
FEW = 5_000


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
    if wanted.words.strip():
        items = _with_words(items, wanted.words)
    if wanted.before:
        moment, pk = wanted.before
        # Said as a range with an exception, so that the index is entered at the moment itself.
        items = items.filter(~Q(received_at=moment, pk__gte=pk), received_at__lte=moment)
    return items


def _with_words(items: WireItemQuerySet, words: str) -> WireItemQuerySet:
    """Keep the items whose headline or slugline has every one of the words, or words that begin so."""
    match = match_of(words, connection.vendor)
    if not match:
        return items.none()
    count, within = _SQL[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(count, [match, FEW + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    if len(found) <= FEW:
        return items.filter(current__in=found)
    return items.filter(RawSQL(within, [match], output_field=BooleanField()))  # noqa: S611  (SQL of this module)


# What is indexed, word for word: migration 0006.
_LEXEMES = r"to_tsvector('simple', regexp_replace(headline || ' ' || slugline, '(\W|_)+', ' ', 'g'))"
_SAID = f"{_LEXEMES} @@ to_tsquery('simple', %s)"
_STANDING = "SELECT 1 FROM wires_wireversion said WHERE said.id = wires_wireitem.current_id"
# How the words are counted, and how a row of the list is told to have them.
_SQL = {
    "sqlite": (
        "SELECT rowid FROM wires_words WHERE wires_words MATCH %s LIMIT %s",
        "wires_wireitem.current_id IN (SELECT rowid FROM wires_words WHERE wires_words MATCH %s)",
    ),
    "postgresql": (
        f"SELECT id FROM wires_wireversion WHERE {_SAID} LIMIT %s",  # noqa: S608  (constants of this module)
        f"EXISTS ({_STANDING} AND {_SAID})",
    ),
}


def newest_since(since: datetime) -> WireVersionQuerySet:
    """Return the current versions of the items that moved since then, newest first."""
    current = WireVersion.objects.filter(pk=F("item__current"), item__received_at__gte=since)
    return current.select_related("item__agency", "item__source").order_by("-item__received_at", "-item__pk")


def history_of(item: WireItem) -> WireVersionQuerySet:
    """Return every version of an item, newest first by the agency's own count."""
    return item.versions.newest_first().select_related("source", "payload")
