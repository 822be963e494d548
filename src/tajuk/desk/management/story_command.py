"""What the emergency verbs share on the command line: how a story is named, and how it is answered."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail import wagtail_hooks as wagtails
from wagtail.log_actions import registry

from tajuk.articles import wagtail_hooks as articles
from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.standing import standing
from tajuk.staff.models import User

NOT_RIGHT, WRONG_CALL = 1, 2
_AT_THE_END = re.compile(r"(?:^|-)(\d+)/?(?:\?.*)?$")


class StoryCommand(BaseCommand):
    """A verb on one story: exit 0 when done, 1 when the story does not allow it, 2 for a wrong call."""

    done = ""
    # Who takes a story down is in a hurry: the checks load every screen of the desk first (`tajuk check` runs them).
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Define what every verb takes."""
        parser.add_argument("story", metavar="ID", help="the story's id, or its address")
        parser.add_argument("--by", metavar="USERNAME", help="on whose behalf; else the operator's")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def act(self, story: Article, by: User | None, options: dict[str, Any]) -> Any:
        """Do it; raise `NotPossible` where the story does not allow it."""
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        """Find the story, do it, and say how it stands now."""
        story = story_of(options["story"])
        by = _account(options["by"])
        try:
            with verbs_named():
                self.act(story, by, options)
        except NotPossible as refusal:
            raise CommandError(str(refusal), returncode=NOT_RIGHT) from None
        except PermissionDenied as refusal:
            raise CommandError(f"{by} may not: {refusal} is missing", returncode=NOT_RIGHT) from None
        story = Article.objects.select_related("section", "locale").get(pk=story.pk)
        address, stands = story.get_absolute_url(), standing(story, clock.now())[0]
        if options["json"]:
            told = {"id": story.pk, "headline": story.headline, "address": address, "standing": stands}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"{self.done}: {story.pk} {story.headline} ({address})")


class ReasonCommand(StoryCommand):
    """A verb that asks why."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the reason."""
        super().add_arguments(parser)
        parser.add_argument("--reason", required=True, help="why, in one line")


@contextmanager
def verbs_named() -> Iterator[None]:
    """Let the audit log know the verbs of stories only: asking all apps for theirs loads every screen of the desk."""
    if registry.has_scanned_for_actions:
        yield
        return
    for name in (
        wagtails.register_core_log_actions,
        wagtails.register_workflow_log_actions,
        articles.name_verbs,
    ):
        name(registry)
    registry.has_scanned_for_actions = True
    try:
        yield
    finally:
        # Whoever looks next asks all of them.
        registry.formatters.clear()
        registry.choices.clear()
        registry.has_scanned_for_actions = False


def story_of(named: str) -> Article:
    """Return the story of an id or an address; raise `CommandError`."""
    found = _AT_THE_END.search(named)
    if not found:
        raise CommandError(f"{named!r} is neither the id of a story nor its address", returncode=WRONG_CALL)
    story: Article | None = Article.objects.filter(pk=int(found[1][:18])).first()
    if story is None:
        raise CommandError(f"there is no story {found[1]}", returncode=NOT_RIGHT)
    return story


def _account(name: str | None) -> User | None:
    if name is None:
        return None
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"there is no account {name!r}", returncode=WRONG_CALL)
    return user
