"""Long lists are cut into pages by ids, and read off indexes in each order that they are offered in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.paging import LongPaginator
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def pages_of(total: int, size: int) -> list[list[int]]:
    rows = Article.objects.all()
    paginator = LongPaginator(rows.order_by("-created_at", "-pk"), size, total=total, rows=rows)
    return [[row.pk for row in paginator.page(number)] for number in paginator.page_range]


@pytest.mark.parametrize(("total", "size"), [(0, 3), (1, 3), (3, 3), (7, 3), (8, 4), (9, 2)])
def test_each_story_stands_on_one_page_in_the_order_of_the_list(total: int, size: int) -> None:
    moment = clock.now()
    for number in range(total):
        ArticleFactory.create(created_at=moment - timedelta(seconds=number // 2))  # two of one moment
    wanted = list(Article.objects.order_by("-created_at", "-pk").values_list("pk", flat=True))
    pages = pages_of(total, size)
    assert [pk for page in pages for pk in page] == wanted
    assert all(len(page) == size for page in pages[:-1])


def test_last_page_skips_no_row_from_the_front() -> None:
    ArticleFactory.create_batch(9)
    with CaptureQueriesContext(connection) as seen:
        pages_of(9, 2)
    skipped = [int(each["sql"].rpartition("OFFSET ")[2]) for each in seen if "OFFSET" in each["sql"]]
    assert skipped and max(skipped) <= 4


@pytest.mark.parametrize("order", ["created_at", "-created_at", "published_at", "-published_at"])
def test_list_of_stories_is_read_in_each_order_off_an_index(order: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of an empty PostgreSQL table says nothing")
    last = "-pk" if order.startswith("-") else "pk"
    sql, values = Article.objects.order_by(order, last).values("pk")[:50].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [row[3] for row in cursor.fetchall()]
    assert len(steps) == 1 and "USING COVERING INDEX article_" in steps[0]


def test_list_of_stories_offers_moments_as_orders_and_nothing_that_sorts_the_archive(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    early = ArticleFactory.create(published_at=clock.now() - timedelta(days=2), headline="Zebra melintas")
    late = ArticleFactory.create(published_at=clock.now() - timedelta(days=1), headline="Angsa terbang")

    def listed(order: str) -> list[int]:
        answer = client.get(reverse("stories:list"), {"ordering": order})
        assert answer.status_code == 200
        return [row.pk for row in answer.context["object_list"]]

    assert listed("published_at") == [early.pk, late.pk]
    assert listed("-published_at") == [late.pk, early.pk]
    assert listed("headline") == listed("section") == listed("-created_at")


def test_administrators_list_makes_as_many_queries_for_many_stories_as_for_one(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    ArticleFactory.create()
    address = reverse("stories:list")
    counts = []
    for number in (0, 10):
        ArticleFactory.create_batch(number)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_rows_of_the_list_offer_the_newsrooms_verbs(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    story = ArticleFactory.create()
    page = client.get(reverse("stories:list")).content.decode()
    assert reverse("desk-hold", args=[story.pk]) in page
    assert reverse("desk-derive", args=[story.pk]) in page
    assert "simple_translation" not in page and "/translation/submit" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"q": "ang"}, 2), ({"q": "angsa terbang"}, 1), ({"q": "..."}, 0), ({"q": "angsa"}, 2)],
)
def test_stories_with_words_are_counted_whether_narrowed_or_not(
    client: Client, asked: dict[str, str], found: int
) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    story = ArticleFactory.create(headline="Angsa terbang")
    ArticleFactory.create(headline="Angsa berenang")
    ArticleFactory.create(headline="Zebra melintas")
    address = reverse("stories:list")
    assert client.get(address, asked).context["paginator"].count == found
    narrowed = client.get(address, asked | {"section": str(story.section_id)}).context
    assert narrowed["paginator"].count == len(narrowed["object_list"]) <= found
