"""Read the demo's manuscripts: TOML facts, then copy; the format is in README.md."""

import re
import tomllib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

HERE = Path(__file__).parent
READ_ALSO = re.compile(r"^(?:Baca juga|Read also): \[\[([a-z0-9-]+)\]\]$")
PICTURE = re.compile(r"^Gambar: \[\[([a-z0-9-]+)\]\]\s*\|?\s*(.*)$")
CHART = re.compile(r"^Grafik: \[\[([A-Z0-9/-]+)\]\]\s*\|?\s*(.*)$")
QUOTE = re.compile(r"^> (.+?)(?:\s+--\s+(.+))?$", re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\(instrument:([A-Z0-9/-]+)\)")
EMPHASIS = re.compile(r"\*([^*]+)\*")

RawBlock = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A demo story: its facts, and its copy as parts that name other things by key."""

    facts: dict[str, Any]
    language: str
    parts: tuple[str, ...] = field(repr=False)

    @property
    def key(self) -> str:
        """Return the story's key."""
        return str(self.facts["key"])

    def scenes(self) -> list[str]:
        """Return the keys of the drawings that the story shows, its lead picture first."""
        lead = [self.facts["picture"]] if self.facts["picture"] else []
        return lead + [found[1] for part in self.parts if (found := PICTURE.match(part))]


def manuscripts() -> list[Manuscript]:
    """Return all demo stories, in the order of their files."""
    return [
        _read(path)
        for language in ("id", "en")
        for path in sorted((HERE / "stories" / language).glob("*.md"))
    ]


def topics() -> dict[str, dict[str, str]]:
    """Return the demo's topics by key."""
    return tomllib.loads((HERE / "topics.toml").read_text())


def _read(path: Path) -> Manuscript:
    _, facts, copy = path.read_text().split("+++\n", 2)
    parts = tuple(part.strip() for part in re.split(r"\n\s*\n", copy) if part.strip())
    return Manuscript(tomllib.loads(facts), path.parent.name, parts)


def blocks(
    story: Manuscript,
    *,
    articles: dict[str, int],
    pictures: dict[str, int],
    instruments: dict[str, tuple[int, str]],
) -> list[RawBlock]:
    """Return the copy as raw blocks; links to stories that are not made yet are left out.

    `articles` and `pictures` give ids by key, `instruments` id and slug by symbol.
    """
    made = []
    for number, part in enumerate(story.parts):
        if block := _block(part, story, articles, pictures, instruments):
            made.append({"id": str(uuid5(NAMESPACE_URL, f"{story.key}#{number}")), **block})
    return made


def _block(
    part: str,
    story: Manuscript,
    articles: dict[str, int],
    pictures: dict[str, int],
    instruments: dict[str, tuple[int, str]],
) -> RawBlock | None:
    if part == "<!-- premium -->":
        return {"type": "paywall", "value": None}
    if found := READ_ALSO.match(part):
        return {"type": "read_also", "value": articles[found[1]]} if found[1] in articles else None
    if found := PICTURE.match(part):
        return {"type": "picture", "value": {"picture": pictures[found[1]], "caption": found[2]}}
    if found := CHART.match(part):
        return {
            "type": "chart",
            "value": {"instrument": instruments[found[1]][0], "title": found[2], "days": 90},
        }
    if part.startswith("## "):
        return {"type": "subhead", "value": part[3:].strip()}
    if part.startswith("|"):
        return {"type": "table", "value": _table(part)}
    if found := QUOTE.match(part):
        return {
            "type": "quote",
            "value": {"text": found[1].replace("\n> ", " ").strip('"“” '), "attribution": found[2] or ""},
        }
    return {"type": "paragraph", "value": f"<p>{_inline(part, story.language, instruments)}</p>"}


def _table(part: str) -> RawBlock:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines()]
    data = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    table = {
        "data": data,
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "",
    }
    return {"title": "", "table": table, "source": ""}


def _inline(part: str, language: str, instruments: dict[str, tuple[int, str]]) -> str:
    prefix = "/en" if language == "en" else ""
    html = escape(part.replace("\n", " "), quote=False)
    html = LINK.sub(lambda m: f'<a href="{prefix}/pasar/{instruments[m[2]][1]}/">{m[1]}</a>', html)
    return EMPHASIS.sub(r"<i>\1</i>", html)
