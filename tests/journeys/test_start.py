"""Starting, stopping, and going on without a database: what an operator meets on the first day and on a bad one."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import soon
from tests.product import Product, environment, free_port, newsroom, tajuk

STOP_SECONDS = 5.0
START_SECONDS = 5.0
UNBAKED = "/terbaru/2026-01-05/"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Product]:
    """A newsroom of the test's own, not started yet."""
    product = Product(newsroom(tmp_path / "data"))
    yield product
    product.stop()


def test_port_in_use_is_one_line_and_exit_code_one(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = tajuk(tmp_path / "data", "up", "--port", port, "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and port in done.stderr
    assert not (tmp_path / "data" / "newsroom.sqlite3").exists(), "nothing is made for a start that cannot be"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAJUK_PORT", "delapan"),
        ("TAJUK_TRUST_PROXY", "mungkin"),
        ("TAJUK_WIRE_MAX_BYTES", "banyak"),
        ("TAJUK_MARKET_SIMULATOR", "?"),
    ],
)
def test_bad_setting_is_one_line_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    done = tajuk(tmp_path / "data", "up", "--port", str(free_port()), **{name: value})
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and name in done.stderr and value in done.stderr


def test_production_names_everything_that_is_missing_at_once(tmp_path: Path) -> None:
    done = tajuk(tmp_path / "data", "check", DJANGO_SETTINGS_MODULE="tajuk.config.settings.production")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    for name in ("TAJUK_SECRET_KEY", "TAJUK_ADDRESS", "TAJUK_HOSTS", "TAJUK_DATABASE"):
        assert name in done.stderr


def test_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    data = tmp_path / "berkas" / "data"
    done = subprocess.run(
        [sys.executable, "-m", "tajuk", "up", "--port", str(free_port()), "--data", str(data)],
        env=environment(data), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1 and str(data) in done.stderr


def test_ctrl_c_stops_it_cleanly_and_the_second_start_is_quick_and_keeps_everything(own: Product) -> None:
    with own:
        before = own.get(own.path("lengkap")).text
        own.get("/")
        made = own.publish({"headline": "Judul sebelum berhenti"})[0]
        soon(lambda: own.get(made["path"]).status_code == 200, 5)
        children = _children(own.pid)
        assert own.stop(signal.SIGINT) <= STOP_SECONDS
    assert "Traceback" not in own.log
    assert [child for child in children if _runs(child)] == [], "nobody is left behind"
    started = time.monotonic()
    with own:
        assert time.monotonic() - started < 3 * START_SECONDS, "ready, on a machine that other tests share"
        assert _body(own.get(own.path("lengkap")).text) == _body(before)
        assert own.get(made["path"]).status_code == 200
    assert "Preparing" not in own.log.rpartition("the site")[0].rpartition("Ctrl-C stops it.")[2]


def test_readers_are_served_within_five_seconds_of_a_second_start(own: Product) -> None:
    with own:
        soon(lambda: own.get("/").headers.get("etag"), 5)
    process = subprocess.Popen(
        [sys.executable, "-m", "tajuk", "up", "--port", str(own.port), "--data", str(own.data)],
        env=environment(own.data), cwd=own.data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        soon(lambda: _answers(own), START_SECONDS)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(15)


def _answers(product: Product) -> bool:
    try:
        return product.get("/").status_code == 200
    except httpx.TransportError:
        return False


def _body(page: str) -> str:
    return page.partition('<div class="prose">')[2].partition("<footer")[0]


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _comes_from_a_plate(product: Product, path: str) -> bool:
    """Ask for a page and tell whether the edge answered it from what it keeps, by its own count."""

    def hits() -> int:
        found = re.search(r'tajuk_requests_total\{outcome="hit"\} (\d+)', product.get("/-/metrics").text)
        return int(found[1]) if found else 0

    before = hits()
    return product.get(path).status_code == 200 and hits() > before


def test_without_its_database_the_newsroom_serves_every_plate_and_says_503_for_the_rest(own: Product) -> None:
    paths = ["/", "/makro/", own.path("lengkap"), "/terbaru/", "/rss.xml", "/lite/", "/en/"]
    with own:
        for path in paths:
            soon(lambda path=path: _comes_from_a_plate(own, path), 15)
        away = own.data / "dibawa"
        away.mkdir()
        for file in own.data.glob("newsroom.sqlite3*"):
            file.rename(away / file.name)
        (own.data / "newsroom.sqlite3").mkdir()  # whoever connects now finds no database and makes no new one
        time.sleep(1)
        for path in paths:
            for _ in range(3):
                assert own.get(path).status_code == 200, path
        assert own.get(own.path("lengkap")).text.count("<p>") > 9
        for answer in (own.get(UNBAKED), own.get("/cari?q=emas"), own.get("/desk/login/")):
            assert answer.status_code == 503, answer.request.url
            assert "retry-after" in answer.headers
            assert "Traceback" not in answer.text and "sqlite" not in answer.text.lower()
        assert own.get("/-/live").status_code == 200
        (own.data / "newsroom.sqlite3").rmdir()
        for file in away.glob("*"):
            file.rename(own.data / file.name)
        soon(lambda: own.get(UNBAKED).status_code == 200, 5)
        made = own.publish({"headline": "Judul sesudah pulih"})[0]
        soon(lambda: own.get(made["path"]).status_code == 200, 5)
        soon(lambda: "Judul sesudah pulih" in own.get("/terbaru/").text, 45, every=0.5)
