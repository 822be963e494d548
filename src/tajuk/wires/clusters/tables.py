"""Clusters in the newsroom's tables, written in the transaction that records the item."""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tajuk.wires.clusters.clustering import Centre, Look
from tajuk.wires.models import Cluster, ClusterTerm, WireItem

#: What has not moved for so long takes no more stories.
RECENT = timedelta(hours=48)
#: How many clusters have a term is kept for so long where so many have it: it changes slowly.
COMMON = 8
KEPT_SECONDS = 60.0
#: So many holders of terms are looked at to find who may be near, those of the rarest terms first.
LOOKED_UP = 400

Weights = defaultdict[int, dict[int, float]]


@dataclass(frozen=True, slots=True)
class TableStore:
    """The store of one moment: clusters that moved within 48 hours of `now`."""

    now: datetime

    def look(self, terms: Collection[int]) -> Look:
        """Return who has the rarest of the terms, and how many have each."""
        having = _common.counts(terms)
        counted = _counted([term for term in terms if term not in having])
        _common.keep({term: count for term, count in counted.items() if count >= COMMON})
        having |= counted
        return Look(_common.clusters(self.now), having, _holders(_rarest(having)))

    def centres(self, likely: Sequence[int], terms: Collection[int]) -> list[Centre]:
        """Return the centres of those that moved lately."""
        if not likely or not terms:
            return []
        weights = _weights(likely, terms)
        since = connection.ops.adapt_datetimefield_value(self.now - RECENT)
        with connection.cursor() as cursor:
            cursor.execute(_ALIVE.format(_places(likely)), [*likely, since])
            rows = {pk: (size, square) for pk, size, square in cursor.fetchall()}
        return [Centre(pk, *rows[pk], weights[pk]) for pk in likely if pk in rows]

    def begin(self, weights: Mapping[int, float]) -> Centre:
        """Keep a new cluster of one story."""
        square = sum(weight * weight for weight in weights.values())
        cluster = Cluster.objects.create(began_at=self.now, moved_at=self.now, size=1, square=square)
        return _kept(Centre(cluster.pk, 1, square, weights))

    def add(self, centre: Centre, weights: Mapping[int, float]) -> Centre:
        """Add a story to a cluster."""
        return self._put(centre, weights, items=1)

    def whole(self, cluster: int) -> Centre:
        """Return a cluster with all its weights."""
        size, square = Cluster.objects.values_list("size", "square").get(pk=cluster)
        return Centre(cluster, size, square, _weights((cluster,))[cluster])

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
        moved = connection.ops.adapt_datetimefield_value(self.now)
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [size, square, moved, centre.cluster])
        _kept(Centre(centre.cluster, size, square, summed))
        return Centre(centre.cluster, size, square, {**held, **summed})


def _kept(centre: Centre) -> Centre:
    rows = [(term, centre.cluster, weight) for term, weight in sorted(centre.weights.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
    return centre


_COUNT = "SELECT term, COUNT(*) FROM wires_clusterterm WHERE term IN ({}) GROUP BY term"
_HOLDERS = "SELECT cluster_id, term FROM wires_clusterterm WHERE term IN ({})"
_SELECT = "SELECT cluster_id, term, weight FROM wires_clusterterm WHERE cluster_id IN ({})"
_ALIVE = "SELECT id, size, square FROM wires_cluster WHERE id IN ({}) AND moved_at >= %s"
_MOVE = "UPDATE wires_cluster SET size = %s, square = %s, moved_at = %s WHERE id = %s"
# Both databases read it, and it costs a tenth of what the same rows cost as objects.
_UPSERT = (
    "INSERT INTO wires_clusterterm (term, cluster_id, weight) VALUES (%s, %s, %s)"
    " ON CONFLICT (term, cluster_id) DO UPDATE SET weight = excluded.weight"
)


def _rarest(having: Mapping[int, int]) -> list[int]:
    """Return the terms that find somebody at little cost: the rarest, two at the least."""
    found, rows = list[int](), 0
    for term in sorted(having, key=having.__getitem__):
        rows += having[term]
        if rows > LOOKED_UP and len(found) >= 2:
            break
        found.append(term)
    return found


def _counted(terms: Collection[int]) -> dict[int, int]:
    """Return how many clusters have each of the terms, which the index alone tells."""
    if not terms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(_places(terms)), [*terms])
        return dict(cursor.fetchall())


def _holders(terms: Collection[int]) -> dict[int, list[int]]:
    """Return which of the terms each cluster has that has any; read from the index alone."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    if terms:
        with connection.cursor() as cursor:
            cursor.execute(_HOLDERS.format(_places(terms)), [*terms])
            for cluster, term in cursor.fetchall():
                found[cluster].append(term)
    return found


def _weights(clusters: Collection[int], terms: Collection[int] = ()) -> Weights:
    """Return the weights of these terms in these clusters, of all their terms where none is given."""
    found: Weights = defaultdict(dict)
    sql = _SELECT.format(_places(clusters)) + (f" AND term IN ({_places(terms)})" if terms else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*clusters, *terms])
        for cluster, term, weight in cursor.fetchall():
            found[cluster][term] = weight
    return found


def _places(values: Collection[int]) -> str:
    return ", ".join(["%s"] * len(values))


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
