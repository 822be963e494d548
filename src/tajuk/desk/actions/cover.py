"""Cover something live: open and close it, post, pin, correct and withdraw."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tajuk.articles.actions import NotPossible
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, LiveCoverage, LivePost
from tajuk.common.text import one_line
from tajuk.staff.models import User

POSTS, MENDS = "articles.publish_article", "articles.correct_article"


@transaction.atomic
def open_coverage(article: Article, *, by: User | None, now: datetime) -> LiveCoverage:
    """Make a story a live blog, or go on with one that was closed."""
    _permit(by, POSTS)
    if article.restrictions.in_force(now).filter(kind=RestrictionKind.KILL).exists():
        raise NotPossible(_("Story %(id)s is killed.") % {"id": article.pk})
    coverage, is_new = LiveCoverage.objects.get_or_create(
        article=article, defaults={"opened_at": now, "opened_by": by}
    )
    if not is_new:
        if coverage.closed_at is None:
            raise NotPossible(_("Story %(id)s is covered live already.") % {"id": article.pk})
        coverage.closed_at = coverage.closed_by = None
        coverage.save()
    _log(article, "live-open", by, str(article))
    return coverage


@transaction.atomic
def close_coverage(article: Article, *, by: User | None, now: datetime) -> LiveCoverage:
    """End a live blog: its posts stay, pages that are open stop asking."""
    _permit(by, POSTS)
    coverage = _open(article)
    coverage.closed_at, coverage.closed_by = now, by
    coverage.save()
    _log(article, "live-close", by, str(article))
    return coverage


@transaction.atomic
def post(
    article: Article, *, text: str, by: User | None, now: datetime, headline: str = "", is_key: bool = False
) -> LivePost:
    """Add a post; `text` is plain, with an empty line between paragraphs. A key point needs a headline."""
    _permit(by, POSTS)
    _open(article)
    text, headline = text.strip(), one_line(headline)
    if not text:
        raise NotPossible(_("A post says something."))
    if is_key and not headline:
        raise NotPossible(_("A key point needs a headline."))
    row = LivePost.objects.create(article=article, headline=headline, text=text, is_key=is_key, at=now, by=by)
    _log(article, "live-post", by, str(row))
    return row


@transaction.atomic
def pin(row: LivePost, is_key: bool, *, by: User | None, now: datetime) -> LivePost:
    """Put a post among the key points, or take it out of them."""
    _permit(by, POSTS)
    row = _standing(row)
    if is_key and not row.headline:
        raise NotPossible(_("A key point needs a headline."))
    row.is_key = is_key
    row.save(update_fields=["is_key"])
    _log(row.article, "live-pin" if is_key else "live-unpin", by, str(row))
    return row


@transaction.atomic
def correct_post(
    row: LivePost, *, text: str, wrong: str, by: User | None, now: datetime, headline: str | None = None
) -> LivePost:
    """Give a post another text, and tell readers what was wrong."""
    _permit(by, MENDS)
    row, text, wrong = _standing(row), text.strip(), one_line(wrong)
    if not text or not wrong:
        raise NotPossible(_("A correction says what was wrong and what is right."))
    before = row.text
    row.text, row.wrong, row.corrected_at = text, wrong, now
    if headline is not None:
        row.headline = one_line(headline)
    if row.is_key and not row.headline:
        raise NotPossible(_("A key point needs a headline."))
    row.save()
    _log(row.article, "live-correct", by, f"{wrong} ({before[:500]})")
    return row


@transaction.atomic
def withdraw_post(row: LivePost, *, reason: str, by: User | None, now: datetime) -> LivePost:
    """Take a post back: it is gone from every page with this transaction."""
    _permit(by, MENDS)
    row, reason = _standing(row), one_line(reason)
    if not reason:
        raise NotPossible(_("A reason is required."))
    row.withdrawn_at, row.withdrawn_reason, row.is_key = now, reason, False
    row.news_kind = "withdrawal"  # type: ignore[misc]  # of this row alone: readers have had it
    row.save()
    _log(row.article, "live-withdraw", by, f"{reason} ({row})")
    return row


def _permit(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(permission)


def _open(article: Article) -> LiveCoverage:
    found = LiveCoverage.objects.select_for_update().filter(article=article, closed_at=None).first()
    if found is None:
        raise NotPossible(_("Story %(id)s is not covered live.") % {"id": article.pk})
    return found


def _standing(row: LivePost) -> LivePost:
    locked: LivePost = (
        LivePost.objects.select_for_update(of=("self",)).select_related("article").get(pk=row.pk)
    )
    if locked.withdrawn_at is not None:
        raise NotPossible(_("This post was withdrawn."))
    return locked


def _log(article: Article, verb: str, by: User | None, reason: str) -> None:
    log(instance=article, action=f"tajuk.{verb}", user=by, data={"reason": reason})
