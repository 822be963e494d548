"""`tajuk hold ID --reason …`."""

from typing import Any

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import hold
from tajuk.desk.management.story_command import ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Hold a story: readers find a notice, every list and feed leaves it out."
    done = "held"

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        return hold(story, reason=options["reason"], by=by, now=clock.now())
