"""Guess what a reader meant whose words find nothing: the word of a headline that is a slip of the hand away.

After W. Garbe's symmetric deletes (SymSpell): two words are a slip apart where they, or what is left of either
when one letter goes, are alike. What is guessed is said only where it finds more stories that are cleared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock

from tajuk.articles.models import Article
from tajuk.common.words import STOPS
from tajuk.markets.models import Instrument
from tajuk.staff.models import Author
from tajuk.topics.models import Topic

HEADLINES = 5_000
SHORTEST, LONGEST = 4, 30
_LASTS = timedelta(hours=1)
_WORD = re.compile(r"[^\W\d_]+")


class Vocabulary:
    """The words of an edition's newest headlines, and how many have each."""

    def __init__(self, texts: Iterator[str], language: str) -> None:
        """Count the words of texts."""
        stops = STOPS.get(language, frozenset())
        words = (word for text in texts for word in _WORD.findall(text.lower()))
        self.counts = Counter(word for word in words if len(word) <= LONGEST and word not in stops)

    @cached_property
    def _shorter(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for word in self.counts:
            if len(word) >= SHORTEST:
                for form in _forms(word):
                    found[form].append(word)
        return dict(found)

    def guess(self, word: str) -> str:
        """Return the likeliest word that `word` is a slip of; itself where it is known or like nothing."""
        plain = word.lower()
        if not SHORTEST <= len(plain) <= LONGEST or plain in self.counts:
            return word
        near = {each for form in _forms(plain) for each in self._shorter.get(form, ())}
        return min(near, key=lambda each: (_apart(plain, each), -self.counts[each], each), default=word)

    def mended(self, query: str) -> str:
        """Return a query with each word that is like nothing known replaced by the likeliest."""
        return _WORD.sub(lambda found: self.guess(found[0]), query)


_kept: dict[str, tuple[datetime, Vocabulary]] = {}
_lock = Lock()


def vocabulary(language: str, now: datetime) -> Vocabulary:
    """Return the vocabulary of an edition, an hour old at most."""
    with _lock:
        made_at, found = _kept.get(language, (now - 2 * _LASTS, None))
        if found is None or abs(now - made_at) >= _LASTS:
            found = Vocabulary(_texts(language, now), language)
            _kept[language] = now, found
        return found


def forget() -> None:
    """Read the words anew at the next question."""
    with _lock:
        _kept.clear()


def _texts(language: str, now: datetime) -> Iterator[str]:
    stories = Article.objects.filter(live=True, locale__language_code=language, published_at__lte=now)
    yield from stories.newest_first().values_list("headline", flat=True)[:HEADLINES]
    yield from Topic.objects.values_list("name_en" if language == "en" else "name_id", flat=True)
    yield from Author.objects.values_list("name", flat=True)
    yield from Instrument.objects.values_list("symbol", flat=True)


def _forms(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _apart(one: str, other: str) -> int:
    """Return how many slips lie between two words that share a form: one, where a single one explains it."""
    if len(one) == len(other):
        differ = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and one[differ[0]] == other[differ[1]]
            and one[differ[1]] == other[differ[0]]
        )
        return 1 if len(differ) == 1 or swapped else 2
    shorter, longer = sorted((one, other), key=len)
    return 1 if shorter in _forms(longer) else 2
