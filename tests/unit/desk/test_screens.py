"""The desk's screens: few queries however long the lists, and what they tell."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.actions.take import take
from tajuk.desk.actions.withdraw import hold
from tajuk.desk.unreadable import in_words
from tajuk.wires.actions import receive
from tajuk.wires.models import Quarantine, Source, WireItem
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
BROKEN = b'{"uri": "urn:uji:9", "headlines": [{"value": "<script>x()</script>"'
Sent = Callable[..., WireItem]


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what is looked up once and kept is not the list's
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["desk-wires", "desk-wires-results", "desk-front", "stories:list"])
def test_list_makes_as_many_queries_for_twenty_rows_as_for_one(name: str, writer: Client, sent: Sent) -> None:
    address = reverse(name)
    sent(0)
    ArticleFactory()
    ArticleFactory(held=True)
    ArticleFactory(draft=True)
    few = queries_of(writer, address)
    for number in range(1, 20):
        sent(number)
        ArticleFactory(held=number % 2)
        ArticleFactory(draft=True)
    assert queries_of(writer, address) == few


def test_wires_list_answers_nothing_new_with_nothing(writer: Client, sent: Sent) -> None:
    sent(1)
    address = reverse("desk-wires-results")
    tag = writer.get(address).headers["ETag"]
    again = writer.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    sent(2)
    assert writer.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_wires_list_is_narrowed_by_urgency_work_and_words(writer: Client, sent: Sent) -> None:
    sent(1, urgency=2, headline="Gempa di Palu")
    sent(2, urgency=5, headline="Harga cabai turun")

    def shown(query: str) -> list[str]:
        text = writer.get(f"{reverse('desk-wires')}?{query}").content.decode()
        return [word for word in ("Gempa di Palu", "Harga cabai turun") if word in text]

    assert shown("") == ["Gempa di Palu", "Harga cabai turun"]
    assert shown("urgency=3") == ["Gempa di Palu"]
    assert shown("q=cabai+turun") == ["Harga cabai turun"]
    assert shown("work=mine") == []


def test_older_wires_follow_after_the_last_row(
    writer: Client, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tajuk.desk.views.wires.ROWS", 2)
    for number in range(3):
        sent(number)
    first = writer.get(reverse("desk-wires"))
    older = writer.get(f"{reverse('desk-wires')}?{first.context['older']}")
    assert [row.item.guid for row in older.context["rows"]] == ["urn:uji:0"]
    assert "older" not in older.context


def test_wires_are_closed_to_who_may_not_watch(client: Client) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    for name in ("desk-wires", "desk-quarantine"):
        assert client.get(reverse(name)).status_code in {302, 403}


def test_wire_shows_what_its_agency_changed_word_by_word_and_nothing_runs(writer: Client, sent: Sent) -> None:
    item = sent(1, body="<p>Naik 17 persen.</p>")
    sent(1, version="2", body="<p>Naik 7 persen &lt;script&gt;x()&lt;/script&gt;.</p>")
    text = writer.get(reverse("desk-wire-changes", args=[item.pk])).content.decode()
    assert "<del>17</del><ins>7</ins>" in text
    assert "<script>x()" not in text


def test_taking_what_a_colleague_took_asks_first(writer: Client, sent: Sent) -> None:
    item = sent(1)
    take(item, by=UserFactory(permissions=["articles.add_article"]), now=clock.now())
    answer = writer.post(reverse("desk-take", args=[item.pk]), follow=True)
    quicker = gettext("%(who)s was quicker: take it once more if you want a draft of your own.")
    assert quicker.split("%(who)s")[1] in answer.content.decode()
    again = writer.post(reverse("desk-take", args=[item.pk]), {"again": "1"})
    assert "/stories/edit/" in again.headers["Location"]


def test_story_says_that_its_source_moved_until_somebody_says_it_has_it(writer: Client, sent: Sent) -> None:
    story = take(sent(1), by=None, now=clock.now())
    sent(1, version="2", body="<p>Isi baru.</p>")
    form = reverse("stories:edit", args=[story.pk])
    alert = reverse("desk-moved", args=[story.derivations.get().pk])
    assert alert in writer.get(form).content.decode()
    assert alert in writer.get(reverse("desk-alerts")).content.decode()
    assert list(queries.queue("source-moved", clock.now())) == [story]
    shown = writer.get(alert)
    assert "baru</ins>" in shown.content.decode()
    seen = shown.context["form"].initial["seen"]
    assert writer.post(alert, {"outcome": "taken-over", "note": "", "seen": seen}).status_code == 422
    writer.post(alert, {"outcome": "taken-over", "note": "angka diganti", "seen": seen})
    assert alert not in writer.get(form).content.decode()
    assert not queries.queue("source-moved", clock.now()).exists()
    assert ModelLogEntry.objects.get(action="tajuk.source").data["outcome"] == "taken-over"


def test_nobody_resolves_a_version_that_they_did_not_see(writer: Client, sent: Sent) -> None:
    story = take(sent(1), by=None, now=clock.now())
    sent(1, version="2", body="<p>Isi baru.</p>")
    alert = reverse("desk-moved", args=[story.derivations.get().pk])
    seen = writer.get(alert).context["form"].initial["seen"]
    sent(1, version="3", body="<p>Isi lebih baru.</p>")
    writer.post(alert, {"outcome": "not-relevant", "note": "tak penting", "seen": seen})
    assert list(queries.queue("source-moved", clock.now())) == [story]


def test_story_says_why_it_is_held_and_by_whom(writer: Client) -> None:
    story = ArticleFactory()
    story.save_revision()
    editor = UserFactory(username="maria", permissions=["articles.hold_article"])
    hold(story, reason="angka diperiksa", by=editor, now=clock.now())
    text = writer.get(reverse("stories:edit", args=[story.pk])).content.decode()
    assert "angka diperiksa" in text
    assert "maria" in text


def test_only_a_draft_that_was_never_out_can_be_deleted(client: Client) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "articles.delete_article"]))
    out, draft = ArticleFactory(), ArticleFactory(draft=True)
    for story in (out, draft):
        client.post(reverse("stories:delete", args=[story.pk]))
    assert type(out).objects.filter(pk=out.pk).exists()
    assert not type(out).objects.filter(pk=draft.pk).exists()


def test_unpublishing_is_a_hold(client: Client) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "articles.publish_article"]))
    story = ArticleFactory()
    answer = client.post(reverse("stories:unpublish", args=[story.pk]))
    assert answer.headers["Location"] == reverse("desk-hold", args=[story.pk])
    story.refresh_from_db()
    assert story.live


@pytest.fixture
def quarantined(source: Source) -> Quarantine:
    receive(BROKEN, source=source, name="rusak.json", now=clock.now())
    return Quarantine.objects.get()


def in_indonesian(quarantined: Quarantine) -> str:
    """Return why it is there, in the words of the desk."""
    with override("id"):
        said = in_words(quarantined.reason)
    assert said.startswith("bukan JSON: ")
    return said


def test_quarantined_file_is_seen_as_text_and_handed_out_as_bytes(
    writer: Client, quarantined: Quarantine
) -> None:
    page = writer.get(reverse("desk-quarantined", args=[quarantined.pk])).content.decode()
    assert in_indonesian(quarantined) in page
    assert "&lt;script&gt;x()" in page
    file = writer.get(reverse("desk-quarantined-file", args=[quarantined.pk]))
    assert file.content == BROKEN
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_quarantined_file_is_read_again_or_dealt_with(writer: Client, quarantined: Quarantine) -> None:
    again = writer.post(reverse("desk-quarantined-read", args=[quarantined.pk]), follow=True)
    assert in_indonesian(quarantined) in again.content.decode()
    writer.post(reverse("desk-quarantined-resolve", args=[quarantined.pk]))
    assert not Quarantine.objects.open().exists()


def test_scripts_hear_only_words_that_are_translated(writer: Client) -> None:
    answer = writer.get(reverse("desk-words"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.content.decode().startswith("window.django = { catalog: {")
