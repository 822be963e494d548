"""Put stories together as they come: each joins the nearest cluster or begins one, and those grown alike are joined.

A term weighs the more the fewer clusters have it, so that a word that is new today and stands in a hundred stories
of one event still tells. The figures were chosen on the open headlines set (docs/reference/wires-clusters.md).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Protocol

from tajuk.wires.clusters.terms import Terms

#: A story joins a cluster from this cosine on, and with a single shared term only from `STRONG` on.
NEAR = 0.12
STRONG = 0.2
#: Two clusters become one from this cosine of their centres on; looked at when one has grown to such a size.
ALIKE = 0.2
GROWN = frozenset({2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256})
#: How many of the likeliest clusters are compared in full.
LOOKED_AT = 24
#: As if so many clusters had been seen before the first, so that early words are not all thought common.
PRIOR = 2_000
#: How many of a cluster's terms are compared when it has grown.
COMPARED = 60


@dataclass(frozen=True, slots=True)
class Centre:
    """The sum of a cluster's stories, as far as it was asked for: `square` is the squared length of the whole."""

    cluster: int
    items: int
    square: float
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Look:
    """Who has some terms: how many clusters there are, how many have each, and the weights of those that may be near.

    `shared` may leave terms out that many clusters have: `Store.centres` gives these for the few that matter.
    """

    total: int
    having: Mapping[int, int]
    shared: Mapping[int, Mapping[int, float]]


class Store(Protocol):
    """Where clusters are kept."""

    def look(self, terms: Collection[int]) -> Look:
        """Return who has the terms."""

    def centres(self, look: Look, likely: Sequence[int], terms: Collection[int]) -> list[Centre]:
        """Return the centres of the clusters in `likely` that are alive, with their weights of all the terms."""

    def begin(self, weights: Mapping[int, float]) -> Centre:
        """Keep a new cluster of one story."""

    def add(self, centre: Centre, weights: Mapping[int, float]) -> Centre:
        """Add a story to a cluster, whose weights of the story's terms `centre` has; return it as it is then."""

    def whole(self, cluster: int) -> Centre:
        """Return a cluster with all its weights."""

    def join(self, larger: Centre, smaller: Centre) -> None:
        """Move every story and weight of `smaller` to `larger`."""


def place(terms: Terms, store: Store) -> int:
    """Put a story's terms into the nearest cluster, or a new one, and return which."""
    look = store.look(terms)
    weights = _weigh(terms, look)
    nearest = _nearest(weights, look, store, least=NEAR)
    if nearest is None:
        return store.begin(weights).cluster
    centre = store.add(nearest, weights)
    if centre.items in GROWN:
        return _joined(store.whole(centre.cluster), store)
    return centre.cluster


def _weigh(terms: Terms, look: Look) -> dict[int, float]:
    """Return the terms' weights by how few clusters have them, as a vector of length 1."""
    total = look.total + PRIOR
    weights = {term: often * _rarity(total, look.having.get(term, 0)) for term, often in terms.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _rarity(total: int, having: int) -> float:
    return math.log(1 + (total + 0.5) / (having + 0.5))


def _nearest(
    weights: Mapping[int, float], look: Look, store: Store, *, least: float, but: int | None = None
) -> Centre | None:
    points = {
        cluster: sum(weights[term] * weight for term, weight in held.items())
        for cluster, held in look.shared.items()
        if cluster != but
    }
    likely = nlargest(LOOKED_AT, points, key=points.__getitem__)
    best, found = least, None
    for centre in store.centres(look, likely, weights):
        dot = sum(weights[term] * weight for term, weight in centre.weights.items())
        cosine = dot / math.sqrt(centre.square) if centre.square > 0 else 0.0
        if cosine >= best and (cosine >= STRONG or len(centre.weights) > 1):
            best, found = cosine, centre
    return found


def _joined(centre: Centre, store: Store) -> int:
    length = math.sqrt(centre.square) or 1.0
    heaviest = nlargest(COMPARED, centre.weights.items(), key=itemgetter(1))
    direction = {term: weight / length for term, weight in heaviest}
    other = _nearest(direction, store.look(direction), store, least=ALIKE, but=centre.cluster)
    if other is None:
        return centre.cluster
    other = store.whole(other.cluster)
    larger, smaller = (other, centre) if other.items >= centre.items else (centre, other)
    store.join(larger, smaller)
    return larger.cluster
