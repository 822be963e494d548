"""How well stories are put together: pairwise precision, recall and F1 on a labelled set.

A set is a folder with `docs.jsonl.gz` (`id`, `title`, `text`, and `lang` or `language` where they are known) and
`queries.jsonl.gz` (`qid`, `relevant`: ids of stories of the same event), and `versions.jsonl.gz` where there is one
(`a`, `b`: ids or texts; `same`: whether `b` is a changed version of `a`).
"""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from tajuk.wires.blocks import Paragraph
from tajuk.wires.clusters.clustering import place
from tajuk.wires.clusters.memory import MemoryStore
from tajuk.wires.clusters.shingles import SAME, containment, shingles
from tajuk.wires.clusters.terms import terms_of
from tajuk.wires.story import Labelled, Story

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled story."""

    id: str
    title: str
    text: str
    language: str


def documents(folder: Path) -> list[Document]:
    """Return the documents of a set in their order; raise `OSError` or `ValueError` for what is none."""
    return [
        Document(
            str(row["id"]),
            str(row.get("title", "")),
            str(row.get("text", "")),
            str(row.get("language") or row.get("lang") or "en"),
        )
        for row in _rows(folder / "docs.jsonl.gz")
    ]


def stories_of(folder: Path) -> dict[str, str]:
    """Return the event of every labelled document, events named by one of their documents."""
    above: dict[str, str] = {}

    def root(each: str) -> str:
        while above.setdefault(each, each) != each:
            above[each] = above[above[each]]
            each = above[each]
        return each

    for row in _rows(folder / "queries.jsonl.gz"):
        for other in row["relevant"]:
            above[root(str(other))] = root(str(row["qid"]))
    return {each: root(each) for each in list(above)}


def clusters_of(
    docs: Iterable[Document], report: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Return the cluster of each document, put together in their order as the wires would."""
    store, placed = MemoryStore(), {}
    for done, doc in enumerate(docs, 1):
        placed[doc.id] = place(terms_of(_story(doc)), store)
        report(done)
    return {each: store.standing(cluster) for each, cluster in placed.items()}


def pairwise(found: Mapping[str, int], truth: Mapping[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that stand together, among the labelled documents."""
    both = _pairs(Counter((found[each], truth[each]) for each in truth if each in found))
    said = _pairs(Counter(found[each] for each in truth if each in found))
    true = _pairs(Counter(truth.values()))
    precision, recall = both / said if said else 0.0, both / true if true else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def version_pairs(folder: Path, docs: Iterable[Document]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of texts that are versions of one story, and those that are merely related."""
    path = folder / "versions.jsonl.gz"
    if not path.exists():
        return [], []
    texts = {doc.id: f"{doc.title}\n{doc.text}" for doc in docs}
    same: list[Pair] = []
    related: list[Pair] = []
    for row in _rows(path):
        a, b = (texts.get(str(row[key]), str(row[key])) for key in ("a", "b"))
        (same if row["same"] else related).append((a, b))
    return same, related


def versions_found(same: Iterable[Pair], related: Iterable[Pair]) -> tuple[float, float]:
    """Return what part of the changed versions is found, and what part of merely related pairs is taken for one."""
    return _part(same), _part(related)


def _part(pairs: Iterable[Pair]) -> float:
    told = [containment(shingles(a), shingles(b)) >= SAME for a, b in pairs]
    return sum(told) / len(told) if told else 0.0


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _story(doc: Document) -> Story:
    return Story(
        guid=doc.id,
        format="measure",
        headlines=(Labelled(doc.title.replace("\\", "")),),
        languages=(doc.language,),
        body=tuple(Paragraph(escape(line)) for line in doc.text.splitlines() if line.strip()),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
