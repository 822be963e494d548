"""Rows that several pages show, fetched once for all that are made in one go."""

from collections.abc import Collection
from uuid import UUID

from tajuk.articles.models import Article, LiveCoverage
from tajuk.articles.models.quoted import QuotedPrice
from tajuk.common import shelf
from tajuk.pictures.models import Picture


def pages_of(ids: Collection[int]) -> dict[int, Article]:
    """Return articles with all that their pages show, by id."""

    def load(missing: list[int]) -> dict[int, Article]:
        return {row.pk: row for row in Article.objects.for_page().filter(pk__in=missing)}

    return shelf.many("page", ids, load)


def translations_of(articles: Collection[Article]) -> dict[UUID, list[int]]:
    """Return the ids of the live stories that each translation key joins."""

    def load(keys: list[UUID]) -> dict[UUID, list[int]]:
        found: dict[UUID, list[int]] = {key: [] for key in keys}
        rows = Article.objects.filter(translation_key__in=keys, live=True).order_by("pk")
        for key, pk in rows.values_list("translation_key", "pk"):
            found[key].append(pk)
        return found

    return shelf.many("translations", [article.translation_key for article in articles], load)


def coverage_of(ids: Collection[int]) -> dict[int, LiveCoverage]:
    """Return the live coverage of those articles that have one, by the article's id."""

    def load(missing: list[int]) -> dict[int, LiveCoverage]:
        return {row.article_id: row for row in LiveCoverage.objects.filter(article__in=missing)}

    return shelf.many("live coverage", ids, load)


def pictures_of(ids: Collection[int]) -> dict[int, Picture]:
    """Return pictures by id."""

    def load(missing: list[int]) -> dict[int, Picture]:
        return {row.pk: row for row in Picture.objects.filter(pk__in=missing)}

    return shelf.many("picture", ids, load)


def quoted_in(ids: Collection[int]) -> dict[int, list[QuotedPrice]]:
    """Return the prices at publication of articles with their instruments, by the article's id."""

    def load(missing: list[int]) -> dict[int, list[QuotedPrice]]:
        found: dict[int, list[QuotedPrice]] = {pk: [] for pk in missing}
        rows = QuotedPrice.objects.filter(article_id__in=missing).select_related("instrument").order_by("pk")
        for row in rows:
            found[row.article_id].append(row)
        return found

    return shelf.many("quoted prices", ids, load)
