"""Presets are filled as items come in; rules are followed before anybody sees an item, and can be tried first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tajuk.wires.actions import receive, save_preset
from tajuk.wires.criteria import Facts, Said, fits
from tajuk.wires.models import Preset, PresetMatch, Rule, Source, WireItem
from tajuk.wires.queries import Wanted, wires_list
from tajuk.wires.trial import try_on_last_week
from tests.unit.wires.conftest import NOW, ninjs

FACTS = Facts(
    agency="kawat",
    source="kawat-desk",
    section="pasar",
    language="id",
    urgency=3,
    topics=frozenset({"medtop:04000000", "04000000", "ekonomi"}),
    instruments=frozenset({"BBCA"}),
    places=frozenset({"jakarta"}),
    said=Said("Bank Indonesia tahan suku bunga acuan"),
)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, True),
        ({"agencies": ["kawat"]}, True),
        ({"agencies": ["lain", "kawat"]}, True),
        ({"agencies": ["lain"]}, False),
        ({"languages": ["en"]}, False),
        ({"sections": ["pasar"]}, True),
        ({"most_urgency": 3}, True),
        ({"most_urgency": 2}, False),
        ({"only_corrections": True}, False),
        ({"topics": ["Ekonomi"]}, True),
        ({"topics": ["04000000"]}, True),
        ({"instruments": ["bbca"]}, True),
        ({"instruments": ["TLKM"]}, False),
        ({"places": ["Jakarta"]}, True),
        ({"words": ["suku bunga"]}, True),
        ({"words": ["bunga suku"]}, False),
        ({"words": ["rupiah", "menahan"]}, True),
        ({"without": ["suku bunga"]}, False),
        ({"words": ["suku bunga"], "without": ["saham"]}, True),
        ({"words": ["  "]}, False),
    ],
)
def test_every_filter_that_is_set_must_fit(chosen: dict[str, object], expected: bool) -> None:
    assert fits(Preset(name="x", **chosen), FACTS) is expected


def test_an_item_without_urgency_is_not_urgent() -> None:
    assert not fits(Preset(name="x", most_urgency=9), Facts(agency="a", source="b"))


def test_a_preset_holds_what_fits_as_it_comes_and_lets_go_of_what_no_longer_does(source: Source) -> None:
    preset = Preset(name="Rupiah", words=["rupiah"])
    save_preset(preset, now=NOW)
    receive(ninjs("urn:a:1"), source=source, now=NOW)
    receive(
        ninjs("urn:a:2", headline="Gempa", slugline="", body_text="Gempa di Ambon."), source=source, now=NOW
    )
    assert [item.guid for item in wires_list(Wanted(preset=preset.pk))] == ["urn:a:1"]
    update = ninjs("urn:a:1", version="2", headline="Dolar", slugline="", body_text="Dolar naik.")
    receive(update, source=source, now=NOW)
    assert not wires_list(Wanted(preset=preset.pk)).exists()


def test_a_new_preset_is_filled_with_the_last_seven_days(source: Source) -> None:
    receive(ninjs("urn:a:1"), source=source, now=NOW - timedelta(days=8))
    receive(ninjs("urn:a:2"), source=source, now=NOW - timedelta(days=6))
    assert save_preset(Preset(name="Rupiah", words=["rupiah"]), now=NOW) == 1
    assert PresetMatch.objects.get().item.guid == "urn:a:2"


def test_a_rule_sets_section_urgency_tags_hold_and_draft(source: Source) -> None:
    Rule.objects.create(
        name="Rupiah",
        enabled=True,
        words=["rupiah"],
        set_section="pasar",
        set_urgency=2,
        add_tags=["valas"],
        hold=True,
        take=True,
    )
    Rule.objects.create(name="Off", words=["rupiah"], set_section="lain")
    receive(ninjs("urn:a:1"), source=source, now=NOW)
    item = WireItem.objects.get()
    assert (item.section, item.urgency, item.tags, item.held_by, item.to_take) == (
        "pasar",
        2,
        ["valas"],
        "Rupiah",
        True,
    )


def test_a_later_rule_sees_what_an_earlier_one_set(source: Source) -> None:
    Rule.objects.create(name="b", position=2, enabled=True, most_urgency=1, add_tags=["kilat"])
    Rule.objects.create(name="a", position=1, enabled=True, words=["rupiah"], set_urgency=1)
    receive(ninjs("urn:a:1"), source=source, now=NOW)
    assert WireItem.objects.get().tags == ["kilat"]


def test_a_dry_run_changes_nothing(source: Source) -> None:
    receive(ninjs("urn:a:1"), source=source, now=NOW - timedelta(days=1))
    receive(ninjs("urn:a:2", headline="Gempa", slugline="", body_text="Gempa."), source=source, now=NOW)
    trial = try_on_last_week(Rule(name="x", words=["rupiah"], set_urgency=1), now=NOW)
    assert (trial.looked_at, trial.fitting, [each.item.guid for each in trial.newest]) == (2, 1, ["urn:a:1"])
    assert set(WireItem.objects.values_list("urgency", flat=True)) == {4}


@pytest.mark.django_db
def test_a_filter_for_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValidationError, match="lain"):
        Preset(name="x", agencies=["lain"]).full_clean()
    with pytest.raises(ValidationError):
        Rule(name="x").full_clean()


def test_a_preset_opens_by_one_index(source: Source, make_source: Callable[..., Source]) -> None:
    preset = Preset(name="Rupiah", words=["rupiah"])
    save_preset(preset, now=NOW)
    plan = wires_list(Wanted(preset=preset.pk))[:60].explain()
    assert "wires_match_moved" in plan
    assert "USE TEMP B-TREE" not in plan
