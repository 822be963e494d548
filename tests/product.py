"""The product as its users run it: `tajuk up` in a process of its own, on a small newsroom of its own."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx

from tests.database import REPOSITORY, migrated

if TYPE_CHECKING:
    from playwright.sync_api import Page

CACHE = REPOSITORY / ".cache" / "newsroom"
PACKAGE = REPOSITORY / "src" / "tajuk"
PASSWORD = "kopi-tubruk-pagi"
FRESH_SECONDS = 3_600  # stories are dated back from the moment they are made: an old paper has no news
START_SECONDS = 60


def newsroom(target: Path, which: str = "small") -> Path:
    """Copy the newsroom `which` (`small`, `hostile`) to `target`, making it first where that was long ago."""
    CACHE.mkdir(parents=True, exist_ok=True)
    made = CACHE / f"{which}-{_digest()}"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists() or time.time() - made.stat().st_mtime > FRESH_SECONDS:
            for old in CACHE.glob(f"{which}-*"):
                shutil.rmtree(old)
            _make(made.with_suffix(".part"), which)
            made.with_suffix(".part").rename(made)
            made.touch()
        for path in made.rglob("*"):
            _copied(path, target / path.relative_to(made))
    return target


def _copied(path: Path, copy: Path) -> None:
    if path.is_dir():
        copy.mkdir(parents=True, exist_ok=True)
    elif path.is_relative_to(CACHE) and ("static" in path.parts or "media" in path.parts):
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.hardlink_to(path)  # never written to in place
    else:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)


def _make(data: Path, which: str) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    shutil.copy(migrated(), data / "newsroom.sqlite3")
    stories = _run([sys.executable, "-m", "tests.paper", which], data)
    _run([sys.executable, "-m", "tajuk.config.preparation"], data)
    (data / "run" / "stories.json").write_text(stories)
    checkpoint = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    )
    _run([sys.executable, "-c", checkpoint, str(data / "newsroom.sqlite3")], data)
    for name in ("newsroom.sqlite3-wal", "newsroom.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)


def _run(command: list[str], data: Path) -> str:
    done = subprocess.run(
        command, env=environment(data), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on the newsroom in `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAJUK_")}
    paths = os.pathsep.join(str(REPOSITORY / name) for name in ("src", "."))
    return kept | {
        "TAJUK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.base",
        "PYTHONPATH": paths,
        "PYTHONWARNINGS": "default",
        "TAJUK_MARKET_SIMULATOR": "0",  # figures that stand still can be compared
        **more,
    }


def _digest() -> str:
    seen = hashlib.sha256()
    patterns = (
        "*/migrations/*.py",
        "assets/**/*",
        "*/static/**/*",
        "markets/data/*",
        "pictures/renditions.py",
        "articles/blocks.py",
    )
    found = {path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file()}
    tests = REPOSITORY / "tests"
    found |= {tests / "paper.py", tests / "samples" / "hostile.py", REPOSITORY / "requirements" / "dev.txt"}
    for path in sorted(found):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def tajuk(data: Path, *arguments: str, seconds: float = 60, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `tajuk` with `arguments` on the newsroom in `data`, as a user would; return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "tajuk", *arguments],
        env=environment(data, **more), cwd=data.parent, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


class Product:
    """A running newsroom: `address`, `data`, and `stories` (id and path by key)."""

    def __init__(self, data: Path, *, port: int | None = None, **settings: str) -> None:
        """Use the newsroom in `data`; `settings` are environment variables of the process."""
        self.data = data
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.stories: Mapping[str, dict[str, Any]] = {}
        if (known := data / "run" / "stories.json").exists():
            self.stories = json.loads(known.read_text())
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return (self.data / "up.log").read_text(errors="replace")

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        with (self.data / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tajuk", "up", "--port", str(self.port), "--data", str(self.data)],
                env=environment(self.data, **self._settings), cwd=self.data, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        started = time.monotonic()
        while time.monotonic() - started < START_SECONDS:
            assert self._process.poll() is None, self.log
            try:
                if httpx.get(f"{self.address}/-/ready", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"not ready within {START_SECONDS} s:\n{self.log}")

    def stop(self, sign: signal.Signals = signal.SIGINT, seconds: float = 15) -> float:
        """Stop it as Ctrl-C does, by force when that does not help; return how long it took."""
        process, started = self._process, time.monotonic()
        if process is None:
            return 0.0
        self._process = None
        process.send_signal(sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its own session: it and its worker
            process.wait()
        return time.monotonic() - started

    def path(self, key: str) -> str:
        """Return the address of a story, without the host."""
        return str(self.stories[key]["path"])

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Ask for `path` as an anonymous reader."""
        return httpx.get(self.address + path, timeout=20, **options)

    def publish(self, *stories: dict[str, Any]) -> list[dict[str, Any]]:
        """Publish stories in the running newsroom, from another process; see `tests.writing`."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.writing"],
            env=environment(self.data, TAJUK_PORT=str(self.port)), cwd=REPOSITORY, input=json.dumps(stories),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        made: list[dict[str, Any]] = json.loads(done.stdout)
        return made

    def desk(self, role: str) -> httpx.Client:
        """Return a client that is logged in at the desk, over HTTP and with no browser."""
        client = httpx.Client(base_url=self.address, timeout=20, follow_redirects=True)
        client.get("/desk/login/")
        form = {"username": role, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        answer = client.post("/desk/login/", data=form)
        assert answer.status_code == 200 and "/login/" not in str(answer.url), answer.url
        return client

    def log_in(self, page: "Page", role: str) -> None:
        """Log in at the desk as `reporter`, `editor`, `chief`, `publisher` or `admin`."""
        page.goto(f"{self.address}/desk/login/")
        page.fill("input[name=username]", role)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{self.address}/desk/")
