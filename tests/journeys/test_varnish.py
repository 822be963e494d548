"""Rows 15, 16, 27: Tajuk behind the Varnish of deploy/: purges, poisoning, and all of Tajuk down."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tajuk.edge.keys import token
from tests.journeys.conftest import soon
from tests.journeys.test_answers import SAID_BY_CLIENTS
from tests.product import Product, free_port, newsroom, tajuk
from tests.servers.nginx import HOST, nginx
from tests.servers.varnish import varnish


@dataclass
class Site:
    """A product with Varnish in front, and the mirror beside it."""

    product: Product
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        said = {"host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(method, f"http://127.0.0.1:{self.port}{path}", headers=said, timeout=20)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(request)
            connection.settimeout(1.5)
            got = b""
            with contextlib.suppress(OSError):
                while piece := connection.recv(65_536):
                    got += piece
            return got

    def kept(self, path: str) -> httpx.Response:
        """Ask until the answer is one that is kept."""
        soon(lambda: int(self.get(path).headers.get("age", 0)) >= 1, 10, every=0.3)
        return self.get(path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = newsroom(tmp_path_factory.mktemp("depan") / "data")
    port = free_port()
    settings = {
        "TAJUK_ADDRESS": f"https://{HOST}",
        "TAJUK_HOSTS": f"{HOST},127.0.0.1",
        "TAJUK_TRUST_PROXY": "1",
        "TAJUK_PURGE_VARNISH": f"http://127.0.0.1:{port}",
    }
    done = tajuk(data, "edge", "mirror")
    assert done.returncode == 0, done.stderr
    folder = tmp_path_factory.mktemp("varnish")
    with (
        Product(data, **settings) as product,
        nginx(tmp_path_factory.mktemp("nginx"), upstream=product.port, data=data) as front,
        varnish(folder, upstream=product.port, mirror=front.mirror, port=port),
    ):
        yield Site(product, port)


def test_pages_are_kept_and_what_they_are_made_from_is_not_told(site: Site) -> None:
    page = site.kept(site.product.path("lengkap"))
    assert page.status_code == 200
    for name in ("surrogate-key", "cache-tag", "x-varnish", "via"):
        assert name not in page.headers
    assert site.get(site.product.path("lengkap"), accept_encoding="gzip").text == page.text
    assert site.get(site.product.path("lengkap") + "?utm_source=x&fbclid=y").headers["age"] != "0"


@pytest.mark.parametrize(("verb", "status"), [("kill", 410), ("hold", 404)])
def test_row_15_what_is_withdrawn_is_purged_at_once(site: Site, verb: str, status: int) -> None:
    word = f"kenaripurga{verb}"
    [story] = site.product.publish({"headline": f"Judul {word}", "word": word})
    soon(lambda: site.get(story["path"]).status_code == 200, 10)
    site.kept(story["path"])
    soon(lambda: word in site.get("/terbaru/").text, 45)
    data = ("--data", str(site.product.data))
    done = tajuk(site.product.data, verb, str(story["id"]), "--reason", "keliru", *data)
    assert done.returncode == 0, done.stderr
    # Its headers would let it live for half a minute.
    soon(lambda: site.get(story["path"]).status_code == status, 5)
    soon(lambda: word not in site.get("/terbaru/").text, 5)
    soon(lambda: word not in site.get("/").text, 5)


def test_a_partner_is_answered_by_its_token_and_not_from_what_is_kept(site: Site) -> None:
    made = tajuk(site.product.data, "partner", "mitra")
    assert made.returncode == 0, made.stderr
    token = {"authorization": f"Bearer {made.stdout.strip()}"}
    for _ in range(2):
        assert site.get("/api/v1/articles").headers["cache-control"].startswith("public")
        partners = site.get("/api/v1/articles", **token)
        assert (partners.status_code, partners.headers["cache-control"]) == (200, "private, no-store")
    assert site.get("/api/v1/articles", authorization="Bearer salah").status_code == 401
    assert site.get("/api/v1/articles").headers["cache-control"].startswith("public")


def test_pages_are_purged_by_what_they_were_made_from(site: Site) -> None:
    path = site.product.path("lengkap")
    key = f"articles.article:{site.product.stories['lengkap']['id']}"
    assert token(key) in site.product.get(path).headers["surrogate-key"].split()
    assert int(site.kept(path).headers["age"]) >= 1
    other = site.kept("/akademi/")
    assert site.get("/", "BAN", x_surrogate_keys=f"{token(key)}|{token('other:1')}").status_code == 200
    assert site.get(path).headers["age"] == "0"
    assert int(site.get("/akademi/").headers["age"]) >= int(other.headers["age"])


def test_only_the_newsroom_may_purge(site: Site) -> None:
    path = site.product.path("lengkap")
    assert site.get(path, "PURGE").status_code == 200
    for keys in ("", ".*", "abcdef|", "a" * 7, "abcdef) ("):
        assert site.get("/", "BAN", x_surrogate_keys=keys).status_code in (400, 405), keys
    assert site.get(path, "PURGE", x_forwarded_for="203.0.113.9, 127.0.0.1").status_code == 405


@pytest.mark.long
def test_with_all_of_tajuk_killed_pages_come_from_the_mirror_and_a_killed_story_does_not(site: Site) -> None:
    [gone] = site.product.publish({"headline": "Judul kenarisunyi", "word": "kenarisunyi"})
    soon(lambda: site.get(gone["path"]).status_code == 200, 10)
    path = site.product.path("lengkap")
    for page in ("/", path):
        site.kept(page)
    soon((site.product.data / "mirror" / "index.html").exists, 10)
    data = ("--data", str(site.product.data))
    done = tajuk(site.product.data, "kill", str(gone["id"]), "--reason", "keliru", *data)
    assert done.returncode == 0, done.stderr
    soon(lambda: site.get(gone["path"]).status_code == 410, 5)
    mirror = site.product.data / "mirror" / (gone["path"].strip("/") + ".html")
    assert not mirror.exists()
    os.killpg(site.product.pid, signal.SIGKILL)
    site.product.stop()
    try:
        end = time.monotonic() + 34  # what Tajuk allowed is over then: only the mirror can answer
        while time.monotonic() < end:
            for page in ("/", path):
                assert site.get(page).status_code == 200, page
            answer = site.get(gone["path"])
            assert answer.status_code in (410, 503) and "kenarisunyi" not in site.get("/").text
            time.sleep(0.5)
        assert site.get("/desk/").status_code == 503
    finally:
        site.product.start()
    soon(lambda: site.get(gone["path"]).status_code == 410, 10)


@pytest.mark.parametrize("said", SAID_BY_CLIENTS, ids=lambda said: next(iter(said)))
def test_row_16_no_header_poisons_a_page_for_the_next_reader(site: Site, said: dict[str, str]) -> None:
    name = next(iter(said)).replace("_", "-") + ("-u" if "_" in next(iter(said)) else "")
    for path in (f"/cari?q=racun-{name}", site.product.path("lengkap")):
        told = site.get(path, **{key.replace("-", "_"): value for key, value in said.items()})
        after = site.get(path)
        assert "jahat" not in told.text + after.text + str(told.headers) + str(after.headers)
        assert after.status_code == 200


def test_row_16_other_hosts_and_bodies_poison_nothing(site: Site) -> None:
    path = site.product.path("lengkap").encode()
    page = site.kept(path.decode())
    assert site.get("/", host="jahat.example").status_code == 421
    assert site.raw(b"GET http://jahat.example/ HTTP/1.1\r\nHost: contoh.id\r\n\r\n")[:12] in (
        b"HTTP/1.1 421", b"HTTP/1.1 400",
    )  # fmt: skip
    fat = b" HTTP/1.1\r\nHost: contoh.id\r\nConnection: close\r\nContent-Length: 7\r\n\r\nq=jahat"
    assert b"jahat" not in site.raw(b"GET " + path + fat)
    assert b"jahat" not in site.raw(b"GET /cari?q=gemuk" + fat)
    assert site.get(path.decode()).text == page.text
    assert site.get("/-/metrics").status_code == 404


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Host: jahat.example\r\n",
    ],
)
def test_row_27_what_two_servers_could_read_in_two_ways_is_refused(site: Site, lines: bytes) -> None:
    hidden = b"0\r\n\r\nGET /pasar/ HTTP/1.1\r\nHost: contoh.id\r\n\r\n"
    got = site.raw(b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\n" + lines + b"\r\n" + hidden)
    assert got == b"" or got[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5"), got[:60]
    assert got.count(b"HTTP/1.1 ") <= 1, "nothing hides behind it"
