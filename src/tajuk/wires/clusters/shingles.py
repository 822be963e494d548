"""Tell copies and changed versions of one text: runs of five words, and how many of the shorter text's the longer has.

Containment of five-word shingles of at least 0.8 finds versions that were cut, lengthened or mended, where Jaccard
similarity misses half of them. A sketch keeps the smallest hashes (A. Broder, "On the resemblance and containment
of documents", 1997), enough to find who might be one; what is found is compared whole.
"""

import re
from collections.abc import Set
from heapq import nsmallest
from zlib import crc32

RUN = 5
SKETCH = 24
SAME = 0.8
#: A shorter text has too few runs to be told from another.
FEWEST = 8
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return the hashes (32 bits) of every run of five words of a text; none for a text too short to compare."""
    runs = runs_of(text)
    return runs if len(runs) >= FEWEST else frozenset()


def runs_of(text: str) -> frozenset[int]:
    """Return the hashes of every run of five words of a text, however short it is."""
    spoken = [word.encode() for word in _WORD.findall(text.lower())]
    return frozenset(map(crc32, map(b" ".join, zip(*(spoken[at:] for at in range(RUN)), strict=False))))


def sketch(runs: Set[int]) -> list[int]:
    """Return the few hashes that stand for a text."""
    return nsmallest(SKETCH, runs)


def containment(one: Set[int], other: Set[int]) -> float:
    """Return what part of the shorter text stands in the longer, 0 to 1."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0
