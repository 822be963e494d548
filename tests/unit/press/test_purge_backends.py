"""CDNs are purged by address and by surrogate key as their documents say, and what they refuse is told again."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tajuk.edge.keys import MANY, token
from tajuk.edge.plates import plate_of
from tajuk.edge.store import PlateStore
from tajuk.press.purge import Purger
from tajuk.press.purge_backends import CloudflareBackend, FastlyBackend

Told = tuple[str, dict[str, str], Any]


class Api:
    """A CDN's interface on loopback: it writes down what it is told, and answers what it is to answer."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.status, self.body = 200, b'{"status": "ok", "success": true}'
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length") or 0))
                heads = {name.lower(): value for name, value in self.headers.items()}
                api.told.append((self.path, heads, json.loads(sent) if sent else None))
                self.send_response(api.status)
                self.send_header("content-length", str(len(api.body)))
                self.end_headers()
                self.wfile.write(api.body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def fastly(api: Api) -> FastlyBackend:
    return FastlyBackend({"API": api.address, "SERVICE_ID": "layanan1", "API_TOKEN": "rahasia"})


def cloudflare(api: Api, **params: Any) -> CloudflareBackend:
    place = {"API": api.address + "/client/v4", "ZONEID": "zona1", "BEARER_TOKEN": "rahasia"}
    return CloudflareBackend({**place, **params})


def test_fastly_is_told_of_addresses_and_of_256_keys_at_a_time(api: Api) -> None:
    fastly(api).purge_batch(["https://contoh.id/makro/emas-1", "https://contoh.id/terbaru/?page=2"])
    fastly(api).purge_keys([f"k{n}" for n in range(300)])
    assert [path for path, _, _ in api.told] == [
        "/purge/contoh.id/makro/emas-1",
        "/purge/contoh.id/terbaru/?page=2",
        "/service/layanan1/purge",
        "/service/layanan1/purge",
    ]
    assert {heads["fastly-key"] for _, heads, _ in api.told} == {"rahasia"}
    assert [len(body["surrogate_keys"]) for _, _, body in api.told[2:]] == [256, 44]


def test_cloudflare_is_told_of_30_addresses_or_tags_at_a_time(api: Api) -> None:
    cloudflare(api).purge_batch([f"https://contoh.id/{n}" for n in range(31)])
    cloudflare(api).purge_keys(["abc123", MANY])
    cloudflare(api, TAGS=False).purge_keys(["abc123"])
    assert {path for path, _, _ in api.told} == {"/client/v4/zones/zona1/purge_cache"}
    assert {heads["authorization"] for _, heads, _ in api.told} == {"Bearer rahasia"}
    assert [len(body.get("files", ())) for _, _, body in api.told] == [30, 1, 0]
    assert api.told[-1][2] == {"tags": ["abc123", MANY]}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b"slow down"),
        (403, b'{"success": false}'),
        (500, b""),
        (200, b"<html>"),
        (200, b'{"success": false}'),
    ],
)
def test_what_a_cdn_refuses_is_a_fault_without_the_secret(api: Api, status: int, body: bytes) -> None:
    api.status, api.body = status, body
    with pytest.raises(OSError) as fault:
        cloudflare(api).purge_keys(["abc123"])
    assert "rahasia" not in str(fault.value)
    if status != 200 or body == b"<html>":
        with pytest.raises(OSError, match=r"127\.0\.0\.1"):
            fastly(api).purge_keys(["abc123"])


@pytest.mark.parametrize("kind", [fastly, cloudflare])
def test_what_was_withdrawn_reaches_a_cdn_by_address_and_key_even_when_it_refused_at_first(
    api: Api, kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(DATA=tmp_path, SITE_ADDRESS="https://contoh.id"):
        plates = PlateStore(tmp_path / "plates")
        purger = Purger("cdn", kind(api), plates)
        plates.write(plate_of("/makro/", [b"x"]))
        plates.delete("/makro/emas-1")
        plates.announce_keys(["articles.article:1"])
        api.status = 503
        purger.turn()
        assert len(api.told) == 1
        api.status = 200
        monkeypatch.setattr(purger, "_not_before", 0.0)
        purger.turn()
    said = [json.dumps([path, body]) for path, _, body in api.told[1:]]
    assert "emas-1" in said[0]
    assert token("articles.article:1") in said[1]
    assert MANY in said[1]
    assert "makro/" in said[2]
    assert len(said) == 3
