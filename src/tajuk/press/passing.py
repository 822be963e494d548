"""Carry to the plates what time alone changes, and what a contract changes for many stories at once.

Ends of embargoes, publications dated ahead, expiries of stories and pictures, copy that may not stay in the archive.
What was carried is remembered up to a moment, in the transaction that enters it into the outbox: after a stop of any
length everything that fell into it is carried once.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model, Q
from django.db.models.signals import post_save, pre_save

from tajuk.articles.models import Article, Restriction
from tajuk.clearance.actions import forget_deliveries
from tajuk.clearance.queries import MOMENTS, changed_between, next_change, pictures_expired_between
from tajuk.common.dependencies import key_of
from tajuk.desk.actions.quote_prices import quote_prices
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.press import scheduler
from tajuk.press.actions import changed
from tajuk.press.enums import Priority, Target
from tajuk.press.following import parts
from tajuk.press.models import OutboxEntry, Passage
from tajuk.wires.models import Agency, Source
from tajuk.wires.models.rights import TextRights

log = logging.getLogger(__name__)

TIDIED_EVERY = timedelta(hours=6)
RIGHTS = (*(field.name for field in TextRights._meta.get_fields()), "may_syndicate", "indexing")
_BEFORE = "_rights_before"


class _Tidied:
    """When deliveries were last looked through in this process."""

    at: datetime | None = None


def register() -> None:
    """Have the scheduler carry what is due, and think again whenever something with a time is saved."""
    scheduler.register("passing of time", next_due=next_due, act=carry)
    scheduler.register("old deliveries", next_due=_tidy_due, act=_tidy)
    for model in (Article, Restriction, Picture):
        post_save.connect(_nudge, sender=model, dispatch_uid=f"passing.{model.__name__}")
    for contract in (Agency, Source):
        pre_save.connect(_remember, sender=contract, dispatch_uid=f"rights.before.{contract.__name__}")
        post_save.connect(_rearranged, sender=contract, dispatch_uid=f"rights.{contract.__name__}")


def next_due(now: datetime) -> datetime | None:
    """Return the first moment after what was carried at which time changes what may leave."""
    return next_change(_carried(now))


def carry(now: datetime) -> int:
    """Enter everything into the outbox that time has changed up to `now`; return how many articles and pictures."""
    since = _carried(now)
    articles = _not_told(changed_between(since, now), since, now)
    pictures = pictures_expired_between(since, now)
    with transaction.atomic():
        _quote(articles, now)
        changed(sorted(_keys(articles)), priority=Priority.BREAKING, reason="time", now=now)
        changed(
            sorted(map(key_of, pictures)), priority=Priority.WITHDRAWAL, reason="picture expired", now=now
        )
        for picture in pictures:
            renditions.prune(picture, now)
        Passage.objects.update_or_create(pk=1, defaults={"until": now})
    return len(articles) + len(pictures)


def _quote(articles: Iterable[Article], now: datetime) -> None:
    """Keep the prices at publication of stories whose time has come; one without any goes out all the same."""
    for article in articles:
        try:
            with transaction.atomic():  # what the database refuses of one leaves the others' rows in place
                if article.live:
                    quote_prices(article, now=now)
        except (OperationalError, InterfaceError):  # it is away, or locked: everything is tried again
            raise
        except Exception:
            log.exception("no prices at publication for story %s", article.pk)


def _not_told(articles: list[Article], since: datetime, now: datetime) -> list[Article]:
    """Leave out stories that were published in that very moment: their own entry has them baked after it, once."""
    moments = {key_of(row): row.published_at for row in articles if _only_published(row, since, now)}
    told: set[str] = set()
    for part in parts(list(moments)):
        entries = OutboxEntry.objects.filter(target=Target.KEY, name__in=part)
        waiting = entries.free(now).values_list("name", "created_at")
        handled = entries.values_list("name", "handled_at")
        for name, at in [*waiting, *handled]:
            if at is not None and (moment := moments[name]) is not None and at >= moment:
                told.add(name)
    return [article for article in articles if key_of(article) not in told]


def _only_published(article: Article, since: datetime, now: datetime) -> bool:
    """Say whether nothing but its publication came about for a story in this span."""
    passed = [field for field in MOMENTS if (moment := getattr(article, field)) and since < moment <= now]
    return passed == ["published_at"]


def _keys(articles: Iterable[Article]) -> set[str]:
    return {key for article in articles for key in (key_of(article), *article.list_keys())}


def _carried(now: datetime) -> datetime:
    passage = Passage.objects.filter(pk=1).first()
    # A newsroom that never carried anything has no plate that is older than itself.
    return passage.until if passage else now - timedelta(days=1)


def _nudge(**kwargs: Any) -> None:
    transaction.on_commit(scheduler.nudge, robust=True)


def _tidy_due(now: datetime) -> datetime:
    return _Tidied.at + TIDIED_EVERY if _Tidied.at else now


def _tidy(now: datetime) -> None:
    _Tidied.at = now
    forget_deliveries(now)


def _remember(sender: type[Model], instance: Any, raw: bool, **kwargs: Any) -> None:
    """Before an agency or a source is saved, look up what its contract allowed."""
    if not raw and not instance._state.adding:
        instance.__dict__[_BEFORE] = (
            sender._default_manager.filter(pk=instance.pk).values(*_terms(sender)).first()
        )


def _terms(contract: type[Model]) -> list[str]:
    """Return the terms that a kind of contract has: what search engines find is the agency's alone."""
    return [name for name in RIGHTS if hasattr(contract, name)]


def _rearranged(instance: Any, raw: bool, **kwargs: Any) -> None:
    """Once a contract allows something else, have all that stands under it looked at before anything else is baked."""
    before = instance.__dict__.pop(_BEFORE, None)
    now = {name: getattr(instance, name) for name in _terms(type(instance))}
    if raw or before is None or before == now:
        return
    theirs = Q(derivations__source=instance)
    if isinstance(instance, Agency):
        theirs = Q(agencies=instance) | Q(derivations__source__agency=instance)
    ids = Article.objects.filter(theirs, live=True).order_by().values_list("pk", flat=True).distinct()
    keys = [f"articles.article:{pk}" for pk in ids]
    changed([*keys, "list:rights"], priority=Priority.WITHDRAWAL, reason="rights")
