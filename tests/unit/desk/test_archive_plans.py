"""On an archive of a million stories the desk reads what it shows from indexes, never the archive."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tajuk.articles.models import Article, Derivation
from tajuk.common import clock
from tajuk.desk import alerts, queries
from tests.factories.newsroom import ArticleFactory, PictureFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the plan of an empty PostgreSQL table says nothing"
    ),
]
# Each holds no more than what is looked for, or than what it could be.
PARTIAL = (
    "article_drafts",
    "restriction_to_decide",
    "derived_from_wires",
    "derived_from_articles",
    "picture_changed",
)


def plans(act: Any) -> list[str]:
    """Return the steps by which the database answers what `act` asks."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    with connection.cursor() as cursor:
        steps = []
        for each in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {each['sql'].replace('%', '%%')}")
            steps += [str(row[3]) for row in cursor.fetchall()]
    assert steps
    return steps


def scanned(steps: list[str]) -> list[str]:
    """Return the steps that read all of a table, or all of an index that holds all of it."""
    scans = [step for step in steps if step.startswith("SCAN ")]
    return [
        step for step in scans if not step.endswith(PARTIAL) and not re.match(r"SCAN (sub|\(sub|CONST)", step)
    ]


def test_front_of_the_desk_reads_no_archive() -> None:
    assert not scanned(plans(lambda: queries.summaries(clock.now())))


@pytest.mark.parametrize("name", [*queries.URGENT, *queries.QUEUES])
def test_list_of_a_queue_reads_no_archive(name: str) -> None:
    def read() -> None:
        stories = queries.queue(name, clock.now()).order_by("-created_at", "-pk").defer("body")
        assert len(stories[:50]) == stories.count()

    assert not scanned(plans(read))


def test_list_of_a_section_is_read_in_its_order_and_counted_off_an_index() -> None:
    stories = Article.objects.filter(section=1, is_premium=True).order_by("-created_at", "-pk").defer("body")
    assert plans(lambda: (stories.count(), list(stories[:50]))) == [
        "SEARCH articles_article USING COVERING INDEX article_begun_in (section_id=?)",
        "SEARCH articles_article USING INDEX article_begun_in (section_id=?)",
        "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
    ]


def test_premium_stories_are_counted_off_an_index() -> None:
    counted = plans(Article.objects.filter(is_premium=True).count)
    assert counted == ["SCAN articles_article USING COVERING INDEX article_begun"]


def test_list_of_sources_that_moved_reads_no_archive() -> None:
    assert not scanned(plans(lambda: list(alerts.moved()[:100])))


def test_what_moved_for_one_story_is_read_off_its_edges() -> None:
    story = ArticleFactory.create(lead_picture=PictureFactory())
    steps = plans(lambda: list(Derivation.objects.filter(article=story).moved()))
    assert not [
        step for step in steps if "SCAN" in step and "SUBQUERY" not in step and "(subquery" not in step
    ]


def test_queue_is_counted_no_further_than_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    shown = []
    for _ in range(3):
        ArticleFactory(live=False, published_at=None)
        shown.append(next(each.shown for each in queries.summaries(clock.now()) if each.name == "drafts"))
    assert shown == ["1", "2", "2+"]
    assert Article.objects.count() == 3
