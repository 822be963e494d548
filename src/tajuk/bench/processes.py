"""Start servers to be measured, stop them by their ids, and read from /proc what they cost."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 90.0
_TICK = os.sysconf("SC_CLK_TCK")


class NotStarted(Exception):
    """A server that did not come up; the text ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process, and all that this one started."""

    pid: int

    def pids(self) -> list[int]:
        """Return the ids of all its processes."""
        return family(self.pid)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether something accepts connections on a port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
        return True
    return False


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    ready: Callable[[], bool],
    *,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Iterator[Server]:
    """Run a server in `folder` until the block ends; raise `NotStarted` when it is not ready in time.

    `environment` is its whole environment, where it is not to have this process's.
    """
    log = folder / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=None if environment is None else dict(environment),
            user=user,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + START_SECONDS
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                said = log.read_text(errors="replace")[-1_500:]
                raise NotStarted(f"{Path(str(command[0])).name} did not start: {said}")
            time.sleep(0.02)
        yield Server(process.pid)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]", seconds: float = 15) -> None:
    """Stop a process and what it started: kindly, and by force when that does not help."""
    started = family(process.pid)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pid in started[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def family(pid: int) -> list[int]:
    """Return `pid` and the ids of all processes that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu_seconds(pids: Sequence[int]) -> float:
    """Return the user and system time that processes have used, with that of children they waited for."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += sum(int(value) for value in _stat(pid)[11:15])
    return total / _TICK


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident and proportional set size, in MB (10⁶ bytes); the second counts what is shared only once."""

    rss: float
    pss: float


def memory(pids: Sequence[int]) -> Memory:
    """Return the memory of processes together."""
    rss = pss = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, value = line.partition(":")
                if name == "Rss":
                    rss += int(value.split()[0])
                elif name == "Pss":
                    pss += int(value.split()[0])
    return Memory(rss * 1_024 / 1e6, pss * 1_024 / 1e6)


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat that follow the name, which may hold spaces (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
