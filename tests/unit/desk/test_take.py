"""From a wire item to a draft, and what its agency says of it afterwards."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tajuk.articles.actions import NotPossible, publish
from tajuk.articles.body import body_of
from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Shows
from tajuk.clearance.gate import check
from tajuk.clearance.policies import Policy
from tajuk.common import clock
from tajuk.desk.actions.take import take
from tajuk.desk.copy import place_of
from tajuk.wires.actions import receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source, WireItem
from tajuk.wires.story import Story
from tests.factories.newsroom import AgencyFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db
EXIT = "test-take"


@pytest.fixture(autouse=True)
def newsroom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exits._registry, EXIT, Exit(EXIT, Shows.TEXT, lambda article: []))
    SectionFactory(slug="makro")
    SectionFactory(slug="energi")
    Source.objects.create(
        slug="kawat", name="Kawat", agency=AgencyFactory(), kind=SourceKind.COMMAND, default_section="energi"
    )


def ninjs(**changes: Any) -> bytes:
    item = {
        "uri": "urn:kawat:1",
        "version": "1",
        "type": "text",
        "language": "id",
        "pubStatus": "usable",
        "versionCreated": "2024-01-19T10:00:00+00:00",
        "urgency": 3,
        "headlines": [{"value": "Harga minyak naik 2%"}],
        "slugline": "MINYAK/HARGA",
        "edNote": "Jangan dipakai sebelum dicek.",
        "usageTerms": "Hanya untuk Indonesia.",
        "located": "Singapura",
        "bodies": [
            {
                "contentType": "text/html",
                "value": "<p>Alinea satu.</p><p>Alinea <b>dua</b>.</p><script>x()</script>",
            }
        ],
    }
    return json.dumps(item | changes).encode()


def file(**changes: Any) -> WireItem:
    receive(ninjs(**changes), source=Source.objects.get(), name="a.json", now=clock.now())
    return WireItem.objects.for_list().get()


def test_taken_item_becomes_a_draft_with_everything_the_wire_said() -> None:
    user = UserFactory(permissions=["articles.add_article"])
    item = file()
    article = take(item, by=user, now=clock.now())
    assert (article.headline, article.slugline, article.dateline) == (
        "Harga minyak naik 2%",
        "MINYAK/HARGA",
        "SINGAPURA",
    )
    assert article.section.slug == "energi"
    assert not article.live
    assert [agency.name for agency in article.agencies.all()] == ["Kawat Nusantara"]
    assert "Jangan dipakai" in article.editors_note
    assert "Hanya untuk Indonesia." in article.usage_terms
    assert list(body_of(article).paragraphs()) == [
        "<p>Alinea satu.</p>",
        "<p>Alinea <strong>dua</strong>.</p>",
    ]
    assert article.derivations.get().wire_version == item.current
    item.refresh_from_db()
    assert item.taken_by == user


def test_take_needs_the_permission_to_write() -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        take(file(), by=UserFactory(), now=clock.now())


def test_cancelled_item_cannot_be_taken() -> None:
    with pytest.raises(NotPossible):
        take(file(pubStatus="canceled"), by=None, now=clock.now())


def test_wire_embargo_stays_on_the_article_whatever_the_form_says() -> None:
    until = clock.now() + timedelta(hours=3)
    article = take(file(embargoedUntil=until.isoformat()), by=None, now=clock.now())
    article.embargo_until = None
    article.save()
    article.save_revision()
    published = publish(article, by=None, now=clock.now())
    verdict = check(published, EXIT, clock.now())
    assert verdict.because(Policy.EMBARGO)
    assert check(published, EXIT, until + timedelta(seconds=1)).cleared


def published_from_wire() -> Article:
    return publish(take(file(), by=None, now=clock.now()), by=None, now=clock.now())


def say(version: str, status: str, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receive(
            ninjs(version=version, pubStatus=status, versionCreated=f"2024-01-19T1{version}:00:00+00:00"),
            source=Source.objects.get(), name="b.json", now=clock.now(),
        )  # fmt: skip


def test_wire_hold_holds_what_was_made_of_it_and_its_release_brings_it_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    article = published_from_wire()
    assert check(article, EXIT, clock.now()).cleared
    say("2", "withheld", django_capture_on_commit_callbacks)
    assert check(Article.objects.get(), EXIT, clock.now()).because(Policy.HOLD)
    say("3", "usable", django_capture_on_commit_callbacks)
    assert check(Article.objects.get(), EXIT, clock.now()).cleared


def test_wire_kill_withdraws_what_was_made_of_it_and_wins_over_later_versions(
    django_capture_on_commit_callbacks: Any,
) -> None:
    published_from_wire()
    say("2", "canceled", django_capture_on_commit_callbacks)
    say("3", "usable", django_capture_on_commit_callbacks)
    assert check(Article.objects.get(), EXIT, clock.now()).because(Policy.KILL)


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("SEOUL, Jan 19 (Meridian) -", "SEOUL"),
        ("CONTOH - SEOUL.", "CONTOH"),
        ("Jakarta", "Jakarta"),
        ("", ""),
    ],
)
def test_place_of_a_dateline_is_without_date_and_agency(dateline: str, place: str) -> None:
    assert place_of(Story(guid="x", format="test", dateline=dateline)) == place
