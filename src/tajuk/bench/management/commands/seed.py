"""`tajuk seed`: fill the newsroom with a made archive of any size."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tajuk.bench.archive import filling, newsroom, plan
from tajuk.common import clock


class Command(BaseCommand):
    """Make a plausible archive of so many stories, to measure on; a run that was stopped goes on where it was."""

    help = "Fill the newsroom with so many made stories, dated over years, to measure on (stop and resume as you like)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many stories, and over how many years."""
        parser.add_argument(
            "--articles", type=int, required=True, metavar="N", help="how many made stories there shall be"
        )
        parser.add_argument(
            "--years", type=float, default=8.0, metavar="Y", help="over how many years, default: 8"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, make the paper where there is none, fill, and say how fast that was."""
        wanted, years = options["articles"], options["years"]
        if not 0 < wanted <= plan.MOST or not 0 < years <= 100:
            raise CommandError("--articles takes a number from 1, --years up to 100", returncode=2)
        call_command("migrate", verbosity=0, interactive=False)
        now = clock.now()
        if not newsroom.is_there():
            self._say("making the paper: sections, topics, people, pictures, instruments …")
            newsroom.make(now=now)
        self._started = self._shown = time.monotonic()
        cpu = time.process_time()
        self._begun: int | None = None
        try:
            done = filling.fill(wanted, now=now, years=years, told=self._tell)
        except KeyboardInterrupt:
            raise CommandError("stopped; the same call goes on from here", returncode=1) from None
        seconds = time.monotonic() - self._started
        cpu = max(time.process_time() - cpu, 1e-9)
        self.stdout.write(
            f"{done:,} stories written in {seconds:.1f} s, {done / max(seconds, 1e-9):,.0f} a second, "
            f"{done / cpu:,.0f} a second of CPU; {wanted:,} made stories are there"
        )

    def _tell(self, number: int, target: int) -> None:
        if self._begun is None:
            self._begun, self._since = number, time.monotonic()
        if time.monotonic() - self._shown >= 1:
            self._shown = time.monotonic()
            speed = (number - self._begun) / max(time.monotonic() - self._since, 1e-9)
            self._say(f"{number:,} of {target:,} stories, {speed:,.0f} a second")

    def _say(self, line: str) -> None:
        self.stderr.write(line)
        sys.stderr.flush()
