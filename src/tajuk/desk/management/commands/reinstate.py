"""`tajuk reinstate ID --reason …`."""

from typing import Any

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import reinstate
from tajuk.desk.management.story_command import ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Undo the kill of a story."
    done = "reinstated"

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        return reinstate(story, reason=options["reason"], by=by, now=clock.now())
