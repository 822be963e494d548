"""Row 13 of the fault list: in whatever order copy comes, the same state; a kill is for ever."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from tajuk.wires.actions import (
    announce_leftovers,
    receive,
)
from tajuk.wires.enums import Change, Outcome
from tajuk.wires.models import Agency, Delivery, Payload, Source, WireItem, WireVersion
from tajuk.wires.signals import version_received
from tajuk.wires.story import Story
from tests.unit.wires.conftest import NOW, ninjs

CAPTURE = DjangoCaptureOnCommitCallbacks


def test_raw_bytes_are_kept_with_digest_and_time_before_anything_is_read(
    source: Source, payload_store: Path
) -> None:
    data = ninjs()
    receipt = receive(data, source=source, name="a.json", media_type="application/json", now=NOW)
    payload = Payload.objects.get()
    assert (receipt.outcome, payload.size, payload.received_at, payload.name) == (
        "accepted",
        len(data),
        NOW,
        "a.json",
    )
    assert payload.content() == data
    assert [path.name for path in payload_store.rglob("*") if path.is_file()] == [payload.sha256]


def test_an_item_stands_in_the_list_with_what_the_story_says(source: Source) -> None:
    receive(ninjs(embargoed="2026-03-03T00:00:00Z"), source=source, now=NOW)
    item = WireItem.objects.select_related("current").get()
    assert item.current is not None
    assert (item.guid, item.thread, item.urgency, item.language) == (
        "urn:kawat:1",
        "INDONESIA-RUPIAH",
        4,
        "id",
    )
    assert item.current.headline == "Rupiah menguat"
    assert "Rupiah menguat pada Senin" in item.current.summary
    assert item.is_embargoed(NOW)
    assert not WireItem.objects.usable(NOW).exists()
    assert WireItem.objects.usable(NOW + timedelta(days=2)).exists()
    assert isinstance(item.current.as_story(), Story)


def test_a_newer_version_joins_its_story_and_an_older_one_does_not_win(source: Source) -> None:
    for version in ("1", "3", "2"):
        receipt = receive(ninjs(version=version, headline=f"Versi {version}"), source=source, now=NOW)
    item = WireItem.objects.get()
    assert item.current is not None
    assert item.current.headline == "Versi 3"
    assert item.versions.count() == 3
    assert (receipt.recorded[0].fresh, receipt.recorded[0].change) == (True, None)


def test_copies_that_are_sent_again_change_nothing(
    source: Source, make_source: Callable[..., Source]
) -> None:
    receive(ninjs(), source=source, now=NOW)
    again = receive(ninjs(), source=source, now=NOW + timedelta(hours=1))
    pretty = receive(json.dumps(json.loads(ninjs()), indent=1).encode(), source=source, now=NOW)
    other = receive(ninjs(), source=make_source("kawat-ftp"), now=NOW + timedelta(hours=2))
    assert (again.outcome, again.recorded) == (Outcome.REPEATED, ())
    assert [each.fresh for each in pretty.recorded + other.recorded] == [False, False]
    item = WireItem.objects.get()
    assert (item.versions.count(), item.received_at, Payload.objects.count()) == (1, NOW, 2)


def test_the_same_id_of_two_agencies_is_two_items(source: Source, make_source: Callable[..., Source]) -> None:
    other = make_source("lain", agency=Agency.objects.create(slug="lain", name="Lain"))
    for way in (source, other):
        receive(ninjs(), source=way, now=NOW)
    assert (WireItem.objects.count(), Payload.objects.count(), Delivery.objects.count()) == (2, 1, 2)


@pytest.mark.parametrize(
    ("before", "message", "change", "status"),
    [
        (None, {}, Change.NEW, "usable"),
        (None, {"pubstatus": "withheld"}, Change.WITHHELD, "withheld"),
        (None, {"pubstatus": "canceled"}, Change.CANCELED, "canceled"),
        ({}, {"version": "2"}, Change.UPDATE, "usable"),
        ({}, {"version": "2", "headline": "KOREKSI: Rupiah"}, Change.CORRECTION, "usable"),
        ({}, {"version": "2", "headline": "CORRECTED-Rupiah"}, Change.CORRECTION, "usable"),
        ({}, {"version": "2", "pubstatus": "withheld"}, Change.WITHHELD, "withheld"),
        ({"pubstatus": "withheld"}, {"version": "2"}, Change.RELEASED, "usable"),
        (
            {"pubstatus": "withheld"},
            {"version": "2", "headline": "RALAT: Rupiah"},
            Change.CORRECTION,
            "usable",
        ),
        ({}, {"version": "2", "pubstatus": "canceled"}, Change.CANCELED, "canceled"),
        ({"version": "9"}, {"version": "2", "pubstatus": "canceled"}, Change.CANCELED, "canceled"),
        ({"pubstatus": "canceled"}, {"version": "2"}, None, "canceled"),
        ({"version": "2"}, {"version": "1"}, None, "usable"),
    ],
)
def test_what_a_version_does_is_told_once_it_is_committed(
    source: Source,
    django_capture_on_commit_callbacks: CAPTURE,
    before: dict[str, str] | None,
    message: dict[str, str],
    change: Change | None,
    status: str,
) -> None:
    if before is not None:
        receive(ninjs(**before), source=source, now=NOW)
    told: list[tuple[str, str, Change]] = []

    def listen(item: WireItem, version: WireVersion, change: Change, **kwargs: object) -> None:
        told.append((item.guid, version.headline, change))

    version_received.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        receive(ninjs(**{"headline": "Pesan"} | message), source=source, now=NOW)
        assert told == []
    version_received.disconnect(listen)
    assert told == ([("urn:kawat:1", message.get("headline", "Pesan"), change)] if change else [])
    assert WireItem.objects.get().status == status


def test_a_receiver_that_fails_hears_again(
    source: Source, django_capture_on_commit_callbacks: CAPTURE
) -> None:
    told: list[Change] = []

    def listen(change: Change, **kwargs: object) -> None:
        told.append(change)
        if len(told) == 1:
            raise RuntimeError("the desk was busy")

    version_received.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        receive(ninjs(), source=source, now=NOW)
    later = NOW + timedelta(minutes=1)
    assert [announce_leftovers(now=later), announce_leftovers(now=later)] == [1, 0]
    version_received.disconnect(listen)
    assert told == [Change.NEW, Change.NEW]


def test_an_embargo_in_words_is_kept_for_an_editor(source: Source) -> None:
    receive(
        ninjs(ednote="Kepada editor. EMBARGOED until Friday 0700 GMT. Terima kasih"), source=source, now=NOW
    )
    assert "EMBARGOED until Friday" in WireVersion.objects.get().embargo_note


MESSAGES = st.builds(
    dict,
    version=st.sampled_from(["1", "2", "2", "3", "10"]),
    pubstatus=st.sampled_from(["usable", "usable", "usable", "withheld", "canceled"]),
    headline=st.sampled_from(["A", "B", "KOREKSI: C"]),
    versioncreated=st.sampled_from(["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", None]),
    uri=st.sampled_from(["urn:kawat:1", "urn:kawat:2"]),
    embargoed=st.sampled_from([None, None, "2026-03-09T00:00:00Z"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_with_any_repeats_ends_in_the_same_state(source: Source, data: st.DataObject) -> None:
    messages = [ninjs(**each) for each in data.draw(st.lists(MESSAGES, min_size=1, max_size=6))]
    order = data.draw(st.permutations(messages + data.draw(st.lists(st.sampled_from(messages), max_size=4))))

    def state_after(arrivals: list[bytes]) -> list[Any]:
        WireItem.objects.update(current=None)
        WireItem.objects.all().delete()
        Delivery.objects.all().delete()
        for moment, arrival in enumerate(arrivals):
            receive(arrival, source=source, now=NOW + timedelta(seconds=moment))
        standing = WireItem.objects.order_by("guid").values_list(
            "guid", "status", "embargoed_until", "current__digest", "current__label", "current__headline"
        )
        kept = WireVersion.objects.order_by("item__guid", "label", "digest").values_list(
            "item__guid", "label", "digest"
        )
        return [list(standing), list(kept)]

    assert state_after(messages) == state_after(list(order))
