"""`tajuk read` as a newcomer types it: one document a line, exit codes, one line for each file it cannot read."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.product import PACKAGE, REPOSITORY, tajuk

SAMPLES = REPOSITORY / "tests/samples/wires"
WIRES = PACKAGE / "demo/wires"
FORMATS = {
    "text": WIRES / "tempel.txt",
    "ninjs": SAMPLES / "ninjs-3.1-text.json",
    "newsml-g2": SAMPLES / "g2-text.xml",
    "nitf": SAMPLES / "nitf.xml",
    "rss": SAMPLES / "rss.xml",
    "atom": SAMPLES / "atom.xml",
    "html": SAMPLES / "page.html",
}
LEAST = {"type": "object", "required": ["uri", "type", "headlines"]}


@pytest.fixture
def bad(tmp_path: Path) -> list[Path]:
    texts = {
        "potong.xml": "<nitf><body>",
        "dtd.xml": '<!DOCTYPE a [<!ENTITY b "c">]><nitf>&b;</nitf>',
        "rusak.json": "{",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in texts]


def test_each_format_becomes_ninjs_one_document_a_line(tmp_path: Path) -> None:
    done = tajuk(tmp_path / "data", "read", "--with-path", *map(str, FORMATS.values()))
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["path"] for row in rows} == {str(path) for path in FORMATS.values()}
    for row in rows:
        jsonschema.validate(row["item"], LEAST)
        assert row["item"]["headlines"][0]["value"].strip()
    assert not (tmp_path / "data").exists(), "it needs no newsroom"


def test_what_cannot_be_read_has_one_line_and_stops_nothing(tmp_path: Path, bad: list[Path]) -> None:
    done = tajuk(tmp_path / "data", "read", str(bad[0]), str(FORMATS["ninjs"]), *map(str, bad[1:]))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    said = done.stderr.splitlines()
    assert len(said) == len(bad)
    assert [path.name for path in bad if not any(path.name in line for line in said)] == []
    assert "Traceback" not in done.stderr


def test_wrong_call_is_said_with_exit_code_two(tmp_path: Path) -> None:
    assert tajuk(tmp_path / "data", "read").returncode == 2
    assert tajuk(tmp_path / "data", "read", "--tidak-ada", str(FORMATS["rss"])).returncode == 2
    assert tajuk(tmp_path / "data").returncode == 2


def test_missing_file_has_one_line(tmp_path: Path) -> None:
    done = tajuk(tmp_path / "data", "read", str(tmp_path / "tidak-ada.xml"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "tidak-ada.xml" in done.stderr


def test_pasted_text_gives_its_fields(tmp_path: Path) -> None:
    item = json.loads(tajuk(tmp_path / "data", "read", str(FORMATS["text"])).stdout.splitlines()[0])
    assert item["headlines"][0]["value"]
    assert item["bodies"][0]["value"].count("<p>") >= 3
    assert "Baca juga" not in item["bodies"][0]["value"]
