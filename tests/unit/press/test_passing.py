"""Time alone changes what may leave: it is carried to the outbox at its moment, once, after any stop (row 14)."""

from datetime import datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from tajuk.articles.models import Article
from tajuk.clearance.queries import changed_between
from tajuk.common import clock
from tajuk.fronts.models import Popularity
from tajuk.fronts.queries import most_read
from tajuk.press import passing
from tajuk.press.models import OutboxEntry
from tajuk.press.passing import carry, next_due
from tajuk.press.worker import Worker
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def test_end_of_an_embargo_is_carried_at_its_moment_and_once() -> None:
    now = clock.now()
    article = ArticleFactory(embargo_until=now + timedelta(seconds=30))
    carry(now)
    OutboxEntry.objects.all().delete()
    assert next_due(now) == article.embargo_until
    assert carry(now + timedelta(seconds=29)) == 0
    assert carry(now + timedelta(seconds=30)) == 1
    names = set(OutboxEntry.objects.values_list("name", flat=True))
    assert {f"articles.article:{article.pk}", "list:latest:id"} <= names
    assert carry(now + timedelta(seconds=31)) == 0
    assert next_due(now + timedelta(seconds=31)) is None


def test_what_fell_into_a_stop_is_carried_after_it() -> None:
    now = clock.now()
    ArticleFactory(embargo_until=now + timedelta(hours=1))
    ArticleFactory(expire_at=now + timedelta(hours=2))
    carry(now)
    assert carry(now + timedelta(hours=5)) == 2


def test_a_story_that_is_published_now_is_entered_once() -> None:
    carry(clock.now() - timedelta(seconds=1))
    article = ArticleFactory(published_at=clock.now())
    before = set(OutboxEntry.objects.values_list("pk", "stamp"))
    assert carry(clock.now()) == 0
    assert set(OutboxEntry.objects.values_list("pk", "stamp")) == before
    carry(article.published_at - timedelta(milliseconds=1))
    while Worker().turn():
        pass
    assert not OutboxEntry.objects.waiting().exists()
    assert carry(clock.now()) == 0


def test_a_story_that_was_looked_up_before_its_moment_is_entered_again() -> None:
    now = clock.now()
    carry(now)
    ArticleFactory(embargo_until=now + timedelta(minutes=5))
    worker = Worker()
    while worker.turn():
        pass
    assert carry(now + timedelta(minutes=4)) == 0
    assert carry(now + timedelta(minutes=5)) == 1
    assert OutboxEntry.objects.waiting().filter(name__startswith="articles.article:").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite")
def test_what_time_changed_is_found_without_a_walk_through_the_archive() -> None:
    now = clock.now()
    with CaptureQueriesContext(connection) as asked:
        changed_between(now - timedelta(hours=1), now)
    stories = [each["sql"] for each in asked if 'FROM "articles_article"' in each["sql"]]
    assert len(stories) >= 5
    for sql in stories:
        with connection.cursor() as cursor:
            plan = [row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [line for line in plan if line.startswith("SCAN articles_article")], plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite")
def test_what_is_read_most_is_found_without_a_walk_through_the_archive() -> None:
    now = clock.now()
    rows = [ArticleFactory(published_at=now - timedelta(hours=1)) for _ in range(3)]
    Popularity.objects.bulk_create(
        Popularity(article=row, weight=weight) for row, weight in zip(rows, (2.0, 3.0, 1.0), strict=True)
    )
    with CaptureQueriesContext(connection) as asked:
        found = most_read("id", limit=2, exit_name="front", now=now)
    assert [row.pk for row in found] == [rows[1].pk, rows[0].pk]
    stories = [each["sql"] for each in asked if '"articles_article"' in each["sql"]]
    for sql in stories:
        with connection.cursor() as cursor:
            plan = [row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [
            line for line in plan if "article_of_edition" in line or line.startswith("SCAN articles_article")
        ]


def test_a_story_whose_prices_cannot_be_kept_goes_out_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = clock.now()
    carry(now)
    end = now + timedelta(minutes=5)
    stories = [ArticleFactory(embargo_until=end) for _ in range(2)]
    OutboxEntry.objects.all().delete()

    def refuse(article: Article, *, now: datetime) -> int:
        if article.pk == stories[0].pk:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO articles_quotedprice (article_id) VALUES (NULL)")
        return 0

    monkeypatch.setattr(passing, "quote_prices", refuse)
    assert carry(end) == 2
    names = set(OutboxEntry.objects.values_list("name", flat=True))
    assert {f"articles.article:{row.pk}" for row in stories} <= names


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_a_database_that_is_away_has_everything_carried_again(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    now = clock.now()
    carry(now)
    end = now + timedelta(minutes=5)
    article = ArticleFactory(embargo_until=end)
    OutboxEntry.objects.all().delete()

    def away(article: Article, *, now: datetime) -> int:
        raise trouble("away")

    with monkeypatch.context() as patched, pytest.raises(trouble):
        patched.setattr(passing, "quote_prices", away)
        carry(end)
    assert not OutboxEntry.objects.exists()
    assert carry(end) == 1
    assert OutboxEntry.objects.filter(name=f"articles.article:{article.pk}").exists()
