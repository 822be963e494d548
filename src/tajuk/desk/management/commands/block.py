"""`tajuk block ID --reason …`."""

from typing import Any

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import flag
from tajuk.desk.management.story_command import ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Block a story for legal reasons: readers find that it is not available, until a chief editor lifts it."
    done = "blocked"

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        return flag(story, reason=options["reason"], by=by, now=clock.now())
