"""Suggest stories that belong with a story.

Shared topics, instruments and words of the headline count, the newer the more. Looked at are the newest
stories of each topic, each instrument and the section, so the cost does not grow with the archive.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tajuk.articles.models import Article
from tajuk.common import shelf

NEWEST = 60  # of a topic or an instrument, in all editions
NEWEST_OF_SECTION = 60
HALF_LIFE = timedelta(days=7)
_WORDS = re.compile(r"\w{4,}")
_LOOK_UP = 500


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a story counts beside another one."""

    pk: int
    words: frozenset[str]
    topics: frozenset[int]
    instruments: frozenset[int]
    published_at: datetime
    locale: int

    @classmethod
    def of(cls, article: Article, now: datetime) -> "Profile":
        """Return the profile of an article or a draft."""
        return cls(
            article.pk or 0,
            words_of(article.headline, article.summary),
            frozenset(topic.pk for topic in article.topics.all()),
            frozenset(instrument.pk for instrument in article.instruments.all()),
            article.published_at or now,
            article.locale_id,
        )


def suggestions(article: Article, *, now: datetime, limit: int = 8) -> list[Article]:
    """Return up to `limit` published articles of the same language, likeliest first. The gate is the caller's."""
    [ids] = nearest([article], now=now, limit=limit)
    rows = Article.objects.filter(pk__in=ids).for_cards().in_bulk()
    return [rows[pk] for pk in ids if pk in rows]


def nearest(articles: Sequence[Article], *, now: datetime, limit: int) -> list[list[int]]:
    """Return for each article the ids of up to `limit` published ones of its language, likeliest first.

    A handful of queries, most of them shared by articles of the same topics and sections.
    """
    own = [Profile.of(article, now) for article in articles]
    pools = [_pool(article, profile, now) for article, profile in zip(articles, own, strict=True)]
    every = _profiles(set().union(*pools))
    found = []
    for article, profile, pool in zip(articles, own, pools, strict=True):
        known = (every[pk] for pk in pool if pk != profile.pk and pk in every)
        others = (other for other in known if other.locale == article.locale_id and other.published_at <= now)
        scored = [(score(other, profile, now), other.pk) for other in others]
        scored.sort(reverse=True)
        found.append([pk for points, pk in scored[:limit] if points > 0])
    return found


def newest_of_section(section: int, locale: int, *, now: datetime) -> list[int]:
    """Return the ids of the newest published stories of a section in an edition, the newest first."""

    def load(sections: list[int]) -> dict[int, list[int]]:
        rows = Article.objects.filter(locale_id=locale, live=True, published_at__lte=now)
        return {
            pk: list(
                rows.filter(section_id=pk).newest_first().values_list("pk", flat=True)[:NEWEST_OF_SECTION]
            )
            for pk in sections
        }

    return shelf.many(("newest of section", locale), [section], load, lasting=True)[section]


def _pool(article: Article, profile: Profile, now: datetime) -> set[int]:
    """Return the ids of the stories that are looked at."""
    pool = set(newest_of_section(article.section_id, article.locale_id, now=now))
    for model, column, things in (
        (Article.topics.through, "topic_id", profile.topics),
        (Article.instruments.through, "instrument_id", profile.instruments),
    ):
        newest = shelf.many(("newest of", column), things, _newest_of(model, column), lasting=True)
        pool.update(*newest.values())
    return pool


def _newest_of(model: Any, column: str) -> Callable[[list[int]], dict[int, list[int]]]:
    """Return what finds the last filed stories of things, off the index of the relation alone.

    With a join the planner walks the whole edition for it (measured at a million stories: 10 s, 0.1 ms so).
    """

    def load(things: list[int]) -> dict[int, list[int]]:
        return {
            pk: list(
                model.objects.filter(**{column: pk})
                .order_by("-article_id")
                .values_list("article_id", flat=True)[:NEWEST]
            )
            for pk in things
        }

    return load


def _profiles(ids: Iterable[int]) -> dict[int, Profile]:
    return shelf.many("profile", list(ids), _load_profiles, lasting=True)


def _load_profiles(ids: list[int]) -> dict[int, Profile]:
    found: dict[int, Profile] = {}
    for start in range(0, len(ids), _LOOK_UP):
        part = ids[start : start + _LOOK_UP]
        topics = _related(Article.topics.through, "topic_id", part)
        instruments = _related(Article.instruments.through, "instrument_id", part)
        rows = Article.objects.filter(pk__in=part, live=True, published_at__isnull=False)
        columns = ("pk", "headline", "summary", "published_at", "locale_id")
        for pk, headline, summary, published_at, locale in rows.values_list(*columns):
            words = words_of(headline, summary)
            found[pk] = Profile(
                pk, words, frozenset(topics[pk]), frozenset(instruments[pk]), published_at, locale
            )
    return found


def _related(model: Any, column: str, ids: list[int]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, other in model.objects.filter(article_id__in=ids).values_list("article_id", column):
        found[pk].append(other)
    return found


def words_of(headline: str, summary: str) -> frozenset[str]:
    """Return the longer words of the headline and summary, lower case."""
    return frozenset(_WORDS.findall(f"{headline} {summary}".lower()))


def score(other: Profile, profile: Profile, now: datetime) -> float:
    """Return how likely `other` belongs beside a story: shared topics, instruments and words, decayed by age."""
    points = (
        2.0 * len(profile.topics & other.topics)
        + 1.5 * len(profile.instruments & other.instruments)
        + 1.0 * len(profile.words & other.words)
    )
    if not points:
        return 0.0
    age = max(timedelta(), now - other.published_at)
    return points * (0.4 + 0.6 * math.pow(0.5, age / HALF_LIFE))
