"""Tell the caches in front of the site what changed: every address whose plate came or went, and what was withdrawn.

Each cache of `WAGTAILFRONTENDCACHE` has a thread that follows the journal of plates, so a purge comes after its
plate is in place, a slow cache holds up neither the press nor another cache, and what a cache missed while it or
Tajuk was down is told it afterwards. What was withdrawn goes first. A cache that obeys the headers of a page drops
it within a minute without being told.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from tajuk.edge.keys import MANY, token
from tajuk.edge.store import PlateStore
from tajuk.press import locks
from tajuk.press.bake import store

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.05
_LONGEST_PAUSE = 30.0
_AT_ONCE = 200


class PurgeFailed(Exception):
    """A cache that did not do as it was told."""


@dataclass(slots=True)
class Purges:
    """What a cache is still to be told, each once, in order."""

    withdrawn: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.withdrawn or self.keys or self.changed)

    def add(self, lines: Iterable[str], plates: PlateStore) -> None:
        """Add lines of the journal."""
        for line in lines:
            sign, name = line[0], line[1:]
            if sign == "*":
                self.keys[token(name)] = None
            elif sign == "-" or (sign == "+" and _is_notice(plates, name)):
                self.withdrawn[name] = None
                self.changed.pop(name, None)
            elif sign == "+" and name not in self.withdrawn:
                self.changed[name] = None


def _is_notice(plates: PlateStore, address: str) -> bool:
    stored = plates.read(address)
    return stored is None or stored.plate.status != 200


class Purger:
    """Tells one cache."""

    def __init__(self, name: str, backend: BaseBackend, plates: PlateStore) -> None:
        """Go on where the cache of that `name` was last told."""
        self._name = name
        self._backend = backend
        self._plates = plates
        self._place = locks.run_folder() / f"purged-{name}"
        self._seen = self._remembered()
        self._todo = Purges()
        self._failures = 0
        self._not_before = 0.0

    def run(self, stop: threading.Event) -> None:
        """Follow the journal until `stop` is set."""
        while not stop.wait(_LOOK_SECONDS):
            self.turn()

    def turn(self) -> None:
        """Tell what is to be told; try again later, each time later, what fails."""
        self._look()
        if not self._todo or time.monotonic() < self._not_before:
            return
        try:
            self._tell()
        except Exception as error:
            self._failures += 1
            pause = min(_LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 10))
            self._not_before = time.monotonic() + pause
            log.error("the cache %s is told again in %.1f s: %s", self._name, pause, error)
        else:
            self._failures = 0
            self._remember()

    def _tell(self) -> None:
        while self._todo:
            self._tell_withdrawals()
            some = list(self._todo.changed)[:_AT_ONCE]
            self._purge(some)
            for address in some:
                self._todo.changed.pop(address, None)
            self._look()

    def _tell_withdrawals(self) -> None:
        gone, keys = list(self._todo.withdrawn), list(self._todo.keys)
        self._purge(gone)
        for address in gone:
            del self._todo.withdrawn[address]
        purge_keys = getattr(self._backend, "purge_keys", None)
        if keys and purge_keys is not None:
            purge_keys([*keys, MANY])
        for key in keys:
            del self._todo.keys[key]

    def _purge(self, addresses: list[str]) -> None:
        urls = [url_of(address) for address in addresses]
        if urls:
            with _complaints():
                self._backend.purge_batch(urls)

    def _look(self) -> None:
        if self._plates.journal.generation == self._seen:
            return
        self._seen, lines = self._plates.journal.since(self._seen)
        if lines is None:
            log.warning("the cache %s was not told for too long: its pages live out their minute", self._name)
        self._todo.add(lines or (), self._plates)

    def _remembered(self) -> int:
        try:
            return int(self._place.read_text())
        except (FileNotFoundError, ValueError):
            return self._plates.journal.generation

    def _remember(self) -> None:
        new = self._place.with_suffix(".new")
        new.write_text(str(self._seen))
        new.replace(self._place)


def url_of(address: str) -> str:
    """Return the public URL of an address."""
    path, asked, query = address.partition("?")
    return settings.SITE_ADDRESS.rstrip("/") + quote(path, safe="/~!$&'()*+,;=:@") + asked + query


@contextmanager
def _complaints() -> Iterator[None]:
    """Raise `PurgeFailed` for what Wagtail's backends only log: a purge that failed has to be tried again."""
    heard: list[str] = []
    this = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == this:
                heard.append(record.getMessage())

    ear, logger = Ear(logging.ERROR), logging.getLogger("wagtail.frontendcache")
    logger.addHandler(ear)
    try:
        yield
    finally:
        logger.removeHandler(ear)
    if heard:
        raise PurgeFailed(heard[0])


def run_purges(stop: threading.Event) -> None:
    """Tell every cache of `WAGTAILFRONTENDCACHE` until `stop` is set; return at once when there is none."""
    purgers = [Purger(name, backend, _own_store()) for name, backend in get_backends().items()]
    threads = [threading.Thread(target=purger.run, args=(stop,), daemon=True) for purger in purgers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _own_store() -> PlateStore:
    return PlateStore(Path(store().folder))
