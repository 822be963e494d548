"""One taker-in at a time: whoever records wires waits for a turn, first come first served.

SQLite has one writer. Who finds it busy sleeps and tries again, up to a tenth of a second each time and in no order,
so that a folder and a webhook that are both busy keep each other waiting; within a process a queue hands the turn on
at once. On PostgreSQL two batches that share events would lock the same rows in different orders; there the turn is an
advisory lock of the transaction, which all processes share.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: Any number that no other advisory lock of the newsroom has.
_LOCK = 0x7769_7265


class Turns:
    """A lock that is handed on in the order in which it was asked for."""

    def __init__(self) -> None:
        """Begin with nobody's turn."""
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn and hold it until the block ends."""
        self._take()
        try:
            yield
        finally:
            self._hand_on()

    def _take(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_turns = Turns()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for the turn to begin a transaction that records wires; within a transaction nobody waits."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _turns.turn():
        yield


def hold_turn() -> None:
    """Wait, within the transaction, for the others that record; the turn is held until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
