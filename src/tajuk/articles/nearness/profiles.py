"""What of a story counts beside another one: its weightiest terms, as numbers that are small to keep.

A term is a stem, two stems that follow each other in the headline, a name in the text, or a label (a topic, an
instrument, the section). What it weighs saturates as in BM25F (S. Robertson and H. Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", 2009, section 3.6): fields are added before they saturate.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from tajuk.common.words import stems

MOST = 160  # terms that are kept of a story
SCALE = 80  # a weight is kept as a whole number of eightieths: none is above three
_HEADLINE, _PAIR, _SUMMARY, _NAME = 4.0, 1.0, 2.0, 1.5
_SATURATES, _BY_LENGTH, _LENGTH = 2.0, 0.75, 250.0
_CHARACTERS = 30_000
_NAMES = re.compile(r"(?<![.!?:“\"'] )(?<!^)\b[A-Z][a-zé]+(?: [A-Z][a-zé]+){1,2}\b", re.MULTILINE)


class Kept(NamedTuple):
    """A story's profile as it is kept; `group` is its edition or, where several titles share an archive, its title."""

    pk: int
    published_at: datetime
    group: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is compared: plain text, and labels by what they weigh."""

    headline: str
    language: str
    summary: str = ""
    text: str = ""
    labels: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """Terms as 32-bit numbers, the weightiest first, and the weight of each."""

    terms: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()

    def packed(self) -> bytes:
        """Return the profile in five bytes a term: all terms, little-endian, then all weights."""
        count = len(self.terms)
        kept = (min(255, max(1, round(weight * SCALE))) for weight in self.weights)
        return struct.pack(f"<{count}I{count}B", *self.terms, *kept)


def profile_of(told: Told) -> Profile:
    """Return the profile of a story."""
    text = told.text[:_CHARACTERS]
    names = (name.lower() for name in _NAMES.findall(f"{told.summary} {text}"))
    return profile_of_stems(
        stems(told.headline, told.language),
        stems(told.summary, told.language),
        stems(text, told.language),
        names=names,
        labels=told.labels,
    )


def profile_of_stems(
    headline: Sequence[str],
    summary: Sequence[str],
    text: Sequence[str],
    *,
    names: Iterable[str] = (),
    labels: Mapping[str, float] | None = None,
) -> Profile:
    """Return the profile of a story whose stems are known already."""
    found: Counter[str] = Counter()
    for terms, weight in (
        (headline, _HEADLINE),
        (summary, _SUMMARY),
        (text, 1.0),
        ((f"{a} {b}" for a, b in pairwise(headline)), _PAIR),
        ((f"@{name}" for name in names), _NAME),
    ):
        for term in terms:
            found[term] += weight  # type: ignore[assignment]  # a Counter counts by fractions, too
    longer = _SATURATES * (1 - _BY_LENGTH + _BY_LENGTH * found.total() / _LENGTH)
    for label, weight in (labels or {}).items():
        found[f"#{label}"] = weight  # type: ignore[assignment]
    # What stands first weighs more than what stands later as often: `most_common` keeps that order.
    kept = [
        (crc32(term.encode()), count * (_SATURATES + 1) / (count + longer))
        for term, count in found.most_common(MOST)
    ]
    return Profile(tuple(term for term, _ in kept), tuple(weight for _, weight in kept))
