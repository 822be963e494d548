"""Copy comes in: dropped, pushed, refused, quarantined, while the newsroom is running."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.conftest import MAX_BYTES, soon
from tests.product import Product, tajuk

LIST_SECONDS = 2.0
SLACK = 1.5  # the machine that tests run on is shared
HOSTILE = {
    "potong.xml": b'<?xml version="1.0"?><nitf><body><body.content><p>Terpot',
    "entitas.xml": b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf>&a;</nitf>',
    "tawa.xml": b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><nitf>&b;</nitf>',
    "dalam.xml": b"<nitf>" * 5_000 + b"</nitf>" * 5_000,
    "acak.bin": bytes(range(256)) * 40,
    "kosong.json": b"",
    "salah.json": b'{"uri": "urn:uji:rusak", "version": ',
    "besar.xml": b"<nitf>" + b"x" * (MAX_BYTES + 1),
}


def ninjs(uri: str, headline: str, **more: Any) -> bytes:
    """Return a document as an agency sends it."""
    body = [{"contentType": "text/html", "value": f"<p>Isi {headline}.</p>"}]
    document = {"uri": uri, "version": "1", "type": "text", "language": "id", "pubStatus": "usable", "urgency": 3,
                "headlines": [{"value": headline}], "bodies": body}  # fmt: skip
    return json.dumps(document | more).encode()


def drop(product: Product, name: str, data: bytes, source: str = "kawat") -> Path:
    """Put a file into the source's folder as an agency does: whole, under its name at once."""
    folder = product.data / "intake" / source
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    part.write_bytes(data)
    return part.rename(folder / name)


@pytest.fixture(scope="module")
def desk(living: Product) -> Iterator[httpx.Client]:
    client = living.desk("editor")
    yield client
    client.close()


@pytest.fixture(scope="module")
def token(living: Product) -> str:
    made = tajuk(living.data, "wires", "token", "meridian", "--data", str(living.data))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def stands_in_list(desk: httpx.Client, headline: str) -> bool:
    return headline in desk.get("/desk/wires/").text


def push(product: Product, data: bytes, source: str = "meridian", **headers: str) -> httpx.Response:
    return httpx.post(f"{product.address}/api/v1/wires/{source}", content=data, headers=headers, timeout=20)


def test_dropped_file_stands_in_the_wires_list_within_two_seconds(
    living: Product, desk: httpx.Client
) -> None:
    stands_in_list(desk, "")  # the first look at a page of the desk costs more than the others
    drop(living, "jatuh.json", ninjs("urn:uji:jatuh", "Kabar yang dijatuhkan"))
    soon(lambda: stands_in_list(desk, "Kabar yang dijatuhkan"), LIST_SECONDS + SLACK)
    soon(lambda: (living.data / "intake" / "kawat" / "done" / "jatuh.json").exists(), 2)


def test_pushed_document_stands_in_the_wires_list(living: Product, desk: httpx.Client, token: str) -> None:
    sent = ninjs("urn:uji:dorong", "Kabar yang didorong")
    answer = push(living, sent, authorization=f"Bearer {token}")
    assert answer.status_code == 202, answer.text
    assert answer.json()["items"][0]["guid"] == "urn:uji:dorong"
    assert stands_in_list(desk, "Kabar yang didorong")
    assert push(living, sent, authorization=f"Bearer {token}").status_code == 200, "had already"


@pytest.mark.parametrize(
    ("source", "header", "status"),
    [
        ("meridian", {}, 401),
        ("meridian", {"authorization": "Bearer salah"}, 401),
        ("meridian", {"authorization": "Basic YTpi"}, 401),
        ("meridian", {"x-tajuk-token": "salah"}, 401),
        ("tidak-ada", {"authorization": "Bearer salah"}, 404),
    ],
)
def test_push_without_the_right_token_is_turned_away(
    living: Product, token: str, source: str, header: dict[str, str], status: int
) -> None:
    answer = push(living, ninjs("urn:uji:tolak", "Kabar yang ditolak"), source, **header)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    assert "Kabar" not in answer.text


def test_push_that_is_too_large_unreadable_or_empty_is_said_so(living: Product, token: str) -> None:
    right = {"authorization": f"Bearer {token}"}
    assert push(living, b"x" * (MAX_BYTES + 1), **right).status_code == 413
    assert push(living, b'{"uri": ', **right).status_code == 422
    assert push(living, b"", **right).status_code == 422
    assert living.get("/api/v1/wires/meridian").status_code == 405


def test_chunked_push_is_cut_at_the_limit(living: Product, token: str) -> None:
    pieces = (b"x" * 65_536 for _ in range(64))
    answer = httpx.post(
        f"{living.address}/api/v1/wires/meridian",
        content=pieces,
        headers={"authorization": f"Bearer {token}"},
        timeout=20,
    )
    assert answer.status_code == 413


def test_bad_files_go_to_quarantine_and_the_next_file_is_read(living: Product, desk: httpx.Client) -> None:
    for name, data in HOSTILE.items():
        drop(living, name, data)
    secret = living.data / "rahasia.json"
    secret.write_bytes(ninjs("urn:uji:tautan", "Kabar lewat tautan"))
    (living.data / "intake" / "kawat" / "tautan.json").symlink_to(secret)
    drop(living, "sesudah.json", ninjs("urn:uji:sesudah", "Kabar sesudah yang rusak"))
    soon(lambda: stands_in_list(desk, "Kabar sesudah yang rusak"), LIST_SECONDS + SLACK)
    failed = living.data / "intake" / "kawat" / "failed"
    soon(lambda: {path.name for path in failed.glob("*")} >= HOSTILE.keys(), 12)
    assert not stands_in_list(desk, "Kabar lewat tautan")
    listed = tajuk(living.data, "wires", "quarantine", "--json", "--data", str(living.data))
    rows = {row["name"]: row for row in map(json.loads, listed.stdout.splitlines())}
    assert rows.keys() >= HOSTILE.keys()
    for name in HOSTILE:
        assert rows[name]["reason"] and "\n" not in rows[name]["reason"], name
        assert "root:" not in rows[name]["reason"]
    assert rows["besar.xml"]["payload"] is None and all(
        rows[name]["payload"] for name in HOSTILE.keys() - {"besar.xml"}
    )
    assert living.get("/-/ready").status_code == 200


def test_editors_note_and_raw_wire_reach_no_reader(living: Product, desk: httpx.Client) -> None:
    drop(living, "catatan.json", ninjs("urn:uji:catatan", "Kabar bercatatan", edNote="rahasiacatatan"))
    soon(lambda: stands_in_list(desk, "Kabar bercatatan"), LIST_SECONDS + SLACK)
    for path in ("/", "/terbaru/", "/cari?q=rahasiacatatan", "/rss.xml", "/api/v1/articles"):
        assert "Kabar bercatatan" not in living.get(path).text
