"""Tell the press what changed."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tajuk.common import clock
from tajuk.press import bell
from tajuk.press.enums import Priority, Target
from tajuk.press.models import MAX_ADDRESS, OutboxEntry


def changed(
    keys: Iterable[str],
    *,
    priority: Priority = Priority.FRONT,
    reason: str = "",
    paths: Iterable[str] = (),
    due_at: datetime | None = None,
    now: datetime | None = None,
) -> int:
    """Put into the outbox that `keys` changed and that `paths` are to be baked; return how many entries.

    The entries belong to the transaction in progress: they are there if and only if it commits, and the
    worker is woken then. A thing that waits already with this priority is not entered twice. `due_at` says
    not to bake before.
    """
    now = now or clock.now()
    names = dict.fromkeys((Target.KEY, key) for key in keys) | dict.fromkeys(
        (Target.PATH, path) for path in paths
    )
    entries = [
        OutboxEntry(
            target=target,
            name=name[:MAX_ADDRESS],
            priority=priority,
            reason=reason[:200],
            stamp=secrets.randbits(62),
            created_at=now,
            due_at=due_at or now,
        )
        for target, name in names
    ]
    if not entries:
        return 0
    OutboxEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["name", "target", "priority"],
        update_fields=["stamp", "reason", "due_at", "created_at", "done_at", "attempts", "claimed_until"],
    )
    transaction.on_commit(bell.ring, robust=True)
    return len(entries)


def bake_later(
    paths: Iterable[str],
    *,
    priority: Priority = Priority.ARCHIVE,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Put addresses into the outbox to be baked; return how many entries."""
    return changed((), priority=priority, reason=reason, paths=paths, now=now)
