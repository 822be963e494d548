"""Do what is due at its moment: ends of embargoes, expiries, scheduled publication. No cron, no minute grid.

An app registers what it has: a function that says when the next thing is due, and one that does what is due.
The scheduler sleeps until then, and is nudged whenever something changed.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections

from tajuk.clearance.timekeeping import keeper
from tajuk.common import clock

log = logging.getLogger(__name__)

_LONGEST_SLEEP = timedelta(seconds=1)  # another process may have scheduled something sooner
_SHORTEST_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that becomes due again and again."""

    name: str
    next_due: Callable[[datetime], datetime | None]
    act: Callable[[datetime], object]


_dues: dict[str, Due] = {}
_woken = threading.Event()


def register(
    name: str, *, next_due: Callable[[datetime], datetime | None], act: Callable[[datetime], object]
) -> None:
    """Have `act(now)` called once `next_due(now)`, which is asked often and must be quick, is not after now.

    `next_due` returns an aware time, past ones included while they wait, or None; both get the present
    moment.
    """
    _dues[name] = Due(name, next_due, act)


def nudge() -> None:
    """Ask everybody again what is due next."""
    _woken.set()


class Scheduler:
    """Runs what is registered."""

    def __init__(self) -> None:
        """Begin with nothing failed."""
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, datetime] = {}

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set and somebody nudges, or the sleep is over."""
        while not stop.is_set():
            _woken.clear()
            try:
                keeper.ask_again()
                following = self.turn(clock.now())
            finally:
                close_old_connections()
            now = clock.now()
            sleep = min(_LONGEST_SLEEP, following - now) if following else _LONGEST_SLEEP
            _woken.wait(max(0.0, sleep.total_seconds()))

    def turn(self, now: datetime) -> datetime | None:
        """Do what is due at `now`; return the next moment at which something is."""
        moments = [self._step(due, now) for due in list(_dues.values())]
        return min((moment for moment in moments if moment is not None), default=None)

    def _step(self, due: Due, now: datetime) -> datetime | None:
        if (pause := self._not_before.get(due.name)) and now < pause:
            return pause
        try:
            moment = due.next_due(now)
            if moment is None or moment > now:
                self._failures.pop(due.name, None)
                return moment
            due.act(now)
            following = due.next_due(now)
        except Exception as error:
            log.error("%s failed: %s", due.name, error, exc_info=not isinstance(error, DatabaseError))
            return self._pause(due, now)
        if following is not None and following <= now:
            # It did not get on: do not ask it without end.
            return self._pause(due, now)
        self._failures.pop(due.name, None)
        return following

    def _pause(self, due: Due, now: datetime) -> datetime:
        failures = self._failures[due.name] = self._failures.get(due.name, 0) + 1
        pause: timedelta = min(timedelta(minutes=1), _SHORTEST_PAUSE * (1 << min(failures - 1, 10)))
        self._not_before[due.name] = now + pause
        return now + pause
