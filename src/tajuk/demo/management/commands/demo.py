"""`tajuk demo`: fill an empty newsroom with the demo, then run it."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from tajuk.common import clock
from tajuk.demo import newsroom, paper


class Command(BaseCommand):
    """Fill an empty newsroom with the demo; a newsroom that has sections is left as it is."""

    help = "Fill an empty newsroom with the demo paper (does nothing where there is one already)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add no argument of its own."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, fill, and say what was made."""
        call_command("migrate", verbosity=0, interactive=False)
        if newsroom.is_filled():
            return
        started = time.monotonic()
        newsroom.fill(now=clock.now(), tell=self._tell)
        self._tell(f"demo newsroom made in {time.monotonic() - started:.0f} s")
        self.stdout.write("")

    def _tell(self, what: str) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r\033[K  {what}", ending="")
        elif "/" not in what or what.partition("/")[0].endswith("0"):
            # No terminal: a line for each tenth step, and no line is written over.
            self.stdout.write(f"  {what}")
        self.stdout.flush()


def log_in_lines() -> list[str]:
    """Return the demo's accounts, a line each."""
    return [f"{name:10} {paper.PASSWORD}   ({group})" for name, (_, group) in paper.ACCOUNTS.items()]
