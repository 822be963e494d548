"""Put an item where it belongs among the others: into its event, and under the item whose text it repeats."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from tajuk.wires.clusters.clustering import place
from tajuk.wires.clusters.shingles import SAME, containment, shingles, sketch
from tajuk.wires.clusters.tables import RECENT, TableStore
from tajuk.wires.clusters.terms import terms_of
from tajuk.wires.models import Cluster, ClusterTerm, ItemShingle, WireItem
from tajuk.wires.story import Story

#: So many of those that share a run of words are compared word for word.
COMPARED = 4


def gather(item: WireItem, story: Story, *, now: datetime) -> None:
    """Set the item's `cluster` and `copy_of` by its story, unsaved; its runs of words are kept for those to come.

    An item stays in the event it was first put into, whatever later versions say. Call it in the transaction that
    records the version, before the item is saved: what is shown in a list then stands together from the first.
    """
    runs = shingles(text_of(story))
    original = _original(item, runs)
    item.copy_of = original
    if item.cluster_id is None:
        known = original.cluster_id if original else None
        item.cluster_id = known or place(terms_of(story), TableStore(now))
        if known:
            Cluster.objects.filter(pk=known).update(moved_at=now)
    ItemShingle.objects.filter(item=item).delete()
    ItemShingle.objects.bulk_create([ItemShingle(shingle=run, item=item) for run in sketch(runs)])


def forget_terms(*, now: datetime) -> int:
    """Forget the terms and runs of words of what has not moved for two days; return how many rows that were."""
    terms, _ = ClusterTerm.objects.filter(cluster__moved_at__lt=now - RECENT).delete()
    runs, _ = ItemShingle.objects.filter(item__received_at__lt=now - RECENT).delete()
    return terms + runs


def text_of(story: Story) -> str:
    """Return what of a story is compared with others: its headline and its copy."""
    return f"{story.headline}\n{story.body_text}"


def _original(item: WireItem, runs: frozenset[int]) -> WireItem | None:
    """Return the first item that said the same, if there is one."""
    for candidate in _likely(item, sketch(runs)):
        if candidate.current and containment(runs, shingles(text_of(candidate.current.as_story()))) >= SAME:
            first = candidate.copy_of or candidate
            return first if first.pk != item.pk else None
    return None


def _likely(item: WireItem, runs: Collection[int]) -> list[WireItem]:
    shared = ItemShingle.objects.filter(shingle__in=runs).exclude(item=item.pk)
    counted = shared.values_list("item").annotate(runs=Count("shingle")).order_by("-runs", "item")[:COMPARED]
    ids = [pk for pk, _ in counted]
    rows = WireItem.objects.select_related("current", "copy_of").in_bulk(ids)
    return [rows[pk] for pk in ids]
