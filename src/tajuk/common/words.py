"""Find the words of a text and of a search, as the index knows them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tajuk.common.stemming import stem

MOST_WORDS = 20_000
MOST_ASKED = 12
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*|\d+")
_ASKED = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Words that stand in nearly every story and tell none apart.
_ID = """
    yang dan di ke dari pada untuk dengan dalam ini itu akan juga tidak adalah atau oleh sebagai karena telah
    sudah bisa dapat ada para saat hal kata bagi namun agar lebih masih serta maupun antara secara tersebut
    sehingga seperti
"""
_EN = """
    the a an and of to in for on at by with from as is are was were be been it its that this has have had will
    would not but or which their said
"""
STOPS = {"id": frozenset(_ID.split()), "en": frozenset(_EN.split())}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands in it, and its stem."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: each of `wanted` is a run of stems that must stand together; none of `unwanted` may stand."""

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        """Return the stems that a snippet marks."""
        return frozenset(each for run in self.wanted for each in run)


def words(text: str, language: str) -> Iterator[Word]:
    """Yield the words of a text in a language edition; numbers without their separators, no stop words."""
    stops = STOPS.get(language, frozenset())
    for found in _WORD.finditer(text):
        plain = _plain(found[0])
        if plain and plain not in stops:
            yield Word(found.start(), found.end(), stem(plain, language))


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text's words in order, of the first 20,000."""
    found = []
    for word in words(text, language):
        found.append(word.stem)
        if len(found) == MOST_WORDS:
            break
    return found


def asked(query: str, language: str) -> Asked:
    """Read what a person typed: words, "runs of words", `-` before what may not stand; twelve at most."""
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for part in _ASKED.finditer(query[:400]):
        text = part["phrase"] if part["phrase"] is not None else part["word"]
        if run := tuple(stems(text, language))[:MOST_ASKED]:
            (unwanted if part["minus"] else wanted).append(run)
    return Asked(tuple(dict.fromkeys(wanted))[:MOST_ASKED], tuple(dict.fromkeys(unwanted))[:MOST_ASKED])


def _plain(word: str) -> str:
    """Return a word in lower case without accents, a number without separators; letters and digits only."""
    if word.isascii():
        folded = word.lower()
    else:
        folded = "".join(
            c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c)
        )
    return "".join(c for c in folded if c.isalnum())
