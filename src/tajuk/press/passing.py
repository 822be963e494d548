"""Carry to the plates what time alone changes: ends of embargoes, publications dated ahead, expiries.

What was carried is remembered up to a moment, in the transaction that enters it into the outbox: after a
stop of any length everything that fell into it is carried once.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from tajuk.articles.models import Article, Restriction
from tajuk.clearance.queries import changed_between, next_change
from tajuk.common.dependencies import key_of
from tajuk.press import scheduler
from tajuk.press.actions import changed
from tajuk.press.enums import Priority
from tajuk.press.models import Passage


def register() -> None:
    """Have the scheduler carry what is due, and think again whenever an article or a restriction is saved."""
    scheduler.register("passing of time", next_due=next_due, act=carry)
    for model in (Article, Restriction):
        post_save.connect(_nudge, sender=model, dispatch_uid=f"passing.{model.__name__}")


def next_due(now: datetime) -> datetime | None:
    """Return the first moment after what was carried at which time changes what may leave."""
    return next_change(_carried(now))


@transaction.atomic
def carry(now: datetime) -> int:
    """Enter everything into the outbox that time has changed up to `now`; return how many articles."""
    articles = changed_between(_carried(now), now)
    keys = {key for article in articles for key in (key_of(article), *article.list_keys())}
    changed(sorted(keys), priority=Priority.BREAKING, reason="time", now=now)
    Passage.objects.update_or_create(pk=1, defaults={"until": now})
    return len(articles)


def _carried(now: datetime) -> datetime:
    passage = Passage.objects.filter(pk=1).first()
    # A newsroom that never carried anything has no plate that is older than itself.
    return passage.until if passage else now - timedelta(days=1)


def _nudge(**kwargs: Any) -> None:
    transaction.on_commit(scheduler.nudge, robust=True)
