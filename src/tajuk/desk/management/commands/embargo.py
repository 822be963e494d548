"""`tajuk embargo ID --until … | --none --reason …`."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.withdraw import confirm_embargo
from tajuk.desk.management.story_command import WRONG_CALL, ReasonCommand
from tajuk.staff.models import User


class Command(ReasonCommand):
    """Do it without a browser."""

    help = "Confirm when an embargo ends that an agency told in words, or that there is none."
    done = "confirmed"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        end = parser.add_mutually_exclusive_group()
        end.add_argument(
            "--until", metavar="TIME", help="2026-01-20T00:01, in the newsroom's zone unless it names one"
        )
        end.add_argument("--none", action="store_true", help="there is no embargo")

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        if not options["until"] and not options["none"]:
            raise CommandError("say --until TIME, or --none where there is no embargo", returncode=WRONG_CALL)
        until = _moment(options["until"]) if options["until"] else None
        return confirm_embargo(story, until=until, reason=options["reason"], by=by, now=clock.now())


def _moment(said: str) -> datetime:
    try:
        moment = parse_datetime(said)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"{said!r} is not a time such as 2026-01-20T00:01", returncode=WRONG_CALL)
    return clock.aware(timezone.make_aware(moment) if timezone.is_naive(moment) else moment)
