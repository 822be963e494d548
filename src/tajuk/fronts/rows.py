"""Stories as teasers show them, fetched once for all pages that are made in one go."""

from collections.abc import Collection
from datetime import datetime

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.clearance.queries import cleared
from tajuk.common import shelf

_LOOK_UP = 500


def cleared_rows(ids: Collection[int], exit_name: str, now: datetime) -> dict[int, Article]:
    """Return those of the articles that may leave by an exit, fetched `for_cards`, by id."""

    def ask(missing: list[int]) -> dict[int, bool]:
        allowed: list[int] = []
        for start in range(0, len(missing), _LOOK_UP):
            wanted = Article.objects.filter(pk__in=missing[start : start + _LOOK_UP])
            allowed += cleared(wanted, exit_name, now).values_list("pk", flat=True)
        return dict.fromkeys(allowed, True)

    return rows_of(shelf.many(("cleared", exit_name), ids, ask))


def newest(stories: ArticleQuerySet, exit_name: str, now: datetime, limit: int) -> list[Article]:
    """Return the newest of `stories` that may leave by an exit, fetched `for_cards`."""
    ids = newest_ids(stories, exit_name, now, limit)
    rows = rows_of(ids)
    return [rows[pk] for pk in ids if pk in rows]


def newest_ids(stories: ArticleQuerySet, exit_name: str, now: datetime, limit: int) -> list[int]:
    """Return the ids of the newest of `stories` that may leave by an exit, the newest first."""
    return list(cleared(stories, exit_name, now).newest_first().values_list("pk", flat=True)[:limit])


def rows_of(ids: Collection[int]) -> dict[int, Article]:
    """Return articles, fetched `for_cards`, by id; whether they may leave is the caller's to ask."""

    def load(missing: list[int]) -> dict[int, Article]:
        found: dict[int, Article] = {}
        for start in range(0, len(missing), _LOOK_UP):
            found |= Article.objects.for_cards().in_bulk(missing[start : start + _LOOK_UP])
        return found

    return shelf.many("card", ids, load)
