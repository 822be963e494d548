"""Tajuk's own JSON of a story, as `tajuk read --to json` writes it.

It comes from outside like any other wire, so its running text is written anew from the allow-list.
"""

from dataclasses import replace
from typing import Any

from tajuk.common.sanitize import safe_href
from tajuk.wires.blocks import Block, ListBlock, Paragraph, Quote, RelatedLink, Subhead, Table
from tajuk.wires.markup import parse_html
from tajuk.wires.packing import unpack
from tajuk.wires.running import running
from tajuk.wires.safe_xml import local
from tajuk.wires.story import Association, Story, Unreadable

NAME = "tajuk-story"
_MARK, _VERSION, _DEEPEST = "tajukStory", 1, 8
_PARTS = frozenset({"body", "header", "footer"})


def looks_like(value: Any) -> bool:
    """Return whether decoded JSON is a story in Tajuk's own shape."""
    return isinstance(value, dict) and _MARK in value


def parse(value: Any) -> list[Story]:
    """Return the story; raise `Unreadable` when it is of another version or not in shape."""
    if value.get(_MARK) != _VERSION or not isinstance(value.get("story"), dict):
        raise Unreadable("a Tajuk story of a version that is not known")
    try:
        return [_safe(unpack(value["story"]), 0)]
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as fault:
        raise Unreadable(f"a Tajuk story that is out of shape: {type(fault).__name__}") from None


def _safe(story: Story, depth: int) -> Story:
    if depth > _DEEPEST:
        raise Unreadable("stories within stories, too deeply")
    inner = tuple(_held(each, depth) for each in story.associations)
    if story.pubstatus not in {"usable", "withheld", "canceled"}:
        story = replace(story, pubstatus="withheld")
    return replace(story, body=tuple(map(_safe_block, story.body)), associations=inner)


def _held(association: Association, depth: int) -> Association:
    return replace(association, story=_safe(association.story, depth + 1))


def _safe_block(block: Block) -> Block:
    if block.part not in _PARTS:
        block = replace(block, part="body")
    match block:
        case Subhead(html=html, level=level):
            return replace(block, html=_anew(html), level=min(max(int(level), 2), 4))
        case Paragraph(html=html) | Quote(html=html):
            return replace(block, html=_anew(html))
        case ListBlock(items=items):
            return replace(block, items=tuple(map(_anew, items)))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(map(_anew, row)) for row in rows))
        case RelatedLink(href=href):
            return replace(block, href=safe_href(href))
    return block


def _anew(html: str) -> str:
    if "<" not in html and "&" not in html:
        return html.replace(">", "&gt;")
    tree = parse_html(f"<p>{html}</p>")
    body = tree if tree is None or local(tree) == "body" else next(tree.iter("body"), None)
    return running(body) if body is not None else ""
