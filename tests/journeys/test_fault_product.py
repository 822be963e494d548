"""Rows 1, 2, 36: the running product without its database, without its bell, and asked by two hundred at once."""

import fcntl
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tajuk.edge.journal import Journal
from tests.journeys.conftest import soon
from tests.product import Product, newsroom, tajuk

COLD = "/terbaru/2026-01-07/"
READERS = 200


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of these tests' own, whose renders are counted."""
    data = newsroom(tmp_path_factory.mktemp("gangguan") / "data")
    with Product(data, DJANGO_SETTINGS_MODULE="tests.counting.settings") as running:
        soon(lambda: running.get("/").headers.get("etag"), 20)
        yield running


@contextmanager
def without_worker(data: Path) -> Iterator[None]:
    """Keep the running product's worker from working: the background's lock is taken by somebody else.

    The worker holds it for life, so it is told to end first: the press has a lock of its own for each bake.
    """
    folder = data / "run"
    held = [(folder / f"bake-{number}").open("w") for number in range(64)]
    for file in held:
        fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        for file in held:
            file.close()


@contextmanager
def without_database(data: Path) -> Iterator[None]:
    """Take the database away, so that nobody finds it nor makes a new one; bring it back at the end."""
    away = data / "dibawa"
    away.mkdir()
    for file in data.glob("newsroom.sqlite3*"):
        file.rename(away / file.name)
    (data / "newsroom.sqlite3").mkdir()
    try:
        yield
    finally:
        (data / "newsroom.sqlite3").rmdir()
        for file in away.glob("*"):
            file.rename(data / file.name)
        away.rmdir()


def waiting(data: Path) -> int:
    """Return how many changes wait in the outbox, as any SQLite client sees them."""
    with sqlite3.connect(data / "newsroom.sqlite3", timeout=20) as connection:
        sql = "SELECT count(*) FROM press_outboxentry WHERE done_at IS NULL"
        return int(connection.execute(sql).fetchone()[0])


def renders(data: Path, path: str) -> int:
    """Return how often a page was rendered."""
    return (data / "renders.log").read_text().splitlines().count(path)


def test_row_2_without_the_bell_a_publish_commits_and_is_seen_all_the_same(own: Product) -> None:
    (own.data / "run" / "press.bell").unlink()
    made = own.publish({"headline": "Judul tanpa lonceng"})[0]
    soon(lambda: own.get(made["path"]).status_code == 200, 5)
    soon(lambda: "Judul tanpa lonceng" in own.get("/terbaru/").text, 10)
    soon(lambda: waiting(own.data) == 0, 20)


def test_row_2_what_was_published_while_nobody_bakes_waits_and_is_baked_once(own: Product) -> None:
    soon(lambda: waiting(own.data) == 0, 20)
    with without_worker(own.data):
        made = own.publish(*({"headline": f"Judul antre {number}"} for number in range(3)))
        assert waiting(own.data) > 0, "the publish is committed, its changes wait"
        before = {story["path"]: written(own.data, story["path"]) for story in made}
    soon(lambda: waiting(own.data) == 0, 20)
    for story in made:
        assert own.get(story["path"]).status_code == 200
        assert written(own.data, story["path"]) == before[story["path"]] + 1, "no page is written twice"
    assert all(f"Judul antre {number}" in own.get("/terbaru/").text for number in range(3))


def written(data: Path, path: str) -> int:
    """Return how often a plate was written, by the log that tells every process."""
    journal = Journal(data / "plates" / "journal")
    _, lines = journal.since(0)
    return (lines or []).count(f"+{path}")


def test_row_1_without_the_database_plates_are_served_and_the_desk_says_so(own: Product) -> None:
    desk = own.desk("editor")
    paths = ["/", "/makro/", "/terbaru/", own.path("lengkap")]
    for path in paths:
        soon(lambda path=path: own.get(path).headers.get("etag"), 20)
    soon(lambda: waiting(own.data) == 0, 20)
    with without_worker(own.data):
        made = own.publish(*({"headline": f"Judul sebelum putus {number}"} for number in range(2)))
        with without_database(own.data):
            for path in paths:
                assert own.get(path).status_code == 200, path
            answer = desk.get("/desk/")
            assert answer.status_code == 503
            assert "retry-after" in answer.headers and "Traceback" not in answer.text
            assert "text/html" in answer.headers["content-type"] and len(answer.text) > 200, (
                "a page, in words"
            )
    for story in made:
        soon(lambda story=story: own.get(story["path"]).headers.get("etag"), 45, every=0.3)
    soon(lambda: waiting(own.data) == 0, 45, every=0.3)
    assert all(f"Judul sebelum putus {number}" in own.get("/terbaru/").text for number in range(2))
    assert desk.get("/desk/").status_code == 200
    desk.close()


def test_row_1_a_database_that_another_holds_keeps_no_reader_waiting(own: Product) -> None:
    soon(lambda: own.get("/").headers.get("etag"), 20)
    with sqlite3.connect(own.data / "newsroom.sqlite3", timeout=20, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for path in ("/", "/makro/", own.path("lengkap")):
            started = time.monotonic()
            assert own.get(path).status_code == 200
            assert time.monotonic() - started < 2
        other.execute("ROLLBACK")


def test_row_1_a_verb_on_a_database_that_is_gone_says_so_in_one_line(own: Product) -> None:
    with without_database(own.data):
        done = tajuk(own.data, "kill", "1", "--reason", "uji", "--data", str(own.data), seconds=180)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "edge block" in done.stderr, "and what can be done without it"


def test_row_36_two_hundred_readers_of_a_cold_page_have_it_baked_once(own: Product) -> None:
    own.get("/terbaru/")
    assert not (own.data / "renders.log").read_text().count(COLD), "it is cold"
    together, statuses = threading.Barrier(READERS), list[bytes]()
    request = f"GET {COLD} HTTP/1.1\r\nHost: 127.0.0.1:{own.port}\r\nConnection: close\r\n\r\n".encode()

    def read() -> None:
        with socket.create_connection(("127.0.0.1", own.port), timeout=60) as connection:
            together.wait(60)
            connection.sendall(request)
            statuses.append(connection.recv(12))

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses == [b"HTTP/1.1 200"] * READERS
    assert renders(own.data, COLD) == 1
