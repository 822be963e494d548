"""Read an article's body as plain data for templates, feeds and other formats, with few queries."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tajuk.articles.models import Article
from tajuk.common.sanitize import text_of

_LINES = re.compile(r"</(?:p|li)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind as `blocks.BodyBlock` names it, its id, and its raw value."""

    kind: str
    id: str
    value: Any


@dataclass(frozen=True, slots=True)
class Body:
    """A story's blocks, and the ids of what they name."""

    blocks: tuple[Block, ...]
    pictures: frozenset[int] = field(default_factory=frozenset)
    articles: frozenset[int] = field(default_factory=frozenset)
    instruments: frozenset[int] = field(default_factory=frozenset)

    @property
    def free(self) -> tuple[Block, ...]:
        """Return the blocks before the paid part; where no mark stands, the first two."""
        marks = [index for index, block in enumerate(self.blocks) if block.kind == "paywall"]
        return self.blocks[: marks[0]] if marks else self.blocks[:2]

    def paragraphs(self) -> Iterator[str]:
        """Yield the paragraphs' HTML in order."""
        return (block.value for block in self.blocks if block.kind == "paragraph")


def body_of(article: Article) -> Body:
    """Return the body of an article as data, without a query."""
    raw: Iterable[dict[str, Any]] = article.body.raw_data
    blocks = tuple(Block(item["type"], str(item.get("id") or ""), item["value"]) for item in raw)
    return Body(
        blocks=blocks,
        pictures=_ids(blocks, "picture", "picture"),
        articles=_ids(blocks, "read_also", None),
        instruments=_ids(blocks, "chart", "instrument"),
    )


def words_of(article: Article) -> list[str]:
    """Return what readers read of an article, a line a piece, without markup: what two versions are compared by."""
    said = [article.headline, article.summary]
    for block in body_of(article).blocks:
        said += _said(block)
    return [line for text in said if (line := " ".join(text_of(str(text or "")).split()))]


def words_digest(article: Article) -> str:
    """Return a digest of an article's words, by which is known whether anybody changed one."""
    return sha256("\n".join(words_of(article)).encode()).hexdigest()


def _said(block: Block) -> Iterator[Any]:
    match block.kind, block.value:
        case "paragraph" | "list", str(html):
            yield from (part for part in _LINES.split(html) if part)
        case "subhead", text:
            yield text
        case "quote", dict(value):
            yield from (value.get("text"), value.get("attribution"))
        case "picture", dict(value):
            yield value.get("caption")
        case "table", dict(value):
            yield value.get("title")
            rows = (value.get("table") or {}).get("data") or []
            yield from (" | ".join(str(cell or "") for cell in row) for row in rows)
            yield value.get("source")


def _ids(blocks: Iterable[Block], kind: str, key: str | None) -> frozenset[int]:
    values = (block.value[key] if key else block.value for block in blocks if block.kind == kind)
    return frozenset(int(value) for value in values if value)
