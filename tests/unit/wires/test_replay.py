"""Any span can be read again with today's reader, which says what differs and changes nothing unless told to."""

import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tajuk.wires.actions import deliveries, receive, replay
from tajuk.wires.models import Delivery, Quarantine, Source, WireItem, WireVersion
from tajuk.wires.reading import Reading
from tests.unit.wires.conftest import NOW, ninjs


def only() -> Delivery:
    return deliveries(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)).get()


def an_older_reader_kept(source: Source) -> WireVersion:
    """Keep an item as a reader would have kept it that knew no bylines and cut headlines."""
    receive(ninjs(byline="Ayu"), source=source, now=NOW)
    version = WireVersion.objects.get()
    version.story = {**version.story, "headlines": [{"value": "Rupiah"}]}
    version.story.pop("bylines", None)
    version.headline = "Rupiah"
    version.save()
    return version


def test_what_reads_the_same_is_left_out(source: Source) -> None:
    receive(ninjs(), source=source, now=NOW)
    assert replay(only(), apply=False, now=NOW).is_same


def test_what_reads_differently_is_told_and_left_alone(source: Source) -> None:
    version = an_older_reader_kept(source)
    (difference,) = replay(only(), apply=False, now=NOW).differences
    assert (difference.guid, "headlines" in difference.fields) == ("urn:kawat:1", True)
    version.refresh_from_db()
    assert version.headline == "Rupiah"


def test_applied_the_same_version_says_what_todays_reader_reads(source: Source) -> None:
    version = an_older_reader_kept(source)
    replay(only(), apply=True, now=NOW)
    version.refresh_from_db()
    assert version.headline == "Rupiah menguat"
    assert WireVersion.objects.count() == 1
    assert replay(only(), apply=False, now=NOW).is_same


def test_what_could_not_be_read_comes_in_when_it_can(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sys.modules["tajuk.wires.actions.receive"]
    with monkeypatch.context() as older:
        older.setattr(reader, "read", lambda data, name: Reading((), "unknown format"))
        receive(ninjs(), source=source, now=NOW)
    assert Quarantine.objects.open().count() == 1
    assert not replay(only(), apply=False, now=NOW).is_same
    assert not WireItem.objects.exists()
    replay(only(), apply=True, now=NOW)
    assert WireItem.objects.get().guid == "urn:kawat:1"


def test_the_command_tells_what_differs(source: Source) -> None:
    an_older_reader_kept(source)
    out, err = StringIO(), StringIO()
    call_command("wires", "replay", "--since", "2026-03-01", "--json", stdout=out, stderr=err)
    assert '"headlines"' in out.getvalue()
    assert "1 read again, 1 differ" in err.getvalue()
    with pytest.raises(CommandError, match="no time"):
        call_command("wires", "replay", "--since", "kemarin")
