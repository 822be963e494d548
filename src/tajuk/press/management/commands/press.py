"""`tajuk press status|bake|verify`."""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tajuk.common.shelf import lasting
from tajuk.press import queries
from tajuk.press.bake import Baked, bake_together
from tajuk.press.models import PlateRecord


class Progress:
    """Tells once a second how far a long work has come, if it takes that long."""

    def __init__(self, write: Callable[[str], object], whole: int) -> None:
        """Begin to count the time."""
        self._write = write
        self._whole = whole
        self._started = self._shown = time.monotonic()

    @property
    def seconds(self) -> float:
        """Return how long it has taken so far."""
        return time.monotonic() - self._started

    def show(self, done: int) -> None:
        """Tell that `done` are done."""
        now = time.monotonic()
        if now - self._shown >= 1:
            self._shown = now
            self._write(f"{done:,} of {self._whole:,}, {done / self.seconds:,.0f} a second")


class Command(BaseCommand):
    """Show, fill and check the plates."""

    help = "What is queued and baked; bake; compare every plate with the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, parser_class=argparse.ArgumentParser)
        status = verbs.add_parser("status", help="what waits, what failed, what is baked")
        status.add_argument("--json", action="store_true", help="one JSON object")
        bake_ = verbs.add_parser("bake", help="bake addresses now")
        bake_.add_argument("path", nargs="*", help="addresses, such as /terbaru/")
        bake_.add_argument("--all", action="store_true", help="every address that should have a plate")
        bake_.add_argument("--force", action="store_true", help="with --all: also what is baked already")
        bake_.add_argument("--json", action="store_true", help="one JSON object a line")
        verify = verbs.add_parser("verify", help="render every plate again and print those that differ")
        verify.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        gc.freeze()  # what was loaded stays: the collector would walk through it at every few pages
        match options["verb"]:
            case "status":
                self._status(as_json=options["json"])
            case "bake":
                self._bake(options)
            case "verify":
                self._verify(as_json=options["json"])

    def _status(self, *, as_json: bool) -> None:
        status = queries.status()
        if as_json:
            self.stdout.write(json.dumps(status.as_json(), default=str))
            return
        waiting = ", ".join(f"{count} {name}" for name, count in status.waiting.items() if count) or "nothing"
        since = f", the oldest since {status.oldest:%Y-%m-%d %H:%M:%S} UTC" if status.oldest else ""
        self.stdout.write(f"waiting: {waiting}{since}")
        plates = ", ".join(f"{count} {kind}" for kind, count in status.plates.items()) or "none"
        self.stdout.write(
            f"plates: {plates}; {status.stale} stale, {status.of_other_editions} of other editions"
        )
        for failure in status.failing:
            self.stdout.write(
                f"failing: {failure.address} ({failure.attempts} attempts, "
                f"next {failure.next_try:%H:%M:%S} UTC): {failure.error}"
            )

    def _bake(self, options: dict[str, Any]) -> None:
        if bool(options["path"]) == options["all"]:
            raise CommandError("name addresses, or say --all", returncode=2)
        paths = options["path"] or queries.addresses_to_bake(force=options["force"])
        progress, failed, done = Progress(self.stderr.write, len(paths)), 0, 0
        try:
            while part := paths[done : done + queries.AT_ONCE]:
                with lasting():
                    failed += sum(
                        not self._told(baked, options) for baked in bake_together(dict.fromkeys(part))
                    )
                done += len(part)
                if options["all"]:
                    progress.show(done)
        except KeyboardInterrupt:
            raise CommandError(
                f"stopped after {done:,} of {len(paths):,}; the same call goes on from here"
            ) from None
        if options["all"]:
            self.stderr.write(f"{done:,} addresses in {progress.seconds:.1f} s, {failed} failed")
        if failed:
            sys.exit(1)

    def _told(self, baked: Baked, options: dict[str, Any]) -> bool:
        """Say what became of an address; return whether that is right."""
        path = baked.address
        if baked.error is not None:
            self.stderr.write(f"{path}: {baked.error}")
            return False
        what = "not found" if baked.plate is None else "baked" if baked.written else "unchanged"
        if options["json"]:
            self.stdout.write(json.dumps({"address": path, "result": what}))
        elif options["path"]:
            self.stdout.write(f"{path}\t{what}")
        return baked.plate is not None or options["all"]

    def _verify(self, *, as_json: bool) -> None:
        found = 0
        progress = Progress(self.stderr.write, PlateRecord.objects.count())
        for done, difference in enumerate(queries.differences(), 1):
            progress.show(done)
            if difference is None:
                continue
            found += 1
            if as_json:
                self.stdout.write(json.dumps({"address": difference.address, "what": difference.what}))
            else:
                self.stdout.write(f"{difference.address}\t{difference.what}")
        if found:
            sys.exit(1)
