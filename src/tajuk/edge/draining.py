"""End a worker without failing a request: others take the new connections, the old ones are told to go.

A server that is merely told to stop closes connections that wait for their next request; a client that has just
sent one then reads the end of nothing. So, told to stop, a worker first takes no new connection (its fellows of the
same socket do), says `Connection: close` with every answer, and only then stops.
"""

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

_SECONDS = 1.0


class Drain:
    """How a worker ends; `closing` is true from the moment it is told to."""

    def __init__(self, told: Callable[[], None], *, seconds: float = _SECONDS) -> None:
        """Call `told` when the end begins, and stop `seconds` later."""
        self.closing = False
        self._told = told
        self._seconds = seconds
        # What stands in the listening socket's place; it is never connected to.
        self._nobody: socket.socket | None = None

    def begin_on_signal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have SIGTERM begin the end. SIGINT, the server's own way to stop at once, ends it."""
        if threading.current_thread() is threading.main_thread():
            loop.add_signal_handler(signal.SIGTERM, self._begin, loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self.closing:
            self.closing = True
            self._accept_no_more()
            self._told()
            loop.call_later(self._seconds, os.kill, os.getpid(), signal.SIGINT)

    def _accept_no_more(self) -> None:
        """Put a socket that nobody knows in the place of each that listens, in this process only.

        The server cannot be asked to stop listening, and the socket itself belongs to its fellows, too.
        """
        self._nobody = socket.socket(socket.AF_UNIX)
        self._nobody.bind("")
        self._nobody.listen(1)
        self._nobody.setblocking(False)
        for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
            if number != self._nobody.fileno() and _listens(number):
                os.dup2(self._nobody.fileno(), number, inheritable=False)


def _listens(number: int) -> bool:
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(number)) as copy:
        return bool(
            copy.family in (socket.AF_INET, socket.AF_INET6)
            and copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        )
    return False
