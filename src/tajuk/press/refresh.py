"""Bake again, behind the readers' backs, what the edge found stale or missing."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from tajuk.press.bake import bake, drop, flights
from tajuk.press.plates import policy_of

log = logging.getLogger(__name__)


class Refresher:
    """A callable for `Edge.refresh`: it returns at once and bakes in a thread of its own."""

    def __init__(self, *, waiting: int = 1_000) -> None:
        """Keep at most `waiting` addresses in mind; the edge asks again for those that were let go."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="refresh")
        self._waiting: set[str] = set()
        self._limit = waiting

    def __call__(self, address: str) -> None:
        """Have `address` baked soon."""
        if address not in self._waiting and len(self._waiting) < self._limit:
            self._waiting.add(address)
            self._pool.submit(self._bake, address)

    def close(self) -> None:
        """Finish what is being baked and forget the rest."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _bake(self, address: str) -> None:
        self._waiting.discard(address)
        close_old_connections()
        try:
            policy = policy_of(address.partition("?")[0])
            if policy is None:
                drop(address)
            else:
                flights.fly(address, lambda: bake(address, policy=policy, create=False, needed=True))
        except Exception as error:
            log.error("%s was not baked again: %s", address, error)
        finally:
            close_old_connections()
