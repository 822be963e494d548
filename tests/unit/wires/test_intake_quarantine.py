"""Rows 5 and 7-12 of the fault list: bytes are kept first, the unreadable is set aside, the next is read."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tajuk.wires import payloads, reading
from tajuk.wires.actions import (
    hand_in,
    read_again,
    read_leftovers,
    receive,
)
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Delivery, Payload, Quarantine, Source, WireItem
from tajuk.wires.story import Story
from tests.unit.wires.conftest import HOSTILE, NOW, ninjs


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_kept_and_set_aside_with_one_line(source: Source, name: str) -> None:
    started = time.monotonic()
    receipt = receive(HOSTILE[name], source=source, name=f"{name}.xml", now=NOW)
    assert time.monotonic() - started < 1
    assert receipt.outcome is Outcome.QUARANTINED
    row = Quarantine.objects.open().get()
    assert row.reason
    assert "\n" not in row.reason
    assert "root:" not in row.reason
    assert row.payload is not None
    assert row.payload.content() == HOSTILE[name]
    assert not WireItem.objects.exists()
    assert receive(ninjs(), source=source, now=NOW).outcome is Outcome.ACCEPTED


def test_unreadable_bytes_sent_again_are_one_row_and_the_same_answer(source: Source) -> None:
    first, second = (receive(b"\x00\x01", source=source, now=NOW) for _ in range(2))
    assert first.reason == second.reason
    assert Quarantine.objects.count() == 1


def test_a_slip_of_a_reader_costs_one_file(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(data: bytes, name: str = "") -> list[Story]:
        raise AssertionError("html.parser gave up")

    monkeypatch.setattr(reading, "read_bytes", slip)
    receipt = receive(b")<![<<\xff", source=source, name="x.html", now=NOW)
    assert receipt.reason == "the reader failed on it: AssertionError"
    monkeypatch.undo()
    monkeypatch.setattr(reading, "read_bytes", lambda data, name="": [Story("g", "html")])
    assert read_again(Quarantine.objects.get(), by=None, now=NOW).outcome is Outcome.ACCEPTED
    assert not Quarantine.objects.open().exists()
    assert WireItem.objects.get().guid == "g"


def test_one_story_that_cannot_be_kept_costs_only_itself(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [Story("a", "ninjs"), Story("b", "ninjs", extra={"x": object()}), Story("c", "ninjs")]  # type: ignore[dict-item]  # what a reader must not do
    monkeypatch.setattr(reading, "read_bytes", lambda data, name="": stories)
    receipt = receive(b"three", source=source, now=NOW)
    assert receipt.reason == "story 2 could not be kept: TypeError"
    assert sorted(WireItem.objects.values_list("guid", flat=True)) == ["a", "c"]


def test_what_a_killed_process_left_unread_is_read(source: Source) -> None:
    hand_in(ninjs(), source=source, now=NOW)
    later = NOW + timedelta(minutes=5)
    assert [read_leftovers(now=NOW), read_leftovers(now=later), read_leftovers(now=later)] == [0, 1, 0]
    assert WireItem.objects.count() == 1


def test_bytes_that_kill_the_process_are_not_tried_for_ever(source: Source) -> None:
    delivery = hand_in(ninjs(), source=source, now=NOW)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=3)
    read_leftovers(now=NOW + timedelta(minutes=5))
    assert "stopped the process" in Quarantine.objects.get().reason


def test_lost_or_changed_bytes_are_told_apart_from_unreadable_ones(
    source: Source, payload_store: Path
) -> None:
    hand_in(ninjs(), source=source, now=NOW)
    next(path for path in payload_store.rglob("*") if path.is_file()).write_bytes(b"other")
    with pytest.raises(payloads.Damaged, match="changed on disk"):
        Payload.objects.get().content()
    read_leftovers(now=NOW + timedelta(minutes=5))
    assert "changed on disk" in Quarantine.objects.get().reason


def test_nothing_is_acknowledged_when_the_bytes_cannot_be_kept(
    source: Source, payload_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        receive(ninjs(), source=source, now=NOW)
    assert not Payload.objects.exists()
    assert [path for path in payload_store.rglob("*") if path.is_file()] == []


def test_unfinished_files_of_killed_writers_are_swept(source: Source, payload_store: Path) -> None:
    receive(ninjs(), source=source, now=NOW)
    leftover = payload_store / f"aa{payloads.UNFINISHED}"
    leftover.write_bytes(b"x")
    assert payloads.sweep_unfinished() == 0
    assert payloads.sweep_unfinished(older_than_seconds=-1) == 1
    assert Payload.objects.get().content() == ninjs()
