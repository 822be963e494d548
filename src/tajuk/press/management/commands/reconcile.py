"""`tajuk edge reconcile`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tajuk.press.reconciliation import reconcile


class Command(BaseCommand):
    """Compare the edge's block list with the newsroom."""

    help = "Take off the edge's block list what the newsroom holds or killed by now; list what stays open (exit 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, **options: Any) -> None:
        gone, open_ = reconcile()
        for each, state in [*((each, "settled") for each in gone), *((each, "open") for each in open_)]:
            story = each.story.pk if each.story else None
            if options["json"]:
                self.stdout.write(json.dumps({"address": each.block.address, "state": state, "story": story}))
            else:
                self.stdout.write(f"{state}\t{each.block.address}\t{story or '-'}")
        if open_:
            raise CommandError(
                f"{len(open_)} blocked at the edge and neither held nor killed: hold or kill each, or unblock it",
                returncode=1,
            )
