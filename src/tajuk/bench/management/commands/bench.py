"""`tajuk bench`: measure, beside peers that are started in the same run."""

import http.client
import json
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tajuk.bench import machine, newsrooms, pieces
from tajuk.bench.figures import archive, baking, edge, markets, memory, publishing, starting, wires
from tajuk.bench.load import LoadFailed
from tajuk.bench.page import page
from tajuk.bench.peers.contract import NotHad, debian
from tajuk.bench.pieces import Piece
from tajuk.bench.processes import NotStarted
from tajuk.bench.results import Figure, Options

FIGURES: dict[str, Callable[[Options], Figure]] = {
    "edge": edge.measure,
    "bake": baking.measure,
    "publish": publishing.measure,
    "archive": archive.measure,
    "markets": markets.measure,
    "start": starting.measure,
    "memory": memory.measure,
    "wires": wires.measure,
}
PAGE = Path("docs/reference/benchmarks.md")
# Figures that have a page of their own, written when they alone are measured.
OWN_PAGES = {"wires": Path("docs/reference/benchmarks-wires.md")}
_TOOLS = {"wrk": "/usr/bin/wrk", "nginx-light": "/usr/sbin/nginx", "postgresql": "/usr/lib/postgresql"}
# One figure that cannot be measured keeps none of the others from the page.
_TROUBLES = (
    *(newsrooms.NotMade, NotStarted, NotHad, LoadFailed),
    *(OSError, http.client.HTTPException, subprocess.SubprocessError),
)


class Command(BaseCommand):
    """Measure Tajuk beside its peers; write the page of benchmarks when all is measured."""

    help = "Measure one figure or all of them, beside peers that are installed and started in the same run."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which figure, how large and how long."""
        add = parser.add_argument
        add("figure", nargs="?", choices=[*FIGURES], help="one figure; without it all of them, and the page")
        add("--page", action="store_true", help="measure nothing: write the page of what was measured before")
        add("--json", action="store_true", help="one JSON object instead of the page's text")
        add("--articles", type=_numbers, default=(10_000, 100_000), metavar="N,…", help="sizes of archives")
        add("--database", default="sqlite,postgresql", metavar="NAME,…", help="sqlite, postgresql or both")
        add("--seconds", type=float, default=4.0, help="of a round of load, default: 4")
        add("--rounds", type=int, default=3, help="of everything that is measured in turn, default: 3")
        add("--publishes", type=int, default=100, help="stories published one by one, default: 100")
        add("--sustained", type=float, default=60.0, help="seconds of 20 stories a second, default: 60")
        add(
            "--wires",
            type=int,
            default=1_000_000,
            help="wires stored before more come in, default: 1,000,000",
        )
        add("--plates", type=int, default=100_000, help="for the edge's memory, default: 100,000")
        add("--without-peers", action="store_true", help="leave out Wagtail, WordPress, Ghost and Hugo")
        add("--work", default=".cache/bench", metavar="DIR", help="archives and peers are kept here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, and print or write."""
        chosen = Options(
            work=Path(options["work"]).absolute(),
            tell=self._tell,
            seconds=options["seconds"],
            rounds=max(1, options["rounds"]),
            peers=not options["without_peers"],
            articles=options["articles"],
            databases=tuple(options["database"].split(",")),
            plates=options["plates"],
            publishes=options["publishes"],
            sustained=options["sustained"],
            wires=options["wires"],
        )
        if unknown := set(chosen.databases) - set(newsrooms.DATABASES):
            raise CommandError(f"--database: {', '.join(sorted(unknown))}", returncode=2)
        # Whoever ends the bench ends the servers that it started, too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self._started = time.monotonic()
        self._troubles: dict[str, str] = {}
        names = [options["figure"]] if options["figure"] else list(FIGURES)
        if not options["page"]:
            try:
                debian(_TOOLS, self._tell)
                chosen.work.mkdir(parents=True, exist_ok=True)
                self._measure(names, chosen, whole=options["figure"] is None)
            except NotHad as error:
                raise CommandError(str(error)) from None
        found = pieces.kept(chosen.work, names)
        if not found:
            raise CommandError(
                "nothing was measured" + "".join(f"; {n}: {t}" for n, t in self._troubles.items())
            )
        self._write(OWN_PAGES.get(options["figure"], None if options["figure"] else PAGE), found)
        told = {"figures": [piece.as_json() for piece in found]}
        self.stdout.write(
            json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else page(found, self._troubles)
        )

    def _measure(self, names: list[str], chosen: Options, *, whole: bool) -> None:
        """Measure and keep each; one that cannot be measured says why, its older one stays, and the others go on."""
        for name in names:
            self._tell(f"{name} (load {machine.load_average():.1f})")
            where, warning = machine.describe(), machine.warning()
            if warning:
                self._tell(f"WARNING: {warning}")
            try:
                figure = FIGURES[name](chosen)
            except _TROUBLES as error:
                self._tell(f"{name} was not measured: {error}")
                self._troubles[name] = str(error)
                continue
            pieces.keep(chosen.work, Piece(figure, where, (warning,) if warning else ()))
            if whole:
                # Whatever ends the run, what was measured stands on the page.
                self._write(PAGE, pieces.kept(chosen.work, FIGURES))

    def _write(self, place: Path | None, found: list[Piece]) -> None:
        if place and place.parent.is_dir():
            partial = place.with_suffix(".part")
            partial.write_text(page(found, self._troubles), encoding="utf-8")
            partial.replace(place)
            self._tell(f"{place} is written")

    def _tell(self, line: str) -> None:
        self.stderr.write(f"{time.monotonic() - self._started:6.0f} s  {line}")
        sys.stderr.flush()


def _numbers(text: str) -> tuple[int, ...]:
    found = tuple(sorted(int(part) for part in text.split(",")))
    if not found or found[0] < 1:
        raise ValueError
    return found
