"""The search index."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tajuk.common import clock
from tajuk.site import kept, upkeep
from tajuk.site.models import Upkeep
from tajuk.site.search.server import Unreachable


class Command(BaseCommand):
    help = "Looks after the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("rebuild", help="makes the index anew from the articles; searches go on meanwhile")
        verbs.add_parser(
            "status", help="shows by which version each index was made, and how far a new one is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "status":
            for row in upkeep.states():
                self.stdout.write(_line(row))
            return
        self._remake(kept.SearchIndex())
        if kept.has_server():
            self._remake(kept.ServerIndex())

    def _remake(self, what: upkeep.Kept) -> None:
        upkeep.again(what)
        done = 0
        try:
            while row := upkeep.turn(what, clock.now()):
                done = row.done
                self.stderr.write(f"\r{done} of {row.total}", ending="" if row.building else "\n")
                self.stderr.flush()
        except Unreachable as fault:
            raise CommandError(f"{fault}; what was there goes on serving") from fault
        self.stdout.write(f"{done} stories are in {what.title}")


def _line(row: Upkeep) -> str:
    if row.building:
        return f"{row.name}: {row.done} of {row.total} stories are made anew"
    if row.ended_at:
        return (
            f"{row.name}: version {row.version}, {row.done} stories, made {row.ended_at:%Y-%m-%d %H:%M} UTC"
        )
    return f"{row.name}: to be made anew"
