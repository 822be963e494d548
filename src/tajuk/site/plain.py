"""The words of a story's body without markup: for the search index and its snippets, without a query."""

from collections.abc import Iterator
from typing import Any

from tajuk.articles.body import Block, body_of
from tajuk.articles.models import Article
from tajuk.common.sanitize import text_of


def texts_of(article: Article, *, whole: bool) -> Iterator[str]:
    """Yield the text of the body's blocks in order: of all of them, or of those that the teaser shows."""
    body = body_of(article)
    for block in body.blocks if whole else body.free:
        if text := _text(block):
            yield text


def _text(block: Block) -> str:
    match block.kind:
        case "paragraph" | "list" | "subhead":
            return text_of(str(block.value or ""))
        case "quote":
            return text_of(f"{block.value.get('text', '')} {block.value.get('attribution', '')}")
        case "picture":
            return text_of(block.value.get("caption") or "")
        case "table":
            return _table(block.value)
    return ""


def _table(value: dict[str, Any]) -> str:
    rows = (value.get("table") or {}).get("data") or []
    cells = (str(cell) for row in rows for cell in row if cell)
    return text_of(" ".join(filter(None, (value.get("title") or "", *cells))))
