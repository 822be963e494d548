"""`tajuk related`: measure the suggestions on a labelled set; write the profiles anew."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tajuk.articles.nearness import keeping, measuring

WRONG_CALL = 2
_EVERY = 500


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
        self.stdout.write(
            json.dumps(found)
            if as_json
            else "\n".join(f"{name:<12} {value}" for name, value in found.items())
        )

    def _report(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} of {total}", ending="\n" if done >= total else "")
        self.stderr.flush()
