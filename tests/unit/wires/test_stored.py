"""The made wires that intake is measured on: rows as the newsroom itself would have kept them."""

from datetime import timedelta

import pytest

from tajuk.bench import wires_stored
from tajuk.wires.actions import forget_terms, receive, save_preset
from tajuk.wires.clusters.tables import RECENT
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Cluster, ClusterTerm, ItemShingle, Preset, Source, WireItem, WireVersion
from tajuk.wires.queries import Wanted, wires_list
from tests.unit.wires.conftest import NOW

ITEMS, FRESH = 60, 24


@pytest.fixture
def preset(source: Source) -> Preset:
    """Return a preset that sixty stored wires were put into, as far as they are recent."""
    preset = Preset(name="Indonesian", languages=["id"], most_urgency=4)
    save_preset(preset, now=NOW)
    told: list[tuple[int, int]] = []
    made = wires_stored.fill(
        source, preset, items=ITEMS, recent=FRESH, now=NOW, told=lambda *each: told.append(each)
    )
    assert made == ITEMS
    assert told == [(ITEMS, ITEMS)]
    return preset


def test_stored_wires_stand_in_the_list_and_can_be_read(preset: Preset) -> None:
    rows = list(wires_list())
    assert len(rows) == ITEMS
    assert all(row.received_at <= NOW for row in rows)
    assert all(version.as_story().headline == version.headline for version in WireVersion.objects.all())
    assert wires_list(Wanted(preset=preset.pk)).count() == FRESH


def test_only_recent_wires_have_terms_and_runs_of_words(preset: Preset) -> None:
    recent = set(WireItem.objects.filter(received_at__gte=NOW - RECENT).values_list("pk", flat=True))
    assert len(recent) == FRESH
    assert set(ItemShingle.objects.values_list("item", flat=True)) == recent
    assert Cluster.objects.filter(terms__isnull=False).distinct().count() == FRESH // wires_stored.AN_EVENT
    assert forget_terms(now=NOW + timedelta(days=4)) > 0
    assert not ClusterTerm.objects.exists()


def test_filling_goes_on_where_it_stopped(source: Source, preset: Preset) -> None:
    assert (
        wires_stored.fill(source, preset, items=ITEMS, recent=FRESH, now=NOW, told=lambda done, whole: None)
        == 0
    )


def test_a_wire_that_comes_in_joins_its_event_among_the_stored(source: Source, preset: Preset) -> None:
    writer = wires_stored.Writer()
    number = ITEMS - 1
    data = wires_stored.document(writer.wire(number, paragraphs=2), "urn:x-contoh:1")
    assert receive(data, source=source, now=NOW).outcome is Outcome.ACCEPTED
    stored = WireItem.objects.get(guid=f"urn:x-made:{number}")
    assert WireItem.objects.get(guid="urn:x-contoh:1").cluster_id == stored.cluster_id


def test_made_wires_are_the_same_every_time() -> None:
    one, two = (wires_stored.Writer().wire(7, paragraphs=3) for _ in range(2))
    assert one == two
    assert len(one.paragraphs) == 3
