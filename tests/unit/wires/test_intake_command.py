"""`tajuk wires` for those who have no browser at hand."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tajuk.wires import checks, reading
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Quarantine, Source, WireItem
from tajuk.wires.story import Story
from tests.unit.wires.conftest import HOSTILE, ninjs


def run(*arguments: str) -> tuple[str, str, int]:
    """Run the command; return what it printed, its errors, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("wires", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_receive_files_what_reads_and_names_what_does_not(source: Source, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.json", tmp_path / "b.xml"
    good.write_bytes(ninjs())
    bad.write_bytes(HOSTILE["xxe"])
    out, err, code = run("receive", str(bad), str(good), str(tmp_path / "none"), "--source", source.slug)
    assert code == 1
    assert out == f"{good}: accepted, 1 new of 1 read\n"
    assert [line.partition(": ")[0] for line in err.splitlines()[:2]] == [str(bad), str(tmp_path / "none")]
    assert WireItem.objects.count() == 1
    assert run("receive", str(good), "--source", source.slug)[0] == f"{good}: had already\n"


def test_a_source_that_is_not_there_is_a_wrong_call(source: Source, tmp_path: Path) -> None:
    for arguments in (("receive", "x", "--source", "none"), ("token", "none"), ("fetch", "none")):
        assert run(*arguments)[1:] == ("there is no source 'none'", 2)


def test_list_prints_a_document_a_line(source: Source, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "a.json").write_bytes(ninjs(f"urn:kawat:{number}"))
        run("receive", str(tmp_path / "a.json"), "--source", source.slug)
    rows = [json.loads(line) for line in run("list", "--json", "--limit", "2")[0].splitlines()]
    assert [row["guid"] for row in rows] == ["urn:kawat:2", "urn:kawat:1"]
    assert rows[0]["headline"] == "Rupiah menguat"
    assert "Rupiah menguat" in run("list")[0]


def test_quarantine_is_shown_retried_and_resolved(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.xml"
    for data in (b"\x00\x01", b"\x00\x02"):
        path.write_bytes(data)
        run("receive", str(path), "--source", source.slug)
    rows = [json.loads(line) for line in run("quarantine", "--json")[0].splitlines()]
    assert [row["name"] for row in rows] == ["b.xml", "b.xml"]
    assert "b.xml" in run("quarantine")[0]
    assert run("quarantine", "--retry", str(rows[0]["id"]))[2] == 1
    monkeypatch.setattr(reading, "read_bytes", lambda data, name="": [Story("g", "ninjs")])
    assert run("quarantine", "--retry", str(rows[0]["id"]))[2] == 0
    assert run("quarantine", "--resolve", str(rows[1]["id"]))[2] == 0
    assert not Quarantine.objects.open().exists()
    assert run("quarantine", "--resolve", str(rows[1]["id"]))[2] == 2


def test_token_is_printed_once_and_works(source: Source) -> None:
    token = run("token", source.slug)[0].strip()
    source.refresh_from_db()
    assert source.accepts_token(token)


def test_fetch_empties_the_folders_and_says_what_failed(
    make_source: Callable[..., Source], tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    make_source("masuk", SourceKind.FOLDER)
    make_source("mati", SourceKind.POLL, address="http://127.0.0.1:1/")
    (tmp_path / "intake" / "masuk").mkdir(parents=True)
    (tmp_path / "intake" / "masuk" / "a.json").write_bytes(ninjs())
    out, _, code = run("fetch")
    assert code == 1
    assert "mati: 127.0.0.1 is at 127.0.0.1, which is not a public address" in out
    assert "a.json: accepted" in out
    assert run("fetch", "masuk")[2] == 0


def test_bad_settings_are_named(settings: Any) -> None:
    assert checks.check_settings() == checks.check_payload_store() == []
    settings.TAJUK_WIRE_MAX_BYTES = "20 MB"
    settings.TAJUK_FETCH_ALLOW = "127.0.0.1"
    assert [found.id for found in checks.check_settings()] == ["wires.E002", "wires.E003"]
    settings.STORAGES = {name: kept for name, kept in settings.STORAGES.items() if name != "payloads"}
    assert [found.id for found in checks.check_payload_store()] == ["wires.E001"]
