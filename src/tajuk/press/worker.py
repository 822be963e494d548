"""The worker: it takes changes from the outbox, most pressing first, and bakes what they reach."""

import logging
import secrets
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections

from tajuk.common import clock
from tajuk.common.shelf import lasting, shelf
from tajuk.press import claims, locks, scheduler
from tajuk.press.actions import bake_later
from tajuk.press.bake import bake_together, drop, leave_for_archive, leave_stale, store
from tajuk.press.bell import Bell
from tajuk.press.editions import Catching
from tajuk.press.enums import Priority, Target
from tajuk.press.following import groups, parts, reach_of
from tajuk.press.models import OutboxEntry
from tajuk.press.plates import Policy

log = logging.getLogger(__name__)

_AT_ONCE = 200  # eager plates of one batch; more than these is the archive's turn
_GROUP = 8  # plates that are made together: a withdrawal waits for one group at most
_LISTS_SECONDS = 0.1
_LISTS_SHARE = 0.5  # of the time at most, when stories come without a pause: each story's own page goes first
_LISTS_LONGEST = 1.0
_HOLD_SECONDS = 5.0
_POLL_SECONDS = 1.0
_LONGEST_PAUSE = timedelta(hours=1)
_CALM_SECONDS = 10.0  # without a story, after which pages of older editions are made in groups again
_CALM_COUNT = 4
_SELDOM = 0.25


