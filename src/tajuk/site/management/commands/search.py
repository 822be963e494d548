"""The search index."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tajuk.site.search import indexing


class Command(BaseCommand):
    help = "Looks after the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("rebuild", help="makes the index anew from the articles; searches go on meanwhile")

    def handle(self, *args: Any, **options: Any) -> None:
        done = indexing.rebuild(self._report)
        self.stdout.write(f"{done} stories are indexed")

    def _report(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} of {total}", ending="\n" if done >= total else "")
        self.stderr.flush()
