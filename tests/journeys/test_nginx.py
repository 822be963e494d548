"""Rows 16, 25, 27, 28: Tajuk behind the nginx of deploy/: withdrawals, poisoning, smuggling, and all of Tajuk down."""

import contextlib
import gzip
import os
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import soon
from tests.journeys.test_answers import OUTSIDE, SAID_BY_CLIENTS
from tests.product import Product, newsroom, tajuk
from tests.servers.nginx import HOST, Front, nginx

MICRO_CACHE_SECONDS = 1.0


@dataclass
class Site:
    """A product with nginx in front."""

    product: Product
    front: Front
    client: httpx.Client

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def raw(self, request: bytes, *, tls: bool = True) -> bytes:
        """Send bytes as they are; return all that comes."""
        port = self.front.tls if tls else self.front.plain
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            connection: socket.socket = plain
            if tls:
                context = ssl.create_default_context(cafile=str(self.front.folder / "fullchain.pem"))
                connection = stack.enter_context(context.wrap_socket(plain, server_hostname=HOST))
            connection.sendall(request)
            connection.settimeout(1.5)
            got = b""
            with contextlib.suppress(OSError):
                while piece := connection.recv(65_536):
                    got += piece
            return got

    def settled(self, path: str) -> httpx.Response:
        """Return the answer that is given from now on: of a plate, its fragments made."""
        for _ in range(60):
            answer = self.get(path)
            if answer.headers.get("etag"):
                return answer
            time.sleep(0.3)
        raise AssertionError(f"{path} never settles")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = newsroom(tmp_path_factory.mktemp("depan") / "data")
    settings = {
        "TAJUK_ADDRESS": f"https://{HOST}",
        "TAJUK_HOSTS": f"{HOST},127.0.0.1",
        "TAJUK_TRUST_PROXY": "1",
    }
    done = tajuk(data, "edge", "mirror")
    assert done.returncode == 0, done.stderr
    with (
        Product(data, **settings) as product,
        nginx(tmp_path_factory.mktemp("nginx"), upstream=product.port, data=data) as front,
        front.client() as client,
    ):
        yield Site(product, front, client)


def test_pages_are_kept_for_a_second_and_the_newsroom_never(site: Site) -> None:
    path = site.product.path("lengkap")
    page = site.settled(path)
    assert page.status_code == 200
    assert f'href="https://{HOST}{path}"' in page.text
    before = _requests(site)
    for _ in range(50):
        assert site.get(path).content == page.content
    assert _requests(site) - before <= 5, "a micro-cache answers most of them"
    for inside in ("/desk/login/", "/documents/1/x.pdf"):
        assert "no-store" in site.get(inside).headers.get("cache-control", "no-store")
        assert site.get(inside).headers.get("x-content-type-options") == "nosniff"


def _requests(site: Site) -> float:
    text = site.product.get("/-/metrics").text
    return sum(
        float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith("tajuk_requests")
    )


def test_a_partner_is_answered_by_its_token_and_not_from_what_is_kept(site: Site) -> None:
    made = tajuk(site.product.data, "partner", "mitra")
    assert made.returncode == 0, made.stderr
    token = {"authorization": f"Bearer {made.stdout.strip()}"}
    for _ in range(2):
        assert site.get("/api/v1/articles").headers["cache-control"].startswith("public")
        partners = site.get("/api/v1/articles", headers=token)
        assert (partners.status_code, partners.headers["cache-control"]) == (200, "private, no-store")
    assert site.get("/api/v1/articles", headers={"authorization": "Bearer salah"}).status_code == 401
    assert site.get("/api/v1/articles").headers["cache-control"].startswith("public")


