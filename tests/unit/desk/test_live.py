"""Covering a story live at the desk: permissions, refusals, the audit log, one screen."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, LiveCoverage, LivePost
from tajuk.common import clock
from tajuk.desk.actions import cover
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Article:
    article = ArticleFactory()
    cover.open_coverage(article, by=None, now=clock.now())
    return article


def test_posting_needs_an_open_coverage(blog: Article) -> None:
    with pytest.raises(NotPossible):
        cover.post(ArticleFactory(), text="x", by=None, now=clock.now())
    cover.close_coverage(blog, by=None, now=clock.now())
    with pytest.raises(NotPossible):
        cover.post(blog, text="x", by=None, now=clock.now())
    cover.open_coverage(blog, by=None, now=clock.now())
    assert LiveCoverage.objects.get().closed_at is None
    assert cover.post(blog, text="x", by=None, now=clock.now()).pk


def test_killed_story_is_not_covered() -> None:
    with pytest.raises(NotPossible):
        cover.open_coverage(ArticleFactory(killed=True), by=None, now=clock.now())


def test_what_says_nothing_is_refused_and_a_withdrawn_post_stays_so(blog: Article) -> None:
    now = clock.now()
    with pytest.raises(NotPossible):
        cover.post(blog, text="  \n ", by=None, now=now)
    with pytest.raises(NotPossible):
        cover.post(blog, text="Tanpa judul.", is_key=True, by=None, now=now)
    row = cover.post(blog, text="Satu.", by=None, now=now)
    with pytest.raises(NotPossible):
        cover.correct_post(row, text="Dua.", wrong=" ", by=None, now=now)
    with pytest.raises(NotPossible):
        cover.withdraw_post(row, reason=" ", by=None, now=now)
    key = cover.post(blog, headline="Judul", text="Kunci.", is_key=True, by=None, now=now)
    with pytest.raises(NotPossible):
        cover.correct_post(key, text="Dua.", wrong="Satu.", headline=" ", by=None, now=now)
    cover.withdraw_post(row, reason="keliru", by=None, now=now)
    for again in (
        lambda: cover.withdraw_post(row, reason="keliru", by=None, now=now),
        lambda: cover.correct_post(row, text="Dua.", wrong="Satu.", by=None, now=now),
        lambda: cover.pin(row, True, by=None, now=now),
    ):
        with pytest.raises(NotPossible):
            again()


def test_verbs_need_their_permissions(blog: Article) -> None:
    now = clock.now()
    poster: Any = UserFactory(permissions=["articles.publish_article"])
    with pytest.raises(PermissionDenied):
        cover.post(blog, text="x", by=UserFactory(), now=now)
    row = cover.post(blog, text="x", by=poster, now=now)
    with pytest.raises(PermissionDenied):
        cover.withdraw_post(row, reason="x", by=poster, now=now)
    with pytest.raises(PermissionDenied):
        cover.correct_post(row, text="y", wrong="x", by=poster, now=now)


def test_verbs_are_in_the_audit_log(blog: Article) -> None:
    row = cover.post(blog, headline="Judul", text="Satu.", by=None, now=clock.now())
    cover.correct_post(row, text="Dua.", wrong="Satu", by=None, now=clock.now())
    cover.withdraw_post(row, reason="keliru", by=None, now=clock.now())
    told = list(
        ModelLogEntry.objects.filter(action__startswith="tajuk.live").values_list("action", flat=True)
    )
    assert sorted(told) == ["tajuk.live-correct", "tajuk.live-open", "tajuk.live-post", "tajuk.live-withdraw"]
    assert "Satu." in ModelLogEntry.objects.get(action="tajuk.live-correct").data["reason"]


def test_one_screen_posts_pins_corrects_and_withdraws(admin_client: Client) -> None:
    story = ArticleFactory()
    address = reverse("desk-live", args=[story.pk])

    def do(verb: str, **said: Any) -> int:
        return admin_client.post(address, {"do": verb, **said}).status_code

    assert admin_client.get(address).status_code == 200
    assert do("open") == 302
    assert do("post", **{"new-text": "Satu.", "new-headline": "Judul"}) == 302
    row = LivePost.objects.get()
    assert do("pin", post=row.pk) == 302
    mended = {"text": "Dua.", "wrong": "Satu", "headline": "Judul"}
    assert (
        do("correct", post=row.pk, **{f"mend-{row.pk}-{name}": said for name, said in mended.items()}) == 302
    )
    row.refresh_from_db()
    assert (row.is_key, row.text, row.wrong) == (True, "Dua.", "Satu")
    page = admin_client.get(address).content.decode()
    assert "Dua." in page and 'value="withdraw"' in page
    assert do("withdraw", post=row.pk, **{f"withdraw-{row.pk}-reason": "keliru"}) == 302
    assert do("close") == 302
    assert LivePost.objects.standing().count() == 0
    assert "keliru" in admin_client.get(address).content.decode()


def test_what_was_written_is_kept_where_it_is_refused(admin_client: Client) -> None:
    story = ArticleFactory()
    address = reverse("desk-live", args=[story.pk])
    cover.open_coverage(story, by=None, now=clock.now())
    answer = admin_client.post(
        address, {"do": "post", "new-text": "Panjang dan penting.", "new-is_key": "on"}
    )
    assert answer.status_code == 422
    assert "Panjang dan penting." in answer.content.decode()
    assert admin_client.post(address, {"do": "nichts"}).status_code == 400
    assert admin_client.post(address, {"do": "pin", "post": "x"}).status_code == 404


def test_the_screen_is_for_those_who_publish(client: Client) -> None:
    story = ArticleFactory()
    client.force_login(UserFactory(permissions=["articles.change_article", "wagtailadmin.access_admin"]))
    assert client.get(reverse("desk-live", args=[story.pk])).status_code in {302, 403}
