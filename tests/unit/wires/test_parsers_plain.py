"""Pasted pages: each text in tests/samples/plain stands beside what must come out of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.common.sanitize import text_of
from tajuk.wires.blocks import ListBlock, Paragraph, Table
from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.parsers.plain_dateline import dateline_in
from tajuk.wires.parsers.plain_dates import stamp_in
from tajuk.wires.parsers.plain_text import Line
from tajuk.wires.parsers.plain_ticker import take_indicators
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "plain"
PAGES = sorted(SAMPLES.glob("*.txt"))


def fields(story):
    picture = story.associations[0].story if story.associations else None
    return {
        "headline": story.headline,
        "time": story.first_created.isoformat() if story.first_created else None,
        "caption": picture.description("caption") if picture else "",
        "credit": story.credit,
        "sources": [each.name for each in story.sources],
        "reporters": list(story.reporters),
        "editors": list(story.editors),
        "brand": story.brand,
        "place": story.located,
        "language": story.language,
        "related": list(story.related),
        "paragraphs": [text_of(block.html) for block in story.body if type(block) is Paragraph],
        "lists": [list(block.items) for block in story.body if type(block) is ListBlock],
        "table": [list(row) for block in story.body if type(block) is Table for row in block.rows],
        "indicators": [
            [each.name, str(each.value), None if each.change is None else str(each.change), str(each.percent)]
            for each in story.indicators
        ],
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_field_of_a_pasted_page_is_found(path):
    (story,) = read_bytes(path.read_bytes())
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = fields(story)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_same_page_with_other_line_ends_and_blank_lines_reads_the_same(path):
    text = path.read_bytes()
    (story,) = read_bytes(text)
    (again,) = read_bytes(text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert fields(again) == fields(story)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_related_title_stands_in_the_body_that_is_printed(path):
    (story,) = read_bytes(path.read_bytes())
    body = " ".join(each["value"] for each in to_ninjs(story)["bodies"])
    assert not [title for title in story.related if title in body]


@pytest.mark.parametrize(
    ("text", "place", "brand"),
    [
        ("CONTOH.ID - SEOUL. Bank", "SEOUL", "CONTOH.ID"),
        ("CONTOH.CO.ID-JAKARTA. Bank", "JAKARTA", "CONTOH.CO.ID"),
        ("CONTOH.CO.ID - NEW YORK. Bank", "NEW YORK", "CONTOH.CO.ID"),
        ("CONTOH.CO.ID - WASHINGTON/TOKYO. Bank", "WASHINGTON/TOKYO", "CONTOH.CO.ID"),
        ("JAKARTA, CONTOH.com - Bank", "JAKARTA", "CONTOH.com"),
        ("Jakarta (ANTARA) - Bank", "Jakarta", "ANTARA"),
        ("SEOUL, Jan 19 (Reuters) - Shares", "SEOUL", "Reuters"),
        ("Jakarta, Kanal Contoh - Bank", "Jakarta", "Kanal Contoh"),
        ("Contoh.com, JAKARTA - Bank", "JAKARTA", "Contoh.com"),
        ("KORAN.CO, Jakarta - Bank", "Jakarta", "KORAN.CO"),
        ("REPUBLIK.CO.ID, JAKARTA -- Bank", "JAKARTA", "REPUBLIK.CO.ID"),
        ("CONTOH.com – Bank", "", "CONTOH.com"),
        ("JAKARTA — Bank", "JAKARTA", ""),
        ("Jakarta - Bank", "Jakarta", ""),
        ("Contoh Technoz, Jakarta - Bank", "Jakarta", "Contoh Technoz"),
        ("Jakarta: Bank", "Jakarta", ""),
    ],
)
def test_a_dateline_gives_place_and_brand(text, place, brand):
    found = dateline_in(text)
    assert found is not None
    assert (found.place, found.brand) == (place, brand)


@pytest.mark.parametrize(
    "text",
    [
        "Baca Juga: Rupiah menguat",
        "Foto: Suasana pasar",
        "Bank Indonesia menahan suku bunga - untuk kedua kalinya",
        "Kenaikan itu - menurut dia - wajar",
        "Sumber: Reuters",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text):
    assert dateline_in(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Jumat, 19 Januari 2024 / 18:34 WIB", "2024-01-19T18:34:00+07:00"),
        ("19 Jan 2024 18.34 WIB", "2024-01-19T18:34:00+07:00"),
        ("Jumat, 19/01/2024 18:34 WIB", "2024-01-19T18:34:00+07:00"),
        ("Jum'at, 19 Januari 2024 | 18:34", "2024-01-19T18:34:00+07:00"),
        ("Sabtu, 20 Januari 2024 14:05 WITA", "2024-01-20T14:05:00+08:00"),
        ("20 Januari 2024, pukul 20.10 WIT", "2024-01-20T20:10:00+09:00"),
        ("Friday, January 19, 2024 6:34 PM", "2024-01-19T18:34:00+07:00"),
        ("Jan. 19, 2024, 6:34 p.m. ET", "2024-01-19T18:34:00-05:00"),
        ("Published Jan 19, 2024 at 11:34 GMT", "2024-01-19T11:34:00+00:00"),
        ("January 23, 2024 3:05 PM GMT+7", "2024-01-23T15:05:00+07:00"),
        ("2024-01-19 18:34:00", "2024-01-19T18:34:00+07:00"),
        ("01/19/2024 18:34", "2024-01-19T18:34:00+07:00"),
    ],
)
def test_a_date_line_keeps_its_zone(text, moment):
    stamp = stamp_in(text)
    assert stamp is not None
    assert stamp.moment.isoformat() == moment


def test_a_sentence_that_mentions_a_day_is_no_date_line():
    assert stamp_in("Pekerja menata barang di sebuah gudang di Bekasi, Jumat (19/1/2024).") is None


@pytest.mark.parametrize(
    "lines",
    [
        ["EMAS 1.508.000 10.000 0,67% USD/IDR 15.930 -61,00 -0,38%"],
        ["EMAS 1.508.000 10.000 0,67%", "USD/IDR 15.930 -61,00 -0,38%"],
        ["EMAS", "1.508.000", "10.000", "0,67%", "USD/IDR", "15.930", "-61,00", "-0,38%"],
        ["EMAS 1.508.000", "10.000 (0,67%)", "USD/IDR 15.930", "▼ 61,00 (0,38%)"],
        ["Indikator | EMAS 1.508.000 +10.000 +0,67% | USD/IDR 15.930 -61,00 -0,38%"],
        ["EMAS\t1.508.000\t10.000\t0,67%", "USD/IDR\t15.930\t-61,00\t-0,38%"],
    ],
)
def test_a_ticker_is_read_in_every_layout(lines):
    found = take_indicators([Line(text) for text in lines])
    assert [(each.name, str(each.value), str(each.change), str(each.percent)) for each in found] == [
        ("EMAS", "1508000", "10000", "0.67"),
        ("USD/IDR", "15930", "-61.00", "-0.38"),
    ]


def test_a_sentence_with_figures_is_no_ticker():
    lines = [Line("Laba bersih perusahaan naik 12,5% menjadi Rp 1.508.000 per unit, lebih tinggi 0,67%")]
    assert take_indicators(lines) == ()


def test_text_without_words_is_refused():
    with pytest.raises(Unreadable):
        read_bytes(b"12 34 56\n--- ***\n")


def test_a_flash_of_one_line_is_a_story():
    (story,) = read_bytes(b"BANK SENTRAL CONTOH NAIKKAN SUKU BUNGA ACUAN 25 BPS JADI 6,25%")
    assert story.headline
    assert not story.body or story.body_text


@given(st.text(max_size=3000))
def test_any_text_is_read_or_refused(text):
    try:
        read_bytes(text.encode("utf-8", "replace"))
    except Unreadable as refused:
        assert "\n" not in str(refused)
