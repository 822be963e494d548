"""The edge under its real server, over sockets."""

import contextlib
import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

GZIP = {"Accept-Encoding": "gzip"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("a {}")
    here = Path(__file__).parent
    (folder / "serving.py").write_text(
        (here / "serving.py").read_text().replace('"SERVED"', repr(str(folder)))
    )
    command = [
        "granian",
        "--interface",
        "rsgi",
        "--http",
        "1",
        "--port",
        str(port),
        "--factory",
        "serving:make",
    ]
    source = str(here.parents[2] / "src")
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": source},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(port, "/-/live")[0] == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def ask(
    port: int,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        # Who refuses a long body answers and closes: what is left of it cannot be sent any more.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def send(port: int, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(raw)
        connection.settimeout(1)
        got = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while piece := connection.recv(65_536):
                got += piece
        return got


def test_a_plate_is_served_compressed_and_plain(port: int) -> None:
    page = b"<p>" + b"Emas " * 100 + b"[BAR]</p>"
    status, headers, body = ask(port, "/a", headers=GZIP)
    assert (status, headers["content-encoding"], gzip.decompress(body)) == (200, "gzip", page)
    assert ask(port, "/a")[2] == page
    assert ask(port, "/%61?utm_source=x")[2] == page
    assert ask(port, "/a", headers={**GZIP, "If-None-Match": headers["etag"]})[0] == 304


def test_head_has_the_length_and_no_body(port: int) -> None:
    _, got, body = ask(port, "/a", headers=GZIP)
    status, headers, nothing = ask(port, "/a", "HEAD", headers=GZIP)
    assert (status, nothing) == (200, b"")
    assert headers["content-length"] == str(len(body)) == got["content-length"]


def test_the_rest_goes_to_the_application_with_its_body(port: int) -> None:
    status, headers, body = ask(port, "/desk/x%20y?a=1", "POST", b"z" * 70_000)
    assert (status, body.split()[:4]) == (201, [b"POST", b"/desk/x", b"y", b"a=1"])
    assert b" 70000 " in body
    assert "set-cookie" in headers
    assert ask(port, "/a", "POST", b"")[0] == 201
    status, headers, body = ask(port, "/other", "HEAD")
    assert (status, body) == (201, b"")
    assert int(headers["content-length"]) > 10


def test_a_body_over_the_limit_is_refused(port: int) -> None:
    assert ask(port, "/x", "POST", b"z" * 1_000_001)[0] == 413
    chunk = b"10000\r\n" + b"z" * 65_536 + b"\r\n"
    raw = b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 20
    assert send(port, raw).startswith(b"HTTP/1.1 413")


def test_big_answers_are_streamed_whole(port: int) -> None:
    status, _, body = ask(port, "/big")
    assert (status, len(body)) == (200, 300 * 65_536)


def test_an_application_that_fails_is_answered_for(port: int) -> None:
    status, headers, body = ask(port, "/fails")
    assert (status, headers["retry-after"]) == (503, "5")
    assert b"terganggu" in body
    with contextlib.suppress(http.client.HTTPException, OSError):
        ask(port, "/breaks")
    assert ask(port, "/a")[0] == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /x HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /x%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /x%ff HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_ambiguous_messages_are_refused(port: int, request_: bytes) -> None:
    """Row 27 of the faults."""
    assert send(port, request_).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("first", [b"Content-Length: 5\r\n", b""])
def test_a_length_beside_chunks_ends_the_connection(port: int, first: bytes) -> None:
    """The server reads the chunks and closes: nothing can hide behind them (RFC 9112, 6.1)."""
    hidden = b"GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
    head = b"POST /x HTTP/1.1\r\nHost: a\r\n" + first + b"Transfer-Encoding: chunked\r\n"
    last = b"" if first else b"Content-Length: 5\r\n"
    got = send(port, head + last + b"\r\n0\r\n\r\n" + hidden)
    assert got.count(b"HTTP/1.1 ") == 1
    assert b"hidden" not in got


def test_operators_addresses(port: int) -> None:
    assert ask(port, "/-/live")[::2] == (200, b"live\n")
    assert ask(port, "/-/ready")[::2] == (200, b"ready\n")
    assert ask(port, "/-/other")[0] == 404
    _, headers, body = ask(port, "/-/metrics")
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    assert b'tajuk_requests_total{outcome="hit"} ' in body
    assert b"\ntajuk_outbox_entries 7\n" in body
    assert b"tajuk_broken" not in body


def test_files_are_served(port: int) -> None:
    assert ask(port, "/static/a.css")[::2] == (200, b"a {}")
    assert send(port, b"GET /static/../serving.py HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 404")
    assert send(port, b"GET /static/%2e%2e/serving.py HTTP/1.1\r\nHost: a\r\n\r\n").startswith(
        b"HTTP/1.1 404"
    )


def test_readers_are_served_while_the_newsroom_is_full(port: int) -> None:
    statuses: list[int] = []
    slow = [threading.Thread(target=lambda: statuses.append(ask(port, "/slow")[0])) for _ in range(7)]
    for thread in slow:
        thread.start()
    time.sleep(0.3)
    before = time.monotonic()
    assert ask(port, "/a")[0] == 200
    assert time.monotonic() - before < 0.5
    for thread in slow:
        thread.join()
    assert sorted(statuses) == [201] * 4 + [503] * 3


def test_slow_clients_do_not_hold_readers_up(port: int) -> None:
    """Row 28 of the faults: 300 connections that never finish their headers."""
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            client.sendall(b"GET /a HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        before = time.monotonic()
        assert ask(port, "/a")[0] == 200
        assert ask(port, "/other")[0] == 201
        assert time.monotonic() - before < 1
