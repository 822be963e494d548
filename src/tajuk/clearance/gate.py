"""Ask whether an article may leave by an exit. Nothing else decides."""

from dataclasses import dataclass
from datetime import datetime

from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.exits import Shows
from tajuk.clearance.policies import POLICIES, Policy, Reason, permitted


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer: cleared for as much as `shows` says, or blocked for these reasons."""

    shows: Shows
    reasons: tuple[Reason, ...] = ()

    @property
    def cleared(self) -> bool:
        """Tell whether the article may leave."""
        return not self.reasons

    def because(self, policy: Policy) -> Reason | None:
        """Return the first reason of a policy, if it is among them."""
        return next((reason for reason in self.reasons if reason.policy is policy), None)


def check(article: Article, exit_name: str, now: datetime) -> Verdict:
    """Return whether `article` may leave by the exit of that name at `now` (aware), and how much of it.

    Give an article whose `restrictions` are prefetched and no query is made.
    Raise `clearance.exits.UnknownExit` for an exit that is not registered.
    """
    exit_ = exits.get(exit_name)
    reasons = tuple(reason for policy in POLICIES for reason in policy(article, exit_, now))
    return Verdict(Shows.NOTICE if reasons else permitted(article, exit_), reasons)
