"""Clusters in memory, for measuring."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from tajuk.wires.clusters.clustering import Centre, Look


class MemoryStore:
    """The same clusters as the newsroom's tables keep, without a database."""

    def __init__(self) -> None:
        self._weights: dict[int, dict[int, float]] = {}
        self._holders: defaultdict[int, set[int]] = defaultdict(set)
        self._items: dict[int, int] = {}
        self._square: dict[int, float] = {}
        #: Into which cluster a cluster went.
        self.moved: dict[int, int] = {}

    def look(self, terms: Collection[int]) -> Look:
        """Return every cluster that shares a term."""
        found = {cluster for term in terms for cluster in self._holders[term]}
        shared = {cluster: self._centre(cluster, terms).weights for cluster in sorted(found)}
        return Look(len(self._weights), {term: len(self._holders[term]) for term in terms}, shared)

    def centres(self, likely: Sequence[int], terms: Collection[int]) -> list[Centre]:
        """Return the centres of these clusters."""
        return [self._centre(cluster, terms) for cluster in likely]

    def begin(self, weights: Mapping[int, float]) -> Centre:
        """Keep a new cluster."""
        cluster = len(self._items) + 1
        self._weights[cluster], self._items[cluster], self._square[cluster] = {}, 0, 0.0
        return self.add(Centre(cluster, 0, 0.0, {}), weights)

    def add(self, centre: Centre, weights: Mapping[int, float]) -> Centre:
        """Add a story to a cluster."""
        self._put(centre.cluster, weights)
        self._items[centre.cluster] += 1
        return self._centre(centre.cluster, weights)

    def whole(self, cluster: int) -> Centre:
        """Return a cluster with all its weights."""
        return self._centre(cluster, self._weights[cluster])

    def join(self, larger: Centre, smaller: Centre) -> None:
        """Move all of `smaller` to `larger`."""
        gone = self._weights.pop(smaller.cluster)
        for term in gone:
            self._holders[term].discard(smaller.cluster)
        self._put(larger.cluster, gone)
        self._items[larger.cluster] += smaller.items
        self.moved[smaller.cluster] = larger.cluster

    def standing(self, cluster: int) -> int:
        """Return the cluster that a cluster is part of now."""
        while cluster in self.moved:
            cluster = self.moved[cluster]
        return cluster

    def _put(self, cluster: int, weights: Mapping[int, float]) -> None:
        held = self._weights[cluster]
        for term, weight in weights.items():
            before = held.get(term, 0.0)
            self._square[cluster] += weight * (2 * before + weight)
            held[term] = before + weight
            self._holders[term].add(cluster)

    def _centre(self, cluster: int, terms: Collection[int]) -> Centre:
        held = self._weights[cluster]
        weights = {term: held[term] for term in terms if term in held}
        return Centre(cluster, self._items[cluster], self._square[cluster], weights)
