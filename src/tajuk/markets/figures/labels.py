"""Measure the figure check on sentences that people labelled.

A line is a sentence with the figures that can be compared marked `[figure|symbol|+]` (the data agrees) or
`[figure|symbol|-]` (it differs). Lines that begin with `#` are words to the reader, but for `# context: FILE`
(what is known, as JSON), `# language: id` and `# at: MOMENT`.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from tajuk.common.notation import Language
from tajuk.markets.figures.facts import Facts, facts_at, facts_from
from tajuk.markets.figures.verdicts import Judgement, Verdict, check

_MARK: Final = re.compile(r"\[([^|\]]+)\|([^|\]]+)\|([+-])\]")
_WORD: Final = re.compile(r"#\s*(context|language|at):\s*(\S+)\s*")
_VERDICTS: Final = {"+": Verdict.AGREES, "-": Verdict.DIFFERS}


class NotLabelled(Exception):
    """A file that is no labelled set; the text is one line."""


@dataclass(frozen=True, slots=True)
class Label:
    """A figure as a person judged it."""

    start: int
    end: int
    symbol: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence without its marks."""

    text: str
    language: Language
    facts: Facts
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """What the check and the person do not agree on: one of both may be missing."""

    text: str
    label: Label | None
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class Score:
    """How the check did: figures judged rightly, judged, and labelled; those of one verdict likewise."""

    sentences: int
    right: int
    judged: int
    labelled: int
    by_verdict: dict[Verdict, tuple[int, int, int]]
    misses: tuple[Miss, ...]

    @property
    def precision(self) -> float:
        """Return which part of the judgements is right."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def recall(self) -> float:
        """Return which part of the labelled figures was judged rightly."""
        return self.right / self.labelled if self.labelled else 0.0


def read(path: Path, *, known: Callable[[datetime], Facts] = facts_at, now: datetime) -> Iterator[Sentence]:
    """Yield the sentences of a labelled file; raise `NotLabelled` for what is none.

    Without a context in the file, `known` is asked what the newsroom knew at `at`, or `now`.
    """
    language: Language = "id"
    facts: Facts | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            if word := _WORD.fullmatch(line):
                match word[1]:
                    case "language":
                        language = "en" if word[2] == "en" else "id"
                    case "context":
                        facts = facts_from(json.loads((path.parent / word[2]).read_text("utf-8")))
                    case _:
                        moment = datetime.fromisoformat(word[2])
                        facts = replace(facts, moment=moment) if facts else known(moment)
            elif line.strip() and not line.startswith("#"):
                facts = facts or known(now)
                yield _sentence(line, language, facts)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotLabelled(f"{path}, line {number}: {error}") from None


def _sentence(line: str, language: Language, facts: Facts) -> Sentence:
    text, labels, end = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[end : mark.start()]
        labels.append(Label(len(text), len(text) + len(mark[1]), mark[2], _VERDICTS[mark[3]]))
        text, end = text + mark[1], mark.end()
    return Sentence(text + line[end:], language, facts, tuple(labels))


def measure(sentences: Iterator[Sentence]) -> Score:
    """Return how the check judges labelled sentences. An “unknown” of the check counts as no judgement."""
    count = right = judged = labelled = 0
    by_verdict = {verdict: [0, 0, 0] for verdict in (Verdict.AGREES, Verdict.DIFFERS)}
    misses: list[Miss] = []
    for sentence in sentences:
        count += 1
        made = [
            one
            for one in check(sentence.text, sentence.language, sentence.facts)
            if one.verdict in by_verdict
        ]
        judged, labelled = judged + len(made), labelled + len(sentence.labels)
        for one in made:
            by_verdict[one.verdict][1] += 1
            label = next((each for each in sentence.labels if _is_same(each, one)), None)
            if label is not None and label.verdict is one.verdict:
                right += 1
                by_verdict[one.verdict][0] += 1
            else:
                misses.append(Miss(sentence.text, label, one))
        for label in sentence.labels:
            by_verdict[label.verdict][2] += 1
            if not any(_is_same(label, one) for one in made):
                misses.append(Miss(sentence.text, label, None))
    told = {verdict: (row[0], row[1], row[2]) for verdict, row in by_verdict.items()}
    return Score(count, right, judged, labelled, told, tuple(misses))


def _is_same(label: Label, judgement: Judgement) -> bool:
    return label.symbol == judgement.symbol and label.start < judgement.end and judgement.start < label.end
