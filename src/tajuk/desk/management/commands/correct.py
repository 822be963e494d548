"""`tajuk correct ID --wrong … --right …`."""

from typing import Any

from django.core.management.base import CommandParser

from tajuk.articles.enums import Gravity
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.correct import correct
from tajuk.desk.management.story_command import StoryCommand
from tajuk.staff.models import User


class Command(StoryCommand):
    """Do it without a browser."""

    help = "Tell readers what was wrong in a story and what is right."
    done = "corrected"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--wrong", required=True, help="what was wrong")
        parser.add_argument("--right", required=True, help="what is right")
        parser.add_argument("--grave", action="store_true", help="it stands above the story, not below it")

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        gravity = Gravity.GRAVE if options["grave"] else Gravity.SLIGHT
        return correct(
            story, wrong=options["wrong"], right=options["right"], by=by, now=clock.now(), gravity=gravity
        )
