"""Readers of the bench: one that waits for words to appear, and a steady stream that times its answers."""

import http.client
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Self
from urllib.parse import urlencode, urlsplit

_PAUSE = 0.002


class Reader:
    """Asks one server over one connection."""

    def __init__(self, address: str) -> None:
        """Read from `address`, without a path."""
        self._host = urlsplit(address).netloc
        self._client = http.client.HTTPConnection(self._host, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._client.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers (lower case) of a path; a connection that broke is made anew once."""
        try:
            return self._get(path, headers or {})
        except (http.client.HTTPException, ConnectionError):
            self._client.close()
            return self._get(path, headers or {})

    def _get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes, dict[str, str]]:
        self._client.request("GET", path, headers=dict(headers))
        answer = self._client.getresponse()
        body = answer.read()
        return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str]:
        """Post a form; return the status and the cookies that the answer sets, as a request sends them."""
        body = urlencode(form)
        origin = {
            "content-type": "application/x-www-form-urlencoded",
            "referer": f"http://{self._host}{path}",
        }
        self._client.request("POST", path, body, {**origin, **headers})
        answer = self._client.getresponse()
        answer.read()
        set_ = [
            value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"
        ]
        return answer.status, "; ".join(set_)

    def appeared(self, word: str, pages: Mapping[str, str], *, seconds: float) -> dict[str, float]:
        """Return for each page (by name) the moment at which `word` stood on it; those where it did not are missing."""
        wanted, found = word.encode(), dict[str, float]()
        end = time.monotonic() + seconds
        while len(found) < len(pages) and time.monotonic() < end:
            for name, path in pages.items():
                if name not in found:
                    status, body, _ = self.get(path)
                    if status == 200 and wanted in body:
                        found[name] = time.monotonic()
            time.sleep(_PAUSE)
        return found


class Stream:
    """A steady stream of requests at a rate, whatever the answers take; their times in milliseconds are kept."""

    def __init__(self, address: str, paths: Iterable[str], *, rate: float) -> None:
        """Ask for `paths` in turn, `rate` a second."""
        self.times: list[float] = []
        self.failed = 0
        self._address, self._paths, self._rate = address, list(paths), rate
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(4)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(25)

    def _run(self, lane: int) -> None:
        step = len(self._threads) / self._rate
        due = time.monotonic() + lane / self._rate
        with Reader(self._address) as reader:
            number = lane
            while not self._stop.wait(max(0.0, due - time.monotonic())):
                status = 0
                with suppress(OSError, http.client.HTTPException):
                    status = reader.get(self._paths[number % len(self._paths)], {"accept-encoding": "gzip"})[
                        0
                    ]
                # From when it was due, so that an answer that holds up the next ones counts for them, too.
                self.times.append((time.monotonic() - due) * 1e3)
                self.failed += status != 200
                number += len(self._threads)
                due += step
