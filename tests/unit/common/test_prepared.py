"""Queries that are made out once answer as those that are made out anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tajuk.articles.models import Article
from tajuk.clearance.prepared import cleared_among
from tajuk.clearance.queries import cleared
from tajuk.common import clock, prepared
from tajuk.fronts.rows import newest_ids
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def test_the_gate_answers_the_same_whenever_and_for_whatever_it_is_asked() -> None:
    rows = [ArticleFactory() for _ in range(11)]
    rows[0].embargo_until = clock.now() + timedelta(hours=2)
    rows[0].save()
    rows[1].expire_at = clock.now() + timedelta(hours=1)
    rows[1].save()
    rows[2].unpublish()
    every = [row.pk for row in rows]
    for hours in (-1, 0, 1.5, 3):
        now = clock.now() + timedelta(hours=hours)
        for ids in ([], every[:1], every[:8], every):
            expected = cleared(Article.objects.filter(pk__in=ids), "front", now)
            assert cleared_among(ids, "front", now) == set(expected.values_list("pk", flat=True))


def test_more_than_one_statement_takes_are_asked_in_parts() -> None:
    article = ArticleFactory()

    def make(wanted: list[int], moment: object) -> object:
        return Article.objects.filter(pk__in=wanted).values_list("pk")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = prepared.among("test parts", make, [*range(10_000, 10_450), article.pk])  # type: ignore[arg-type]
    assert found == {article.pk}
    assert len(asked) == 3


def test_the_newest_are_found_behind_many_that_are_kept_in() -> None:
    rows = [ArticleFactory() for _ in range(16)]
    for row in rows[2:]:
        row.expire_at = clock.now() - timedelta(minutes=1)
        row.save()
    ids = newest_ids(None, rows[0].language, "front", clock.now(), 2)
    assert set(ids) == {rows[0].pk, rows[1].pk}
