"""Let the desk judge ticks that were held back."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from tajuk.markets.actions.apply_ticks import Applied, apply_ticks
from tajuk.markets.enums import Decision
from tajuk.markets.models import QuarantinedTick
from tajuk.markets.ticks import read_tick


class NotWaiting(Exception):
    """The tick was judged already."""


@transaction.atomic
def reject_tick(row: QuarantinedTick, *, by: AbstractBaseUser | None, now: datetime, note: str = "") -> None:
    """Drop a tick that was held back; raise `NotWaiting` when it was judged already."""
    _judge(row, Decision.REJECTED, by=by, now=now, note=note)


@transaction.atomic
def accept_tick(
    row: QuarantinedTick, *, by: AbstractBaseUser | None, now: datetime, note: str = ""
) -> Applied:
    """Apply a tick that was held back, if it is still the newest.

    Raise `NotWaiting` when it was judged already, `BadTick` when it cannot be read.
    """
    tick = read_tick(row.payload)
    _judge(row, Decision.ACCEPTED, by=by, now=now, note=note)
    return apply_ticks([tick], provider=row.provider, now=now, trusted=True)


def _judge(
    row: QuarantinedTick, decision: Decision, *, by: AbstractBaseUser | None, now: datetime, note: str
) -> None:
    waiting = QuarantinedTick.objects.filter(pk=row.pk, decision=Decision.PENDING)
    if not waiting.update(decision=decision, decided_at=now, decided_by=by, note=note):
        raise NotWaiting(f"the tick {row.pk} was judged already")
    row.decision, row.decided_at, row.note = decision, now, note
    data = {"decision": decision.value, "reason": row.reason, "note": note}
    log(row.instrument, "markets.judge_tick", user=by, data=data)
