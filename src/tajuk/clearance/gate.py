"""Ask whether an article or a picture may leave by an exit. Nothing else decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Reader, Shows
from tajuk.clearance.pictures import reasons_of_picture
from tajuk.clearance.policies import POLICIES, Asked, Policy, Reason, limits
from tajuk.clearance.rights import site_territory, terms_of
from tajuk.pictures.models import Picture


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer: cleared for as much as `shows` says, or blocked for these reasons.

    `limits` say why a cleared article leaves as less than the exit shows.
    """

    shows: Shows
    reasons: tuple[Reason, ...] = ()
    limits: tuple[Reason, ...] = ()

    @property
    def cleared(self) -> bool:
        """Tell whether the article may leave."""
        return not self.reasons

    def because(self, policy: Policy) -> Reason | None:
        """Return the first reason of a policy, if it is among them."""
        return next((reason for reason in self.reasons if reason.policy is policy), None)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data for machines."""
        return {
            "cleared": self.cleared,
            "shows": self.shows.name.lower(),
            "reasons": [reason.as_json() for reason in self.reasons],
            "limits": [reason.as_json() for reason in self.limits],
        }


def check(
    item: Article | Picture,
    exit_name: str | Exit,
    now: datetime,
    *,
    territory: str = "",
    reader: Reader | None = None,
) -> Verdict:
    """Return whether `item` may leave by an exit at `now` (aware), and how much of it.

    `territory` is the country of whoever stands behind the exit, by default that of the site's readers; `reader` is
    the subscriber who asks, of whom premium stories are asked and nothing else. Give an article that was fetched
    `for_gate` or `for_page` and no query is made.
    Raise `clearance.exits.UnknownExit` for an exit that is not registered.
    """
    exit_ = exits.get(exit_name if isinstance(exit_name, str) else exit_name.name)
    if isinstance(item, Picture):
        reasons = tuple(reasons_of_picture(item, exit_.use, now))
        return Verdict(Shows.NOTICE if reasons else exit_.shows, reasons)
    terms = terms_of(item)
    asked = Asked(exit_, territory or site_territory(), now, terms)
    reasons = tuple(reason for policy in POLICIES for reason in policy(item, asked))
    if reasons:
        return Verdict(Shows.NOTICE, reasons)
    entitled = reader is not None and reader.may_read_premium(now)
    limited = tuple(limits(item, exit_, terms, entitled=entitled))
    return Verdict(min(exit_.shows, Shows.TEASER) if limited else exit_.shows, (), limited)
