"""Write articles: start one, publish it, restrict it, lift that, correct it. The desk's verbs are made of these."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tajuk.articles.enums import Gravity, Made, RestrictionKind
from tajuk.articles.models import Article, Correction, Credit, Derivation, Restriction
from tajuk.articles.signals import standing_changed
from tajuk.common.text import one_line

if TYPE_CHECKING:
    from tajuk.pictures.models import Picture
    from tajuk.staff.models import Author, User
    from tajuk.wires.models import WireVersion


class NotPossible(Exception):
    """A verb that does not fit the state of its article; the text is one line for the person who asked."""


@transaction.atomic
def start(
    article: Article,
    *,
    by: "User | None",
    now: datetime,
    people: Iterable[tuple["Author", str]] = (),
    **related: Any,
) -> Article:
    """Save a new article as a draft with its credits, many-to-many rows (`topics=[…]`) and first revision."""
    article.live = False
    article.has_unpublished_changes = True
    article.created_by = by
    for name, rows in related.items():
        setattr(article, name, rows)
    article.credits = [  # type: ignore[misc]  # modelcluster gives articles a list of them
        Credit(author=author, role=role, sort_order=n) for n, (author, role) in enumerate(people)
    ]
    article.full_clean(exclude=["translation_key"])
    article.save()
    article.save_revision(user=by, log_action="wagtail.create", clean=False)
    return article


@transaction.atomic
def derive(
    article: Article,
    *,
    made: Made,
    now: datetime,
    wire_version: "WireVersion | None" = None,
    picture: "Picture | None" = None,
    source_article: Article | None = None,
) -> Derivation:
    """Remember what an article was made from."""
    return Derivation.objects.create(
        article=article,
        made=made,
        at=now,
        wire_version=wire_version,
        picture=picture,
        source_article=source_article,
    )


@transaction.atomic
def publish(article: Article, *, by: "User | None", now: datetime) -> Article:
    """Publish the newest revision, or schedule it where it says so; return the article as it is now."""
    revision = article.get_latest_revision() or article.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=by is None)
    article.refresh_from_db()
    return article


@transaction.atomic
def restrict(
    article: Article,
    kind: RestrictionKind,
    *,
    reason: str,
    by: "User | None",
    now: datetime,
    until: datetime | None = None,
    wire_version: "WireVersion | None" = None,
    successor: Article | None = None,
) -> Restriction:
    """Keep an article in from now on. Raise `NotPossible` without a reason or when it is in that state already."""
    reason = one_line(reason)
    if not reason:
        raise NotPossible(_("A reason is required."))
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if locked.restrictions.in_force(now).filter(kind=kind, wire_version=wire_version).exists():
        raise NotPossible(
            _("Story %(id)s is already under “%(kind)s”.") % {"id": article.pk, "kind": kind.label}
        )
    row = Restriction.objects.create(
        article=locked,
        kind=kind,
        reason=reason,
        since=now,
        until=until,
        by=by,
        wire_version=wire_version,
        successor=successor,
    )
    _tell(locked, verb=kind.value, by=by, reason=reason)
    return row


@transaction.atomic
def lift(article: Article, kind: RestrictionKind, *, reason: str, by: "User | None", now: datetime) -> int:
    """Lift the restrictions of a kind. Raise `NotPossible` without a reason or when there is none in force."""
    reason = one_line(reason)
    if not reason:
        raise NotPossible(_("A reason is required."))
    rows = list(article.restrictions.in_force(now).filter(kind=kind).select_for_update())
    if not rows:
        raise NotPossible(_("Story %(id)s is not under “%(kind)s”.") % {"id": article.pk, "kind": kind.label})
    for row in rows:
        row.lifted_at, row.lifted_by, row.lifted_reason = now, by, reason
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    _tell(article, verb=f"lift-{kind.value}", by=by, reason=reason)
    return len(rows)


@transaction.atomic
def correct(
    article: Article,
    *,
    wrong: str,
    right: str,
    by: "User | None",
    now: datetime,
    gravity: Gravity = Gravity.SLIGHT,
) -> Correction:
    """Tell readers what was wrong and what is right. Raise `NotPossible` unless both are said and it has been out."""
    wrong, right = one_line(wrong), one_line(right)
    if not wrong or not right:
        raise NotPossible(_("A correction says what was wrong and what is right."))
    if article.published_at is None:
        raise NotPossible(_("Story %(id)s has not been published: edit it instead.") % {"id": article.pk})
    row = Correction.objects.create(article=article, wrong=wrong, right=right, gravity=gravity, at=now, by=by)
    _tell(article, verb="correct", by=by, reason=right)
    return row


def _tell(article: Article, *, verb: str, by: "User | None", reason: str) -> None:
    log(instance=article, action=f"tajuk.{verb}", user=by, data={"reason": reason})
    transaction.on_commit(lambda: standing_changed.send(sender=Article, article=article, verb=verb))
