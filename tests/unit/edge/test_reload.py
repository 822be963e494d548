"""Row 41 of the faults: workers are replaced under load, and no request fails."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.unit.edge.test_server import free_port, wait_for


class Reader(threading.Thread):
    """Reads one page again and again on a connection that it keeps while the server lets it."""

    def __init__(self, port: int, stop: threading.Event) -> None:
        super().__init__()
        self.answers = 0
        self.failures: list[str] = []
        self._port = port
        self._halt = stop

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        while not self._halt.is_set():
            try:
                connection.request("GET", "/a")
                answer = connection.getresponse()
                assert answer.status == 200 and answer.read().startswith(b"<p>")
                self.answers += 1
                if answer.headers["connection"] == "close":
                    connection.close()
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failures.append(repr(error))
                connection.close()
        connection.close()


def test_row_41_no_request_fails_while_workers_are_replaced(tmp_path: Path) -> None:
    port, here = free_port(), Path(__file__).parent
    (tmp_path / "static").mkdir()
    text = (here / "serving.py").read_text().replace('"SERVED"', repr(str(tmp_path)))
    (tmp_path / "serving.py").write_text(text)
    command = ["--interface", "rsgi", "--http", "1", "--port", str(port), "--respawn-interval", "2"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *command, "--factory", "serving:make"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(here.parents[2] / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stop = threading.Event()
    readers = [Reader(port, stop) for _ in range(8)]
    try:
        wait_for(port)
        before = workers(server.pid)
        for reader in readers:
            reader.start()
        time.sleep(0.5)
        server.send_signal(signal.SIGHUP)
        end = time.monotonic() + 40
        while before & workers(server.pid):
            assert time.monotonic() < end, "the old worker is still there"
            time.sleep(0.1)
        time.sleep(0.5)
    finally:
        stop.set()
        for reader in readers:
            if reader.ident:
                reader.join()
        server.send_signal(signal.SIGTERM)
        server.wait(15)
    assert [failure for reader in readers for failure in reader.failures] == []
    assert all(reader.answers > 20 for reader in readers)


def workers(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
