"""The stream of quotes: what a reader is told, and who is let go."""

import asyncio
import json
import socket
from collections.abc import Callable, Coroutine
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from tajuk.edge import stream as streaming
from tajuk.edge.plates import plate_of
from tajuk.edge.sockets import peer_of, unsent
from tajuk.edge.store import PlateStore
from tajuk.edge.stream import SNAPSHOT, Stream


class Answer:
    """What a reader got: the status, and the bytes so far."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.data = b""
        self.is_gone = False

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, dict(headers)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Answer":
        self.status, self.headers = status, dict(headers)
        return self

    def send_bytes(self, data: bytes) -> None:
        if self.is_gone:
            raise RuntimeError("closed")
        self.data += data

    @property
    def events(self) -> list[tuple[int, list[str]]]:
        """The versions and the symbols of each event."""
        found = []
        for block in self.data.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "data" in lines:
                told = json.loads(lines["data"])
                assert int(lines["id"]) == told["version"]
                assert lines["event"] == "quotes"
                found.append((told["version"], [quote["symbol"] for quote in told["instruments"]]))
        return found


class Scope:
    def __init__(self, method: str = "GET", query: str = "", last: str | None = None) -> None:
        self.method, self.query_string, self.client = method, query, "192.0.2.1:4711"
        self.headers = {"last-event-id": last} if last else {}


def write(store: PlateStore, version: int, *, is_open: bool = True, **values: float) -> None:
    quotes = [
        {"symbol": symbol, "value": value}
        for symbol, value in ({"IDX": 7_000, "EMAS": 1_000} | values).items()
    ]
    told = {"version": version, "as_of": "2026-11-23T10:00:00+07:00", "open": is_open, "instruments": quotes}
    store.write(
        plate_of(
            SNAPSHOT, [json.dumps(told).encode()], status=200, headers=[("content-type", "application/json")],
            kind="market", edition="e", keys=[], baked_at="2026-11-23T10:00:00+07:00", query=(), counted=False,
        )
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> PlateStore:
    return PlateStore(tmp_path)


def listening(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), 10))


async def heard(*answers: Answer, events: int) -> None:
    while any(len(answer.events) < events for answer in answers):
        await asyncio.sleep(0.01)


def test_a_reader_gets_everything_then_only_what_changes(store: PlateStore) -> None:
    write(store, 1)

    async def work() -> None:
        stream, answer = Stream(store), Answer()
        await stream.answer(Scope(), answer)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        write(store, 2, IDX=7_001)
        await heard(answer, events=2)
        assert answer.events == [(1, ["IDX", "EMAS"]), (2, ["IDX"])]
        stream.close()

    listening(work)


def test_a_reader_who_comes_back_gets_what_was_missed(store: PlateStore) -> None:
    write(store, 1)

    async def work() -> None:
        stream, first = Stream(store), Answer()
        await stream.answer(Scope(), first)
        for version in (2, 3):
            write(store, version, IDX=7_000 + version)
            await heard(first, events=version)
        for scope in (Scope(last="1"), Scope(query="a=b&after=1")):
            answer = Answer()
            await stream.answer(scope, answer)
            assert answer.events == [(2, ["IDX"]), (3, ["IDX"])]
        uptodate, stranger = Answer(), Answer()
        await stream.answer(Scope(last="3"), uptodate)
        await stream.answer(Scope(last="99"), stranger)
        assert uptodate.events == []
        assert stranger.events == [(3, ["IDX", "EMAS"])]
        stream.close()

    listening(work)


def test_nothing_is_sent_for_a_snapshot_that_says_the_same_or_is_older(store: PlateStore) -> None:
    write(store, 5)

    async def work() -> None:
        stream, answer = Stream(store), Answer()
        await stream.answer(Scope(), answer)
        write(store, 6)
        write(store, 4, IDX=1)
        await asyncio.sleep(0.1)
        assert len(answer.events) == 1
        write(store, 7, is_open=False)
        await heard(answer, events=2)
        assert answer.events[1] == (7, [])
        stream.close()

    listening(work)


def test_a_quiet_stream_beats(store: PlateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.05)
    write(store, 1)

    async def work() -> None:
        stream, answer = Stream(store), Answer()
        await stream.answer(Scope(), answer)
        await asyncio.sleep(0.3)
        assert answer.data.count(b"\n:\n\n") >= 2
        stream.close()

    listening(work)


def test_there_is_room_for_so_many_and_a_word_for_the_rest(store: PlateStore) -> None:
    async def work() -> None:
        stream, none = Stream(store, most=1), Answer()
        await stream.answer(Scope(), none)
        assert none.status == 503  # there is no snapshot
        write(store, 1)
        answers = [Answer(), Answer(), Answer()]
        for answer in answers[:2]:
            await stream.answer(Scope(), answer)
        await stream.answer(Scope("POST"), answers[2])
        assert [answer.status for answer in answers] == [200, 503, 405]
        assert answers[1].headers["retry-after"] == "30"
        stream.close()

    listening(work)


def test_those_who_hung_up_are_forgotten(store: PlateStore) -> None:
    write(store, 1)

    async def work() -> None:
        stream, here, gone = Stream(store), Answer(), Answer()
        for answer in (here, gone):
            await stream.answer(Scope(), answer)
        gone.is_gone = True
        write(store, 2, IDX=7_001)
        await heard(here, events=2)
        assert len(stream) == 1
        stream.close()
        assert len(stream) == 0

    listening(work)


def test_a_reader_who_takes_nothing_is_let_go(store: PlateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "SLOW_SECONDS", 0.05)
    monkeypatch.setattr(streaming, "unsent", lambda least: {(ip_address("192.0.2.1"), 4711)})
    write(store, 1)

    async def work() -> None:
        stream, slow, quick = Stream(store), Answer(), Answer()
        await stream.answer(Scope(), slow)
        other = Scope()
        other.client = "192.0.2.2:4711"
        await stream.answer(other, quick)
        while stream.dropped < 1:
            await asyncio.sleep(0.01)
        assert len(stream) == 1
        stream.close()

    listening(work)


def test_a_stream_ends_after_a_while(store: PlateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(streaming, "SLOW_SECONDS", 0.02)
    write(store, 1)

    async def work() -> None:
        stream = Stream(store)
        await stream.answer(Scope(), Answer())
        while len(stream):
            await asyncio.sleep(0.01)

    listening(work)


def test_the_system_tells_whose_connection_is_full() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        reader.connect(server.getsockname())
        writer, (host, port) = server.accept()
        with reader, writer:
            peer = peer_of(f"{host}:{port}")
            assert peer not in unsent(10_000)
            writer.setblocking(False)
            with pytest.raises(BlockingIOError):
                while True:
                    writer.send(b"x" * 65_536)
            assert peer in unsent(10_000)


@pytest.mark.parametrize(
    ("text", "peer"),
    [
        ("192.0.2.1:80", (ip_address("192.0.2.1"), 80)),
        ("[::1]:80", (ip_address("::1"), 80)),
        ("[::ffff:192.0.2.1]:80", (ip_address("192.0.2.1"), 80)),
        ("unix:", None),
        ("", None),
    ],
)
def test_a_peer_is_read_from_what_the_server_calls_it(text: str, peer: object) -> None:
    assert peer_of(text) == peer
