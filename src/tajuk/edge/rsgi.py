"""The application that Granian runs: plates first, then files and operators' pages, Django for the rest."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from tajuk.edge.answer import Edge
from tajuk.edge.draining import Drain
from tajuk.edge.environ import Refused, is_for_one_host
from tajuk.edge.files import FileServer
from tajuk.edge.gateway import Gateway, refuse
from tajuk.edge.operations import PREFIX, Operations, may_see_metrics
from tajuk.edge.stream import PATH as STREAM
from tajuk.edge.stream import Stream

log = logging.getLogger(__name__)

_FLUSH_SECONDS = 10.0
_CLOSE = ("connection", "close")


class Application:
    """One worker's edge. The RSGI specification is Granian's (docs/spec/RSGI.md)."""

    def __init__(
        self,
        edge: Edge,
        gateway: Gateway,
        files: FileServer,
        *,
        metrics_secret: str = "",
        started: Callable[["Application"], None] = lambda application: None,
        stopped: Callable[["Application"], None] = lambda application: None,
    ) -> None:
        """Put the parts together; `started` and `stopped` are called when the worker begins and ends."""
        self.edge = edge
        self.gateway = gateway
        self.files = files
        self.stream = Stream(edge.store)
        self.operations = Operations(edge, gateway)
        self._answer = edge.answer
        self._drain = Drain(self._ending)
        self._metrics_secret = metrics_secret
        self._started = started
        self._stopped = stopped
        self._flushing: asyncio.TimerHandle | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin: the worker has its loop and takes no request yet."""
        self._flush_later(loop)
        self._drain.begin_on_signal(loop)
        self.stream.close_on_signals(loop)
        self._started(self)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End: the last request is answered."""
        if self._flushing is not None:
            self._flushing.cancel()
        self.stream.close()
        self.edge.views.flush()
        self._stopped(self)
        self.gateway.pool.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        headers = scope.headers
        if not is_for_one_host(scope, headers):
            refuse(protocol, Refused(400, "host"))
            return
        # A plate needs no body: a request that announces a coded one is looked at closely first.
        if "transfer-encoding" not in headers:
            answer = self._answer(scope.method, scope.path, scope.query_string, headers)
            if answer is not None:
                given = [*answer.headers, _CLOSE] if self._drain.closing else answer.headers
                protocol.response_bytes(answer.status, given, answer.body)
                return
        await self._other(scope, protocol)

    async def _other(self, scope: Any, protocol: Any) -> None:
        path = scope.path
        if path == STREAM:
            await self.stream.answer(scope, protocol)
            return
        if path.startswith(PREFIX):
            trusted = may_see_metrics(scope, self._metrics_secret)
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(None, partial(self.operations.answer, path, trusted=trusted))
        elif self.files.knows(path):
            answer = self.files.answer(scope.method, path, scope.headers)
        else:
            await self.gateway.handle(scope, protocol)
            return
        given = [*answer.headers, _CLOSE] if self._drain.closing else answer.headers
        protocol.response_bytes(answer.status, given, answer.body)

    def _ending(self) -> None:
        self.gateway.closing = True

    def _flush_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._flushing = loop.call_later(_FLUSH_SECONDS, self._flush, loop)

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_in_executor(self.gateway.pool, self.edge.views.flush)
        self._flush_later(loop)
