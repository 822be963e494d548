"""Let whoever waits for SQLite's one writer ask again within milliseconds, for as long as before.

SQLite's own waiting asks ever more rarely, in the end each 100 ms, and whoever has just come asks at once: under many
short writes the one that has waited longest is served last. Each waiter here asks again after a short random time.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_SHORTEST, _LONGEST = 0.001, 0.004  # seconds between two questions
_USUAL = 5.0  # seconds that Python's driver waits when nothing is set
# Not SQLITE_BUSY_SNAPSHOT: a reader whose picture of the data is old never becomes a writer by waiting.
_WORTH_WAITING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY})

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def register() -> None:
    """Have every connection to SQLite that Django opens wait like this; a second call changes nothing."""
    connection_created.connect(_prepare, dispatch_uid="patience")


def _prepare(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    if wait not in connection.execute_wrappers:
        connection.execute_wrappers.append(wait)


def wait(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, again and again while another writes, for as long as the connection's `timeout` says.

    Raises Django's OperationalError ("database is locked") after that. A statement that was refused has done nothing;
    only one for many rows outside a transaction could have, and nothing here runs such.
    """
    connection = context["connection"]
    patience = float(connection.settings_dict["OPTIONS"].get("timeout", _USUAL))
    end = time.monotonic() + patience
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlite_errorcode", None)
            if code not in _WORTH_WAITING or time.monotonic() >= end:
                raise
        time.sleep(random.uniform(_SHORTEST, _LONGEST))  # noqa: S311 -- spreads the waiters, hides nothing
