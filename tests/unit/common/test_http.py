"""Row 19 of the fault list: the fetcher calls no private address, and no answer costs more than it may."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tajuk.common import http, outbound
from tajuk.common.http import FetchError, Limits, Refused, TooLarge, TooSlow, fetch

QUICK = Limits(size=100_000, seconds=5)


class Canary(ThreadingHTTPServer):
    """A loopback server that remembers who came and answers what a test laid out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hits: list[tuple[str, dict[str, str]]] = []
        self.replies: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}

    def address(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    @property
    def allow(self) -> list[str]:
        return [f"127.0.0.1:{self.server_port}"]


class Handler(BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        self.server.hits.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        reply = self.server.replies.get(self.path)
        if reply:
            reply(self)
        else:
            answer(self, b"canary")

    do_POST = do_GET  # noqa: N815  # the name that http.server looks for

    def log_message(self, *args: object) -> None:
        pass


def answer(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def stub_names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Make the resolver give each list of addresses in turn, the last for ever; return what it was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, seconds: float) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    monkeypatch.setattr(outbound, "resolve", resolve)
    return asked


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "0", "0.0.0.0", "localhost",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::]", "127.0.0.1.",
    ],
)  # fmt: skip
def test_no_spelling_of_loopback_reaches_the_canary(canary: Canary, host: str) -> None:
    with pytest.raises(FetchError):
        fetch(canary.address(host=host), limits=QUICK, allow=())
    assert canary.hits == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://127.0.0.1:{port}/_GET", "ftp://127.0.0.1/", "dict://127.0.0.1/",
        "//127.0.0.1/",        "data:text/plain,x", "javascript:alert(1)", "http:///x", "http://", "", "http://user:pw@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@example.com/", "http://exa\r\nmple.com/", "http://[::1", "unix:///var/run/x.sock",
    ],
)  # fmt: skip
def test_other_schemes_and_crooked_addresses_are_refused_unsent(canary: Canary, url: str) -> None:
    with pytest.raises(Refused) as caught:
        fetch(url.format(port=canary.server_port), limits=QUICK, allow=())
    assert canary.hits == []
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.8.8.8", "0.1.2.3",
        "192.0.0.8",
        "192.88.99.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1", "::", "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:1::1", "2001:db8::1", "5f00::1",
    ],
)  # fmt: skip
def test_names_at_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    stub_names(monkeypatch, [address])
    with pytest.raises(Refused, match="not a public address"):
        fetch("http://agency.example/feed", limits=QUICK, allow=())


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert outbound.is_public(address)


