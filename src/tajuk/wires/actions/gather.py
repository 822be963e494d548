"""Put an item where it belongs among the others: into its event, and under the item whose text it repeats."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tajuk.wires.clusters.clustering import place
from tajuk.wires.clusters.shingles import SAME, containment, shingles, sketch
from tajuk.wires.clusters.tables import RECENT, TableStore
from tajuk.wires.clusters.terms import terms_of
from tajuk.wires.models import Cluster, ClusterTerm, ItemShingle, WireItem
from tajuk.wires.story import Story

#: So many of those that share a run of words are compared word for word.
COMPARED = 4
AT_ONCE = 500


def gather(item: WireItem, story: Story, *, now: datetime, fresh: bool = False) -> None:
    """Set the item's `cluster` and `copy_of` by its story, unsaved; its runs of words are kept for those to come.

    `fresh` says that the item was not there before.

    An item stays in the event it was first put into, whatever later versions say. Call it in the transaction that
    records the version, before the item is saved: what is shown in a list then stands together from the first.
    """
    runs = shingles(text_of(story))
    kept = sketch(runs)
    original = _original(item, runs, kept)
    item.copy_of = original
    if item.cluster_id is None:
        known = original.cluster_id if original else None
        item.cluster_id = known or place(terms_of(story), TableStore(now))
        if known:
            Cluster.objects.filter(pk=known).update(moved_at=now)
    if not fresh:
        ItemShingle.objects.filter(item=item)._raw_delete(ItemShingle.objects.db)
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [(run, item.pk) for run in kept])


def forget_terms(*, now: datetime) -> int:
    """Forget the terms and runs of words of what has not moved for two days; return how many rows that were."""
    return _forget(ClusterTerm, "cluster", Cluster.objects.filter(moved_at__lt=now - RECENT)) + _forget(
        ItemShingle, "item", WireItem.objects.filter(received_at__lt=now - RECENT)
    )


def _forget(rows: type[ClusterTerm | ItemShingle], name: str, stale: QuerySet[Any]) -> int:
    """Delete rows of what is stale, the first of them first and some at a time: nobody waits long for the database."""
    gone, last = 0, 0
    while True:
        kept = rows._default_manager.filter(**{f"{name}__gt": last}).order_by(name)
        ids = list(kept.values_list(name, flat=True).distinct()[:AT_ONCE])
        old = list(stale.filter(pk__in=ids).values_list("pk", flat=True))
        if not old:
            return gone
        gone += rows._default_manager.filter(**{f"{name}__in": old})._raw_delete(connection.alias)
        last = ids[-1]


def text_of(story: Story) -> str:
    """Return what of a story is compared with others: its headline and its copy."""
    return f"{story.headline}\n{story.body_text}"


def _original(item: WireItem, runs: frozenset[int], kept: Collection[int]) -> WireItem | None:
    """Return the first item that said the same, if there is one."""
    for candidate in _likely(item, kept):
        if candidate.current and containment(runs, shingles(text_of(candidate.current.as_story()))) >= SAME:
            first = candidate.copy_of or candidate
            return first if first.pk != item.pk else None
    return None


def _likely(item: WireItem, runs: Collection[int]) -> list[WireItem]:
    if not runs:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARED.format(", ".join(["%s"] * len(runs))), [*runs, item.pk, COMPARED])
        ids = [pk for pk, _ in cursor.fetchall()]
    rows = WireItem.objects.select_related("current", "copy_of").in_bulk(ids) if ids else {}
    return [rows[pk] for pk in ids]


# Both databases read them, at a fraction of what the same costs as objects.
_KEEP = "INSERT INTO wires_itemshingle (shingle, item_id) VALUES (%s, %s)"
_SHARED = (
    "SELECT item_id, COUNT(*) FROM wires_itemshingle WHERE shingle IN ({}) AND item_id <> %s"
    " GROUP BY item_id ORDER BY 2 DESC, 1 LIMIT %s"
)
