"""`tajuk release ID --reason …`."""

from typing import Any

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import release
from tajuk.desk.management.story_command import ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Use a held story again, exactly as it was."
    done = "released"

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        return release(story, reason=options["reason"], by=by, now=clock.now())
