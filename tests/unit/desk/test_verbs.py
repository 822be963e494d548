"""Hold, release, kill, reinstate, correct: each asks for a reason and a permission, and refuses to repeat itself."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from tajuk.articles.actions import NotPossible
from tajuk.articles.body import body_of
from tajuk.articles.models import Article, Restriction
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.actions.correct import correct
from tajuk.desk.actions.related import read_also
from tajuk.desk.actions.withdraw import hold, kill, reinstate, release
from tajuk.desk.roles import ensure_roles
from tests.factories.newsroom import ArticleFactory, UserFactory, paragraphs

pytestmark = pytest.mark.django_db


def test_verbs_need_a_reason() -> None:
    article = ArticleFactory()
    for verb in (hold, kill):
        with pytest.raises(NotPossible, match="alasan"):
            verb(article, reason="  ", by=None, now=clock.now())


def test_verb_on_a_story_in_that_state_says_so_and_changes_nothing() -> None:
    article = ArticleFactory()
    kill(article, reason="keliru", by=None, now=clock.now())
    with pytest.raises(NotPossible, match="sudah"):
        kill(article, reason="keliru lagi", by=None, now=clock.now())
    with pytest.raises(NotPossible, match="tidak sedang"):
        release(article, reason="aman", by=None, now=clock.now())
    assert Restriction.objects.get().reason == "keliru"


def test_release_and_reinstate_lift_and_keep_the_history() -> None:
    article = ArticleFactory()
    hold(article, reason="cek", by=None, now=clock.now())
    release(article, reason="sudah dicek", by=None, now=clock.now())
    kill(article, reason="keliru", by=None, now=clock.now())
    reinstate(article, reason="ternyata benar", by=None, now=clock.now())
    assert not Restriction.objects.in_force(clock.now()).exists()
    assert Restriction.objects.count() == 2


@pytest.mark.parametrize("verb", [hold, kill])
def test_verbs_need_their_permission(verb: Any) -> None:
    with pytest.raises(PermissionDenied):
        verb(ArticleFactory(), reason="x", by=UserFactory(), now=clock.now())


def test_verb_is_in_the_audit_log_with_its_reason() -> None:
    hold(ArticleFactory(), reason="cek angka", by=None, now=clock.now())
    entry = ModelLogEntry.objects.get(action="tajuk.hold")
    assert entry.data["reason"] == "cek angka"


def test_correction_says_both_and_only_of_what_was_out() -> None:
    with pytest.raises(NotPossible):
        correct(ArticleFactory(), wrong="6,3%", right="", by=None, now=clock.now())
    with pytest.raises(NotPossible, match="belum terbit"):
        correct(ArticleFactory(draft=True), wrong="6,3%", right="3,6%", by=None, now=clock.now())
    assert correct(ArticleFactory(), wrong="6,3%", right="3,6%", by=None, now=clock.now()).right == "3,6%"


def test_read_also_links_are_spread_over_the_paragraphs_and_never_doubled() -> None:
    article = ArticleFactory(body=paragraphs(*"abcdefg"))
    article.save_revision()
    others = ArticleFactory.create_batch(2)
    draft = read_also(article, others, by=None, now=clock.now())
    kinds = [block.kind for block in body_of(draft).blocks]
    assert kinds == ["paragraph"] * 2 + ["read_also"] + ["paragraph"] * 3 + ["read_also"] + ["paragraph"] * 2
    again = read_also(Article.objects.get(pk=article.pk), others, by=None, now=clock.now())
    assert len(body_of(again).blocks) == len(kinds)


def test_queues_hold_each_story_where_its_state_says() -> None:
    now = clock.now()
    draft, embargoed, killed = (
        ArticleFactory(draft=True),
        ArticleFactory(embargoed=True),
        ArticleFactory(killed=True),
    )
    assert list(queries.queue("drafts", now)) == [draft]
    assert list(queries.queue("scheduled", now)) == [embargoed]
    assert list(queries.queue("withdrawn", now)) == [killed]
    assert killed in queries.queue("published-today", now)


def test_kill_by_the_desk_asks_for_the_reason_and_says_what_it_did() -> None:
    article = ArticleFactory()
    client = Client()
    client.force_login(UserFactory(permissions=["articles.kill_article", "wagtailadmin.access_admin"]))
    address = reverse("desk-kill", args=[article.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "keliru"}).status_code == 302
    assert Restriction.objects.get(article=article).kind == "kill"


def test_desk_screens_are_closed_to_strangers() -> None:
    article = ArticleFactory()
    client = Client()
    for name in ("desk-kill", "desk-hold", "desk-correct", "desk-related"):
        assert client.get(reverse(name, args=[article.pk])).status_code == 302
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    for name in ("desk-kill", "desk-hold", "desk-correct", "desk-related"):
        assert client.get(reverse(name, args=[article.pk])).status_code in {302, 403}
    assert not Restriction.objects.exists()


def test_roles_wait_for_the_trees_that_their_rights_hang_on() -> None:
    Group.objects.all().delete()
    Page.objects.all().delete()
    ensure_roles()
    assert not Group.objects.exists()
