"""Run a node's part of the exchange of plates: tell at once, hear at once, whatever fails try again."""

import logging
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tajuk.edge.bucket import Bucket
from tajuk.edge.exchange import Exchange, one_process
from tajuk.edge.store import PlateStore

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.05
POLL_SECONDS = 1.0
_LONGEST_PAUSE = 5.0
_CHANNEL = "tajuk:plates"


class Node:
    """One machine among several that serve the same site."""

    def __init__(self, folder: Path, plates: str, redis: str = "") -> None:
        """Exchange the plates in `folder` through the bucket at `plates`; `redis` says when there is news.

        Raises `BucketUnusable`.
        """
        self._folder = folder
        self._plates = PlateStore(folder)
        self._bucket = Bucket(plates)
        self._bell = Bell(redis)

    def catch_up(self) -> bool:
        """Take over what was told while this node was down; False when it could not be heard."""
        with one_process(self._folder) as mine:
            if not mine:
                return True  # another process of this node is at it
            try:
                Exchange(self._plates, self._bucket).hear()
            except Exception as error:
                log.error("what other nodes withdrew is not known here yet: %s", error)
                return False
        return True

    def run(self, stop: threading.Event) -> None:
        """Exchange until `stop` is set; wait while another process of this machine does."""
        while not stop.is_set():
            with one_process(self._folder) as mine:
                if mine:
                    self._run(stop)
            stop.wait(POLL_SECONDS)

    def _run(self, stop: threading.Event) -> None:
        exchange = Exchange(self._plates, self._bucket)
        threads = [
            threading.Thread(target=self._tell, args=(exchange, stop), name="tell", daemon=True),
            threading.Thread(target=self._bell.run, args=(stop,), name="ring", daemon=True),
        ]
        for thread in threads:
            thread.start()
        self._hear(exchange, stop)
        for thread in threads:
            thread.join()

    def _tell(self, exchange: Exchange, stop: threading.Event) -> None:
        trouble = Trouble("what changed here is not told to other nodes")
        while not stop.wait(_LOOK_SECONDS):
            changed = self._plates.journal.generation != exchange.place.told
            if changed and trouble.over() and trouble.spared(exchange.tell):
                self._bell.ring()

    def _hear(self, exchange: Exchange, stop: threading.Event) -> None:
        trouble = Trouble("what changed on other nodes is not heard here")
        while not stop.is_set():
            if trouble.over() and trouble.spared(exchange.hear) and exchange.is_new:
                trouble.spared(exchange.begin)
            self._bell.wait(POLL_SECONDS)


class Trouble:
    """What fails, how often, and when to try again; it is logged when it begins and when it ends."""

    def __init__(self, text: str) -> None:
        """Begin without any; `text` says what is the matter when there is some."""
        self._text = text
        self._count = 0
        self._until = 0.0

    def over(self) -> bool:
        """Say whether to try now."""
        return time.monotonic() >= self._until

    def spared(self, work: Callable[[], object]) -> bool:
        """Do `work` and say whether it went well."""
        try:
            work()
        except Exception as error:
            self._count += 1
            self._until = time.monotonic() + min(_LONGEST_PAUSE, 0.25 * 2**self._count)
            if self._count == 1:
                log.error("%s: %s", self._text, error)
            return False
        if self._count:
            log.warning("mended: %s", self._text)
        self._count = 0
        return True


class Bell:
    """News from other nodes over Redis; without it, `wait` just waits."""

    def __init__(self, address: str) -> None:
        """Use the Redis at `address` (`redis://host:6379/0`), or none."""
        self._address = address
        self._heard = threading.Event()
        self._client: Any = None

    def ring(self) -> None:
        """Tell the others that there is something to read; never fail."""
        if self._client is not None:
            try:
                self._client.publish(_CHANNEL, b"!")
            except Exception as error:
                log.info("nobody is told by Redis: %s", error)

    def wait(self, seconds: float) -> None:
        """Wait until somebody rings, at most `seconds`."""
        self._heard.wait(seconds)
        self._heard.clear()

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop` is set."""
        if not self._address:
            return
        trouble = Trouble("Redis does not answer: news of other nodes is looked for each second")
        while not stop.is_set():
            trouble.spared(lambda: self._listen(stop))
            stop.wait(POLL_SECONDS)

    def _listen(self, stop: threading.Event) -> None:
        redis = import_module("redis")
        self._client = redis.Redis.from_url(self._address, socket_timeout=3, socket_connect_timeout=3)
        listener = self._client.pubsub(ignore_subscribe_messages=True)
        listener.subscribe(_CHANNEL)
        while not stop.is_set():
            if listener.get_message(timeout=POLL_SECONDS) is not None:
                self._heard.set()
        listener.close()
