"""Sentences with slots, which know the stems of their words: a made story is indexed without being read again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tajuk.common.words import stems

_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in pieces: the words between slots, with their stems, and the names of the slots."""

    pieces: tuple[tuple[str, str, str], ...]
    """For each piece: its words, their stems, and the slot that follows (empty at the end)."""

    @classmethod
    def of(cls, text: str, language: str) -> "Phrase":
        """Read a text whose slots stand in braces."""
        parts = _SLOT.split(text)
        slots = [*parts[1::2], ""]
        return cls(
            tuple(
                (words, " ".join(stems(words, language)), slot)
                for words, slot in zip(parts[::2], slots, strict=True)
            )
        )

    def filled(self, values: Mapping[str, str], stemmed: Mapping[str, str]) -> tuple[str, str]:
        """Return the text with its slots filled, and its stems, parted by spaces."""
        text, indexed = [], []
        for words, known, slot in self.pieces:
            text.append(words)
            if known:
                indexed.append(known)
            if slot:
                text.append(values[slot])
                if stemmed[slot]:
                    indexed.append(stemmed[slot])
        return "".join(text), " ".join(indexed)


@lru_cache(maxsize=50_000)
def stemmed(text: str, language: str) -> str:
    """Return the stems of what fills a slot, parted by spaces."""
    return " ".join(stems(text, language))
