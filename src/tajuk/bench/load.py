"""Put load on a server with wrk, and count what each request cost the server."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tajuk.bench.processes import cpu_seconds

CONNECTIONS = 64
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class LoadFailed(Exception):
    """Load that did not run, or was answered with errors."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A round of load: requests a second, CPU microseconds a request of all processes, p99 in milliseconds."""

    rate: float
    cpu: float
    p99: float


def put_load(
    url: str,
    pids: Callable[[], Sequence[int]],
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    connections: int = CONNECTIONS,
    script: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Loaded:
    """Ask for `url` as fast as `connections` can for `seconds`; raise `LoadFailed` for errors and wrong statuses."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "30s",
        "--latency",
    ]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    before = cpu_seconds(pids())
    done = subprocess.run(
        [*command, url],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    used = cpu_seconds(pids()) - before
    if done.returncode:
        raise LoadFailed(f"wrk {url}: {done.stderr.strip() or done.stdout.strip()}")
    return read(done.stdout, used)


def read(text: str, cpu: float) -> Loaded:
    """Read what wrk printed; `cpu` is the CPU time that its requests cost, in seconds."""
    requests = int(_found(r"(\d+) requests in", text))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed = (int(wrong[1]) if wrong else 0) + (sum(map(int, broken.groups())) if broken else 0)
    if not requests or failed > requests / 1_000:
        raise LoadFailed(f"{failed} of {requests} requests failed")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]  # wrk prints it
    return Loaded(
        float(_found(r"Requests/sec:\s+([\d.]+)", text)), cpu / requests * 1e6, float(value) * _UNITS[unit]
    )


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise LoadFailed(f"wrk printed something else: {text[:200]}")
    return found[1]
