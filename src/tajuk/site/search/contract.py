"""What a search backend does: keep documents and find the likeliest. It never decides what may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from tajuk.common.words import Asked

# How many of the newest matches are ranked, and how many of the best are handed to the gate.
RANKED = 4_000
CANDIDATES = 500
TITLE_WEIGHT = 6.0
# A story loses half of what age can take from it in so long, and can lose no more than so much.
AGEING = timedelta(days=60)
AGEABLE = 0.7


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index keeps it: stems of title and text, marks to narrow a search to."""

    article_id: int
    published_at: datetime
    title: tuple[str, ...]
    text: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as a backend gets it: what was asked, the marks that must stand, the present moment.

    Without a word asked all that has the marks is found, the newest first. What was published before `begins` or
    after `ends` or the present is not found.
    """

    asked: Asked
    marks: tuple[str, ...]
    now: datetime
    begins: datetime | None = None
    ends: datetime | None = None


class SearchBackend(Protocol):
    """A place where documents are kept and found."""

    def put(self, documents: Iterable[Document]) -> None:
        """Keep documents, each in place of the one its article had, in the caller's transaction."""

    def remove(self, article_ids: Iterable[int]) -> None:
        """Forget the documents of articles; unknown ones are no fault."""

    def settle(self) -> None:
        """Tidy up after many changes."""

    def candidates(self, wanted: Wanted) -> list[int]:
        """Return the ids of up to `CANDIDATES` articles, likeliest first. The gate is the caller's."""


def backend() -> SearchBackend:
    """Return the backend that the setting `TAJUK_SEARCH` names."""
    return _made(settings.TAJUK_SEARCH)


@lru_cache(maxsize=4)
def _made(path: str) -> SearchBackend:
    made: SearchBackend = import_string(path)()
    return made
