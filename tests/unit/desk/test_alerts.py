"""The desk's screens for what cannot wait: decisions, embargoes in words, rights, what is made from a story."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry

from tajuk.articles import actions
from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, ArticleRights, Restriction
from tajuk.clearance import check
from tajuk.clearance.exits import Shows
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.actions.arrange import arrange
from tajuk.desk.actions.resolve import Outcome, resolve
from tajuk.desk.actions.take import take
from tajuk.desk.actions.withdraw import clear, flag
from tajuk.wires.models import Agency
from tests.factories.newsroom import AgencyFactory, ArticleFactory, PictureFactory, UserFactory, paragraphs

pytestmark = pytest.mark.django_db
CHIEF = [
    "wagtailadmin.access_admin", "articles.add_article", "articles.change_article", "articles.publish_article",
    "articles.hold_article", "articles.kill_article",
]  # fmt: skip


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(UserFactory(permissions=CHIEF))
    return client


def test_killed_source_asks_for_a_decision_on_the_front_of_the_desk(chief: Client, sent: Any) -> None:
    story = take(sent(1), by=None, now=clock.now())
    story.body = paragraphs("Ditulis ulang.")
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    assert "desk-panel--decisions" not in chief.get("/desk/front/").content.decode(), (
        "an empty one takes no room"
    )
    sent(1, version="2", pubStatus="canceled")
    from tajuk.desk.actions.follow import follow

    follow(story.derivations.get(wire_version__isnull=False).wire_version.item.current, now=clock.now())
    assert "desk-panel--decisions" in chief.get("/desk/front/").content.decode()
    listed = chief.get(reverse("desk-alerts")).content.decode()
    assert reverse("desk-kill", args=[story.pk]) in listed
    assert reverse("desk-release", args=[story.pk]) in listed
    chief.post(reverse("desk-release", args=[story.pk]), {"reason": "kami punya sumber sendiri"})
    assert not queries.queue("decisions", clock.now()).exists()
    assert check(Article.objects.get(), "article", clock.now()).cleared


def test_end_of_an_embargo_in_words_is_proposed_and_confirmed(chief: Client, sent: Any) -> None:
    words = "EMBARGO sampai 20 Januari 2036 pukul 00.01 WIB"
    story = take(sent(1, body=f"<p>{words}</p><p>Isi.</p>", versionCreated="2036-01-19T10:00:00+00:00"),
                 by=None, now=clock.now())  # fmt: skip
    address = reverse("desk-embargo", args=[story.pk])
    page = chief.get(address)
    assert words in page.content.decode()
    assert page.context["form"].initial["until"].isoformat() == "2036-01-19T17:01:00+00:00"
    until = timezone.localtime(clock.now() + timedelta(hours=3))
    assert chief.post(address, {"until": f"{until:%Y-%m-%d %H:%M}", "reason": ""}).status_code == 422
    chief.post(address, {"until": f"{until:%Y-%m-%d %H:%M}", "reason": "telepon redaksi"})
    row = Restriction.objects.get(lifted_at=None)
    assert row.until is not None
    assert abs(row.until - until) < timedelta(minutes=1)
    assert ModelLogEntry.objects.filter(action="tajuk.confirm-embargo").exists()


def test_rights_of_one_story_are_arranged_with_a_note_and_taken_back(chief: Client) -> None:
    AgencyFactory(may_syndicate=False)
    story = ArticleFactory()
    story.agencies.add(Agency.objects.get())
    story.save()
    address = reverse("desk-rights", args=[story.pk])
    assert chief.get(address).status_code == 200
    assert chief.post(address, {"may_syndicate": "true", "note": ""}).status_code == 422
    assert chief.post(address, {"territories": "Indonesia", "note": "x"}).status_code == 422
    chief.post(address, {"may_syndicate": "true", "territories": "id", "note": "surat 12/3"})
    assert check(Article.objects.for_page().get(), "api", clock.now()).shows is Shows.TEXT
    assert ArticleRights.objects.get().territories == " ID "
    chief.post(address, {"note": "kembali ke kontrak"})
    assert not ArticleRights.objects.exists()
    assert check(Article.objects.for_page().get(), "api", clock.now()).shows is Shows.TEASER
    with pytest.raises(NotPossible):
        arrange(story, note=" ", by=None, now=clock.now())


def test_legal_block_keeps_in_until_it_is_lifted() -> None:
    story = ArticleFactory()
    flag(story, reason="gugatan", by=None, now=clock.now())
    assert not check(story, "article", clock.now()).cleared
    with pytest.raises(NotPossible):
        flag(story, reason="gugatan", by=None, now=clock.now())
    clear(story, reason="selesai", by=None, now=clock.now())
    assert check(Article.objects.get(), "article", clock.now()).cleared


def test_translation_is_made_from_a_story_and_refused_where_a_contract_forbids_it(chief: Client) -> None:
    Locale.objects.get_or_create(language_code="en")
    story = ArticleFactory()
    address = reverse("desk-derive", args=[story.pk])
    assert chief.get(address).status_code == 200
    chief.post(address, {"language": "en"})
    draft = Article.objects.get(locale__language_code="en")
    assert draft.translation_key == story.translation_key
    assert draft.derivations.get().made == "translated"
    other = ArticleFactory()
    other.agencies.add(AgencyFactory(may_translate=False))
    other.save()
    chief.post(reverse("desk-derive", args=[other.pk]), {"language": "en"})
    assert Article.objects.filter(locale__language_code="en").count() == 1
    assert chief.post(address, {"what": "quote", "source": "tidak ada"}).status_code == 422
    chief.post(address, {"what": "quote", "source": other.get_absolute_url()})
    assert story.derivations.get().source_article == other


def test_correction_and_new_text_of_a_story_reach_the_editors_of_what_was_made_from_it(chief: Client) -> None:
    Locale.objects.get_or_create(language_code="en")
    story = ArticleFactory()
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    chief.post(reverse("desk-derive", args=[story.pk]), {"language": "en"})
    edge = Article.objects.get(locale__language_code="en").derivations.get()
    assert not queries.queue("source-moved", clock.now()).exists()
    actions.correct(story, wrong="7%", right="17%", by=None, now=clock.now())
    story.body = paragraphs("Paragraf pertama yang baru.", "Paragraf kedua.", "Paragraf ketiga.")
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    page = chief.get(reverse("desk-moved", args=[edge.pk])).content.decode()
    assert "17%" in page
    assert "<ins>" in page
    resolve(edge, outcome=Outcome.NOT_RELEVANT, note="angka itu tidak dipakai", by=None, now=clock.now())
    assert not queries.queue("source-moved", clock.now()).exists()
    with pytest.raises(NotPossible):
        resolve(edge, outcome=Outcome.TAKEN_OVER, note="lagi", by=None, now=clock.now())


def test_publication_remembers_pictures_and_forgets_those_that_are_gone() -> None:
    picture = PictureFactory()
    story = ArticleFactory(lead_picture=picture)
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    edge = story.derivations.get()
    assert (edge.picture, edge.taken) == (picture, picture.words)
    picture.caption = "Keterangan yang dibetulkan."
    picture.save()
    assert list(queries.queue("source-moved", clock.now())) == [story]
    story = Article.objects.get()
    story.lead_picture = None
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    assert not story.derivations.exists()


def test_picture_is_withdrawn_at_the_desk(chief: Client) -> None:
    picture = PictureFactory()
    address = reverse("desk-picture", args=[picture.pk])
    assert chief.get(address).status_code == 200
    assert chief.post(address, {"reason": ""}).status_code == 422
    chief.post(address, {"reason": "direkayasa"})
    picture.refresh_from_db()
    assert picture.withdrawn_reason == "direkayasa"
