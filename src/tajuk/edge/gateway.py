"""Hand requests to a WSGI application in a bounded pool of threads, and stream what it answers."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, Protocol

from tajuk.edge.environ import Environ, Refused, Scope, StartResponse, checked_headers, environ_of
from tajuk.edge.notices import plain_notice

log = logging.getLogger(__name__)

Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
Pairs = list[tuple[str, str]]

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"}
)
_AT_ONCE = 512 * 1024  # bytes: an answer up to this size is sent in one piece
_IN_MEMORY = 1024 * 1024
_SLOW_READER_SECONDS = 30


class Transport(Protocol):
    """An answer that is being streamed."""

    async def send_bytes(self, data: bytes) -> None:
        """Send some of it."""
        ...


class Exchange(Protocol):
    """The part of RSGI's HTTP protocol that is used here."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the request's body."""
        ...

    def response_empty(self, status: int, headers: Pairs) -> None:
        """Answer without a body."""
        ...

    def response_bytes(self, status: int, headers: Pairs, body: bytes) -> None:
        """Answer with a body."""
        ...

    def response_stream(self, status: int, headers: Pairs) -> Transport:
        """Answer with a body that comes in pieces."""
        ...


class _Started:
    """What the application said with `start_response`."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Pairs = []
        self.written: list[bytes] = []

    def __call__(self, status: str, headers: Pairs, exc_info: Any = None) -> Callable[[bytes], object]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower(), value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
        return self.written.append


class Gateway:
    """A WSGI application behind the edge; with its threads busy and its queue full, the answer is 503."""

    def __init__(
        self,
        *,
        threads: int = 8,
        queue: int = 256,
        max_body: int = 64 * 1024 * 1024,
        trust_proxy: bool = False,
    ) -> None:
        """Make the pool; the application comes with `serve`, until then requests wait for it."""
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="newsroom")
        self._limit = threads + queue
        self._busy = 0
        self._max_body = max_body
        self._trust_proxy = trust_proxy
        # Whether this process is about to end, and connections are to be made to another one.
        self.closing = False
        self._application: Future[Wsgi] = Future()

    @property
    def ready(self) -> bool:
        """Whether there is an application to ask."""
        return self._application.done() and self._application.exception() is None

    @property
    def busy(self) -> int:
        """How many requests are in hand or waiting."""
        return self._busy

    def serve(self, application: Wsgi) -> None:
        """Begin to hand requests to `application`."""
        self._application.set_result(application)

    def give_up(self, error: BaseException) -> None:
        """Answer every request 503: there will be no application."""
        self._application.set_exception(error)

    async def handle(self, scope: Scope, protocol: Exchange) -> int:
        """Answer one request; return the status."""
        try:
            headers = checked_headers(scope)
            if self._busy >= self._limit:
                raise Refused(503, "busy")
            self._busy += 1
            try:
                with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
                    length = await self._take_body(headers.get("content-length"), protocol, body)
                    environ = environ_of(scope, headers, body, length, trust_proxy=self._trust_proxy)
                    return await self._run(environ, protocol)
            finally:
                self._busy -= 1
        except Refused as refusal:
            return refuse(protocol, refusal)

    async def _take_body(self, announced: str | None, protocol: Exchange, body: IO[bytes]) -> int:
        if announced is not None and (len(announced) > 15 or int(announced) > self._max_body):
            raise Refused(413, "body")
        length = 0
        async for chunk in protocol:
            length += len(chunk)
            if length > self._max_body:
                raise Refused(413, "body")
            body.write(chunk)
        body.seek(0)
        return length

    async def _run(self, environ: Environ, protocol: Exchange) -> int:
        loop = asyncio.get_running_loop()
        try:
            application = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._application)), 60)
        except Exception:
            raise Refused(503, "no application") from None
        return await loop.run_in_executor(self.pool, self._call, application, environ, protocol, loop)

    def _call(
        self, application: Wsgi, environ: Environ, protocol: Exchange, loop: asyncio.AbstractEventLoop
    ) -> int:
        """Run the application in this thread and send what it answers."""
        started = _Started()
        chunks: Iterable[bytes] = ()
        try:
            chunks = application(environ, started)
            rest = iter(chunks)
            if self.closing:
                started.headers.append(("connection", "close"))
            first, more = _first_piece(started, rest)
            if more:
                self._stream(started, first, rest, protocol, loop)
            else:
                _send(started, first, environ["REQUEST_METHOD"] == "HEAD", protocol)
        except Exception:
            log.exception("the application failed at %s", environ["PATH_INFO"])
            with suppress(Exception):
                return refuse(protocol, Refused(503, "failed"))
        finally:
            if close := getattr(chunks, "close", None):
                close()
        return started.status

    @staticmethod
    def _stream(
        started: _Started,
        first: bytes,
        rest: Iterator[bytes],
        protocol: Exchange,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        transport = protocol.response_stream(started.status, started.headers)
        try:
            for chunk in _chained(first, rest):
                # A reader who takes nothing for so long gives the thread back.
                asyncio.run_coroutine_threadsafe(_sent(transport, chunk), loop).result(_SLOW_READER_SECONDS)
        except Exception as error:
            log.info("a streamed answer was not taken to its end: %s", error)


async def _sent(transport: Transport, chunk: bytes) -> None:
    await transport.send_bytes(chunk)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _first_piece(started: _Started, rest: Iterator[bytes]) -> tuple[bytes, bool]:
    """Return the answer's beginning, and whether there may be more than that."""
    pieces, size = list(started.written), 0
    for chunk in rest:
        pieces.append(chunk)
        size += len(chunk)
        if size > _AT_ONCE:
            return b"".join(pieces), True
    return b"".join(pieces), False


def _send(started: _Started, body: bytes, head: bool, protocol: Exchange) -> None:
    if head or started.status in {204, 304}:
        protocol.response_empty(started.status, started.headers)
    else:
        headers = [pair for pair in started.headers if pair[0] != "content-length"]
        protocol.response_bytes(started.status, headers, body)


def refuse(protocol: Exchange, refusal: Refused) -> int:
    """Answer a request that is not passed on; return the status."""
    if refusal.status == 503:
        headers, body = plain_notice("unavailable")
        protocol.response_bytes(503, [*headers, ("retry-after", "5")], body)
    else:
        text = f"{refusal.status} {refusal.reason}\n".encode()
        plain = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]
        protocol.response_bytes(
            refusal.status, [*plain, ("x-content-type-options", "nosniff"), ("connection", "close")], text
        )
    return refusal.status