class Worker:
    """Bakes what changed. Only one runs for a data folder, whichever process it is in."""

    def __init__(self) -> None:
        """Begin with nothing tried and nothing failed."""
        self._catching = Catching(_try_again)
        self._forget_at = 0.0
        self._owed: dict[str, Policy] = {}
        self._open: list[OutboxEntry] = []
        self._held: list[OutboxEntry] = []
        self._lists_at = 0.0
        self._lists_pause = _LISTS_SECONDS
        self._story_at = -_CALM_SECONDS

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; wait while another process is the worker."""
        while not stop.is_set():
            with locks.sole("press.lock") as mine:
                if mine:
                    self._work(stop)
                else:
                    stop.wait(_POLL_SECONDS)

    def _work(self, stop: threading.Event) -> None:
        bell, trouble, has_begun = Bell(), 0, False
        try:
            while not stop.is_set():
                busy, rest = 0, 0.0
                try:
                    if not has_begun:
                        self._begin()
                        has_begun = True
                    with lasting():
                        busy = self.turn()
                        rest = 0.0 if busy else self._catch_up()
                    trouble = 0
                except Exception as error:
                    trouble += 1
                    _wait_out(error, trouble, stop)
                finally:
                    close_old_connections()
                if self._owed:
                    bell.wait(self._lists_at + self._lists_pause - time.monotonic())
                elif not busy:
                    bell.wait(rest or _POLL_SECONDS)
        finally:
            bell.close()

    def _begin(self) -> None:
        """Take over from a worker that may have died at any point."""
        swept = store().sweep()
        if swept:
            log.warning("removed %d half-written plates", swept)
        claims.give_back_all()
        store().announce_all()

    def turn(self) -> int:
        """Deal with one batch of changes; return how many there were.

        A story's own page is made at once. What lists it is made at once too, but not again within a moment, nor
        within twice the time that it took: then it waits, and is made once for all that came in between.
        """
        now = clock.now()
        self._forget(now)
        entries = claims.take(now)
        try:
            if not entries:
                return self._pay()
            scheduler.nudge()
            self._held = [*self._open, *entries]
            priority = Priority(min(entry.priority for entry in entries))
            if priority <= Priority.ARTICLE:
                self._story_at = time.monotonic()
            if self._follow(entries, priority):
                self._open += entries
            else:
                claims.give_back(entries)
            if not self._owed:
                self._close()
        except BaseException:
            claims_lost = [*entries, *self._open]
            self._owed, self._open = {}, []
            with suppress(DatabaseError):
                claims.give_back(claims_lost)
            raise
        return len(entries)

    def _follow(self, entries: list[OutboxEntry], priority: Priority) -> bool:
        """Bake what the entries reach; False when something more pressing came in between."""
        reach = reach_of(entries)
        if reach.gone:
            drop(*reach.gone)
        due = dict(self._first(reach.ordered(), priority))
        if priority == Priority.WITHDRAWAL:
            self._clear_neighbours(due, reach.asked)
        self._leave(sorted(reach.lazy), priority)
        self._leave_crowd(sorted(reach.crowd), priority)
        if priority == Priority.WITHDRAWAL:
            done = self._bake_all(due, priority)
            # After the plates: a cache that forgets sooner would take the old page once more.
            store().announce_keys(entry.name for entry in entries if entry.target == Target.KEY)
            return done
        stories = {path: policy for path, policy in due.items() if policy.kind == "article"}
        if not self._bake_all(stories, priority):
            return False
        self._owed |= {path: policy for path, policy in due.items() if path not in stories}
        if time.monotonic() - self._lists_at < self._lists_pause:
            return True
        return self._bake_owed(priority)

    def _bake_owed(self, priority: Priority) -> bool:
        owed, self._owed = self._owed, {}
        if not owed:
            return True
        self._lists_at = time.monotonic()
        done = self._bake_all(dict(sorted(owed.items(), key=lambda item: (item[1].rank, item[0]))), priority)
        took = (time.monotonic() - self._lists_at) / _LISTS_SHARE
        self._lists_pause = min(_LISTS_LONGEST, max(_LISTS_SECONDS, took))
        if done:
            return True
        # Made later, with what is given back; what was open before has to see them made.
        self._owed = owed
        return False

    def _pay(self) -> int:
        """Make the lists that wait, and end the entries that they waited for; return how many those were."""
        if self._owed and self._bake_owed(Priority.FRONT):
            return self._close()
        return int(bool(self._owed))

    def _close(self) -> int:
        done, self._open = self._open, []
        claims.end(done)
        return len(done)

    def _clear_neighbours(self, due: dict[str, Policy], asked: frozenset[str]) -> None:
        """Take away at once other stories' pages that show what is withdrawn; they are baked again afterwards.

        A reader who asks for one in between has it baked on the spot: no page waits behind the others' baking.
        """
        others = sorted(
            path for path, policy in due.items() if policy.kind == "article" and path not in asked
        )
        for part in parts(others):
            drop(*part)
            _enter(part, Priority.ARCHIVE)
        for path in others:
            del due[path]

    def _leave(self, lazy: list[str], priority: Priority) -> None:
        """Leave plates for the next reader: stale, or none at all when something was withdrawn."""
        for part in parts(lazy):
            if priority == Priority.WITHDRAWAL:
                drop(*part)
            else:
                leave_stale(part)

    def _leave_crowd(self, crowd: list[str], priority: Priority) -> None:
        """Leave a hundred thousand stories to the archive, a few statements in all; what was withdrawn goes."""
        began = time.monotonic()
        for part in parts(crowd):
            if time.monotonic() - began > _HOLD_SECONDS:
                claims.keep(self._held)
                began = time.monotonic()
            if priority == Priority.WITHDRAWAL:
                drop(*part)
            else:
                leave_for_archive(part)

    def _first(self, ordered: list[tuple[str, Policy]], priority: Priority) -> list[tuple[str, Policy]]:
        """Return what this turn bakes, in order; the rest waits its turn, or goes when it was withdrawn."""
        rest = [path for path, _ in ordered[_AT_ONCE:]]
        for part in parts(rest):
            if priority == Priority.WITHDRAWAL:
                drop(*part)
            else:
                _enter(part, Priority.ARCHIVE)
        return ordered[:_AT_ONCE]

    def _bake_all(self, due: dict[str, Policy], priority: Priority) -> bool:
        """Bake group after group, all from the same state; False when something more pressing came in between."""
        began = time.monotonic()
        with shelf():
            for count, group in enumerate(groups(list(due.items()), _GROUP)):
                if count and self._is_outranked(priority):
                    return False
                if time.monotonic() - began > _HOLD_SECONDS:
                    claims.keep(self._held)
                    began = time.monotonic()
                for baked in bake_together(group, follow=claims.several()):
                    if baked.error is not None:
                        self._failed(baked.address, priority, baked.error)
        return True

    @staticmethod
    def _failed(path: str, priority: Priority, error: Exception) -> None:
        log.error("%s was not baked: %s", path, error)
        if priority == Priority.WITHDRAWAL:
            # Rather no page than one that shows what was withdrawn.
            store().delete(path)
        _try_again(path, priority, error)

    @staticmethod
    def _is_outranked(priority: Priority) -> bool:
        return (
            OutboxEntry.objects.free(clock.now())
            .filter(priority__lt=min(priority, Priority.ARTICLE))
            .exists()
        )

    def catch_up_with_edition(self, *, count: int = _CALM_COUNT) -> int:
        """Bake fragments that are missing, or a few plates of other templates or settings; return how many."""
        return self._catching.step(count)

    def _catch_up(self) -> float:
        """Catch up a little; return for how many seconds to rest, 0 when all plates are of this edition.

        While stories are being published it is one page at a time and seldom: the next story waits for it.
        """
        since = time.monotonic() - self._story_at
        if since < _SELDOM:
            return _SELDOM - since
        done = self.catch_up_with_edition(count=_CALM_COUNT if since > _CALM_SECONDS else 1)
        if since <= _CALM_SECONDS:
            self._catching.rest = max(_SELDOM, self._catching.rest)
        return max(0.001, self._catching.rest) if done else 0.0

    def _forget(self, now: datetime) -> None:
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + 60
            OutboxEntry.objects.forgettable(now).delete()


def _wait_out(error: Exception, trouble: int, stop: threading.Event) -> None:
    """Say what went wrong, and wait, longer each time: a database or a disk that fails does so for a while."""
    pause = min(30.0, 0.5 * 2 ** min(trouble, 6))
    log.error("the press waits %.0f s: %s", pause, error, exc_info=not isinstance(error, DatabaseError))
    stop.wait(pause)


def _enter(paths: list[str], priority: Priority) -> None:
    bake_later(paths, priority=priority, reason="one of many")


def _try_again(path: str, priority: Priority, error: Exception) -> None:
    """Enter `path` once more, later each time."""
    now = clock.now()
    entry, made = OutboxEntry.objects.get_or_create(
        name=path,
        target=Target.PATH,
        priority=priority,
        defaults={"stamp": 0, "created_at": now, "due_at": now},
    )
    attempts = 1 if made or entry.done_at else entry.attempts + 1
    entry.attempts = attempts
    entry.due_at = now + min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 20)))
    entry.last_error = f"{type(error).__name__}: {error}"[:2_000]
    entry.stamp = secrets.randbits(62)
    entry.done_at = entry.claimed_until = None
    entry.save()
