"""Rows 16, 25, 27, 34: what stands around each answer, and what a request may not make it say."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.product import Product

COMMON = {"x-content-type-options": "nosniff"}
PAGE = {
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "frame-ancestors",
}
KINDS = {
    "home": ("/", 200),
    "story": ("lengkap", 200),
    "moved": ("/makro/slug-lama-9", 301),
    "killed": ("ditarik", 410),
    "held": ("ditahan", 404),
    "not-found": ("/tidak-ada/", 404),
    "search": ("/cari?q=emas", 200),
    "lite": ("/lite/", 200),
    "rss": ("/rss.xml", 200),
    "atom": ("/atom.xml", 200),
    "json-feed": ("/feed.json", 200),
    "sitemap": ("/sitemap.xml", 200),
    "robots": ("/robots.txt", 200),
    "market": ("/_/market.json", 200),
    "fragment": ("/_/fragments/market-bar", 200),
    "api": ("/api/v1/articles", 200),
    "api-404": ("/api/v1/articles/999999", 404),
    "openapi": ("/api/v1/openapi.json", 200),
    "intake": ("/api/v1/wires/kawat", 405),
    "desk": ("/desk/login/", 200),
    "desk-moved": ("/desk/", 302),
    "documents": ("/documents/1/x.pdf", 404),
    "no-slash": ("/makro", 301),
}
SAID_BY_CLIENTS = (
    {"x-forwarded-host": "jahat.example"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-port": "1"},
    {"x-forwarded-for": "203.0.113.9"},
    {"x-forwarded-prefix": "/jahat"},
    {"x-forwarded-server": "jahat.example"},
    {"x-host": "jahat.example"},
    {"x-original-url": "/desk/"},
    {"x-rewrite-url": "/desk/"},
    {"forwarded": "host=jahat.example;proto=https"},
    {"x-http-method-override": "DELETE"},
    {"accept-language": "en"},
    {"cookie": "django_language=en; sessionid=x"},
    {"user-agent": "Googlebot"},
    {"referer": "https://www.google.com/"},
    {"range": "bytes=0-10"},
    {"x_forwarded_host": "jahat.example"},
)
OUTSIDE = (
    "/static/../newsroom.sqlite3", "/static/%2e%2e/newsroom.sqlite3", "/static/..%2fnewsroom.sqlite3",
    "/static/%2e%2e%2fsecret.key", "/media/images/../../secret.key", "/media/images/%2e%2e/%2e%2e/secret.key",
    "/media/images/..%5c..%5csecret.key", "/media/original_images/gold-bars.jpg", "/static//etc/passwd",
    "/static/tautan.css", "/static/tajuk%00.css", "/media/../../../../etc/passwd", "/static/.rahasia.css",
    "/static/%252e%252e/secret.key", "/plates/", "/media/", "/static/", "/payloads/", "//etc/passwd",
    "/_/fragments/../notices/killed", "/_/fragments/%2e%2e/notices", "/static/staticfiles.json/../../secret.key",
)  # fmt: skip


def address(product: Product, kind: str) -> tuple[str, int]:
    """Return the address and the status of a kind of answer."""
    path, status = KINDS[kind]
    return (path if path.startswith("/") else product.path(path)), status


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_security_headers(product: Product, kind: str) -> None:
    path, status = address(product, kind)
    for _ in range(2):  # the first may come from the newsroom, the second from a plate
        answer = product.get(path)
        assert answer.status_code == status
        for name, wanted in (COMMON | PAGE).items():
            assert wanted in answer.headers.get(name, ""), f"{path}: {name}: {answer.headers.get(name)}"
        policy = answer.headers["content-security-policy"]
        if not kind.startswith("desk"):
            assert "unsafe" not in policy and "default-src 'none'" in policy
            assert "set-cookie" not in answer.headers
        else:
            assert "no-store" in answer.headers["cache-control"]
        assert "x-powered-by" not in answer.headers
        if status >= 400:
            control = answer.headers["cache-control"]
            assert "no-store" in control or status == 410 or path.startswith("/api/"), (
                "no cache keeps what is not there"
            )


def test_files_carry_their_headers(product: Product) -> None:
    page = product.get(product.path("lengkap")).text
    css = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    media = page.partition('<img src="')[2].partition('"')[0]
    for path in (css, media, "/-/ready", "/static/tidak-ada.css"):
        answer = product.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["cache-control"], path
    assert "sandbox" in product.get(media).headers["content-security-policy"]


@pytest.mark.parametrize("said", SAID_BY_CLIENTS, ids=lambda said: next(iter(said)))
@pytest.mark.parametrize(
    "path", ["/", "/rss.xml", "/sitemap.xml", "/koreksi/", "story", "/akademi/", "/_/market.json"]
)
def test_no_header_of_a_client_changes_a_byte_for_the_next_reader(
    product: Product, said: dict[str, str], path: str
) -> None:
    path = product.path("lengkap") if path == "story" else path
    for _ in range(8):
        plain, told, after = _settled(product, path), product.get(path, headers=said), product.get(path)
        # A page that was baked anew in between says nothing of the header: ask again.
        if plain.content == after.content:
            break
    assert after.content == plain.content == told.content
    assert told.status_code == plain.status_code == 200
    assert b"jahat" not in told.content


def test_first_reader_cannot_poison_a_page_that_has_no_plate_yet(product: Product) -> None:
    for number, said in enumerate(SAID_BY_CLIENTS):
        path = f"/cari?q=racun{number}" if number % 2 else f"/terbaru/2026-01-{number + 1:02}/"
        answer = product.get(path, headers=said)
        assert b"jahat" not in answer.content
        assert "jahat" not in str(answer.headers)
        assert f"{product.address}" in answer.text
        assert 'lang="id-ID"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "fbclid=%3Cscript%3E",
        "page=2&utm_medium=y",
        "format=json",
        "_escaped_fragment_=",
        "%00",
        "&&&==",
    ],
)
def test_query_that_means_nothing_changes_nothing(product: Product, query: str) -> None:
    plain = _settled(product, product.path("lengkap"))
    answer = product.get(f"{product.path('lengkap')}?{query}")
    assert answer.content == plain.content
    assert answer.headers.get("etag") == plain.headers.get("etag")


def _settled(product: Product, path: str) -> httpx.Response:
    """Return the answer that is given from now on: of a plate, its fragments made."""
    answer = product.get(path)
    for _ in range(60):
        again = product.get(path)
        if again.content == answer.content and again.headers.get("etag"):
            return again
        answer = again
    raise AssertionError(f"{path} never settles")


@pytest.mark.parametrize(
    "host", ["jahat.example", "127.0.0.1.jahat.example", "jahat.example:80", "127.0.0.1@jahat.example"]
)
def test_foreign_host_is_refused_or_changes_nothing(product: Product, host: str) -> None:
    for path in ("/", "/cari?q=x", "/desk/login/", product.path("lengkap")):
        answer = product.get(path, headers={"host": host})
        assert answer.status_code in (200, 400, 404)
        assert "jahat" not in answer.text
        if path.startswith(("/cari", "/desk")):
            assert answer.status_code == 400


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out_of_the_folders_that_are_served(product: Product, path: str) -> None:
    link, hidden = product.data / "static" / "tautan.css", product.data / "static" / ".rahasia.css"
    if not link.is_symlink():
        link.symlink_to(product.data / "secret.key")
        hidden.write_text("body{}")
    status, body = raw(
        product, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{product.port}\r\nConnection: close\r\n\r\n"
    )
    assert status in (301, 400, 404), path
    secret = (product.data / "secret.key").read_bytes().strip()
    assert secret not in body and b"SQLite format" not in body and b"root:" not in body


@pytest.mark.parametrize(
    "lines",
    [
        "GET /cari?q=x HTTP/1.1\r\nHost: {host}\r\nHost: jahat.example\r\n",
        "GET http://jahat.example/cari?q=x HTTP/1.1\r\nHost: {host}\r\n",
        "GET /cari?q=x HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n",
        "POST /cari HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
        "POST /cari HTTP/1.1\r\nHost: {host}\r\nContent-Length: +3\r\n",
        "POST /cari HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: {host}\r\n",
        "GET /cari?q=x HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n",
        "GET / HTTP/1.1\r\nHost: {host}/jahat\r\n",
        "GET http://jahat.example/ HTTP/1.1\r\nHost: {host}\r\n",
    ],
)
def test_ambiguous_request_is_refused(product: Product, lines: str) -> None:
    status, body = raw(product, lines.format(host=_host(product)) + "\r\n0\r\n\r\n")
    assert 400 <= status < 600, (status, body[:200])
    assert b"jahat" not in body


def test_two_lengths_hide_no_second_request(product: Product) -> None:
    hidden = f"0\r\n\r\nGET /pasar/ HTTP/1.1\r\nHost: {_host(product)}\r\n\r\n"
    lines = f"Host: {_host(product)}\r\nContent-Length: {len(hidden)}\r\nTransfer-Encoding: chunked\r\n"
    for start in ("POST /cari", "GET /cari?q=x", "GET /"):
        _, answer = raw(product, f"{start} HTTP/1.1\r\n{lines}\r\n{hidden}")
        assert answer.count(b"HTTP/1.1 ") == 1, "one answer, then the connection is closed"


def test_page_is_the_same_whatever_a_request_says_of_its_host_or_body(product: Product) -> None:
    plain = _settled(product, "/")
    own = _host(product)
    for line, said in (
        (f"http://{own}/", f"Host: {own}"),
        ("/", "Host: jahat.example"),
        ("/", f"Host: {own}\r\nContent-Length: 5\r\nContent-Type: application/x-www-form-urlencoded"),
    ):
        _, answer = raw(product, f"GET {line} HTTP/1.1\r\n{said}\r\nConnection: close\r\n\r\nq=abc")
        assert answer.partition(b"\r\n\r\n")[2] == plain.content


def _host(product: Product) -> str:
    return urlsplit(product.address).netloc


def raw(product: Product, request: str) -> tuple[int, bytes]:
    """Send bytes as they are; return the status (400 when the connection was just closed) and all that came."""
    with socket.create_connection(("127.0.0.1", product.port), timeout=10) as connection:
        connection.sendall(request.encode("latin-1"))
        answer = b""
        try:
            while piece := connection.recv(65_536):
                answer += piece
        except OSError:
            pass
    return (int(answer.split(b" ", 2)[1]) if answer else 400), answer
