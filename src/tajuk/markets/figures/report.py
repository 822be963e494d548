"""`tajuk markets figures`: check the figures of a sentence, or measure the check on labelled ones."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from tajuk.common.notation import Language
from tajuk.markets.figures.facts import facts_at
from tajuk.markets.figures.labels import Miss, Score, measure, read
from tajuk.markets.figures.verdicts import Judgement, Verdict, check

PRECISION, RECALL = 0.95, 0.85

Write = Callable[[str], Any]


def add_arguments(parser: ArgumentParser) -> None:
    """Define what the verb takes."""
    parser.add_argument("text", nargs="?", default="", help="a sentence or more of copy")
    parser.add_argument(
        "--measure", nargs="+", type=Path, metavar="FILE", help="labelled sentences: precision and recall"
    )
    parser.add_argument(
        "--misses", action="store_true", help="with --measure: show what was judged otherwise"
    )
    parser.add_argument(
        "--at", type=_moment, metavar="MOMENT", help="the copy's time, ISO 8601 with a zone; default: now"
    )
    parser.add_argument("--language", choices=("id", "en"), default="id", help="the copy's language")
    parser.add_argument("--json", action="store_true", help="one JSON document a line")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def check_copy(text: str, language: Language, *, at: datetime, as_json: bool, write: Write) -> bool:
    """Write what the data says of each figure of a text; tell whether none differs."""
    judged = check(text, language, facts_at(at, text))
    for one in judged:
        write(orjson.dumps(told(one)).decode() if as_json else _line(one))
    if not judged and not as_json:
        write("no figure stands beside an instrument")
    return all(one.verdict is not Verdict.DIFFERS for one in judged)


def told(one: Judgement) -> dict[str, Any]:
    """Return a judgement as JSON tells it."""
    return {
        "start": one.start, "end": one.end, "figure": one.text, "symbol": one.symbol, "measure": one.measure.value,
        "verdict": one.verdict.value, "data": None if one.data is None else f"{one.data:f}",
        "as_of": one.as_of.isoformat() if one.as_of else None, "day": one.day.isoformat() if one.day else None,
    }  # fmt: skip


def _line(one: Judgement) -> str:
    data = "" if one.data is None else f"  data: {one.data.normalize():.10f}".rstrip("0").rstrip(".")
    as_of = f" as of {one.as_of.isoformat(timespec='seconds')}" if one.as_of and data else ""
    return f"{one.verdict.value:8}  {one.text}  {one.symbol} {one.measure.value}{data}{as_of}"


def measure_files(files: list[Path], *, now: datetime, misses: bool, as_json: bool, write: Write) -> bool:
    """Write precision and recall for each file; tell whether all reach what is promised."""
    good = True
    for path in files:
        score = measure(read(path, now=now))
        good = good and score.precision >= PRECISION and score.recall >= RECALL
        write(orjson.dumps(_told(path, score)).decode() if as_json else _summary(path, score))
        for miss in score.misses if misses else ():
            write(_missed(miss))
    return good


def _told(path: Path, score: Score) -> Mapping[str, Any]:
    return {
        "file": str(path), "sentences": score.sentences, "labelled": score.labelled, "judged": score.judged,
        "right": score.right, "precision": round(score.precision, 4), "recall": round(score.recall, 4),
        "by_verdict": {
            verdict.value: {"right": row[0], "judged": row[1], "labelled": row[2]}
            for verdict, row in score.by_verdict.items()
        },
    }  # fmt: skip


def _summary(path: Path, score: Score) -> str:
    lines = [
        f"{path}: {score.sentences} sentences, {score.labelled} figures",
        f"  precision {score.precision:.3f}  recall {score.recall:.3f}  ({score.right} right of {score.judged} judged)",
    ]
    lines += [
        f"  {verdict.value}: {row[0]} right, {row[1]} judged, {row[2]} labelled"
        for verdict, row in score.by_verdict.items()
    ]
    return "\n".join(lines)


def _missed(miss: Miss) -> str:
    label, one = miss.label, miss.judgement
    expected = (
        f"{miss.text[label.start : label.end]} {label.symbol} {label.verdict.value}" if label else "nothing"
    )
    said = f"{one.text} {one.symbol} {one.verdict.value}" if one else "nothing"
    return f"  labelled {expected}; judged {said}: {miss.text}"
