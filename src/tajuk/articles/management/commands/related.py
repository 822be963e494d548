"""`tajuk related`: measure the suggestions on a labelled set; write the profiles anew."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tajuk.articles.models import Article
from tajuk.articles.nearness import keeping, measuring
from tajuk.articles.related import nearest
from tajuk.common import clock

WRONG_CALL = 2
_EVERY = 500
_SOUGHT = 12  # as many as a page looks at


class Command(BaseCommand):
    help = "Measures how well related stories are found; writes anew what is kept to find them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--measure", type=Path, metavar="DIR", help="a folder with docs.jsonl and queries.jsonl"
        )
        what.add_argument(
            "--rebuild", action="store_true", help="write the profiles of all published stories anew"
        )
        what.add_argument(
            "--time", type=int, metavar="N", help="how long a query takes for N of the newsroom's stories"
        )
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="with --measure: write what was found for each"
        )
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            done = keeping.rebuild(self._report)
            self.stdout.write(
                json.dumps({"stories": done}) if options["json"] else f"{done} stories have profiles"
            )
            return
        if options["time"] is not None:
            if options["time"] < 1:
                raise CommandError("--time: a number from 1 on", returncode=WRONG_CALL)
            self._say(_timed(options["time"]), as_json=options["json"])
            return
        try:
            self._measure(options["measure"], options["out"], as_json=options["json"])
        except (measuring.BadSetError, OSError) as fault:
            raise CommandError(str(fault), returncode=WRONG_CALL) from fault

    def _measure(self, folder: Path, out: Path | None, *, as_json: bool) -> None:
        labelled = measuring.read_set(folder)
        engine = measuring.Engine(labelled.documents)
        runs: dict[str, list[str]] = {}
        took = []
        for number, qid in enumerate(labelled.relevant, 1):
            begun = time.perf_counter()
            runs[qid] = engine.ranked(qid)
            took.append(time.perf_counter() - begun)
            if number % _EVERY == 0:
                self._report(number, len(labelled.relevant))
        if out:
            out.write_text(json.dumps(runs), encoding="utf-8")
        scores = measuring.measure(labelled.relevant, runs)
        found = {
            "documents": len(labelled.documents),
            "queries": scores.queries,
            "ndcg@5": round(scores.ndcg, 4),
            "recall@5": round(scores.recall, 4),
            "p@5": round(scores.precision, 4),
            "hit@5": round(scores.hit, 4),
            "mrr": round(scores.mrr, 4),
            "ms a query": round(1000 * sum(took) / max(1, len(took)), 2),
            "ms, slowest": round(1000 * max(took, default=0), 2),
        }
        self._say(found, as_json=as_json)

    def _say(self, found: dict[str, float], *, as_json: bool) -> None:
        lines = (f"{name:<13} {value}" for name, value in found.items())
        self.stdout.write(json.dumps(found) if as_json else "\n".join(lines))

    def _report(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} of {total}", ending="\n" if done >= total else "")
        self.stderr.flush()


def _timed(wanted: int) -> dict[str, float]:
    """Ask for what goes with stories from all of the archive's time; return how long it took, in milliseconds."""
    now = clock.now()
    begun = time.perf_counter()
    profiles = sum(map(len, keeping.current()))
    read = time.perf_counter() - begun
    live = Article.objects.filter(live=True, published_at__isnull=False)
    ids = list(live.order_by("pk").values_list("pk", flat=True))
    chosen = ids[:: max(1, len(ids) // wanted)][:wanted]
    took = []
    for pk in chosen:
        story = live.select_related("locale").get(pk=pk)
        begun = time.perf_counter()
        nearest([story], now=now, limit=_SOUGHT, published=True)
        took.append(1000 * (time.perf_counter() - begun))
    took.sort()
    return {
        "profiles": profiles,
        "queries": len(took),
        "s to read": round(read, 2),
        "ms a query": round(took[len(took) // 2] if took else 0.0, 2),
        "ms, 99 in 100": round(took[int(0.99 * (len(took) - 1))] if took else 0.0, 2),
        "ms, slowest": round(max(took, default=0.0), 2),
    }
