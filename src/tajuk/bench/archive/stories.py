"""Write one made story: headline, copy, what it is filed under. The same number always gives the same story."""

import json
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tajuk.bench.archive.phrases import Phrase, stemmed
from tajuk.common.text import slug_of

_ENGLISH_SHARE = 0.04
_PREMIUM_SHARE = 0.05
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Story:
    """A story before it is a row. `title` and `text` are its stems; `body` is the kept form of a StreamField."""

    language: str
    headline: str
    slug: str
    summary: str
    slugline: str
    dateline: str
    section: str
    topics: tuple[str, ...]
    instruments: tuple[str, ...]
    body: str
    title_stems: str
    text_stems: str
    premium: bool
    illustrated: bool
    people: int
    agency: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    section: str
    topics: tuple[str, ...]
    instruments: tuple[str, ...]
    slugline: str
    headlines: tuple[Phrase, ...]
    leads: tuple[Phrase, ...]
    paragraphs: tuple[Phrase, ...]
    subheads: tuple[tuple[str, str], ...]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _phrases(texts: Sequence[str], language: str) -> tuple[Phrase, ...]:
    return tuple(Phrase.of(text, language) for text in texts)


@cache
def _kinds(language: str) -> tuple[_Kind, ...]:
    words = _words()
    own = words["english"] if language == "en" else None
    bodies = own or words["bodies"]
    paragraphs = _phrases(bodies["paragraphs"], language)
    subheads = tuple((text, stemmed(text, language)) for text in bodies.get("subheads", ()))
    return tuple(
        _Kind(
            section=row["section"],
            topics=tuple(row["topics"]),
            instruments=tuple(row["instruments"]),
            slugline=(own or row)["slug"],
            headlines=_phrases((own or row)["headlines"], language),
            leads=_phrases((own or row)["leads"], language),
            paragraphs=paragraphs,
            subheads=subheads,
        )
        for row in words["kinds"]
    )


def write(number: int, *, earlier: Sequence[int] = ()) -> Story:
    """Write story `number`; `earlier` are ids of stories that it may point to."""
    chance = random.Random(number)
    language = "en" if chance.random() < _ENGLISH_SHARE else "id"
    kind = chance.choice(_kinds(language))
    values = _values(chance, language)
    known = {slot: stemmed(value, language) for slot, value in values.items()}
    headline, title = chance.choice(kind.headlines).filled(values, known)
    summary, lead = chance.choice(kind.leads).filled(values, known)
    premium = chance.random() < _PREMIUM_SHARE
    blocks, indexed = _body(chance, kind, values, known, earlier=earlier, premium=premium)
    return Story(
        language=language,
        headline=headline[:_TITLE],
        slug=slug_of(headline),
        summary=summary,
        slugline=kind.slugline,
        dateline=values["place"],
        section=kind.section,
        topics=tuple(chance.sample(kind.topics, chance.choice((1, 2, 2, 3)))),
        instruments=tuple(chance.sample(kind.instruments, chance.choice((0, 1, 1, 2)))),
        body=json.dumps(blocks, ensure_ascii=False, separators=(",", ":")),
        title_stems=title,
        text_stems=" ".join(filter(None, (lead, *indexed))),
        premium=premium,
        illustrated=chance.random() < 0.7,
        people=chance.choice((1, 2, 2)),
        agency=chance.random() < 0.25,
    )


def _values(chance: random.Random, language: str) -> dict[str, str]:
    values = {slot: chance.choice(words) for slot, words in _words()["slots"].items()}
    comma, stop = (".", ",") if language == "en" else (",", ".")
    values["pct"] = f"{chance.randint(0, 24)}{comma}{chance.randint(10, 99)}"
    values["money"] = f"{chance.randint(1, 480)}{comma}{chance.randint(1, 9)}"
    values["tons"] = f"{chance.randint(1, 900)}{stop}{chance.randint(100, 999)}"
    values["count"] = str(chance.randint(12, 960))
    return values


def _body(
    chance: random.Random,
    kind: _Kind,
    values: dict[str, str],
    known: dict[str, str],
    *,
    earlier: Sequence[int],
    premium: bool,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the blocks of the copy, and the stems of those that are searched: of a premium story the free ones."""
    count = min(chance.randint(5, 9), len(kind.paragraphs))
    blocks: list[dict[str, Any]] = []
    indexed: list[str] = []
    paid = 2 if premium else 99
    for place, phrase in enumerate(chance.sample(kind.paragraphs, count)):
        if place == paid:
            blocks.append(_block(chance, "paywall", None))
        if place == 2 and earlier:
            blocks.append(_block(chance, "read_also", chance.choice(earlier)))
        if place == 4 and kind.subheads:
            text, subhead = chance.choice(kind.subheads)
            blocks.append(_block(chance, "subhead", text))
            indexed += [subhead] * (place < paid)
        text, stems = phrase.filled(values, known)
        blocks.append(_block(chance, "paragraph", f"<p>{text}</p>"))
        if place < paid:
            indexed.append(stems)
    return blocks, indexed


def _block(chance: random.Random, kind: str, value: Any) -> dict[str, Any]:
    bits = f"{chance.getrandbits(128):032x}"
    name = f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"
    return {"type": kind, "value": value, "id": name}
