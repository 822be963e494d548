"""Take entries of the outbox so that no other baker takes them, and give them back.

A claim is a lease by the database's clock: a baker that dies loses it, whatever machine it stood on. A new
change of the same thing frees its entry at once, so that nobody waits for a state that is old already.
"""

import socket
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from tajuk.common import clock
from tajuk.press.enums import Priority
from tajuk.press.models import OutboxEntry, OutboxQuerySet

BATCH = 64
LEASE = timedelta(seconds=20)


def baker() -> str:
    """Return the name of this data folder's baker: there is one at a time."""
    return f"{socket.gethostname()}:{settings.DATA}"[-120:]


def several() -> bool:
    """Say whether bakers on other machines may work on the same outbox."""
    return bool(connection.features.has_select_for_update)


def take(now: datetime) -> list[OutboxEntry]:
    """Claim the most pressing entries that are due, and what else waits for the same things.

    Withdrawals come alone and before all, the archive alone and after all; of what is in between a story's
    pages are made together.
    """
    if not OutboxEntry.objects.free(now).exists():
        return []
    with transaction.atomic():
        first = list(_locked(OutboxEntry.objects.free(now))[:BATCH])
        top = _class(first[0].priority) if first else 0
        entries = [entry for entry in first if _class(entry.priority) == top]
        names = {entry.name for entry in entries}
        taken = {entry.pk for entry in entries}
        entries += _locked(OutboxEntry.objects.free(now).filter(name__in=names).exclude(pk__in=taken))
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
            handled_at=clock.now(), claimed_by=baker(), claimed_until=Now() + LEASE
        )
    return entries


def _locked(entries: OutboxQuerySet) -> OutboxQuerySet:
    return entries.select_for_update(skip_locked=True) if several() else entries


def _class(priority: int) -> int:
    if priority == Priority.WITHDRAWAL:
        return 0
    return 2 if priority == Priority.ARCHIVE else 1


def keep(entries: Sequence[OutboxEntry]) -> None:
    """Hold the claims for another lease."""
    _same(entries).update(claimed_until=Now() + LEASE)


def end(entries: Sequence[OutboxEntry]) -> None:
    """Mark entries as done, but for those that were renewed meanwhile."""
    _same(entries).update(done_at=clock.now(), claimed_until=None)


def give_back(entries: Sequence[OutboxEntry]) -> None:
    """Let whoever comes first take the entries anew."""
    _same(entries).update(claimed_until=None)


def give_back_all() -> None:
    """Free what a baker of this data folder held when it died."""
    OutboxEntry.objects.waiting().filter(claimed_by=baker(), claimed_until__isnull=False).update(
        claimed_until=None
    )


def _same(entries: Iterable[OutboxEntry]) -> OutboxQuerySet:
    found = list(entries)
    return OutboxEntry.objects.filter(
        pk__in=[entry.pk for entry in found], stamp__in=[entry.stamp for entry in found]
    )


__all__ = ["baker", "end", "give_back", "give_back_all", "keep", "several", "take"]
