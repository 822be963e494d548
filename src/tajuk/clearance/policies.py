"""The policies: each reads one kind of fact about an article and says why it may not leave.

A policy is pure: it takes the article with its restrictions and contracts already loaded, the exit and the time.
`gate.py` asks them all; `queries.py` says the same in SQL for lists. A test holds the two together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.clearance import rights as text_rights
from tajuk.clearance.exits import Exit, Shows, Use
from tajuk.clearance.rights import Terms


class Policy(StrEnum):
    """The names of the policies, as machines read them."""

    UNPUBLISHED = "unpublished"
    EMBARGO = "embargo"
    HOLD = "hold"
    KILL = "kill"
    LEGAL = "legal"
    RIGHTS = "rights"
    ARCHIVE = "archive"
    TERRITORY = "territory"
    TRANSLATION = "translation"
    EXPIRY = "expiry"
    PREMIUM = "premium"
    WITHDRAWN = "withdrawn"


#: What each policy looks at, and how much leaves while it holds: the table of docs/explanation/clearance.md.
MEANING: dict[Policy, tuple[str, str]] = {
    Policy.UNPUBLISHED: ("no editor has published it, or somebody took that back", "nothing"),
    Policy.EMBARGO: (
        (
            "an embargo of the story, of its agency or of the story it was made from; its moment of publication; an "
            "embargo in words or one that cannot be read, until an editor confirms its end"
        ),
        "nothing, and nobody is told that there is a story",
    ),
    Policy.HOLD: ("an editor, an agency or a source holds it until further notice", "a notice (404)"),
    Policy.KILL: ("it was withdrawn for good", "a notice with reason, date and successor (410)"),
    Policy.LEGAL: ("an editor flagged it; a chief editor lifts that", "a notice (404)"),
    Policy.RIGHTS: (
        "the contracts of its agencies and sources, or what an editor arranged for it, do not allow this use",
        "a notice (404); to partners and in feeds the teaser where it may stand on the site",
    ),
    Policy.ARCHIVE: ("its contract lets it stand for so many days, which are over", "a notice (404)"),
    Policy.TERRITORY: ("its contract leaves out the country behind the exit", "a notice (404)"),
    Policy.TRANSLATION: ("it is a translation and its contract forbids that", "a notice (404)"),
    Policy.EXPIRY: (
        "its time is over; of a picture, its licence",
        "a notice (404); the picture's placeholder",
    ),
    Policy.PREMIUM: (
        "it is for subscribers, and nobody who is entitled asks at an exit to subscribers",
        "the teaser and what stands free",
    ),
    Policy.WITHDRAWN: ("the picture was withdrawn", "the picture's placeholder with the reason"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is kept in: the policy, since when and until when (`None`: open), by whom, in words."""

    policy: Policy
    since: datetime | None = None
    until: datetime | None = None
    by: str = ""
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data for machines, times as ISO 8601."""
        return {
            "policy": str(self.policy),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "by": self.by,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the exit, the country of whoever stands behind it, and the time (aware)."""

    exit: Exit
    territory: str
    now: datetime
    terms: Terms


PolicyCheck = Callable[[Article, Asked], Iterator[Reason]]

BY_KIND = {
    RestrictionKind.EMBARGO.value: Policy.EMBARGO,
    RestrictionKind.HOLD.value: Policy.HOLD,
    RestrictionKind.KILL.value: Policy.KILL,
    RestrictionKind.LEGAL.value: Policy.LEGAL,
    RestrictionKind.RIGHTS.value: Policy.RIGHTS,
}


def unpublished(article: Article, asked: Asked) -> Iterator[Reason]:
    """Keep in what no editor has published."""
    if not article.live:
        yield Reason(Policy.UNPUBLISHED)


def embargo(article: Article, asked: Asked) -> Iterator[Reason]:
    """Keep in until the embargo that stands in the article ends, and until its moment of publication.

    That moment counts also where a process with a wrong clock took it for past and published.
    """
    moments = (article.embargo_until, article.published_at, article.go_live_at)
    ends = [moment for moment in moments if moment and moment > asked.now]
    if ends:
        yield Reason(Policy.EMBARGO, until=max(ends))


def expiry(article: Article, asked: Asked) -> Iterator[Reason]:
    """Keep in what may no longer be used."""
    if article.expire_at and article.expire_at <= asked.now:
        yield Reason(Policy.EXPIRY, since=article.expire_at)


def restrictions(article: Article, asked: Asked) -> Iterator[Reason]:
    """Keep in what a hold, a kill, a legal flag or another restriction in force names."""
    now = asked.now
    for row in article.restrictions.all():
        if row.lifted_at is None and (row.until is None or row.until > now):
            yield Reason(BY_KIND[row.kind], since=row.since, until=row.until, by=_by(row), words=row.reason)


def _by(row: Any) -> str:
    if row.by_id:
        return f"account:{row.by_id}"
    if row.wire_version_id:
        return f"wire:{row.wire_version_id}"
    return f"article:{row.inherited_from_id}" if row.inherited_from_id else "operator"


def rights(article: Article, asked: Asked) -> Iterator[Reason]:
    """Keep in what the contracts of its sources do not allow here: this use, this country, so long after."""
    use = asked.exit.use
    # What may not go to partners whole goes as a teaser where it may stand on the site.
    uses = (Use.SYNDICATION, Use.WEB) if use is Use.SYNDICATION else (use,)
    if not any(text_rights.allowed(asked.terms, each) for each in uses):
        yield Reason(Policy.RIGHTS, words=str(use))
    begins = text_rights.archive_begins(article, asked.terms)
    if begins is not None and begins <= asked.now:
        yield Reason(Policy.ARCHIVE, since=begins)
    if text_rights.closed(asked.terms, asked.territory):
        yield Reason(Policy.TERRITORY, words=asked.territory)
    if text_rights.translated_against_contract(article, asked.terms):
        yield Reason(Policy.TRANSLATION)


POLICIES: tuple[PolicyCheck, ...] = (unpublished, embargo, expiry, restrictions, rights)


def limits(article: Article, exit_: Exit, terms: Terms, *, entitled: bool = False) -> Iterator[Reason]:
    """Yield why less of a cleared article may leave by this exit than it shows: a teaser only.

    `entitled` says that the reader behind the exit may read premium stories; it counts at exits to subscribers alone.
    """
    if exit_.shows <= Shows.TEASER:
        return
    if article.is_premium and not (entitled and exit_.to_subscribers):
        yield Reason(Policy.PREMIUM)
    if exit_.use is Use.SYNDICATION and not text_rights.allowed(terms, Use.SYNDICATION):
        yield Reason(Policy.RIGHTS, words=str(Use.SYNDICATION))


def permitted(article: Article, exit_: Exit) -> Shows:
    """Return how much of a cleared article may leave by this exit: the teaser where something limits it."""
    return Shows.TEASER if next(limits(article, exit_, text_rights.terms_of(article)), None) else exit_.shows
