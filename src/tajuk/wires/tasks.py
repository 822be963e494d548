"""The background loops of the wires; `settings.TAJUK_BACKGROUND` lists them."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Generic, TypeVar

from django.db import close_old_connections, connections

from tajuk.common.clock import now
from tajuk.wires import intake, payloads, poll
from tajuk.wires.actions import announce_leftovers, forget_terms, read_leftovers
from tajuk.wires.models import Source
from tajuk.wires.visits import forget_marks

log = logging.getLogger(__name__)

#: Between looks into the folders: while a file there is still coming to rest, and otherwise.
RESTING_SECONDS, SWEEP_SECONDS = 0.05, 0.1
POLL_SECONDS = 1.0
POLLED_AT_ONCE = 6
CARE_SECONDS = 30.0
#: Whole stores are gone through so rarely.
TIDY_SECONDS = 3_600.0
RENEW_SECONDS = 3.0
LONGEST_PAUSE = 30.0

Result = TypeVar("Result")

#: When each loop last got through a round, for those who watch over the process.
beats: dict[str, datetime] = {}


def run_intake(stop: threading.Event) -> None:
    """Watch the intake folders until `stop` is set, and finish what a stopped process left undone."""
    watcher = intake.Watcher()
    sources = _Every(RENEW_SECONDS, _folders)
    care, tidy = _Every(CARE_SECONDS, _care), _Every(TIDY_SECONDS, _tidy)

    def once() -> float:
        care()
        tidy()
        watcher.sweep(sources(), stop.is_set)
        return RESTING_SECONDS if watcher.is_waiting else SWEEP_SECONDS

    _loop("wires.intake", once, stop)


def run_polls(stop: threading.Event) -> None:
    """Poll the sources whose time has come until `stop` is set, several at once: a slow one delays no other."""
    with ThreadPoolExecutor(POLLED_AT_ONCE, thread_name_prefix="wires.poll") as pool:
        running: set[int] = set()

        def once() -> float:
            for source in poll.due(now=now()):
                if source.pk in running or len(running) >= POLLED_AT_ONCE:
                    continue
                if poll.claim(source, now=now()):
                    running.add(source.pk)
                    pool.submit(_polled, source, running)
            return POLL_SECONDS

        _loop("wires.polls", once, stop)


def _polled(source: Source, running: set[int]) -> None:
    try:
        poll.poll(source, now=now())
    except Exception:
        log.exception("wires: polling %s failed", source.slug)
    finally:
        connections.close_all()
        running.discard(source.pk)


class _Every(Generic[Result]):
    """A call whose answer is kept for some seconds."""

    def __init__(self, seconds: float, call: Callable[[], Result]) -> None:
        self._seconds, self._call = seconds, call
        self._until = 0.0
        self._kept: Result

    def __call__(self) -> Result:
        if time.monotonic() >= self._until:
            self._kept = self._call()
            self._until = time.monotonic() + self._seconds
        return self._kept


def _folders() -> list[Source]:
    return list(Source.objects.folders().select_related("agency"))


def _care() -> None:
    read_leftovers(now=now())
    announce_leftovers(now=now())
    forget_terms(now=now())
    forget_marks(now=now())
    log.info("wires: intake is alive")


def _tidy() -> None:
    payloads.sweep_unfinished()
    intake.prune_done(Source.objects.folders())


def _loop(name: str, once: Callable[[], float], stop: threading.Event) -> None:
    """Do a round after the other until `stop` is set; each says after how many seconds the next is due."""
    failures, seconds, renew = 0, POLL_SECONDS, _Every(RENEW_SECONDS, close_old_connections)
    while not stop.is_set():
        try:
            renew()
            seconds = once()
        except Exception:
            # The loop outlives an absent database or a full disk: it says so and tries again, ever slower.
            failures += 1
            log.exception("%s: a round failed (%d in a row)", name, failures)
            close_old_connections()
        else:
            failures = 0
            beats[name] = now()
        stop.wait(min(seconds * 2**failures, LONGEST_PAUSE) if failures else seconds)
    connections.close_all()
