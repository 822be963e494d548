"""A PostgreSQL server of the tests' own."""

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, listens, running


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: its data folder and port; `url` is what TAJUK_DATABASE takes."""

    folder: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Return the address of the server's first database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, sql: str) -> str:
        """Run SQL as the owner and return what psql prints."""
        command = ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-Atqc", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _program(name: str) -> Path:
    return sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[-1]


@contextlib.contextmanager
def postgresql(folder: Path, port: int = 0) -> Iterator[Cluster]:
    """Run PostgreSQL in `folder` (an absolute path; made when it is not there, else started with its data)."""
    port = port or free_port()
    user = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
    data = folder / "data"
    if not data.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if user is not None:
            _let_in(folder, user)
        command = [_program("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
        subprocess.run([str(part) for part in command], check=True, capture_output=True, user=user)
    options = (
        f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off -c log_statement=none"
    )
    command = [_program("postgres"), "-D", data, "-p", str(port), *options.split()]
    ready = [str(_program("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(port)]

    def answers() -> bool:
        return listens(port) and subprocess.run(ready, check=False).returncode == 0

    with running(command, folder, answers, user=user) as process:
        yield Cluster(folder, port, process.pid)


def _let_in(folder: Path, user: int) -> None:
    """Give the server's user its folder, and the way to it, which pytest keeps to its own user."""
    shutil.chown(folder, user)
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
