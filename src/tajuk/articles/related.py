"""Suggest stories that belong with a story: to the editor for "Read also", and to readers below it.

What two stories share is weighed by `nearness`. The gate is always the caller's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tajuk.articles.models import Article
from tajuk.articles.nearness import keeping
from tajuk.articles.nearness.profiles import Profile, profile_of
from tajuk.articles.nearness.ranking import Sought, rank
from tajuk.articles.nearness.stored import stored
from tajuk.common import shelf

NEWEST_OF_SECTION = 60


def suggestions(article: Article, *, now: datetime, limit: int = 8) -> list[Article]:
    """Return up to `limit` published articles of the same language, likeliest first. The gate is the caller's."""
    [ids] = nearest([article], now=now, limit=limit)
    rows = Article.objects.filter(pk__in=ids, live=True).for_cards().in_bulk()
    return [rows[pk] for pk in ids if pk in rows]


def nearest(
    articles: Sequence[Article], *, now: datetime, limit: int, published: bool = False
) -> list[list[int]]:
    """Return for each article or draft the ids of up to `limit` published ones of its language, likeliest first.

    One query for the profiles that changed; topics and instruments are read of each article that has them not fetched.
    For stories whose pages are made in one go it is found out once. With `published` the articles are as readers
    have them, and compared by the profiles that were kept then, which one query brings.
    """
    rows = {article.pk: article for article in articles if article.pk}

    def load(missing: list[int]) -> dict[int, list[int]]:
        found = _nearest([rows[pk] for pk in missing], now, limit, stored(missing) if published else {})
        return dict(zip(missing, found, strict=True))

    if len(rows) < len(articles):  # a draft that was never saved has no name on the shelf
        return _nearest(articles, now, limit, {})
    found = shelf.many(("near", limit, published), list(rows), load)
    return [found[article.pk] for article in articles]


def _nearest(
    articles: Sequence[Article], now: datetime, limit: int, kept: Mapping[int, Profile]
) -> list[list[int]]:
    segments = keeping.current()
    return [
        rank(
            segments,
            _sought(article, kept.get(article.pk), now),
            limit=limit,
            but=frozenset({article.pk or 0}),
            until=now,
        )
        for article in articles
    ]


def _sought(article: Article, kept: Profile | None, now: datetime) -> Sought:
    profile = kept or profile_of(keeping.told_of(article))
    return Sought(profile, article.published_at or now, {article.locale_id: 1.0})


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
