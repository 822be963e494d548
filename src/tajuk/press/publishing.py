"""Wagtail's scheduled publishing and expiry, to the second and one by one.

Wagtail's own `publish_scheduled` stops at the first revision that fails; here the others still go out.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Min, Model
from wagtail.models import DraftStateMixin, Revision

from tajuk.press import scheduler

log = logging.getLogger(__name__)

_PAUSE = timedelta(minutes=1)
_failed: dict[tuple[str, Any], datetime] = {}


def register() -> None:
    """Have the scheduler publish and expire."""
    scheduler.register("scheduled publishing", next_due=next_due, act=publish_and_expire)


def next_due(now: datetime) -> datetime | None:
    """Return when the next revision goes live or the next thing expires."""
    moments = [_going_live(now).aggregate(first=Min("approved_go_live_at"))["first"]]
    moments += [_expiring(model, now).aggregate(first=Min("expire_at"))["first"] for model in _with_expiry()]
    return min(filter(None, moments), default=None)


def publish_and_expire(now: datetime) -> int:
    """Take down what has expired and publish what is due at `now`; return how many things that were."""
    done = 0
    for model in _with_expiry():
        for thing in _expiring(model, now).filter(expire_at__lte=now).order_by("expire_at"):
            done += _try(thing, now, lambda thing=thing: thing.unpublish(
                set_expired=True, log_action="wagtail.unpublish.scheduled"
            ))  # fmt: skip
    for revision in _going_live(now).filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        done += _try(
            revision, now, lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled")
        )
    return done


def _try(thing: Model, now: datetime, act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s %s was due and failed", thing._meta.label, thing.pk)
        _failed[thing._meta.label, thing.pk] = now + _PAUSE
        return False
    _failed.pop((thing._meta.label, thing.pk), None)
    return True


def _paused(model: type[Model], now: datetime) -> list[Any]:
    return [pk for (label, pk), until in _failed.items() if label == model._meta.label and until > now]


def _going_live(now: datetime) -> Any:
    return Revision.objects.filter(approved_go_live_at__isnull=False).exclude(pk__in=_paused(Revision, now))


def _expiring(model: type[Model], now: datetime) -> Any:
    found = model._default_manager.filter(live=True, expire_at__isnull=False)
    return found.exclude(pk__in=_paused(model, now))


def _with_expiry() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not any(
            issubclass(parent, DraftStateMixin) for parent in model._meta.get_parent_list()
        ):
            yield model
