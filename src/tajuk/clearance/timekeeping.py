"""Keep the database's time: several machines' clocks may differ, and an embargo ends once.

On PostgreSQL the process takes the time from the server whenever it connects, which it does when it first wants to know
the time, and every few seconds after that, and counts on from there by its own monotonic clock, which no wrong date and
no step of this machine's clock moves. The moment taken is when the server answered, so that the process is behind by at
most the answer's way, and never ahead.
SQLite stands on the machine whose clock is asked: there is no other.
"""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tajuk.common import clock

AGAIN_SECONDS = 5.0
SLOW_SECONDS = 1.0  # an answer that took longer says too little of the present


class DatabaseClock:
    """The time of the database's server, told once in a while and counted on between."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: tuple[datetime, float] | None = None
        self._try_again = 0.0
        self._guard = threading.Lock()

    def now(self) -> datetime:
        """Return the present moment; by this machine's clock where no server can tell it."""
        told = self._told or self._first_told()
        if told is None:
            return clock.of_this_machine()
        moment, heard = told
        return moment + timedelta(seconds=time.monotonic() - heard)

    def _first_told(self) -> tuple[datetime, float] | None:
        """Connect where a server could tell the time: what a process does first must not go by its machine's clock."""
        if connection.vendor != "postgresql" or connection.connection is not None:
            return None
        begun = time.monotonic()
        if begun < self._try_again:
            return None
        try:
            self.ask(connection)
        except (
            DatabaseError,
            SynchronousOnlyOperation,
            RuntimeError,
        ):  # it is down, or must not be asked from here
            self._try_again = begun + AGAIN_SECONDS
        return self._told

    def ask(self, asked: BaseDatabaseWrapper) -> None:
        """Take the time from a connection's server; one that says nothing leaves it as it was."""
        if asked.vendor != "postgresql":
            return
        begun = time.monotonic()
        with asked.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
        heard = time.monotonic()
        if row is None or heard - begun > SLOW_SECONDS:
            return
        with self._guard:
            self._told = (clock.aware(row[0]), heard)

    def ask_again(self) -> None:
        """Take the time once more where it was told long ago; a database that is down changes nothing."""
        told = self._told
        if told is None or time.monotonic() - told[1] < AGAIN_SECONDS:
            return
        try:
            self.ask(connection)
        except DatabaseError:
            return


keeper = DatabaseClock()


def _connected(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias == "default":
        keeper.ask(connection)


def install() -> None:
    """Have this process keep the database's time."""
    connection_created.connect(_connected, dispatch_uid="database-clock")
    clock.follow(keeper.now)
