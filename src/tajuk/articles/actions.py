"""Write articles: start one, publish it, restrict it, lift that, correct it. The desk's verbs are made of these."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from tajuk.articles.body import words_digest
from tajuk.articles.enums import Gravity, Made, RestrictionKind
from tajuk.articles.inheritance import lock, postpone, settle, tell
from tajuk.articles.lineage import above, below
from tajuk.articles.models import Article, Correction, Credit, Derivation, Restriction
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
    by: "User | None" = None,
) -> Derivation:
    """Remember what an article was made from, in the version that stands now, and inherit what keeps that in.

    Raise `NotPossible` where the article is its own source, however far up, or named that source already.
    """
    if source_article is not None:
        lock([source_article.pk, article.pk])
        _refuse_source(article, source_article)
    edge = Derivation.objects.create(
        article=article,
        made=made,
        at=now,
        wire_version=wire_version,
        source_id=wire_version.source_id if wire_version else None,
        picture=picture,
        source_article=source_article,
        source_revision_id=source_article.live_revision_id if source_article else None,
        taken=picture.words if picture else words_digest(article) if made == Made.TAKEN else "",
    )
    tell(article, verb="derive", by=by, reason=str(wire_version or source_article or picture))
    settle([article.pk], now=now)
    return edge


def _refuse_source(article: Article, source: Article) -> None:
    if source.pk == article.pk or article.pk in above([source.pk]):
        raise NotPossible(_("A story cannot be its own source."))
    if article.derivations.filter(source_article=source).exists():
        raise NotPossible(_("That story is named as a source already."))


@transaction.atomic
def publish(article: Article, *, by: "User | None", now: datetime) -> Article:
    """Publish the newest revision, or schedule it where it says so; return the article as it is now."""
    lock([article.pk])
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
    lock([article.pk])
    locked: Article = Article.objects.select_related("locale", "section").get(pk=article.pk)
    _refuse_again(locked, kind, now, wire_version)
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
    if kind is RestrictionKind.KILL:
        _decide(locked, now)
    if kind is RestrictionKind.EMBARGO and until:
        postpone(locked, until, now)
    tell(locked, verb=kind.value, by=by, reason=reason)
    settle(below([locked.pk]), now=now)
    return row


def _refuse_again(
    article: Article, kind: RestrictionKind, now: datetime, version: "WireVersion | None"
) -> None:
    """Refuse what is in force already: a kill by anybody, a hold of the newsroom's own."""
    rows = article.restrictions.in_force(now).filter(kind=kind)
    if kind is not RestrictionKind.KILL:
        rows = rows.filter(wire_version=version, inherited_from=None)
    if rows.exists():
        raise NotPossible(
            _("Story %(id)s is already under “%(kind)s”.") % {"id": article.pk, "kind": kind.label}
        )


def _decide(article: Article, now: datetime) -> None:
    """Take a killed article out of the queue of those that wait for that decision."""
    for row in article.restrictions.in_force(now).filter(needs_decision=True):
        row.needs_decision = False
        row.save(update_fields=["needs_decision"])


@transaction.atomic
def lift(article: Article, kind: RestrictionKind, *, reason: str, by: "User | None", now: datetime) -> int:
    """Lift the restrictions of a kind. Raise `NotPossible` without a reason or when there is none in force.

    Those that a source's hold or kill brought are overruled: only another message of the source, or another verb on
    the source article, brings one back.
    """
    reason = one_line(reason)
    if not reason:
        raise NotPossible(_("A reason is required."))
    lock([article.pk])
    rows = list(article.restrictions.in_force(now).filter(kind=kind).select_for_update(of=("self",)))
    if not rows:
        raise NotPossible(_("Story %(id)s is not under “%(kind)s”.") % {"id": article.pk, "kind": kind.label})
    _end(rows, reason=reason, by=by, now=now)
    tell(article, verb=f"lift-{kind.value}", by=by, reason=reason)
    settle(below([article.pk]), now=now)
    return len(rows)


def _end(rows: Iterable[Restriction], *, reason: str, by: "User | None", now: datetime) -> None:
    for row in rows:
        row.lifted_at, row.lifted_by, row.lifted_reason = now, by, reason
        row.overruled = bool(row.wire_version_id or row.inherited_from_id)
        if row.wire_version is not None:
            # What is overruled is what the item says now, not the message that first said so.
            row.wire_version_id = row.wire_version.item.current_id
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_reason", "overruled", "wire_version"])


@transaction.atomic
def confirm_embargo(
    article: Article, *, until: datetime | None, reason: str, by: "User | None", now: datetime
) -> Article:
    """Say when an embargo ends whose end nobody could read, or with None that there is none.

    Raise `NotPossible` without a reason or where no such embargo holds.
    """
    reason = one_line(reason)
    if not reason:
        raise NotPossible(_("A reason is required."))
    lock([article.pk])
    locked: Article = Article.objects.select_related("locale", "section").get(pk=article.pk)
    rows = list(locked.restrictions.in_force(now).filter(kind=RestrictionKind.EMBARGO, until=None))
    if not rows:
        raise NotPossible(_("Story %(id)s waits for no end of an embargo.") % {"id": article.pk})
    if until is not None and until > now:
        Restriction.objects.create(
            article=locked, kind=RestrictionKind.EMBARGO, reason=reason, since=now, until=until, by=by
        )
    _end(rows, reason=reason, by=by, now=now)
    postpone(locked, max(until or now, now), now)
    tell(locked, verb="confirm-embargo", by=by, reason=f"{reason} ({until.isoformat() if until else '–'})")
    settle(below([locked.pk]), now=now)
    return locked


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
    tell(article, verb="correct", by=by, reason=right)
    return row
