"""Measure the ranking on a labelled set: stories, and for some of them which others belong beside them.

A set is a folder with `docs.jsonl` and `queries.jsonl`, a JSON object a line, packed (`.gz`) or not.
A document has `id` and `title`, and may have `text`, `summary`, `date` (ISO 8601), `source` (the title that
published it), `category`, `topics` and `language`; a query has `qid`, a document's id, and `relevant`, ids.
"""

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tajuk.articles.nearness.profiles import Kept, Profile, Told, profile_of
from tajuk.articles.nearness.ranking import Sought, rank
from tajuk.articles.nearness.segment import Segment
from tajuk.common.words import STOPS

TOP = 5
RANKS = 20
_TOPIC, _SECTION = 3.0, 0.5
# Where several titles share an archive, each links to its own. A title of a twentieth of all or more has an archive of
# its own to link to; the fewer stories a title has, the less its editors can.
_OWN, _TITLE_SHARE = 3.0, 0.05
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class BadSetError(ValueError):
    """A labelled set that cannot be read: one line that says where and why."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set: documents as they came, and for each query's id the ids that belong beside it."""

    documents: list[dict[str, Any]]
    relevant: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries that have something relevant, each between 0 and 1."""

    queries: int
    ndcg: float
    recall: float
    precision: float
    hit: float
    mrr: float


def read_set(folder: Path) -> Labelled:
    """Read a labelled set; `BadSetError` where it is none."""
    documents = list(_lines(folder, "docs", ("id", "title")))
    known = {str(each["id"]) for each in documents}
    relevant = {}
    for query in _lines(folder, "queries", ("qid", "relevant")):
        qid = str(query["qid"])
        if qid not in known:
            raise BadSetError(f"{folder}: queries name {qid}, which is no document")
        relevant[qid] = frozenset(map(str, query["relevant"])) - {qid}
    return Labelled(documents, relevant)


class Engine:
    """The documents of a set, ranked as the newsroom ranks its stories."""

    def __init__(self, documents: Sequence[dict[str, Any]]) -> None:
        """Profile the documents; the language of one that does not tell is that of most words of the set."""
        usual = _language(documents)
        titles = Counter(str(each.get("source") or "") for each in documents)
        self._groups = {name: number for number, name in enumerate(titles)}
        self._shares = {name: count / len(documents) for name, count in titles.items()}
        self._documents = documents
        self._places = {str(each["id"]): number for number, each in enumerate(documents)}
        self._profiles = [profile_of(_told(each, usual)) for each in documents]
        self._moments = [_moment(each.get("date")) for each in documents]
        self._segment = Segment.of([self._kept(number) for number in range(len(documents))])

    def ranked(self, qid: str, limit: int = RANKS) -> list[str]:
        """Return the ids of the documents that belong beside one, likeliest first."""
        place = self._places[qid]
        found = rank([self._segment], self._sought(place), limit=limit, but=frozenset({place}), until=_EVER)
        return [str(self._documents[number]["id"]) for number in found]

    def _sought(self, place: int) -> Sought:
        title = str(self._documents[place].get("source") or "")
        own = 1 + _OWN * min(1.0, self._shares[title] / _TITLE_SHARE) if title else 1.0
        profile: Profile = self._profiles[place]
        return Sought(profile, self._moments[place], {self._groups[title]: own}, others=1.0)

    def _kept(self, number: int) -> Kept:
        title = str(self._documents[number].get("source") or "")
        moment = self._moments[number] or _EPOCH
        return Kept(number, moment, self._groups[title], self._profiles[number].packed())


def measure(relevant: dict[str, frozenset[str]], runs: dict[str, list[str]]) -> Measured:
    """Return how well runs (ids, best first) find what is relevant; gain is 1 or 0."""
    rows = [_scores(wanted, runs.get(qid, [])) for qid, wanted in relevant.items() if wanted]
    if not rows:
        return Measured(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return Measured(len(rows), *means)


def _scores(wanted: frozenset[str], run: list[str]) -> tuple[float, float, float, float, float]:
    hits = [pk in wanted for pk in run[:TOP]]
    best = min(len(wanted), TOP)
    ndcg = sum(1 / math.log2(place + 2) for place, hit in enumerate(hits) if hit)
    ndcg /= sum(1 / math.log2(place + 2) for place in range(best))
    mrr = next((1 / place for place, pk in enumerate(run, 1) if pk in wanted), 0.0)
    return ndcg, sum(hits) / best, sum(hits) / TOP, float(any(hits)), mrr


def _told(document: dict[str, Any], usual: str) -> Told:
    labels = {
        f"topic:{name.lower()}": _TOPIC for name in _names(document.get("topics") or document.get("tags"))
    }
    labels |= {f"section:{name.lower()}": _SECTION for name in _names(document.get("category"))}
    return Told(
        headline=_text(document["title"]),
        language=str(document.get("language") or usual)[:2],
        summary=_text(document.get("summary")),
        text=_text(document.get("text")),
        labels=labels,
    )


def _names(value: Any) -> list[str]:
    every = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in every if each]


def _text(value: Any) -> str:
    return "\n".join(_names(value))


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _language(documents: Iterable[dict[str, Any]]) -> str:
    words = Counter(
        word
        for each in documents
        for word in f"{each['title']} {_text(each.get('text'))[:500]}".lower().split()
    )
    return max(STOPS, key=lambda language: sum(words[stop] for stop in STOPS[language]))


def _lines(folder: Path, name: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    packed, plain = folder / f"{name}.jsonl.gz", folder / f"{name}.jsonl"
    path = packed if packed.exists() else plain
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8") if path == packed else path.open(encoding="utf-8") as file
        ):
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, needed, f"{path}, line {number}")
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise BadSetError(f"{path} cannot be read: {fault}") from fault


def _row(line: str, needed: tuple[str, ...], where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as fault:
        raise BadSetError(f"{where}: no JSON") from fault
    if not isinstance(row, dict) or any(name not in row for name in needed):
        raise BadSetError(f"{where}: an object with {' and '.join(needed)} is wanted")
    return row
