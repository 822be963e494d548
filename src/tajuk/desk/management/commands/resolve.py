"""`tajuk resolve ID --outcome … --reason …`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, Derivation
from tajuk.common import clock
from tajuk.desk import alerts
from tajuk.desk.actions.resolve import Outcome, resolve
from tajuk.desk.management.story_command import NOT_RIGHT, ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Say what became of it that a story's source moved."
    done = "resolved"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--outcome",
            required=True,
            choices=Outcome.values,
            help="the story has it now, or it does not matter for it",
        )
        parser.add_argument("--source", metavar="N", type=int, help="which, where several sources moved")

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        edge = _edge(story, options["source"])
        outcome = Outcome(options["outcome"])
        return resolve(edge, outcome=outcome, note=options["reason"], by=by, now=clock.now())


def _edge(story: Article, wanted: int | None) -> Derivation:
    """Return the edge whose source moved, the one that was named where there are several."""
    moved: list[Derivation] = list(story.derivations.moved())
    found = [edge for edge in moved if wanted in (None, edge.pk)]
    if not found:
        raise NotPossible(_("Its source has not moved since."))
    if len(found) > 1:
        named = ", ".join(f"{edge.pk} ({alerts.name_of(edge)})" for edge in found)
        raise CommandError(f"several sources moved, name one by --source N: {named}", returncode=NOT_RIGHT)
    return found[0]
