"""Clusters in the newsroom's tables, written in the transaction that records the item."""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from tajuk.wires.clusters.clustering import Centre
from tajuk.wires.models import Cluster, ClusterTerm, WireItem

#: What has not moved for so long takes no more stories.
RECENT = timedelta(hours=48)
#: The rarest terms find who may be near, until so many rows were read; so many of the likeliest are looked at whole.
ROWS_READ = 1_200
LOOKED_AT = 24
#: Counts of what is common change slowly: they are kept for so long, from so many clusters on.
KEPT_SECONDS = 60.0
COMMON = 150


@dataclass(frozen=True, slots=True)
class TableStore:
    """The store of one moment: clusters that moved within 48 hours of `now`."""

    now: datetime

    def spread(self, terms: Collection[int]) -> tuple[int, Mapping[int, int]]:
        """Return how many clusters there are, and how many have each term; counts of common ones a minute old."""
        return _counts.clusters(self.now), _counts.having(terms)

    def near(self, weights: Mapping[int, float], *, but: int | None) -> list[Centre]:
        """Return the likeliest clusters that share terms, as a query of the rarest terms finds them."""
        rare, common = self._by_spread(weights)
        shared = self._weights(term__in=rare)
        shared.pop(but or 0, None)
        likely = sorted(shared, key=lambda each: -_dot(weights, shared[each]))[:LOOKED_AT]
        rest = self._weights(term__in=common, cluster__in=likely) if common and likely else {}
        alive = Cluster.objects.filter(moved_at__gte=self.now - RECENT).in_bulk(likely)
        return [
            Centre(pk, cluster.size, cluster.square, shared[pk] | rest.get(pk, {}))
            for pk, cluster in alive.items()
        ]

    def begin(self, weights: Mapping[int, float]) -> Centre:
        """Keep a new cluster of one story."""
        cluster = Cluster.objects.create(began_at=self.now, moved_at=self.now)
        return self._put(cluster, weights, {}, items=1)

    def add(self, cluster: int, weights: Mapping[int, float]) -> Centre:
        """Add a story to a cluster."""
        row = Cluster.objects.select_for_update().get(pk=cluster)
        held = self._weights(cluster=cluster, term__in=list(weights)).get(cluster, {})
        return self._put(row, weights, held, items=1)

    def whole(self, cluster: int) -> Centre:
        """Return a cluster with all its weights."""
        row = Cluster.objects.get(pk=cluster)
        return Centre(cluster, row.size, row.square, self._weights(cluster=cluster).get(cluster, {}))

    def join(self, larger: Centre, smaller: Centre) -> None:
        """Move every item and weight of `smaller` to `larger`."""
        rows = Cluster.objects.select_for_update().in_bulk([larger.cluster, smaller.cluster])
        WireItem.objects.filter(cluster=smaller.cluster).update(cluster=larger.cluster)
        into = rows[larger.cluster]
        into.began_at = min(into.began_at, rows[smaller.cluster].began_at)
        self._put(into, smaller.weights, larger.weights, items=smaller.items)
        rows[smaller.cluster].delete()

    def _by_spread(self, weights: Mapping[int, float]) -> tuple[list[int], list[int]]:
        """Return the terms to find clusters by, the rarest, and the others."""
        _, spread = self.spread(weights)
        budget = ROWS_READ
        rare: list[int] = []
        common: list[int] = []
        for term in sorted(weights, key=lambda each: spread.get(each, 0)):
            having = spread.get(term, 0)
            if having and (budget >= having or not rare):
                rare.append(term)
                budget -= having
            elif having:
                common.append(term)
        return rare, common

    def _weights(self, **which: object) -> defaultdict[int, dict[int, float]]:
        found: defaultdict[int, dict[int, float]] = defaultdict(dict)
        rows = ClusterTerm.objects.filter(**which).values_list("cluster_id", "term", "weight")
        for cluster, term, weight in rows.iterator(chunk_size=2_000):
            found[cluster][term] = weight
        return found

    def _put(
        self, cluster: Cluster, weights: Mapping[int, float], held: Mapping[int, float], *, items: int
    ) -> Centre:
        summed = {term: held.get(term, 0.0) + weight for term, weight in weights.items()}
        cluster.square += sum(weight * (2 * held.get(term, 0.0) + weight) for term, weight in weights.items())
        cluster.size += items
        cluster.moved_at = max(cluster.moved_at, self.now)
        cluster.save()
        ClusterTerm.objects.bulk_create(
            [
                ClusterTerm(term=term, cluster=cluster, weight=weight)
                for term, weight in sorted(summed.items())
            ],
            update_conflicts=True,
            unique_fields=["term", "cluster"],
            update_fields=["weight"],
        )
        return Centre(cluster.pk, cluster.size, cluster.square, summed)


class _Counts:
    """How many clusters have a term. A count only weighs words, so one that is a minute old does no harm."""

    def __init__(self) -> None:
        self._kept: dict[int, int] = {}
        self._clusters = 0
        self._until = 0.0

    def clusters(self, now: datetime) -> int:
        self._renew()
        if not self._clusters:
            self._clusters = Cluster.objects.filter(moved_at__gte=now - RECENT).count()
        return self._clusters

    def having(self, terms: Collection[int]) -> dict[int, int]:
        self._renew()
        known = {term: self._kept[term] for term in terms if term in self._kept}
        asked = [term for term in terms if term not in known]
        rows = ClusterTerm.objects.filter(term__in=asked).values_list("term").annotate(Count("cluster_id"))
        counted = dict(rows)
        self._kept |= {term: count for term, count in counted.items() if count >= COMMON}
        return known | counted

    def _renew(self) -> None:
        if time.monotonic() >= self._until:
            self._kept, self._clusters = {}, 0
            self._until = time.monotonic() + KEPT_SECONDS


_counts = _Counts()


def _dot(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    return sum(one[term] * weight for term, weight in other.items())
