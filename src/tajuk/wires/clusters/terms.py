"""What of a story tells its event: words of the headline and first lines, names and numbers, as hashed terms.

Indonesian words are folded into English ones by a lexicon of this newsroom's trade, so that the same event meets in
both languages; names, numbers and symbols are the same in all.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files

from tajuk.common.stemming import stem
from tajuk.common.words import words
from tajuk.wires.story import Story

LEAD_WORDS = 30
LEAD_WEIGHT = 0.35
#: Words that many stories of a business wire have weigh less, however new a newsroom is and few its stories.
TRADE_WEIGHT = 0.5
HEADLINE_WEIGHT = 1.0
MOST_TERMS = 36

#: How often each term stands in a story, by the term's hash (63 bits).
Terms = Mapping[int, float]


def terms_of(story: Story) -> Terms:
    """Return the terms of a story: the headline's weigh 1 each, those of its first thirty words less."""
    found = weighed(story.headline or story.slugline, story.language)
    lead = " ".join(story.body_text[: LEAD_WORDS * 12].split()[:LEAD_WORDS])
    for term, weight in weighed(lead, story.language).items():
        found[term] = max(found.get(term, 0.0), weight * LEAD_WEIGHT)
    for organisation in story.organisations:
        for symbol in organisation.symbols:
            found[_hash(f"${symbol.symbol.upper()}")] = 1.0
    return dict(sorted(found.items(), key=lambda pair: -pair[1])[:MOST_TERMS])


def weighed(text: str, language: str) -> dict[int, float]:
    """Return the terms of a text, 1 each, words of the trade less."""
    short = language.partition("-")[0].lower()[:2]
    edition = "id" if short in {"id", "in", "ms"} else "en"
    stems = (_folded(word.stem, edition) for word in words(text, edition))
    return {_hash(each): TRADE_WEIGHT if each in _trade() else HEADLINE_WEIGHT for each in stems}


def telling(terms: Terms) -> frozenset[int]:
    """Return the terms that tell an event: those of the headline that are neither of the trade nor of every day."""
    return frozenset(term for term, weight in terms.items() if weight >= HEADLINE_WEIGHT) - everyday()


def _folded(stem_: str, edition: str) -> str:
    return _lexicon().get(stem_, stem_) if edition == "id" else stem_


@lru_cache(maxsize=65_536)
def _hash(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest()) >> 1


@cache
def _trade() -> frozenset[str]:
    """Return the words of the trade, which tell a story's field rather than its event."""
    return frozenset(_lexicon().values())


def has_copy(terms: Terms) -> bool:
    """Tell whether terms come from copy, too, and not from a headline alone."""
    return any(weight < TRADE_WEIGHT for weight in terms.values())


@cache
def everyday() -> frozenset[int]:
    """Return the terms that stand in stories of every kind."""
    found: set[str] = set()
    edition = "id"
    for line in (files("tajuk.wires") / "data" / "everyday.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            edition = line.strip("[]")
        elif not line.startswith("#"):
            found |= {_folded(stem(word, edition), edition) for word in line.split()}
    return frozenset(map(_hash, found - _trade()))


@cache
def _lexicon() -> Mapping[str, str]:
    """Return Indonesian stems with the English stem that stands for them."""
    pairs = {}
    for line in (files("tajuk.wires") / "data" / "lexicon.txt").read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("=")
        if right and not line.startswith("#"):
            english = stem(right.strip(), "en")
            pairs.update({stem(word, "id"): english for word in left.split()})
    return pairs
