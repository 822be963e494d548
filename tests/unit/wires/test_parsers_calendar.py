"""iCalendar for the diary: when, where, who; what recurs; what is called off."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.packing import pack, unpack
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Unreadable

SAMPLE = (Path(__file__).resolve().parents[2] / "samples" / "wires" / "diary.ics").read_bytes()
WIB = timezone(timedelta(hours=7))


def calendar(*lines):
    body = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y", *lines, "END:VCALENDAR", ""))
    return body.encode()


def event(*lines):
    (story,) = read_bytes(
        calendar("BEGIN:VEVENT", "UID:a@x", "DTSTAMP:20240110T030000Z", *lines, "END:VEVENT")
    )
    return story


def test_an_event_says_when_where_and_who():
    meeting, _, _ = read_bytes(SAMPLE)
    assert (meeting.format, meeting.type, meeting.version) == ("icalendar", "event", "2")
    assert meeting.headline == "RUPS Tahunan PT Nikel Contoh Tbk"
    assert meeting.event["dates"] == {
        "startDate": "2024-01-19T10:00:00+07:00",
        "endDate": "2024-01-19T12:00:00+07:00",
    }
    assert meeting.located == "Hotel Contoh, Jakarta"
    assert meeting.places[0].position == (-6.2, 106.8167)
    assert [each.name for each in meeting.people] == ["Sari Contoh"]
    assert meeting.organisations[0].contacts == ({"type": "email", "value": "ir@nikel.example"},)
    assert meeting.keywords == ("RUPS", "Dividen")
    assert meeting.urgency == 3
    assert meeting.languages == ("id",)
    assert meeting.version_created == datetime(2024, 1, 11, 4, tzinfo=UTC)
    assert meeting.associations[0].story.renditions[0].href == "https://bursa.example/rups/nklx.pdf"
    assert meeting.extra == {"X-BURSA-KODE": "NKLX"}
    assert meeting.body_text == "Agenda: laporan tahunan, dividen.\nPendaftaran mulai pukul 08.30 WIB."


def test_a_recurring_event_keeps_its_rule_and_its_exceptions():
    _, meeting, _ = read_bytes(SAMPLE)
    dates = meeting.event["dates"]
    assert dates["expectedStartDate"] == "2024-01-17"
    assert dates["recurrence"]["rules"] == ["FREQ=MONTHLY;UNTIL=20241231T000000Z;INTERVAL=1;BYDAY=3WE"]
    assert dates["recurrence"]["exceptDates"] == ["2024-06-19"]
    written = to_ninjs(meeting)["eventDetails"]["dates"]["recurrence"]["recurrenceRules"]
    assert written == [{"frequency": "monthly", "interval": 1, "until": "2024-12-31T00:00:00+00:00"}]


def test_an_event_that_is_called_off_is_canceled():
    assert [story.pubstatus for story in read_bytes(SAMPLE)] == ["usable", "usable", "canceled"]


def test_a_duration_gives_the_end():
    assert read_bytes(SAMPLE)[2].event["dates"]["endDate"].startswith("2024-01-22T10:30:00")


def test_a_private_event_is_withheld():
    assert event("SUMMARY:x", "CLASS:PRIVATE").pubstatus == "withheld"


def test_one_occurrence_of_a_series_is_a_story_of_its_own():
    story = event("SUMMARY:x", "RECURRENCE-ID:20240221T030000Z", "DTSTART:20240222T030000Z")
    assert story.guid == "a@x;2024-02-21T03:00:00+00:00"
    assert {each.role: each.value for each in story.alt_ids}["series"] == "a@x"


def test_a_description_in_markup_is_made_safe():
    story = event("X-ALT-DESC;FMTTYPE=text/html:<p>Agenda <b>penting</b></p><script>alert(1)</script>")
    assert story.body_html == "<p>Agenda <strong>penting</strong></p>"


def test_times_without_a_zone_say_so():
    assert event("DTSTART:20240122T090000").zone_assumed


def test_several_calendars_in_one_stream_are_read():
    assert len(read_bytes(SAMPLE + SAMPLE)) == 6


@pytest.mark.parametrize("data", [SAMPLE[:600], calendar("BEGIN:VEVENT", "UID:a"), b"BEGIN:VCALENDAR\r\n"])
def test_a_calendar_that_is_not_whole_is_refused(data):
    with pytest.raises(Unreadable):
        read_bytes(data)


def test_an_event_survives_the_database():
    for story in read_bytes(SAMPLE):
        assert unpack(pack(story)).event == story.event


def test_an_event_of_newsml_g2_stands_in_the_same_fields():
    g2 = """<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.35"
      conformance="power" guid="urn:x:e1" version="2"><itemMeta><itemClass qcode="cinat:concept"/>
      <provider literal="Contoh"/><versionCreated>2024-01-10T10:00:00+07:00</versionCreated></itemMeta>
      <concept><conceptId qcode="ev:1"/><type qcode="cpnat:event"/><name xml:lang="id">RUPS Contoh</name>
      <eventDetails><dates><start>2024-01-19T10:00:00+07:00</start><end>2024-01-19T12:00:00+07:00</end>
      <rRule freq="MONTHLY" interval="2" until="2024-12-31"/><exDate>2024-06-19</exDate></dates>
      <occurStatus qcode="eventoccurstatus:eos5"/><location qcode="pl:1"><name>Hotel Contoh</name></location>
      <participant qcode="p:1" role="x:chair"><name>Sari Contoh</name></participant>
      <organiser qcode="o:1"><name>PT Contoh</name></organiser>
      <contactInfo><email>ir@x.example</email></contactInfo></eventDetails></concept></conceptItem>"""
    (story,) = read_bytes(g2.encode())
    assert (story.type, story.headline) == ("event", "RUPS Contoh")
    assert story.event["dates"]["startDate"] == "2024-01-19T10:00:00+07:00"
    assert story.event["dates"]["recurrence"]["recurrenceRules"][0]["frequency"] == "monthly"
    assert story.event["eventStatus"].endswith("eos5")
    assert story.located == "Hotel Contoh"
    assert [each.name for each in story.people] == ["Sari Contoh"]
    assert [each.name for each in story.organisations] == ["PT Contoh"]
