"""Newsrooms to measure on: made once for a size and a database, kept in the bench's folder, run as users run them."""

import contextlib
import http.client
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tajuk.bench.processes import Server, cpu_seconds, free_port, listens, running

DATABASES = ("sqlite", "postgresql")
_QUIET_SECONDS = 3
_RESTING = 0.06
Tell = Callable[[str], None]


class NotMade(Exception):
    """A newsroom or a server of it that could not be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom in a folder: its database's kind, and the environment of whatever works on it."""

    data: Path
    database: str = "sqlite"
    environment: Mapping[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> list[str]:
        """Return a `tajuk` command on this newsroom."""
        return [sys.executable, "-m", "tajuk", *words]

    def call(self, *words: str, seconds: float = 7_200) -> str:
        """Run a `tajuk` command to its end and return what it printed; raise `NotMade` when it fails."""
        done = subprocess.run(
            self.command(*words),
            env=self.variables(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise NotMade(f"tajuk {' '.join(words)}: {done.stderr.strip()[-600:]}")
        return done.stdout

    def variables(self) -> dict[str, str]:
        """Return the whole environment of a process that works on it."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TAJUK_", "DJANGO_"))
        }
        settings = "postgresql" if self.database == "postgresql" else "base"
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": f"tajuk.config.settings.{settings}",
            "TAJUK_DATA": str(self.data),
            **self.environment,
        }


@dataclass(frozen=True, slots=True)
class Running:
    """A newsroom that runs: its server and where it listens."""

    newsroom: Newsroom
    server: Server
    port: int

    @property
    def address(self) -> str:
        """Return the address without a path."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def kept(
    work: Path, *, articles: int, database: str = "sqlite", tell: Tell = lambda line: None
) -> Iterator[Newsroom]:
    """Give the newsroom with so many made stories, making it first where it is not there; PostgreSQL runs meanwhile."""
    with ExitStack() as stack:
        data = (work / f"newsroom-{database}-{articles}").absolute()
        data.mkdir(parents=True, exist_ok=True)
        environment = {}
        if database == "postgresql":
            environment["TAJUK_DATABASE"] = stack.enter_context(_postgresql(data / "postgresql"))
        newsroom = Newsroom(data, database, environment)
        tell(
            f"{articles:,} stories on {database}: {newsroom.call('seed', '--articles', str(articles)).strip()}"
        )
        yield newsroom


@contextmanager
def up(newsroom: Newsroom, *, port: int = 0, workers: int = 1, **settings: str) -> Iterator[Running]:
    """Run the newsroom as `tajuk up` does until the block ends; it is ready when it begins."""
    port = port or free_port()
    command = newsroom.command("up", "--port", str(port), "--workers", str(workers))
    environment = {**newsroom.variables(), **settings}
    with running(command, newsroom.data, lambda: _is_ready(port), environment=environment) as server:
        yield Running(newsroom, server, port)


def settled(product: Running, *, seconds: float = 90) -> bool:
    """Wait until the product has nothing more to bake and rests; say whether it does within `seconds`."""
    end, quiet = time.monotonic() + seconds, 0
    while time.monotonic() < end and quiet < _QUIET_SECONDS:
        before = cpu_seconds(product.server.pids())
        time.sleep(1)
        quiet = quiet + 1 if cpu_seconds(product.server.pids()) - before < _RESTING else 0
    return quiet >= _QUIET_SECONDS


def _is_ready(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            client.request("GET", "/-/ready")
            return client.getresponse().status == 200
        finally:
            client.close()
    return False


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """Run PostgreSQL as Debian configures it, in `folder`, on loopback; give the address for TAJUK_DATABASE."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise NotMade("PostgreSQL is not installed")
    user = "postgres" if os.geteuid() == 0 else None
    data, port = folder / "data", free_port()
    if not data.exists():
        folder.mkdir(parents=True)
        if user:
            shutil.chown(folder, user)
            _let_through(folder, pwd.getpwnam(user).pw_uid)
        command = [
            str(programs[-1] / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
        ]
        subprocess.run(command, check=True, capture_output=True, user=user)
    command = [str(programs[-1] / "postgres"), "-D", str(data), "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"]
    ready = [str(programs[-1] / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]

    def answers() -> bool:
        return listens(port) and subprocess.run(ready, check=False).returncode == 0

    with running(command, folder, answers, user=user):
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"


def _let_through(folder: Path, user: int) -> None:
    """Let the server's user pass the folders on the way to its own."""
    for parent in folder.parents:
        state = parent.stat()
        if state.st_uid == os.geteuid() and state.st_uid != user and not state.st_mode & 0o001:
            parent.chmod(state.st_mode | 0o011)
