"""The policies: each reads one kind of fact about an article and says why it may not leave.

A policy is pure: it takes the article with its restrictions already loaded, the exit and the time.
`gate.py` asks them all; `queries.py` says the same in SQL for lists. A test holds the two together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.clearance.exits import Exit, Shows


class Policy(StrEnum):
    """The names of the policies, as machines read them."""

    UNPUBLISHED = "unpublished"
    EMBARGO = "embargo"
    HOLD = "hold"
    KILL = "kill"
    LEGAL = "legal"
    RIGHTS = "rights"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article is kept in: the policy, since when and until when (`None`: open), by whom, in words."""

    policy: Policy
    since: datetime | None = None
    until: datetime | None = None
    by: str = ""
    words: str = ""


PolicyCheck = Callable[[Article, Exit, datetime], Iterator[Reason]]

BY_KIND = {
    RestrictionKind.EMBARGO: Policy.EMBARGO,
    RestrictionKind.HOLD: Policy.HOLD,
    RestrictionKind.KILL: Policy.KILL,
    RestrictionKind.LEGAL: Policy.LEGAL,
    RestrictionKind.RIGHTS: Policy.RIGHTS,
}


def unpublished(article: Article, exit_: Exit, now: datetime) -> Iterator[Reason]:
    """Keep in what no editor has published."""
    if not article.live:
        yield Reason(Policy.UNPUBLISHED)


def embargo(article: Article, exit_: Exit, now: datetime) -> Iterator[Reason]:
    """Keep in until the embargo that stands in the article ends, and until its moment of publication."""
    ends = [moment for moment in (article.embargo_until, article.published_at) if moment and moment > now]
    if ends:
        yield Reason(Policy.EMBARGO, until=max(ends))


def expiry(article: Article, exit_: Exit, now: datetime) -> Iterator[Reason]:
    """Keep in what may no longer be used."""
    if article.expire_at and article.expire_at <= now:
        yield Reason(Policy.EXPIRY, since=article.expire_at)


def restrictions(article: Article, exit_: Exit, now: datetime) -> Iterator[Reason]:
    """Keep in what a hold, a kill or another restriction in force names."""
    for row in article.restrictions.all():
        if row.lifted_at is None and (row.until is None or row.until > now):
            yield Reason(
                BY_KIND[RestrictionKind(row.kind)],
                since=row.since,
                until=row.until,
                by=str(row.by_id or "") or (f"wire:{row.wire_version_id}" if row.wire_version_id else ""),
                words=row.reason,
            )


POLICIES: tuple[PolicyCheck, ...] = (unpublished, embargo, expiry, restrictions)


def permitted(article: Article, exit_: Exit) -> Shows:
    """Return how much of a cleared article may leave by this exit: of a premium one, the teaser."""
    return min(exit_.shows, Shows.TEASER) if article.is_premium else exit_.shows
