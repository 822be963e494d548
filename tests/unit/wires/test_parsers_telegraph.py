"""ANPA 1312 and IPTC 7901: what stands in the control characters' frame."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tajuk.wires.blocks import Paragraph, Preformatted, Subhead
from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.read import read_bytes, read_document
from tajuk.wires.story import Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wires"


def anpa(
    text="\tJAKARTA (CP) _ Teks.<\r\n",
    *,
    first="\x16\x16\x01f4123\x1fbwxyz",
    second=None,
    sent="CP-JK-01-19-24 1134GMT<",
):
    second = "u f\x13\x11 bc-nikel 1stLd CB07 01-19 0123" if second is None else second
    return f"{first}\r\n{second}\r\n\x02{text}\x03\r\n{sent}\r\n\x04\r\n".encode("latin-1")


def one(data):
    (story,) = read_bytes(data)
    return story


def test_every_part_of_an_anpa_story_has_its_field():
    story = one((SAMPLES / "anpa-text.anpa").read_bytes())
    assert story.format == "anpa1312"
    assert story.urgency == 3
    assert story.version == "1stLd-Writethru"
    assert story.version_created == datetime(2024, 1, 19, 11, 34, tzinfo=UTC)
    assert not story.zone_assumed
    assert story.slugline == "Nikel-Contoh"
    assert "BC-CT--Nikel-Contoh, 1st Ld-Writethru,123" in story.sluglines
    assert story.headline == "Nickel climbs as Contoh smelter halts one furnace"
    assert story.bylines == ("SARI CONTOH",)
    assert story.provider.name == "Contoh Press"
    assert story.dateline == "JAKARTA, Indonesia (CP) —"
    assert story.ednotes == ("UPDATES with closing prices in paragraph 2; ADDS quote.",)
    assert [(each.code, each.name) for each in story.subjects] == [("f", "financial")]
    symbols = [(s.exchange, s.symbol) for each in story.organisations for s in each.symbols]
    assert symbols == [("XIDX", "NKLX"), ("XTSE", "AWG")]
    ids = {each.role: each.value for each in story.alt_ids}
    assert ids["serviceLevel"] == "f"
    assert ids["sequence"] == "4123"
    assert ids["reference"] == "CB07"
    assert ids["priority"] == "u"
    assert story.extra["wordCount"] == 123
    assert story.extra["selectors"] == "bwxyz"
    assert [type(block) for block in story.body] == [Paragraph, Paragraph, Subhead, Paragraph, Paragraph]
    assert story.body[1].html == "“We expect it back within a week,” said Budi Contoh, who runs the plant."


def test_tabular_copy_keeps_its_columns():
    story = one((SAMPLES / "anpa-table.anpa").read_bytes())
    (table,) = story.body
    assert isinstance(table, Preformatted)
    assert table.text.splitlines()[1] == "NKLX         1,250    +15"
    assert story.version_created == datetime(2024, 1, 19, 16, 35, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert story.extra["format"] == "agate tabular"


@pytest.mark.parametrize(
    ("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("r", 4), ("d", 5), ("x", None)]
)
def test_the_priority_letter_is_the_urgency(letter, urgency):
    assert one(anpa(second=f"{letter} i\x13\x11 bc-kata 01-19 0001")).urgency == urgency


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("AP-NY-01-19-24 1134GMT", datetime(2024, 1, 19, 11, 34, tzinfo=UTC)),
        ("AP-WS-07-19-99 2359EDT", datetime(1999, 7, 19, 23, 59, tzinfo=timezone(timedelta(hours=-4)))),
        ("16:35ET 31-10-14<", datetime(2014, 10, 31, 16, 35, tzinfo=ZoneInfo("America/New_York"))),
        ("AP-NY-19-01-24 1134UTC", datetime(2024, 1, 19, 11, 34, tzinfo=UTC)),
        ("AP-NY-13-32-24 1134GMT", None),
        ("", None),
    ],
)
def test_the_time_of_transmission_stands_behind_the_text(sent, moment):
    assert one(anpa(sent=sent)).version_created == moment


def test_a_time_without_a_zone_is_in_the_zone_of_the_source():
    (story,) = read_document(anpa(sent="CP-JK-01-19-24 1834"), zone=ZoneInfo("Asia/Jakarta")).stories
    assert story.version_created == datetime(2024, 1, 19, 11, 34, tzinfo=UTC)
    assert story.zone_assumed


@pytest.mark.parametrize(
    "first",
    [
        "\x16\x16\x01f4123\x1f-----",
        "\x16\x16\x01f4123",
        "\x05abc def\r\n\x16\x16\x01f4123",
        "\x00\x00\x16\x16\x01f4123upi99\x1fab",
    ],
    ids=["no selector", "no separator", "codes before the frame", "fill and a second number"],
)
def test_variants_of_the_header_are_read(first):
    assert one(anpa(first=first)).extra["number"] == "4123"


@pytest.mark.parametrize("line", ["BC-CT--Nikel, KILL,45", "^BC-CT--Nikel,Bulletin KILL"])
def test_a_kill_by_the_keyword_line_is_a_kill(line):
    assert one(anpa(f"^{line.lstrip('^')}<\r\n\tKill the story.<\r\n")).pubstatus == "canceled"


def test_a_correction_by_the_keyword_line_is_one():
    assert "correction" in one(anpa("^BC-CT--Nikel, Corrective,45<\r\n^Judul<\r\n\tTeks.<\r\n")).signals


def test_several_messages_in_one_transmission_are_several_stories():
    stories = read_bytes(anpa() + anpa("\tKedua.<\r\n", first="\x16\x16\x01f4124\x1fab"))
    assert [story.extra["number"] for story in stories] == ["4123", "4124"]
    assert stories[0].guid != stories[1].guid


def test_a_frame_that_is_cut_off_is_refused():
    with pytest.raises(Unreadable, match="cut off"):
        read_bytes(anpa()[:-40].partition(b"\x03")[0])


def test_copy_cannot_bring_markup_of_its_own():
    story = one(anpa("\t<script>alert(1)</script> & teks.<\r\n"))
    assert "<script" not in story.body_html
    assert "&lt;script&gt;" in to_ninjs(story)["bodies"][0]["value"]


def test_a_sample_gives_the_same_story_each_time():
    data = (SAMPLES / "anpa-text.anpa").read_bytes()
    assert read_bytes(data) == read_bytes(data)
