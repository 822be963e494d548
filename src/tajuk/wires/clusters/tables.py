"""Clusters in the newsroom's tables, written in the transaction that records the item."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tajuk.wires.clusters.clustering import Centre, Look
from tajuk.wires.models import Cluster, ClusterTerm, WireItem

#: What has not moved for so long takes no more stories.
RECENT = timedelta(hours=48)
#: A term that so many clusters have finds nobody; how many these are changes slowly, and is kept for so long.
COMMON = 60
KEPT_SECONDS = 60.0

Weights = defaultdict[int, dict[int, float]]


@dataclass(frozen=True, slots=True)
class TableStore:
    """The store of one moment: clusters that moved within 48 hours of `now`."""

    now: datetime

    def look(self, terms: Collection[int]) -> Look:
        """Return who has the terms, leaving out the terms that many have, unless all of them are such."""
        having = _common.counts(terms)
        rare = [term for term in terms if term not in having] or sorted(having, key=having.__getitem__)[:2]
        shared = _weights(term__in=rare)
        found = Counter(term for held in shared.values() for term in held)
        _common.keep({term: count for term, count in found.items() if count >= COMMON})
        return Look(_common.clusters(self.now), {**found, **having}, shared)

    def centres(self, look: Look, likely: Sequence[int], terms: Collection[int]) -> list[Centre]:
        """Return the centres of those that moved lately."""
        asked = {term for held in (look.shared[pk] for pk in likely) for term in held}
        left_out = [term for term in terms if term not in asked and look.having.get(term)]
        rest = _weights(term__in=left_out, cluster__in=likely) if left_out and likely else {}
        alive = Cluster.objects.filter(pk__in=likely, moved_at__gte=self.now - RECENT)
        rows = {pk: (size, square) for pk, size, square in alive.values_list("pk", "size", "square")}
        return [Centre(pk, *rows[pk], {**look.shared[pk], **rest.get(pk, {})}) for pk in likely if pk in rows]

    def begin(self, weights: Mapping[int, float]) -> Centre:
        """Keep a new cluster of one story."""
        cluster = Cluster.objects.create(began_at=self.now, moved_at=self.now)
        return self._put(Centre(cluster.pk, 0, 0.0, {}), weights, items=1)

    def add(self, centre: Centre, weights: Mapping[int, float]) -> Centre:
        """Add a story to a cluster."""
        return self._put(centre, weights, items=1)

    def whole(self, cluster: int) -> Centre:
        """Return a cluster with all its weights."""
        row = Cluster.objects.get(pk=cluster)
        return Centre(cluster, row.size, row.square, _weights(cluster=cluster)[cluster])

    def join(self, larger: Centre, smaller: Centre) -> None:
        """Move every item and weight of `smaller` to `larger`."""
        gone = Cluster.objects.select_for_update().get(pk=smaller.cluster)
        WireItem.objects.filter(cluster=smaller.cluster).update(cluster=larger.cluster)
        Cluster.objects.filter(pk=larger.cluster, began_at__gt=gone.began_at).update(began_at=gone.began_at)
        self._put(larger, smaller.weights, items=smaller.items)
        ClusterTerm.objects.filter(cluster=gone)._raw_delete(ClusterTerm.objects.db)
        gone.delete()

    def _put(self, centre: Centre, weights: Mapping[int, float], *, items: int) -> Centre:
        held = centre.weights
        summed = {term: held.get(term, 0.0) + weight for term, weight in weights.items()}
        square = centre.square + sum(
            weight * (2 * held.get(term, 0.0) + weight) for term, weight in weights.items()
        )
        size = centre.items + items
        Cluster.objects.filter(pk=centre.cluster).update(size=size, square=square, moved_at=self.now)
        with connection.cursor() as cursor:
            cursor.executemany(
                _UPSERT, [(term, centre.cluster, weight) for term, weight in sorted(summed.items())]
            )
        return Centre(centre.cluster, size, square, {**held, **summed})


# Both databases read it, and it costs a tenth of what the same rows cost as objects.
_UPSERT = (
    "INSERT INTO wires_clusterterm (term, cluster_id, weight) VALUES (%s, %s, %s)"
    " ON CONFLICT (term, cluster_id) DO UPDATE SET weight = excluded.weight"
)


def _weights(**which: object) -> Weights:
    found: Weights = defaultdict(dict)
    for cluster, term, weight in ClusterTerm.objects.filter(**which).values_list(
        "cluster_id", "term", "weight"
    ):
        found[cluster][term] = weight
    return found


class _Common:
    """How many clusters have the terms that many have. It only weighs words: a count a minute old does no harm."""

    def __init__(self) -> None:
        self._kept: dict[int, int] = {}
        self._clusters = 0
        self._until = 0.0

    def clusters(self, now: datetime) -> int:
        self._renew()
        if not self._clusters:
            self._clusters = Cluster.objects.filter(moved_at__gte=now - RECENT).count()
        return self._clusters

    def counts(self, terms: Collection[int]) -> dict[int, int]:
        self._renew()
        return {term: self._kept[term] for term in terms if term in self._kept}

    def keep(self, counted: Mapping[int, int]) -> None:
        self._kept |= counted

    def _renew(self) -> None:
        if time.monotonic() >= self._until:
            self._kept, self._clusters = {}, 0
            self._until = time.monotonic() + KEPT_SECONDS


_common = _Common()
