"""Quotes as they change, as server-sent events: from the event loop, with no thread and no database.

The stream tells what the snapshot's plate (`/_/market.json`) tells, no more and no sooner: it watches the
journal of plates and sends the instruments that are other ones than before. A reader who comes back says the
last version that it saw (`Last-Event-ID`, or `after=` in the address) and gets what came since, or everything.

A reader costs a connection and a small object: its request is answered and over, and what is kept is the open
end of the answer. Sending never waits; so readers whose connections take nothing are found and let go, and
every stream ends after some minutes, for the browser to come back where it was.

The format is the HTML standard's, section 9.2 (server-sent events).
"""

import asyncio
import logging
import random
import re
import signal
import threading
import time
from collections import deque
from itertools import islice
from typing import Any, Final, Protocol

import orjson

from tajuk.edge.plates import BadPlate, Segment
from tajuk.edge.sockets import Peer, peer_of, unsent
from tajuk.edge.splice import identity
from tajuk.edge.store import PlateStore

log = logging.getLogger(__name__)

PATH: Final = "/_/market/stream"
SNAPSHOT: Final = "/_/market.json"
MOST_READERS: Final = 12_000
LOOK_SECONDS: Final = 0.02
HEARTBEAT_SECONDS: Final = 15.0
SLOW_SECONDS: Final = 10.0
# What may wait in a connection: some events. A reader who has more at two looks in a row is let go.
SLOW_BYTES: Final = 16_384
LONGEST_SECONDS: Final = 600.0
_AT_ONCE: Final = 500  # readers told before the loop may answer somebody else
_KEPT: Final = 60  # versions that a reader may have missed and still be told one by one
_HEADERS: Final = [
    ("content-type", "text/event-stream; charset=utf-8"),
    # A cache that kept this would hand one reader's stream to another as a recording.
    ("cache-control", "no-store"),
    ("x-accel-buffering", "no"),
    ("x-content-type-options", "nosniff"),
    ("x-robots-tag", "noindex"),
]
_HEARTBEAT: Final = b":\n\n"


class Transport(Protocol):
    """A streamed answer."""

    def send_bytes(self, data: bytes) -> object:
        """Send some of it; it is queued at once. Raise when the reader has gone."""
        ...


class Version:
    """A snapshot as the stream tells it: all of it, and what differs from the one before."""

    __slots__ = ("changes", "number", "opening", "quotes", "whole")

    def __init__(self, told: dict[str, Any], before: "Version | None") -> None:
        """Read a snapshot; `before` is the one that stood there."""
        self.number = int(told["version"])
        self.opening = told.get("open")
        self.quotes: dict[str, Any] = {quote["symbol"]: quote for quote in told["instruments"]}
        self.whole = _event(self.number, told)
        self.changes = b""
        known = before.quotes if before else {}
        changed = [quote for symbol, quote in self.quotes.items() if known.get(symbol) != quote]
        if changed or before is None or before.opening != self.opening:
            self.changes = _event(self.number, {**told, "instruments": changed})


def _event(number: int, told: dict[str, Any]) -> bytes:
    return b"id: %d\nevent: quotes\ndata: %b\n\n" % (number, orjson.dumps(told))


class Reader:
    """One who listens: the open end of the answer, who it is, and until when the stream lasts."""

    __slots__ = ("client", "slow", "transport", "until")

    def __init__(self, transport: Transport, client: str) -> None:
        """Listen from now on."""
        self.transport = transport
        self.client = client
        self.slow = False
        # Those who came together do not come back together.
        self.until = time.monotonic() + LONGEST_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311  (no secret)