def test_one_private_answer_among_public_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    stub_names(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(Refused):
        fetch("http://agency.example/", limits=QUICK, allow=())


def test_rebinding_resolver_is_asked_once_and_its_first_answer_is_called(
    canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = stub_names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    called: list[str] = []

    def connect(self: object, host: str, port: int, timeout: float | None = None) -> None:
        called.append(host)
        raise outbound.httpcore.ConnectError("no way out of the test")

    monkeypatch.setattr(outbound.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(FetchError):
        fetch(canary.address(host="rebind.example"), limits=QUICK, allow=())
    assert (asked, called, canary.hits) == (["rebind.example"], ["93.184.216.34"], [])


def test_allowed_host_and_port_is_called_and_its_neighbour_is_not(canary: Canary) -> None:
    assert fetch(canary.address("/x?y=1"), limits=QUICK, allow=canary.allow).body == b"canary"
    assert canary.hits[0][0] == "/x?y=1"
    assert canary.hits[0][1]["host"] == f"127.0.0.1:{canary.server_port}"
    with pytest.raises(Refused):
        fetch(canary.address(), limits=QUICK, allow=["127.0.0.1:1"])


def test_the_setting_allows_when_the_caller_says_nothing(canary: Canary, settings: object) -> None:
    settings.TAJUK_FETCH_ALLOW = ["127.0.0.1"]  # type: ignore[attr-defined]  # pytest-django's settings object
    assert fetch(canary.address(), limits=QUICK).status == 200


def test_redirects_are_answers_unless_asked_for(canary: Canary) -> None:
    canary.replies["/a"] = lambda handler: answer(handler, b"", 302, Location="/b")
    assert fetch(canary.address("/a"), limits=QUICK, allow=canary.allow).status == 302
    hop = Limits(seconds=5, redirects=1)
    assert fetch(canary.address("/a"), limits=hop, allow=canary.allow).body == b"canary"
    canary.replies["/b"] = lambda handler: answer(handler, b"", 302, Location="/a")
    with pytest.raises(FetchError, match="more than 1 times"):
        fetch(canary.address("/a"), limits=hop, allow=canary.allow)


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/secret", "http://[::1]:{port}/", "file:///etc/passwd"]
)
def test_each_hop_is_checked_anew(canary: Canary, target: str) -> None:
    location = target.format(port=canary.server_port)
    canary.replies["/a"] = lambda handler: answer(handler, b"", 302, Location=location)
    with pytest.raises(FetchError):
        fetch(canary.address("/a"), limits=Limits(seconds=5, redirects=3), allow=canary.allow)
    assert [path for path, _ in canary.hits] == ["/a"]


def test_credentials_do_not_follow_to_another_host(canary: Canary) -> None:
    location = canary.address("/b", host="localhost")
    canary.replies["/a"] = lambda handler: answer(handler, b"", 302, Location=location)
    fetch(
        canary.address("/a"),
        headers={"Authorization": "Bearer s3cret"},
        limits=Limits(seconds=5, redirects=1),
        allow=[*canary.allow, "localhost"],
    )
    assert "authorization" in canary.hits[0][1]
    assert "authorization" not in canary.hits[1][1]


def test_endless_answer_is_cut_at_the_limit(canary: Canary) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            pass

    canary.replies["/"] = endless
    with pytest.raises(TooLarge):
        fetch(canary.address(), limits=QUICK, allow=canary.allow)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_packed_answers_are_unpacked_within_the_limit(canary: Canary, pack: Callable[[bytes], bytes]) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    canary.replies["/good"] = lambda handler: answer(handler, pack(b"berita " * 1000), Content_Encoding=name)
    assert fetch(canary.address("/good"), limits=QUICK, allow=canary.allow).body == b"berita " * 1000
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < QUICK.size
    canary.replies["/bomb"] = lambda handler: answer(handler, bomb, Content_Encoding=name)
    with pytest.raises(TooLarge):
        fetch(canary.address("/bomb"), limits=QUICK, allow=canary.allow)


def test_gzip_members_one_after_another_are_all_read(canary: Canary) -> None:
    body = gzip.compress(b"satu ") + gzip.compress(b"dua")
    canary.replies["/"] = lambda handler: answer(handler, body, Content_Encoding="gzip")
    assert fetch(canary.address(), limits=QUICK, allow=canary.allow).body == b"satu dua"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"x" * 999, mtime=0)[:-9], "gzip"),
        (b"not gzip", "gzip"),
        (b"x", "br"),
        (b"x", "gzip, gzip"),
    ],
)
def test_wrongly_packed_answers_are_errors(canary: Canary, body: bytes, encoding: str) -> None:
    canary.replies["/"] = lambda handler: answer(handler, body, Content_Encoding=encoding)
    with pytest.raises(FetchError):
        fetch(canary.address(), limits=QUICK, allow=canary.allow)


@pytest.mark.parametrize("drip", [b"HTTP/1.1 200 OK\r\n", b""])
def test_the_time_limit_is_total_even_for_dripping_headers(drip: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        peer, _ = listener.accept()
        try:
            peer.sendall(drip)
            while True:
                time.sleep(0.05)
                peer.sendall(b"X" if not drip else b"X: y\r\n")
        except OSError:
            peer.close()

    threading.Thread(target=serve, daemon=True).start()
    port = listener.getsockname()[1]
    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(f"http://127.0.0.1:{port}/", limits=Limits(seconds=0.4), allow=["127.0.0.1"])
    assert time.monotonic() - started < 2
    listener.close()


def test_slow_resolver_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(3))
    with pytest.raises(TooSlow):
        fetch("http://agency.example/", limits=Limits(seconds=0.2), allow=())


def test_broken_answers_and_closed_ports_are_one_line_errors(canary: Canary) -> None:
    def rubbish(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\xff not http at all\r\n\r\n")
        handler.close_connection = True

    canary.replies["/"] = rubbish
    for url in (canary.address(), "http://127.0.0.1:1/"):
        with pytest.raises(FetchError) as caught:
            fetch(url, limits=QUICK, allow=["127.0.0.1"])
        assert "\n" not in str(caught.value)


def test_what_is_posted_arrives(canary: Canary) -> None:
    got: list[bytes] = []

    def read(handler: BaseHTTPRequestHandler) -> None:
        got.append(handler.rfile.read(int(handler.headers["content-length"])))
        answer(handler, b"ok", 202)

    canary.replies["/"] = read
    assert (
        fetch(canary.address(), method="POST", content=b"{}", limits=QUICK, allow=canary.allow).status == 202
    )
    assert got == [b"{}"]


def test_nothing_of_the_environment_turns_the_call(canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(canary.address(), limits=QUICK, allow=canary.allow).status == 200


def test_schemes_are_a_short_list() -> None:
    assert {"http", "https"} == http.SCHEMES
