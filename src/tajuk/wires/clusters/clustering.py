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

from tajuk.wires.clusters.terms import Terms, everyday, has_copy, telling

#: A story joins a cluster from this cosine on, and with a single shared term only from `STRONG` on.
NEAR = 0.12
STRONG = 0.2
#: Two clusters become one from this cosine of their centres on; looked at when one has grown to such a size.
ALIKE = 0.2
GROWN = frozenset({2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256})
#: They are looked for where another cluster was so near to the story that was added, and always from a size on.
BESIDE, LARGE = 0.06, 8
#: How many of the likeliest clusters are compared in full.
LOOKED_AT = 10
#: As if so many clusters had been seen before the first, so that early words are not all thought common.
PRIOR = 2_000
#: So many clusters tell by themselves which words are common. Fewer are helped by a list of words of every day, as if
#: so many of the clusters before had had each of them, and only what else they share brings two stories together.
KNOWN = 500
EVERYDAY = 20.0
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
    """Who has some terms: how many clusters there are, how many have each, and which of them each has that may be near.

    `shared` may leave terms out that many clusters have: `Store.centres` gives all of them for the few that matter.
    """

    total: int
    having: Mapping[int, int]
    shared: Mapping[int, Collection[int]]


class Store(Protocol):
    """Where clusters are kept."""

    def look(self, terms: Collection[int]) -> Look:
        """Return who has the terms."""

    def centres(self, likely: Sequence[int], terms: Collection[int]) -> list[Centre]:
        """Return the centres of the clusters in `likely` that are alive, with their weights of the terms."""

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
    # Lines of copy share words by chance; headlines alone do not, and are few: they are judged by their cosine.
    needed = telling(terms) if look.total < KNOWN and has_copy(terms) else None
    near = _near(weights, look, store, telling=needed)
    if not near or near[0][0] < NEAR:
        return store.begin(weights).cluster
    centre = store.add(near[0][1], weights)
    # Where nothing else was near, nothing has grown alike either: what stood near before would have joined before.
    beside = near[1][0] if len(near) > 1 else 0.0
    if centre.items in GROWN and (beside >= BESIDE or centre.items >= LARGE):
        return _joined(store.whole(centre.cluster), store)
    return centre.cluster


def _weigh(terms: Terms, look: Look) -> dict[int, float]:
    """Return the terms' weights by how few clusters have them, as a vector of length 1."""
    total = look.total + PRIOR
    unseen = EVERYDAY * max(0.0, 1 - look.total / KNOWN) if has_copy(terms) else 0.0
    common = everyday() if unseen else frozenset()
    weights = {
        term: often * _rarity(total, look.having.get(term, 0) + (unseen if term in common else 0.0))
        for term, often in terms.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _rarity(total: int, having: float) -> float:
    return math.log(1 + (total + 0.5) / (having + 0.5))


def _near(
    weights: Mapping[int, float],
    look: Look,
    store: Store,
    *,
    telling: Collection[int] | None = None,
    but: int | None = None,
) -> list[tuple[float, Centre]]:
    """Return the two nearest clusters and their cosines."""
    points = {
        cluster: sum(map(weights.__getitem__, held))
        for cluster, held in look.shared.items()
        if cluster != but
    }
    likely = nlargest(LOOKED_AT, points, key=points.__getitem__)
    found = [(_cosine(weights, centre), centre) for centre in store.centres(likely, weights)]
    together = [each for each in found if each[0] >= STRONG or _share_enough(each[1], telling)]
    return nlargest(2, together, key=itemgetter(0))


def _share_enough(centre: Centre, telling: Collection[int] | None) -> bool:
    """Tell whether a cluster that is only a little alike shares two terms, one of them telling where some are given."""
    shared = centre.weights.keys()
    return len(shared) > 1 and (telling is None or not shared.isdisjoint(telling))


def _cosine(weights: Mapping[int, float], centre: Centre) -> float:
    dot = sum(weights[term] * weight for term, weight in centre.weights.items())
    return dot / math.sqrt(centre.square) if centre.square > 0 else 0.0


def _joined(centre: Centre, store: Store) -> int:
    length = math.sqrt(centre.square) or 1.0
    heaviest = nlargest(COMPARED, centre.weights.items(), key=itemgetter(1))
    direction = {term: weight / length for term, weight in heaviest}
    near = _near(direction, store.look(direction), store, but=centre.cluster)
    if not near or near[0][0] < ALIKE:
        return centre.cluster
    other = store.whole(near[0][1].cluster)
    larger, smaller = (other, centre) if other.items >= centre.items else (centre, other)
    store.join(larger, smaller)
    return larger.cluster
