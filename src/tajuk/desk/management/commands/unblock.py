"""`tajuk unblock ID --reason …`."""

from typing import Any

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import clear
from tajuk.desk.management.story_command import ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Lift the legal block of a story: it comes back exactly as it was."
    done = "unblocked"

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        return clear(story, reason=options["reason"], by=by, now=clock.now())
