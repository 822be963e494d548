"""The newcomer's path: clone, `make demo`, look, stop, start again. It needs a package registry: marked long."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import soon
from tests.product import REPOSITORY, free_port

MADE_SECONDS = 15 * 60
AGAIN_SECONDS = 5.0
SLACK = 3  # times as long on a machine that is busy with other tests
PAGES = (
    "/", "/investasi/", "/terbaru/", "/terpopuler/", "/pasar/", "/pasar/usd-idr/", "/akademi/", "/langganan/",
    "/koreksi/", "/tentang/", "/cari?q=suku+bunga", "/en/", "/lite/", "/rss.xml", "/sitemap.xml", "/desk/login/",
)  # fmt: skip


@contextmanager
def demo(clone: Path, data: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `make demo` as in a terminal of its own; Ctrl-C at the end."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TAJUK_", "VIRTUAL_ENV", "DJANGO_"))
    }
    with log.open("wb") as said:
        running = subprocess.Popen(
            ["make", "demo", f"PORT={port}", f"DATA={data}"], cwd=clone, env=kept, stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)  # a terminal's Ctrl-C reaches make and what it runs
            started = time.monotonic()
            running.wait(20)
            assert time.monotonic() - started <= AGAIN_SECONDS + 2


def _status(address: str) -> int:
    try:
        return httpx.get(address, timeout=10, follow_redirects=True).status_code
    except httpx.TransportError:
        return 0


@pytest.mark.long
def test_fresh_clone_becomes_a_newspaper_with_one_command(tmp_path: Path) -> None:
    clone, data, port = tmp_path / "tajuk", tmp_path / "data koran", free_port()
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
    address, log = f"http://127.0.0.1:{port}", tmp_path / "demo.log"
    with demo(clone, data, port, log) as running:
        soon(
            lambda: _status(f"{address}/-/ready") == 200 or running.poll() is not None, MADE_SECONDS, every=1
        )
        assert running.poll() is None, log.read_text()
        statuses = {path: _status(address + path) for path in PAGES}
        assert statuses == dict.fromkeys(PAGES, 200)
        _looks_like_a_daily(address)
        said = log.read_text()
        assert f"{address}/" in said and f"{address}/desk/" in said
        assert "Traceback" not in said
        account = re.search(r"redaktur\s+(\S+)", said)
        assert account, "it prints a log-in"
        _logs_in(address, "redaktur", account[1])
        home = httpx.get(address + "/rss.xml", timeout=10).text
    with demo(clone, data, port, log):
        took = soon(lambda: _status(address + "/") == 200, AGAIN_SECONDS * SLACK)
        print(f"the second start took {took:.1f} s")
        soon(lambda: _status(f"{address}/-/ready") == 200, AGAIN_SECONDS * SLACK)
        assert re.findall("<guid.*?</guid>", httpx.get(address + "/rss.xml", timeout=10).text) == re.findall(
            "<guid.*?</guid>", home
        )


def _looks_like_a_daily(address: str) -> None:
    home = httpx.get(address + "/", timeout=10).text
    assert home.count("data-symbol=") >= 11
    assert home.count("<article") >= 20
    assert home.count("<img") >= 8
    assert "demo" in home.lower(), "the site says that it is one"
    maps = re.findall("<loc>(.*?)</loc>", httpx.get(address + "/sitemap.xml", timeout=10).text)
    stories = {
        found
        for one in maps
        for found in re.findall("<loc>(.*?)</loc>", httpx.get(one, timeout=10).text)
        if re.search(r"-\d+$", found)
    }
    assert len([story for story in stories if "/en/" not in story]) >= 60
    assert len([story for story in stories if "/en/" in story]) >= 10
    for story in sorted(stories)[::6]:
        assert _status(story) == 200, story


def _logs_in(address: str, name: str, password: str) -> None:
    with httpx.Client(base_url=address, follow_redirects=True, timeout=20) as client:
        client.get("/desk/login/")
        form = {"username": name, "password": password, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        assert "/login/" not in str(client.post("/desk/login/", data=form).url)
