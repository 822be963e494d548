"""`tajuk kill ID --reason …`."""

from typing import Any

from django.core.management.base import CommandParser

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import kill
from tajuk.desk.management.story_command import ReasonCommand, story_of
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Withdraw a story for good: its address answers 410 with the reason, and nothing else shows it."
    done = "killed"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--successor", metavar="ID", help="the story that takes its place")

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        successor = story_of(options["successor"]) if options["successor"] else None
        return kill(story, reason=options["reason"], by=by, now=clock.now(), successor=successor)
