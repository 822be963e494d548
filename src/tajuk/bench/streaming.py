"""Measure the stream of quotes: so many readers on one edge process, a tick a second, when each of them hears of it.

`python -m tajuk.bench.streaming --readers 10000` starts an edge of its own (plates, no Django), connects raw
sockets from this process, writes a new snapshot plate a second, and prints milliseconds from before the write
until each reader had the event, and the server's memory and processor time.
"""

import argparse
import json
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tajuk.edge.answer import Edge
from tajuk.edge.files import FileServer
from tajuk.edge.gateway import Gateway
from tajuk.edge.plates import plate_of
from tajuk.edge.rsgi import Application
from tajuk.edge.store import PlateStore
from tajuk.edge.stream import PATH, SNAPSHOT

_FOLDER: Final = "TAJUK_BENCH_PLATES"
# A page that knows the snapshot asks for what comes after it.
_REQUEST: Final = (
    f"GET {PATH}?after=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
)
_AT_ONCE: Final = 200
_TICK: Final = os.sysconf("SC_CLK_TCK")
_SYMBOLS: Final = 43
_CHANGED: Final = 11


def application() -> Application:
    """Return the edge that is measured; its server imports this by name."""
    folder = Path(os.environ[_FOLDER])
    return Application(Edge(PlateStore(folder)), Gateway(), FileServer({}))


def measure(readers: int, seconds: float) -> dict[str, Any]:
    """Return what `readers` readers of one process see for so many seconds; times in milliseconds."""
    _raise_limit(readers)
    with tempfile.TemporaryDirectory() as folder:
        store = PlateStore(Path(folder))
        _write(store, 0)
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(port)], env=os.environ | {_FOLDER: folder}
        )
        try:
            worker = _worker(server.pid, port)
            return _measured(store, port, worker, readers, seconds)
        finally:
            server.terminate()
            server.wait(15)


_SERVER: Final = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from tajuk.config.up import CONNECTIONS, raise_limit
raise_limit()
Granian("tajuk.bench.streaming:application", factory=True, address="127.0.0.1", port=int(sys.argv[1]),
        interface=Interfaces.RSGI, http=HTTPModes.http1, websockets=False, backlog=CONNECTIONS,
        backpressure=CONNECTIONS, log_level=LogLevels.error).serve()
"""


def _measured(store: PlateStore, port: int, worker: int, readers: int, seconds: float) -> dict[str, Any]:
    sockets = _Sockets(port)
    sockets.connect(readers)
    sockets.drain(2.0)
    begun, cpu = time.monotonic(), _cpu(worker)
    waits: list[float] = []
    missed = 0
    number = 0
    while time.monotonic() - begun < seconds:
        number += 1
        started = time.monotonic()
        heard = sockets.tick(lambda number=number: _write(store, number), until=started + 1.0)
        waits += heard
        missed += readers - len(heard)
        time.sleep(max(0.0, started + 1.0 - time.monotonic()))
    passed = time.monotonic() - begun
    waits.sort()
    return {
        "readers": readers, "connected": len(sockets), "ticks": number, "missed_within_a_second": missed,
        "p50_ms": _part(waits, 0.5), "p99_ms": _part(waits, 0.99), "max_ms": _part(waits, 1.0),
        "rss_mb": _rss(worker), "peak_rss_mb": _rss(worker, "VmHWM"),
        "cores": round((_cpu(worker) - cpu) / passed, 3), "event_bytes": sockets.last_size,
        "load_average": round(os.getloadavg()[0], 2),
    }  # fmt: skip


class _Sockets:
    """Readers as raw sockets: an event is heard when its end is."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._selector = selectors.EpollSelector()
        self._open: list[socket.socket] = []
        self.last_size = 0

    def __len__(self) -> int:
        return len(self._open)

    def connect(self, count: int) -> None:
        """Connect as many, a few hundred at a time."""
        while len(self._open) < count:
            for _ in range(min(_AT_ONCE, count - len(self._open))):
                each = socket.create_connection(("127.0.0.1", self._port), timeout=30)
                each.sendall(_REQUEST)
                each.setblocking(False)
                self._selector.register(each, selectors.EVENT_READ)
                self._open.append(each)
            self.drain(0.05)

    def drain(self, seconds: float) -> None:
        """Read what comes for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def tick(self, write: Any, *, until: float) -> list[float]:
        """Write, and return after how many milliseconds each reader had heard."""
        started = time.monotonic()
        write()
        heard: dict[int, float] = {}
        while len(heard) < len(self._open) and (left := until - time.monotonic()) > 0:
            for number in self._read(left):
                heard.setdefault(number, (time.monotonic() - started) * 1_000)
        return list(heard.values())

    def _read(self, seconds: float) -> list[int]:
        ended = []
        for key, _ in self._selector.select(seconds):
            try:
                data = key.fileobj.recv(65_536)  # type: ignore[union-attr]  # a socket
            except BlockingIOError:
                continue
            if not data:
                raise ConnectionError("the server hung up on a reader")
            # In chunks: the empty line of an event is followed by the chunk's own line end.
            if data.endswith(b"\n\n\r\n") and b"event:" in data:
                ended.append(key.fd)
                self.last_size = len(data)
        return ended


def _write(store: PlateStore, number: int) -> None:
    """Write a snapshot in which some instruments are other ones than before."""
    quotes = [
        {
            "symbol": f"SYMBOL{place}", "slug": f"symbol{place}", "name": f"Nama {place}", "name_en": f"Name {place}",
            "value": 7_000 + place + (number if place < _CHANGED else 0), "previous_close": 7_000.5, "change": -39.42,
            "change_percent": -0.55, "as_of": "2026-11-23T14:00:00+07:00", "state": "live", "decimals": [2, 2],
        }
        for place in range(_SYMBOLS)
    ]  # fmt: skip
    told = {"version": number + 1, "as_of": "2026-11-23T14:00:00+07:00", "open": True, "instruments": quotes}
    store.write(
        plate_of(
            SNAPSHOT, [json.dumps(told).encode()], status=200, headers=[("content-type", "application/json")],
            kind="market", edition="bench", keys=[], baked_at="2026-11-23T14:00:00+07:00", query=(), counted=False,
        )
    )  # fmt: skip


def _part(waits: list[float], part: float) -> float | None:
    return round(waits[min(len(waits) - 1, int(len(waits) * part))], 1) if waits else None


def _raise_limit(readers: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = readers + 200
    if hard < wanted:
        raise SystemExit(f"{readers} readers need {wanted} open files, and {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _worker(server: int, port: int) -> int:
    """Return the server's worker once it listens."""
    for _ in range(300):
        time.sleep(0.1)
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                named = [
                    pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
                ]
                return int((named or children)[0])
    raise SystemExit("the edge did not start")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _rss(pid: int, name: str = "VmRSS") -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return round(int(next(line for line in lines if line.startswith(name)).split()[1]) / 1_000, 1)


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="tajuk.bench.streaming", description=__doc__)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(measure(options.readers, options.seconds)) + "\n")


if __name__ == "__main__":
    main()
