"""Presets and rules as editors and chiefs meet them in the desk."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.staff.models import User
from tajuk.wires.actions import announce_leftovers, receive, save_preset
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Preset, Rule, Source
from tests.factories.newsroom import AgencyFactory, SectionFactory, UserFactory


@pytest.fixture
def chief(client: Client, db: None) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def arrive(uri: str = "urn:1", headline: str = "Rupiah menguat", **given: object) -> None:
    agency = AgencyFactory(slug="kawat")
    source, _ = Source.objects.get_or_create(
        slug="kawat", defaults={"name": "Kawat", "agency": agency, "kind": SourceKind.COMMAND}
    )
    story = {"uri": uri, "version": "1", "type": "text", "language": "id", "headline": headline, "urgency": 2}
    receive(json.dumps(story | given).encode(), source=source, now=clock.now())


def test_a_preset_is_made_in_a_form_and_narrows_the_list(chief: Client) -> None:
    arrive()
    arrive("urn:2", "Gempa di Ambon")
    made = chief.post(
        reverse("wagtailsnippets_wires_preset:add"),
        {"name": "Rupiah", "position": "1", "words": "rupiah, suku bunga", "sound": "on", "notice": "on"},
    )
    assert made.status_code == 302, made.content.decode()[-3000:]
    preset = Preset.objects.get()
    assert preset.words == ["rupiah", "suku bunga"]
    page = chief.get(reverse("desk-wires"), {"preset": preset.pk}).content.decode()
    assert page.count("data-desk-row=") == 1
    assert "data-desk-heard" in page
    assert "data-desk-noticed" in page


def test_a_preset_of_somebody_else_narrows_to_nothing(chief: Client) -> None:
    arrive()
    preset = Preset(name="Own", owner=User.objects.create_user("other"), words=["rupiah"])
    save_preset(preset, now=clock.now())
    page = chief.get(reverse("desk-wires"), {"preset": preset.pk}).content.decode()
    assert "data-desk-row=" not in page
    assert chief.get(reverse("desk-wires"), {"preset": "x"}).status_code == 200


def test_a_rule_is_made_tried_and_switched_on(chief: Client) -> None:
    arrive()
    chief.post(
        reverse("wagtailsnippets_wires_rule:add"),
        {"name": "Rupiah", "position": "1", "words": "rupiah", "set_urgency": "1", "add_tags": "valas"},
    )
    rule = Rule.objects.get()
    assert not rule.enabled
    edit = chief.get(reverse("wagtailsnippets_wires_rule:edit", args=[rule.pk])).content.decode()
    address = reverse("desk-rule-try", args=[rule.pk])
    assert address in edit
    assert "Rupiah menguat" in chief.get(address).content.decode()


def test_what_is_taken_automatically_is_one_draft_held_where_a_rule_says_so(db: None) -> None:
    SectionFactory(slug="pasar")
    Rule.objects.create(
        name="Rupiah", enabled=True, words=["rupiah"], take=True, hold=True, set_section="pasar"
    )
    arrive()
    announce_leftovers(now=clock.now(), after=timedelta(seconds=-5))
    article = Article.objects.get()
    assert (article.section.slug, article.live) == ("pasar", False)
    assert [row.kind for row in article.restrictions.all()] == [RestrictionKind.HOLD]
    arrive(version="2", headline="Rupiah menguat lagi")
    announce_leftovers(now=clock.now(), after=timedelta(seconds=-5))
    assert Article.objects.count() == 1
