"""The worker: it takes changes from the outbox, most pressing first, and bakes what they reach."""

import logging
import secrets
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections

from tajuk.common import clock
from tajuk.press import fragments, locks, scheduler
from tajuk.press.actions import bake_later
from tajuk.press.bake import bake, drop, leave_stale, store
from tajuk.press.bell import Bell
from tajuk.press.enums import Priority, Target
from tajuk.press.models import OutboxEntry, PlateRecord
from tajuk.press.plates import Policy, edition, policy_of

log = logging.getLogger(__name__)

_BATCH = 64
_AT_ONCE = 200  # eager plates of one batch; more than these is the archive's turn
_LOOK_UP = 500  # names in one query: SQLite takes no more than 32,766 variables, PostgreSQL likes short lists
_POLL_SECONDS = 1.0
_LONGEST_PAUSE = timedelta(hours=1)


class Worker:
    """Bakes what changed. Only one runs for a data folder, whichever process it is in."""

    def __init__(self) -> None:
        """Begin with nothing tried and nothing failed."""
        self._failed_editions: set[str] = set()
        self._seen_fragments: set[str] = set()
        self._forget_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; wait while another process is the worker."""
        while not stop.is_set():
            with locks.sole("press.lock") as mine:
                if mine:
                    self._work(stop)
                else:
                    stop.wait(_POLL_SECONDS)

    def _work(self, stop: threading.Event) -> None:
        bell, trouble = Bell(), 0
        try:
            self._begin()
            while not stop.is_set():
                try:
                    busy = self.turn() or self.catch_up_with_edition()
                    trouble = 0
                except Exception as error:
                    trouble += 1
                    pause = min(30.0, 0.5 * 2 ** min(trouble, 6))
                    log.error(
                        "the press waits %.0f s: %s",
                        pause,
                        error,
                        exc_info=not isinstance(error, DatabaseError),
                    )
                    busy = False
                    stop.wait(pause)
                finally:
                    close_old_connections()
                if not busy:
                    bell.wait(_POLL_SECONDS)
        finally:
            bell.close()

    def _begin(self) -> None:
        """Take over from a worker that may have died at any point."""
        swept = store().sweep()
        if swept:
            log.warning("removed %d half-written plates", swept)
        store().announce_all()

    def turn(self) -> int:
        """Deal with one batch of changes of the same priority; return how many there were."""
        now = clock.now()
        self._forget(now)
        entries = self._batch(now)
        if not entries:
            return 0
        scheduler.nudge()
        priority = Priority(min(entry.priority for entry in entries))
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(handled_at=clock.now())
        if self._follow(entries, priority):
            OutboxEntry.objects.filter(
                pk__in=[entry.pk for entry in entries], stamp__in=[entry.stamp for entry in entries]
            ).update(done_at=clock.now())
        return len(entries)

    def _batch(self, now: datetime) -> list[OutboxEntry]:
        """Return the most pressing entries, and what else waits for the same things."""
        entries = list(OutboxEntry.objects.due(now)[:_BATCH])
        if not entries:
            return []
        top = entries[0].priority
        entries = [entry for entry in entries if entry.priority == top]
        taken = {entry.pk for entry in entries}
        names = [entry.name for entry in entries]
        more = OutboxEntry.objects.due(now).filter(name__in=names).exclude(pk__in=taken)
        return entries + list(more)

    def _follow(self, entries: list[OutboxEntry], priority: Priority) -> bool:
        """Bake what the entries reach; False when something more pressing came in between."""
        keys = [entry.name for entry in entries if entry.target == Target.KEY]
        asked = {entry.name for entry in entries if entry.target == Target.PATH}
        eager, lazy = _reached(keys)
        policies = {path: policy_of(path.partition("?")[0]) for path in asked | eager}
        drop_paths = [path for path, policy in policies.items() if policy is None]
        if drop_paths:
            drop(*drop_paths)
        # Asked for by name: a page that is baked at once, or one that has to be tried again.
        tried = {entry.name for entry in entries if entry.attempts or entry.priority == Priority.ARCHIVE}
        now_due = {
            path: policy
            for path, policy in policies.items()
            if policy is not None and (policy.is_eager(path) or path in tried)
        }
        if priority == Priority.WITHDRAWAL:
            self._clear_neighbours(now_due, asked)
        lazy |= (asked | eager) - now_due.keys() - set(drop_paths)
        self._leave(sorted(lazy), priority)
        return self._bake_all(self._first(now_due, priority), priority)

    def _clear_neighbours(self, due: dict[str, Policy], asked: set[str]) -> None:
        """Take away at once other stories' pages that show what is withdrawn; they are baked again afterwards.

        A reader who asks for one in between has it baked on the spot: no page waits behind the others' baking.
        """
        others = sorted(
            path for path, policy in due.items() if policy.kind == "article" and path not in asked
        )
        for part in _parts(others):
            drop(*part)
            _enter(part, Priority.ARCHIVE)
        for path in others:
            del due[path]

    def _leave(self, lazy: list[str], priority: Priority) -> None:
        """Leave plates for the next reader: stale, or none at all when something was withdrawn."""
        for part in _parts(lazy):
            if priority == Priority.WITHDRAWAL:
                drop(*part)
            else:
                leave_stale(part)

    def _first(self, due: dict[str, Policy], priority: Priority) -> list[tuple[str, Policy]]:
        """Return what this turn bakes, in order; the rest waits its turn, or goes when it was withdrawn."""
        ordered = sorted(due.items(), key=lambda item: (item[1].rank, item[0]))
        rest = [path for path, _ in ordered[_AT_ONCE:]]
        for part in _parts(rest):
            if priority == Priority.WITHDRAWAL:
                drop(*part)
            else:
                _enter(part, Priority.ARCHIVE)
        return ordered[:_AT_ONCE]

    def _bake_all(self, due: list[tuple[str, Policy]], priority: Priority) -> bool:
        for count, (path, policy) in enumerate(due):
            if count % 8 == 7 and self._is_outranked(priority):
                return False
            try:
                bake(path, policy=policy, follow=False)
            except Exception as error:
                log.error("%s was not baked: %s", path, error)
                if priority == Priority.WITHDRAWAL:
                    # Rather no page than one that shows what was withdrawn.
                    store().delete(path)
                _try_again(path, priority, error)
        return True

    @staticmethod
    def _is_outranked(priority: Priority) -> bool:
        return (
            OutboxEntry.objects.due(clock.now()).filter(priority__lt=min(priority, Priority.ARTICLE)).exists()
        )

    def catch_up_with_edition(self, *, count: int = 5) -> int:
        """Bake fragments that are missing, or a few plates of other templates or settings; return how many."""
        records = PlateRecord.objects.of_other_editions(edition()).exclude(path__in=self._failed_editions)
        paths = self._missing_fragments() or list(records.values_list("path", flat=True)[:count])
        for path in paths:
            policy = policy_of(path.partition("?")[0])
            try:
                if policy is None:
                    drop(path)
                else:
                    bake(path, policy=policy, follow=False)
            except DatabaseError:
                raise
            except Exception as error:
                log.error("%s was not baked for the new edition: %s", path, error)
                self._failed_editions.add(path)
                _try_again(path, Priority.ARCHIVE, error)
        if paths:
            time.sleep(0.01)  # the readers' thread goes first
        return len(paths)

    def _missing_fragments(self) -> list[str]:
        """Return the registered fragments that were never baked."""
        wanted = set(fragments.paths()) - self._failed_editions
        if not wanted or wanted == self._seen_fragments:
            return []
        known = PlateRecord.objects.filter(path__in=wanted).values_list("path", flat=True)
        missing = sorted(wanted.difference(known))
        if not missing:
            self._seen_fragments = wanted
        return missing

    def _forget(self, now: datetime) -> None:
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + 60
            OutboxEntry.objects.forgettable(now).delete()


def _reached(keys: list[str]) -> tuple[set[str], set[str]]:
    """Return the addresses of eager and of lazy plates that were made from `keys`."""
    eager: set[str] = set()
    lazy: set[str] = set()
    for part in _parts(keys):
        for path, at_once in PlateRecord.objects.depending_on(part).values_list("path", "eager"):
            (eager if at_once else lazy).add(path)
    return eager, lazy


def _parts(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + _LOOK_UP] for start in range(0, len(names), _LOOK_UP))


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
    entry.done_at = None
    entry.save()
