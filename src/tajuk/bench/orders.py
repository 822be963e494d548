"""Have a process of its own do things in a newsroom: an order a line goes to it, an answer a line comes back, as JSON.

The process runs `serve` with its verbs. Moments in answers are of the monotonic clock, which all processes of a
machine share.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from tajuk.bench.newsrooms import Newsroom, NotMade

Answer = dict[str, Any]
Verbs = Mapping[str, Callable[..., Answer]]


def serve(verbs: Verbs) -> None:
    """Do what each line of standard input says until there is none."""
    _tell({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        _tell(verbs[order.pop("verb")](**order))


def _tell(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class Hand:
    """A process that takes orders."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Talk to a process that has begun; return when it is ready."""
        self._process = process
        self.read()

    def send(self, verb: str, **order: Any) -> None:
        """Give an order."""
        assert self._process.stdin  # noqa: S101  (it was started with a pipe)
        self._process.stdin.write(json.dumps({"verb": verb, **order}) + "\n")
        self._process.stdin.flush()

    def read(self) -> Answer:
        """Wait for the answer to an order; raise `NotMade` when the process has ended instead."""
        assert self._process.stdout  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise NotMade(f"the process that takes orders has ended ({self._process.args!r})")
        answer: Answer = json.loads(line)
        return answer

    def ask(self, verb: str, **order: Any) -> Answer:
        """Give an order and wait for its answer."""
        self.send(verb, **order)
        return self.read()


@contextmanager
def taking_orders(module: str, newsroom: Newsroom, **environment: str) -> Iterator[Hand]:
    """Run `module` on a newsroom until the block ends; what it says on standard error stands in `<module>.log`."""
    log = newsroom.data / f"{module.rpartition('.')[2]}.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            env={**newsroom.variables(), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    with process:
        try:
            yield Hand(process)
        finally:
            # A process that reads of no more orders ends by itself.
            with suppress(OSError):
                assert process.stdin  # noqa: S101
                process.stdin.close()
