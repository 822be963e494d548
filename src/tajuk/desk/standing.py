"""How a story stands, in one word for lists and in full for its form: held, killed, embargoed, live, draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction

HOLDING = (RestrictionKind.HOLD, RestrictionKind.LEGAL, RestrictionKind.RIGHTS)


def in_force(article: Article, now: datetime) -> list[Restriction]:
    """Return what keeps an article in, without a query when its restrictions are prefetched."""
    return [
        row for row in article.restrictions.all() if not row.lifted_at and (not row.until or row.until > now)
    ]


def embargo_end(article: Article, now: datetime) -> datetime | None:
    """Return when the last embargo on an article ends, if one holds."""
    ends = [row.until for row in in_force(article, now) if row.kind == RestrictionKind.EMBARGO and row.until]
    if article.embargo_until and article.embargo_until > now:
        ends.append(article.embargo_until)
    return max(ends, default=None)


def standing(article: Article, now: datetime) -> tuple[str, str]:
    """Return how a story stands: a class name and the words."""
    kinds = {row.kind for row in in_force(article, now)}
    if RestrictionKind.KILL in kinds:
        return "killed", _("Killed")
    if kinds & set(HOLDING):
        return "held", _("Held")
    if RestrictionKind.EMBARGO in kinds or embargo_end(article, now):
        return "embargoed", _("Embargoed")
    if article.live:
        return "live", _("Published, with a draft") if article.has_unpublished_changes else _("Published")
    if article.go_live_at and article.go_live_at > now:
        return "scheduled", _("Scheduled")
    return "draft", _("Draft")


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason why a story is kept in: which, since when, until when, by whom, why."""

    kind: str
    words: str
    since: datetime | None
    until: datetime | None
    by: str
    reason: str
    is_grave: bool
    needs_decision: bool = False
    needs_end: bool = False


def facts(article: Article, now: datetime) -> Iterator[Fact]:
    """Yield what keeps a story in, the gravest first."""
    words = {
        RestrictionKind.KILL: _("Killed"),
        RestrictionKind.HOLD: _("On hold"),
        RestrictionKind.LEGAL: _("Blocked for legal reasons"),
        RestrictionKind.RIGHTS: _("Blocked for want of rights"),
        RestrictionKind.EMBARGO: _("Under an embargo"),
    }
    order = list(words)
    for row in sorted(in_force(article, now), key=lambda each: order.index(RestrictionKind(each.kind))):
        kind = RestrictionKind(row.kind)
        grave = kind is not RestrictionKind.EMBARGO
        yield Fact(
            row.kind,
            _("To decide: its source was killed") if row.needs_decision else words[kind],
            row.since,
            row.until,
            _by(row),
            row.reason,
            is_grave=grave or row.until is None,
            needs_decision=row.needs_decision,
            needs_end=not grave and row.until is None,
        )
    if article.embargo_until and article.embargo_until > now:
        yield Fact("embargo", _("Under embargo"), None, article.embargo_until, "", "", is_grave=False)


def _by(row: Restriction) -> str:
    if row.by is not None:
        return row.by.get_full_name() or row.by.get_username()
    if row.inherited_from_id:
        return _("its source")
    return _("the wire") if row.wire_version_id else _("the operator")
