"""Hold, release, kill and reinstate: the emergency verbs."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction
from tajuk.staff.models import User

# `by=None` is the operator at the machine, who needs no permission.


def hold(article: Article, *, reason: str, by: User | None, now: datetime) -> Restriction:
    """Stop using an article until further notice."""
    _require(by, "articles.hold_article")
    return actions.restrict(article, RestrictionKind.HOLD, reason=reason, by=by, now=now)


def release(article: Article, *, reason: str, by: User | None, now: datetime) -> int:
    """Use a held article again, exactly as it was."""
    _require(by, "articles.hold_article")
    return actions.lift(article, RestrictionKind.HOLD, reason=reason, by=by, now=now)


def kill(
    article: Article, *, reason: str, by: User | None, now: datetime, successor: Article | None = None
) -> Restriction:
    """Withdraw an article: never to be used again, its address answers 410 with the reason."""
    _require(by, "articles.kill_article")
    return actions.restrict(article, RestrictionKind.KILL, reason=reason, by=by, now=now, successor=successor)


def reinstate(article: Article, *, reason: str, by: User | None, now: datetime) -> int:
    """Undo a kill, explicitly: nothing else does."""
    _require(by, "articles.kill_article")
    return actions.lift(article, RestrictionKind.KILL, reason=reason, by=by, now=now)


def flag(article: Article, *, reason: str, by: User | None, now: datetime) -> Restriction:
    """Keep an article in for legal reasons until a chief editor clears it."""
    _require(by, "articles.hold_article")
    return actions.restrict(article, RestrictionKind.LEGAL, reason=reason, by=by, now=now)


def clear(article: Article, *, reason: str, by: User | None, now: datetime) -> int:
    """Lift a legal flag: whoever may kill may answer for that."""
    _require(by, "articles.kill_article")
    return actions.lift(article, RestrictionKind.LEGAL, reason=reason, by=by, now=now)


def confirm_embargo(
    article: Article, *, until: datetime | None, reason: str, by: User | None, now: datetime
) -> Article:
    """Say when an embargo ends that stands in words only, or with None that there is none."""
    _require(by, "articles.publish_article")
    return actions.confirm_embargo(article, until=until, reason=reason, by=by, now=now)


def _require(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(permission)