class Stream:
    """The stream of one process. All of it belongs to the event loop's thread."""

    def __init__(self, store: PlateStore, *, most: int = MOST_READERS) -> None:
        """Tell what the snapshot in `store` tells, to at most `most` readers at a time."""
        self._store = store
        self._most = most
        self._seen = -1
        self._version: Version | None = None
        self._recent: deque[Version] = deque(maxlen=_KEPT)
        self._readers: set[Reader] = set()
        self._looking: asyncio.TimerHandle | None = None
        self._beat_at = self._check_at = 0.0
        self._closed = False
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._readers)

    async def answer(self, scope: Any, protocol: Any) -> None:
        """Answer a request for the stream: send what the reader lacks, and keep the answer open."""
        if scope.method != "GET":
            protocol.response_empty(405, [("allow", "GET"), ("cache-control", "no-store")])
            return
        self._look_now()
        if self._version is None or len(self._readers) >= self._most or self._closed:
            # The page falls back to the snapshot.
            protocol.response_empty(503, [("retry-after", "30"), ("cache-control", "no-store")])
            return
        # A browser that opens a stream cannot say what it has; the page that does can.
        seen = max(_number(scope.headers.get("last-event-id")), _number(_after(scope.query_string)))
        reader = Reader(protocol.response_stream(200, _HEADERS), scope.client)
        # At once, so that a browser knows that it is connected, and how soon to come back.
        if self._send(reader, b"retry: 5000\n\n" + self._since(seen)):
            self._readers.add(reader)
            self._look_later()

    def _send(self, reader: Reader, data: bytes) -> bool:
        """Queue some bytes for a reader; tell whether they are there at all."""
        try:
            reader.transport.send_bytes(data)
        except Exception as error:
            # However a server says that a reader hung up, it is no news.
            log.debug("a reader of the stream went: %s", error)
            self._readers.discard(reader)
            return False
        return True

    def _since(self, seen: int) -> bytes:
        """Return what came after a version: change by change while that is known, else everything."""
        version = self._version
        if version is None or seen == version.number:
            return b""
        missed = [each.changes for each in self._recent if each.number > seen]
        known = any(each.number == seen for each in self._recent)
        return b"".join(missed) if known else version.whole

    def _tell(self, data: bytes, waiting: Any = None) -> None:
        """Send to all who listen, some hundred at a time: others want answers, too."""
        waiting = waiting or iter(tuple(self._readers))
        some = tuple(islice(waiting, _AT_ONCE))
        for reader in some:
            self._send(reader, data)
        if some and not self._closed:
            asyncio.get_running_loop().call_soon(self._tell, data, waiting)

    def _look_later(self) -> None:
        if self._looking is None and not self._closed:
            self._looking = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Look whether there is a newer snapshot, as long as anybody listens."""
        self._looking = None
        if not self._readers or self._closed:
            return
        now = time.monotonic()
        if self._look_now() and self._version is not None:
            self._beat_at = now + HEARTBEAT_SECONDS
            self._tell(self._version.changes)
        elif now >= self._beat_at:
            self._beat_at = now + HEARTBEAT_SECONDS
            self._tell(_HEARTBEAT)
        if now >= self._check_at:
            self._check_at = now + SLOW_SECONDS
            self._end_old(now)
            looked = asyncio.get_running_loop().run_in_executor(None, unsent, SLOW_BYTES)
            looked.add_done_callback(self._let_go)
        self._look_later()

    def _end_old(self, now: float) -> None:
        self._readers -= {reader for reader in self._readers if now > reader.until}

    def _let_go(self, looked: "asyncio.Future[set[Peer]]") -> None:
        """Let go those whose connections have been full since the last look."""
        if looked.cancelled() or looked.exception() is not None:
            return
        full = looked.result()
        for reader in tuple(self._readers):
            is_full = bool(full) and peer_of(reader.client) in full
            if is_full and reader.slow:
                self._readers.discard(reader)
                self.dropped += 1
            reader.slow = is_full

    def _look_now(self) -> bool:
        """Read the snapshot if the journal says that it is another one; tell whether readers should hear."""
        generation = self._store.journal.generation
        if generation == self._seen:
            return False
        _, lines = self._store.journal.since(self._seen)
        first, self._seen = self._version is None, generation
        if not first and lines is not None and not any(line[1:] == SNAPSHOT for line in lines):
            return False
        told = self._read()
        if told is None or (self._version is not None and int(told["version"]) <= self._version.number):
            return False
        version = Version(told, self._version)
        if not version.changes:
            return False
        self._version = version
        self._recent.append(version)
        return True

    def _read(self) -> dict[str, Any] | None:
        stored = self._store.read(SNAPSHOT)
        if stored is None or stored.plate.status != 200:
            return None
        try:
            told = orjson.loads(identity([part for part in stored.plate.parts if isinstance(part, Segment)]))
            return told if isinstance(told.get("instruments"), list) and "version" in told else None
        except (BadPlate, ValueError, AttributeError) as error:
            log.error("the snapshot of quotes cannot be read: %s", error)
            return None

    def close_on_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """End every stream as soon as the server is told to stop: it waits for answers that are on their way.

        The loop hears of signals through a file descriptor of its own, so that this handler takes nothing away.
        """
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.close))
                signal.siginterrupt(number, False)

    def close(self) -> None:
        """End every stream: the server stops."""
        self._closed = True
        if self._looking is not None:
            self._looking.cancel()
        # The last hold on an answer is its end.
        self._readers.clear()


def _after(query: str) -> str | None:
    """Return what `after=VERSION` says in a query."""
    found = re.search(r"(?:^|&)after=([0-9]{1,15})(?:&|$)", query)
    return found[1] if found else None


def _number(text: str | None) -> int:
    """Return the version that a browser says it saw last; none for what is no version."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else -1
