"""`tajuk read`: one ninjs document a line, one clear line for each file that cannot be read."""

import io
import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tajuk.wires.blocks import ListBlock, Paragraph, PictureRef, Quote, Subhead, Table
from tajuk.wires.read import main, read_bytes, read_document, read_file
from tajuk.wires.story import Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wires"
WIB = timezone(timedelta(hours=7))


def sample(name):
    (story,) = read_bytes((SAMPLES / name).read_bytes())
    return story


def test_each_story_is_one_line_of_ninjs(capfdbinary):
    assert main([str(SAMPLES / "nitf.xml"), str(SAMPLES / "g2-text.xml")]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["standard"]["version"] for line in lines] == ["3.1", "3.1"]
    assert json.loads(lines[0])["uri"] == "contoh-20240119-001"


def test_with_path_each_line_says_its_file(capfdbinary):
    path = str(SAMPLES / "rss.xml")
    assert main(["--with-path", path]) == 0
    (line,) = capfdbinary.readouterr().out.splitlines()
    assert json.loads(line)["path"] == path
    assert json.loads(line)["item"]["uri"] == "warta-1"


def test_an_unreadable_file_costs_one_line_and_the_others_are_read(tmp_path, capfdbinary):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<newsItem>")
    assert main([str(broken), str(tmp_path / "missing"), str(SAMPLES / "atom.xml"), str(tmp_path)]) == 1
    out, err = capfdbinary.readouterr()
    assert len(out.splitlines()) == 1
    lines = err.decode().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"{broken}: ")
    assert "missing: No such file" in lines[1]


def test_a_dash_is_standard_input(monkeypatch, capfdbinary):
    data = (SAMPLES / "jsonfeed.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["headlines"][0]["value"] == "Nickel falls"


@pytest.mark.parametrize("argv", [[], ["--no-such-option", "x"]])
def test_a_wrong_call_answers_two(argv, capfd):
    assert main(argv) == 2
    assert "usage: tajuk read" in capfd.readouterr().err


def test_reading_needs_no_django():
    code = (
        "import sys, tajuk.wires.read; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_is_read_no_further_than_the_limit(tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(Unreadable, match="too large"):
        read_file(path, limit=1000)


def test_the_name_of_a_file_never_decides():
    data = (SAMPLES / "nitf.xml").read_bytes()
    assert read_bytes(data, "story.json")[0].format == "nitf"


def test_a_time_without_a_zone_is_in_the_zone_of_its_source():
    item = b'{"uri": "urn:x:1", "type": "text", "versioncreated": "2024-01-19T18:34:00"}'
    (story,) = read_document(item, zone=ZoneInfo("Asia/Jakarta")).stories
    assert story.version_created == datetime(2024, 1, 19, 18, 34, tzinfo=WIB)
    assert story.zone_assumed


def test_every_part_of_a_nitf_story_has_its_field():
    story = sample("nitf.xml")
    assert story.version == "2"
    assert story.version_created == datetime(2024, 1, 19, 18, 34, tzinfo=WIB)
    assert story.embargo == datetime(2024, 1, 19, 20, tzinfo=WIB)
    assert story.expires == datetime(2024, 2, 19, tzinfo=WIB)
    assert story.urgency == 4
    assert [each.value for each in story.headlines] == [
        "Ekspor kopi contoh naik 40 persen",
        "Harga petani tertinggi dalam lima tahun",
    ]
    assert story.bylines == ("Oleh Cut Contoh",)
    assert story.dateline == "Takengon, 19 Jan (Contoh) -"
    assert story.ednotes == ("Mengganti angka pada paragraf kedua",)
    assert story.copyright_holder == "Kantor Berita Contoh"
    assert story.keywords == ("kopi", "ekspor")
    (organisation,) = story.organisations
    assert (organisation.name, organisation.symbols[0].symbol, organisation.symbols[0].exchange) == (
        "PT Kopi Contoh Tbk", "KOPX", "XIDX",
    )  # fmt: skip
    assert [each.name for each in story.people] == ["Safrida Contoh"]
    kinds = [type(block) for block in story.body]
    assert kinds == [Paragraph, Paragraph, Subhead, Quote, Table, ListBlock, PictureRef]
    assert story.body[3].credit == "Safrida Contoh"
    assert story.body[4].head == 1
    (picture,) = story.associations
    assert picture.story.description("caption") == "Petani menjemur kopi."
    assert picture.story.bylines == ("Willy Contoh",)
    assert (picture.story.renditions[0].width, picture.story.renditions[0].mimetype) == (1200, "image/jpeg")


def test_every_part_of_a_newsml_1_item_has_its_field():
    story = sample("newsml-1.2.xml")
    assert story.guid == "urn:newsml:contoh.example:20240119:ECO-0042:2U"
    assert ("identity", "urn:newsml:contoh.example:20240119:ECO-0042") in [
        (a.role, a.value) for a in story.alt_ids
    ]
    assert story.version == "2"
    assert story.headline == "Le prix du café bondit"
    assert story.subheadlines == ("Cinq ans de hausse",)
    assert story.embargo == datetime(2024, 1, 19, 18, tzinfo=WIB)
    assert story.pubstatus == "usable"
    assert story.signals == ("Correction",)
    assert story.ednotes == ("Corrige le deuxième paragraphe",)
    assert [each.code for each in story.subjects] == ["04000000", "04005000"]
    assert story.located == "Jakarta"
    assert story.languages == ("fr",)
    assert story.body_text == "Le prix du café a bondi vendredi.\nLes producteurs s'en réjouissent."
    assert "Pas de vente" in story.usage_terms
    photo = next(each for each in story.associations if each.rel == "Supporting")
    assert photo.story.type == "picture"
    assert photo.story.description("caption") == "Des grains au soleil."
    assert photo.story.credit == "Contoh/Willy"
    assert photo.story.renditions[0].href == "photo1.jpg"
    assert any(each.rel == "DerivedFrom" for each in story.associations)


def test_an_embargo_without_its_end_is_withheld():
    data = (SAMPLES / "newsml-1.2.xml").read_bytes()
    start, end = data.index(b"<StatusWillChange>"), data.index(b"</StatusWillChange>") + 19
    (story,) = read_bytes(data[:start] + data[end:])
    assert story.pubstatus == "withheld"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("stat:usable", "usable"),
        ("stat:withheld", "withheld"),
        ("stat:canceled", "canceled"),
        ("x:other", "withheld"),
    ],
)
def test_a_status_that_is_not_known_is_withheld(code, status):
    data = (SAMPLES / "g2-text.xml").read_bytes().replace(b"stat:usable", code.encode())
    assert read_bytes(data)[0].pubstatus == status


