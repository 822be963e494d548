"""`tajuk data_stories`: write the stories of figures that are due."""

from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from tajuk.articles.models.data_stories import Outcome
from tajuk.common import clock
from tajuk.desk.actions.write_data_stories import write_due


class Command(BaseCommand):
    """Write what is due, as the product does by itself at the set times."""

    help = "Write the data stories that are due today: drafts from quotes, each once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the options."""
        parser.add_argument("--json", action="store_true", help="one JSON document a line")

    def handle(self, **options: Any) -> None:
        """Write; 1 when a story waits for figures that are not there or could not be written."""
        written = write_due(clock.now())
        for one in written:
            article = one.article.pk if one.article else None
            told = {
                "story": str(one.story),
                "outcome": one.outcome.value,
                "detail": one.detail,
                "article": article,
            }
            line = (
                orjson.dumps(told).decode()
                if options["json"]
                else "  ".join(f"{v}" for v in told.values() if v)
            )
            self.stdout.write(line)
        if any(one.outcome == Outcome.FAILED for one in written):
            raise CommandError("a data story could not be written", returncode=1)
        if any(one.outcome == Outcome.WAITING for one in written):
            raise CommandError("a data story waits for figures that are not there", returncode=1)