def test_both_forms_of_a_page_are_right(site: Site) -> None:
    path = site.product.path("lengkap")
    site.settled(path)
    for coding, given in {
        "gzip": "gzip",
        "br, gzip;q=0.5": "gzip",
        "gzip;q=0": None,
        "br": None,
        "": None,
    }.items():
        with site.client.stream("GET", path, headers={"accept-encoding": coding}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers.get("content-encoding") == given, coding
        page = gzip.decompress(raw) if given else raw
        assert page.endswith(b"</html>") or b"</html>" in page[-20:]


def test_a_killed_story_is_gone_within_the_micro_cache_and_from_the_mirror(site: Site) -> None:
    [story] = site.product.publish({"headline": "Judul kenaringinx", "word": "kenaringinx"})
    soon(lambda: site.get(story["path"]).status_code == 200, 10)
    file = site.product.data / "mirror" / (story["path"].strip("/") + ".html")
    soon(file.exists, 5)
    assert b"kenaringinx" in file.read_bytes()
    done = tajuk(
        site.product.data, "kill", str(story["id"]), "--reason", "keliru", "--data", str(site.product.data)
    )
    assert done.returncode == 0, done.stderr
    soon(lambda: site.product.get(story["path"]).status_code == 410, 5)
    assert not file.exists(), "the mirror is never behind the edge"
    assert soon(lambda: site.get(story["path"]).status_code == 410, 5) <= MICRO_CACHE_SECONDS + 0.5
    soon(lambda: not _mirrors(site, b"kenaringinx"), 5)


def _mirrors(site: Site, word: bytes) -> list[str]:
    return [str(path) for path in (site.product.data / "mirror").rglob("*.*") if word in _plain(path)]


def _plain(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def test_with_all_of_tajuk_killed_pages_come_from_the_mirror_and_a_killed_story_does_not(site: Site) -> None:
    [gone] = site.product.publish({"headline": "Judul kenarimati", "word": "kenarimati"})
    soon(lambda: site.get(gone["path"]).status_code == 200, 10)
    path = site.product.path("lengkap")
    live = site.settled(path)
    pages = ["/", "/makro/", path, "/lite" + path, "/rss.xml"]
    for page in pages:
        soon(lambda page=page: site.get(page).status_code == 200, 20)
    soon(
        lambda: all((site.product.data / "mirror" / name).exists() for name in ("index.html", "rss.xml")), 10
    )
    done = tajuk(
        site.product.data, "kill", str(gone["id"]), "--reason", "keliru", "--data", str(site.product.data)
    )
    assert done.returncode == 0, done.stderr
    soon(lambda: site.product.get(gone["path"]).status_code == 410, 5)
    soon(lambda: not _mirrors(site, b"kenarimati"), 5)
    os.killpg(site.product.pid, signal.SIGKILL)
    site.product.stop()
    try:
        time.sleep(MICRO_CACHE_SECONDS + 0.2)
        for page in pages:
            answer = site.get(page)
            assert answer.status_code == 200, page
            assert "kenarimati" not in answer.text
        mirrored = site.get(path)
        assert "<h1" in mirrored.text and mirrored.headers["content-type"].startswith("text/html")
        assert mirrored.headers["content-encoding"] == "gzip"
        for name in (
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
            "content-security-policy",
        ):
            assert mirrored.headers[name] == live.headers[name], name
        assert site.get("/rss.xml").headers["content-type"].startswith("application/")
        killed = site.get(gone["path"])
        assert killed.status_code == 503 and "kenarimati" not in killed.text
        assert killed.headers["retry-after"]
        assert site.get("/desk/").status_code == 503
        assert site.get("/%2e%2e/newsroom.sqlite3").status_code in (400, 503)
    finally:
        site.product.start()
    soon(lambda: site.get(gone["path"]).status_code == 410, 10)


@pytest.mark.parametrize("said", SAID_BY_CLIENTS, ids=lambda said: next(iter(said)))
def test_row_16_no_header_poisons_a_page_for_the_next_reader(site: Site, said: dict[str, str]) -> None:
    name = next(iter(said)).replace("_", "-") + ("-u" if "_" in next(iter(said)) else "")
    cold = f"/cari?q=racun-{name}"
    for path in (cold, site.product.path("lengkap")):
        told = site.get(path, headers=said)
        time.sleep(0.05)
        after = site.get(path)
        assert "jahat" not in told.text + after.text + str(told.headers) + str(after.headers)
        assert after.status_code == 200


def test_row_16_bodies_queries_and_absolute_addresses_poison_nothing(site: Site) -> None:
    path = site.product.path("lengkap").encode()
    page = site.settled(path.decode())
    ask = b"Host: contoh.id\r\nConnection: close\r\n"
    fat = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nq=jahat"
    for request in (
        b"GET " + path + b" HTTP/1.1\r\n" + ask + fat,
        b"GET " + path + b"?jahat=%3Cscript%3E HTTP/1.1\r\n" + ask + b"\r\n",
        b"GET https://contoh.id" + path + b" HTTP/1.1\r\n" + ask + b"\r\n",
    ):
        got = site.raw(request)
        assert got.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400")), got[:60]
        assert b"jahat" not in got
        assert site.get(path.decode()).text == page.text
    for tls in (True, False):
        got = site.raw(b"GET http://jahat.example/ HTTP/1.1\r\n" + ask + b"\r\n", tls=tls)
        assert got == b"" or got.startswith(b"HTTP/1.1 4"), got[:80]


def test_other_hosts_get_no_answer(site: Site) -> None:
    for host in (b"jahat.example", b"127.0.0.1", b"contoh.id.jahat.example"):
        assert site.raw(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n", tls=False) == b""
    with pytest.raises(ssl.SSLError):
        context = ssl.create_default_context(cafile=str(site.front.folder / "fullchain.pem"))
        with socket.create_connection(("127.0.0.1", site.front.tls), timeout=5) as plain:
            context.wrap_socket(plain, server_hostname="jahat.example")
    answer = site.raw(b"GET /a?b=c HTTP/1.1\r\nHost: contoh.id\r\n\r\n", tls=False)
    assert answer.startswith(b"HTTP/1.1 301") and b"Location: https://contoh.id/a?b=c" in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\nContent-Length: +3\r\n\r\nabc",
        b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"POST /cari HTTP/1.1\r\nHost: contoh.id\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: contoh.id\r\nHost: contoh.id\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: contoh.id\r\nA: b\r\n c: d\r\n\r\n",
    ],
)
def test_row_27_what_two_servers_could_read_in_two_ways_is_refused(site: Site, request_: bytes) -> None:
    got = site.raw(request_ + b"GET /pasar/ HTTP/1.1\r\nHost: contoh.id\r\n\r\n")
    assert got[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5"), got[:60]
    assert got.count(b"HTTP/1.1 ") == 1, "nothing hides behind it"


def test_row_27_a_bare_line_feed_smuggles_nothing(site: Site) -> None:
    got = site.raw(b"GET /pasar/ HTTP/1.1\nHost: contoh.id\nConnection: close\n\n")
    assert got == b"" or got.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    got = site.raw(
        b"GET / HTTP/1.1\r\nHost: contoh.id\r\nX: a\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"
    )
    assert got.count(b"HTTP/1.1 ") <= 1


@pytest.mark.parametrize("path", OUTSIDE)
def test_row_25_no_path_leads_out_of_the_folders(site: Site, path: str) -> None:
    link, inside = site.product.data / "static" / "tautan.css", site.product.data / "mirror" / "tautan.html"
    for place in (link, inside):
        if not place.is_symlink():
            place.symlink_to(site.product.data / "secret.key")
    for asked in {
        path,
        "/tautan",
        path.replace("/static/", "/"),
        path.replace("/static/", "/media/images/"),
    } - {"/"}:
        got = site.raw(f"GET {asked} HTTP/1.1\r\nHost: contoh.id\r\nConnection: close\r\n\r\n".encode())
        assert got.startswith((b"HTTP/1.1 301", b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 404")), (
            asked,
            got[:60],
        )
        secret = (site.product.data / "secret.key").read_bytes().strip()
        assert secret not in got and b"SQLite format" not in got and b"root:" not in got


def test_figures_and_surrogate_keys_stay_inside(site: Site) -> None:
    assert site.get("/-/metrics").status_code == 404
    assert site.product.get("/-/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    path = site.product.path("lengkap")
    page = site.settled(path)
    assert {"surrogate-key", "cache-tag"} & set(page.headers) == set()
    assert "surrogate-key" in site.product.get(path).headers


def test_guessing_passwords_is_slowed_down(site: Site) -> None:
    statuses = [site.client.post("/desk/login/", data={"username": "a"}).status_code for _ in range(12)]
    assert 429 in statuses and statuses[-1] == 429
    assert site.get("/desk/login/").status_code == 200
    assert site.get("/").status_code == 200


def test_static_files_are_served_and_old_ones_of_the_folder_too(site: Site) -> None:
    page = site.settled(site.product.path("lengkap")).text
    css = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = site.get(css)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "max-age=31536000"
    assert answer.headers["content-encoding"] == "gzip"
    old = site.product.data / "static" / "css" / "tajuk.0123456789ab.css"
    old.parent.mkdir(exist_ok=True)
    old.write_text("body{}")
    assert site.get("/static/css/tajuk.0123456789ab.css").text == "body{}"
    assert site.get("/media/original_images/").status_code == 404


def test_row_28_slow_clients_do_not_hold_readers_up(site: Site) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(300):
            port = site.front.plain if number % 2 else site.front.tls
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: contoh.id\r\nX-Slow: " if number % 2 else b"\x16\x03\x01")
        started = time.monotonic()
        for _ in range(20):
            assert site.get(site.product.path("lengkap")).status_code == 200
        assert time.monotonic() - started < 4
