"""Writers of SQLite that wait for each other: soon served, none of them forgotten, and not without end."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from tajuk.common import patience

TIMEOUT = 2.0


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker: Any) -> Iterator[None]:
    """Let these tests open databases of their own; none touches the newsroom's."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "waiting.sqlite3"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("CREATE TABLE written (name TEXT)")
        raw.commit()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[DatabaseWrapper]:
    with closing(_connected(path)) as connection:
        yield connection


def _connected(path: Path, timeout: float = TIMEOUT) -> DatabaseWrapper:
    patience.register()
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
    handler = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}}
    )
    connection = handler["default"]
    assert isinstance(connection, DatabaseWrapper)
    connection.ensure_connection()
    return connection


def _write(connection: DatabaseWrapper, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO written VALUES (%s)", [name])


def _held(path: Path, seconds: float) -> threading.Thread:
    """Hold the one place of a writer for so long, from now on."""
    holding = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            holding.set()
            time.sleep(seconds)
            raw.execute("COMMIT")

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(5)
    return thread


def test_one_that_waited_long_goes_on_within_milliseconds(path: Path, connection: DatabaseWrapper) -> None:
    # SQLite's own waiting asks each 100 ms by then: late by 50 ms in the middle of many.
    late = []
    for number in range(8):
        thread = _held(path, 0.35)
        began = time.monotonic()
        _write(connection, f"waited {number}")
        late.append(time.monotonic() - began - 0.35)
        thread.join()
    assert sorted(late)[len(late) // 2] < 0.03


def test_patience_ends(path: Path) -> None:
    with closing(_connected(path, timeout=0.3)) as connection:
        thread = _held(path, 1.0)
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            _write(connection, "never")
        waited = time.monotonic() - began
        thread.join()
        assert 0.3 <= waited < 0.9
        _write(connection, "then")
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT name FROM written").fetchall() == [("then",)]


def test_what_waiting_cannot_mend_fails_at_once(connection: DatabaseWrapper) -> None:
    began = time.monotonic()
    with pytest.raises(OperationalError, match="no such table"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    assert time.monotonic() - began < TIMEOUT / 2


def test_a_reader_whose_picture_is_old_is_told_at_once(path: Path, connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT * FROM written").fetchall()
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("INSERT INTO written VALUES ('meanwhile')")
            raw.commit()
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            cursor.execute("INSERT INTO written VALUES ('too late')")
        assert time.monotonic() - began < TIMEOUT / 2
        cursor.execute("ROLLBACK")


def test_many_writers_all_come_to_their_turn(path: Path) -> None:
    writers, each = 8, 25

    def write(writer: int) -> None:
        with closing(_connected(path, timeout=20)) as connection:
            for number in range(each):
                _write(connection, f"{writer}.{number}")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(sqlite3.connect(path)) as raw:
        [(count, different)] = raw.execute("SELECT count(*), count(DISTINCT name) FROM written").fetchall()
    assert (count, different) == (writers * each, writers * each)
