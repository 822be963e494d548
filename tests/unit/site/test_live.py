"""A live blog: posts newest first, key points, corrections and withdrawals, at every address that shows them."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tajuk.articles.models import Article, LivePost, Restriction
from tajuk.common import clock
from tajuk.desk.actions import cover
from tajuk.press.models import OutboxEntry
from tajuk.press.render import render
from tests.factories.newsroom import ArticleFactory, paragraphs

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Article:
    article = ArticleFactory(headline="Sidang diliput langsung", body=paragraphs("Pengantar liputan."))
    now = clock.now() - timedelta(minutes=30)
    cover.open_coverage(article, by=None, now=now)
    for number in range(1, 4):
        cover.post(
            article, headline=f"Butir {number}", text=f"Kabar nomor {number}.\n\nAlinea kedua.", by=None,
            now=now + timedelta(minutes=number), is_key=number == 2,
        )  # fmt: skip
    return article


def read(address: str) -> str:
    return Client().get(address).content.decode()


def addresses(article: Article) -> list[str]:
    """Return where the posts stand."""
    own = article.get_absolute_url()
    return [own, f"/lite{own}", f"/_/live/story-{article.pk}", f"/_/saved/story-{article.pk}"]


def document(article: Article) -> dict[str, object]:
    found = re.search(
        r'<script type="application/ld\+json">(\{.*?LiveBlogPosting.*?\})</script>',
        read(article.get_absolute_url()),
    )
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


def test_posts_stand_newest_first_at_each_address(blog):
    for address in addresses(blog):
        copy = read(address)
        places = [copy.index(f"Kabar nomor {number}.") for number in (3, 2, 1)]
        assert places == sorted(places), address
        assert "Alinea kedua." in copy


def test_machines_get_the_posts_with_the_text(blog, settings):
    settings.TAJUK_FEED_FULL_TEXT = True
    for address in ("/rss.xml", "/atom.xml", "/feed.json", f"/api/v1/articles/{blog.pk}"):
        copy = read(address)
        places = [copy.index(f"Kabar nomor {number}.") for number in (3, 2, 1)]
        assert places == sorted(places), address
    row = LivePost.objects.get(headline="Butir 2")
    cover.withdraw_post(row, reason="x", by=None, now=clock.now())
    assert "Kabar nomor 2." not in read("/rss.xml")


def test_key_points_lead_to_their_posts(blog):
    row = LivePost.objects.get(headline="Butir 2")
    assert f'<li><a href="#post-{row.pk}">Butir 2</a></li>' in read(blog.get_absolute_url())
    cover.pin(row, False, by=None, now=clock.now())
    assert "live__keys" not in read(blog.get_absolute_url())


def test_correction_of_a_post_is_told_with_it(blog):
    row = LivePost.objects.get(headline="Butir 1")
    cover.correct_post(row, text="Kabar yang benar.", wrong="angka 6,3%", by=None, now=clock.now())
    for address in addresses(blog):
        copy = read(address)
        assert "Kabar yang benar." in copy and "angka 6,3%" in copy and "Kabar nomor 1." not in copy, address


def test_withdrawn_post_is_nowhere_and_its_plates_go_with_the_verb(blog, django_capture_on_commit_callbacks):
    row = LivePost.objects.get(headline="Butir 3")
    OutboxEntry.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        cover.withdraw_post(row, reason="belum pasti", by=None, now=clock.now())
    for address in addresses(blog):
        assert "Kabar nomor 3." not in read(address), address
        assert "belum pasti" not in read(address)
    names = dict(OutboxEntry.objects.values_list("name", "priority"))
    assert f"articles.livepost:{row.pk}" in names
    assert LivePost.objects.get(pk=row.pk).withdrawn_reason == "belum pasti"


def test_post_is_news_to_the_pages_of_its_story_and_to_no_list(blog):
    OutboxEntry.objects.all().delete()
    row = cover.post(blog, text="Baru saja.", by=None, now=clock.now())
    told = set(OutboxEntry.objects.values_list("name", flat=True))
    assert told == {f"articles.livepost:{row.pk}", f"list:live:{blog.pk}"}
    for address in addresses(blog):
        assert f"list:live:{blog.pk}" in render(address).keys, address
    for address in ("/", "/terbaru/", "/_/fragments/latest"):
        assert f"list:live:{blog.pk}" not in render(address).keys, address


@pytest.mark.parametrize(("kind", "status"), [("hold", 404), ("kill", 410)])
def test_posts_of_a_story_that_is_kept_in_are_nowhere(blog, kind, status):
    Restriction.objects.create(article=blog, kind=kind, reason="x", since=clock.now())
    for address in addresses(blog):
        answer = Client().get(address)
        assert answer.status_code == status, address
        assert "Kabar nomor" not in answer.content.decode()


def test_posts_of_a_premium_story_are_for_subscribers(blog):
    Article.objects.filter(pk=blog.pk).update(is_premium=True)
    for address in addresses(blog):
        assert "Kabar nomor" not in read(address) and "Butir 2" not in read(address), address


def test_machines_are_told_of_a_live_blog(blog):
    told = document(blog)
    assert told["@type"] == "LiveBlogPosting"
    updates = told["liveBlogUpdate"]
    assert isinstance(updates, list)
    assert [each["headline"] for each in updates] == ["Butir 3", "Butir 2", "Butir 1"]
    assert updates[0]["articleBody"] == "Kabar nomor 3.\n\nAlinea kedua."
    assert "coverageEndTime" not in told
    cover.close_coverage(blog, by=None, now=clock.now())
    assert "coverageEndTime" in document(blog)


def test_a_closed_blog_tells_open_pages_to_stop(blog):
    address = f"/_/live/story-{blog.pk}"
    assert "data-open" in read(address)
    cover.close_coverage(blog, by=None, now=clock.now())
    assert "data-open" not in read(address)


def test_hostile_posts_stay_text(blog):
    cover.post(
        blog, headline="</script><b>", text="<img src=x onerror=alert(1)>\u202e", by=None, now=clock.now()
    )
    copy = read(blog.get_absolute_url())
    assert "<img src=x" not in copy and "\u202e" not in copy
    assert document(blog)["@type"] == "LiveBlogPosting"


def test_page_of_many_posts_takes_the_same_queries(blog):
    # The first reading fills what the process remembers between pages.
    read(blog.get_absolute_url())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            read(blog.get_absolute_url())
        counts.append(len(found))
        for number in range(20):
            cover.post(blog, text=f"Lagi {number}.", by=None, now=clock.now())
    assert counts[0] == counts[1]