def test_a_company_of_newsml_g2_has_its_symbol_and_market():
    (organisation,) = sample("g2-company.xml").organisations
    (symbol,) = organisation.symbols
    assert (symbol.symbol, symbol.exchange, symbol.label) == ("AWG", "XTSE", "TSX")


def test_a_package_names_its_members_in_order():
    story = sample("g2-package.xml")
    assert story.type == "composite"
    assert [each.story.guid for each in story.associations] == [
        "urn:newsml:iptc.org:20081007:tutorial-item-A",
        "urn:newsml:iptc.org:20081007:tutorial—item-B",
    ]


def test_what_has_no_field_is_kept():
    story = sample("g2-text.xml")
    assert story.extra["service"] == {"@qcode": "svc:uknews", "name": "UK News Service"}
    assert story.extra["contentModified"] == "2018-10-21T16:22:45-05:00"


def test_a_feed_item_has_its_parts():
    story = sample("rss.xml")
    assert story.headline == "Harga beras turun & stok aman"
    assert story.version_created == datetime(2024, 1, 19, 18, 34, tzinfo=WIB)
    assert story.body_html == "<p>Harga beras <strong>turun</strong> Rp 200.</p><p>Stok cukup.</p>"
    assert story.bylines == ("Intan Contoh",)
    assert story.languages == ("id",)
    assert {each.rel for each in story.associations} >= {"enclosure", "media:content"}


def test_a_telegraph_message_has_its_parts():
    story = sample("iptc7901.txt")
    assert story.headline == "Ekspor kopi contoh naik 40 persen"
    assert story.ednotes == ("(Ralat: Angka pada paragraf kedua.)",)
    assert story.dateline == "Takengon (Contoh) -"
    assert story.priority == 3
    assert story.version_created is not None
    assert (story.version_created.month, story.version_created.day, story.version_created.hour) == (1, 19, 18)


def test_a_page_of_html_gives_the_article_and_not_its_furniture():
    story = sample("page.html")
    assert story.headline == "Bank Contoh naikkan dividen"
    assert story.bylines == ("Sari Contoh",)
    assert story.first_created == datetime(2024, 1, 19, 18, 34, tzinfo=WIB)
    assert len(story.body) == 2 or story.body[0].part == "header"
    assert "Berlangganan" not in story.body_text
