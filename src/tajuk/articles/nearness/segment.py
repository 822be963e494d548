"""Profiles by term, so that one story is compared with a hundred thousand in milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tajuk.articles.nearness.profiles import SCALE, Kept, Profile

_BYTES = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """Stories and, for each term, which of them have it; five bytes a term of a story in memory.

    `ids` rise; `seconds` and `groups` go with them. The stories of `terms[n]` are `places[starts[n]:starts[n + 1]]`.
    """

    ids: NDArray[np.int64]
    seconds: NDArray[np.int64]
    groups: NDArray[np.int32]
    terms: NDArray[np.uint32]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: NDArray[np.uint8]

    @classmethod
    def of(cls, kept: Sequence[Kept]) -> "Segment":
        """Return the segment of profiles; of several of one story the last counts."""
        rows = sorted({row.pk: row for row in kept}.values())
        counts = np.array([len(row.packed) // _BYTES for row in rows], dtype=np.int64)
        every = np.concatenate(
            [np.frombuffer(row.packed, "<u4", len(row.packed) // _BYTES) for row in rows]
            or [np.empty(0, "<u4")]
        )
        weights = np.concatenate(
            [np.frombuffer(row.packed, np.uint8, offset=len(row.packed) // _BYTES * 4) for row in rows]
            or [np.empty(0, np.uint8)]
        )
        order = np.argsort(every, kind="stable")
        terms, starts = np.unique(every[order], return_index=True)
        return cls(
            ids=np.array([row.pk for row in rows], dtype=np.int64),
            seconds=np.array([int(row.published_at.timestamp()) for row in rows], dtype=np.int64),
            groups=np.array([row.group for row in rows], dtype=np.int32),
            terms=terms.astype(np.uint32),
            starts=np.append(starts, len(every)).astype(np.int64),
            places=np.repeat(np.arange(len(rows), dtype=np.int32), counts)[order],
            weights=weights[order],
        )

    def __len__(self) -> int:
        return len(self.ids)

    def ranges(self, profile: Profile) -> list[tuple[int, int]]:
        """Return for each term of a profile where its stories stand in `places`."""
        if not len(self.terms):
            return [(0, 0)] * len(profile.terms)
        wanted = np.array(profile.terms, dtype=np.uint32)
        found = np.minimum(np.searchsorted(self.terms, wanted), len(self.terms) - 1)
        return [
            (int(self.starts[at]), int(self.starts[at + 1])) if self.terms[at] == term else (0, 0)
            for at, term in zip(found, wanted, strict=True)
        ]

    def points(self, ranges: Sequence[tuple[int, int]], weights: Sequence[float]) -> NDArray[np.float64]:
        """Return for each story the sum over a profile's terms of its weight there times `weights` here."""
        spans = [(begin, end, weight) for (begin, end), weight in zip(ranges, weights, strict=True) if weight]
        if not spans:
            return np.zeros(len(self))
        places = np.concatenate([self.places[begin:end] for begin, end, _ in spans])
        points = np.concatenate(
            [self.weights[begin:end] * np.float32(weight / SCALE) for begin, end, weight in spans]
        )
        return np.bincount(places, weights=points, minlength=len(self)).astype(np.float64)
