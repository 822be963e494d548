"""HTML pages: what the page says of itself in JSON-LD and meta tags, and the article's own markup."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Any

import orjson
from lxml import etree

from tajuk.common.sanitize import without_controls
from tajuk.wires.blocks import Block, Paragraph, to_text
from tajuk.wires.markup import blocks_in, parse_html, plain
from tajuk.wires.parsers.json_values import mapping, text, texts
from tajuk.wires.safe_xml import local, text_in
from tajuk.wires.story import Association, Concept, Labelled, Rendition, Story, Unreadable
from tajuk.wires.times import parse_moment

NAME = "html"
_ARTICLES = {
    "newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "blogposting", "webpage", "report",
}  # fmt: skip
_CHROME = {"nav", "aside", "footer", "form", "header"}


def parse(document: str, zone: tzinfo = UTC) -> list[Story]:
    """Return the one article of a page; raise `Unreadable` when the page has no text."""
    root = parse_html(without_controls(document.replace("\x0c", " ")))
    if root is None:
        raise Unreadable("HTML without any content")
    metas = _metas(root)
    data = next((each for each in _json_ld(root)), {})
    get = metas.get
    title = _first(root, "h1") or _first(root, "title")
    body = _body(root)
    headline = plain(text(data.get("headline"))) or get("og:title", "") or title
    if not body and not headline:
        raise Unreadable("HTML without any text")
    url = _canonical(root) or get("og:url", "")
    published = text(data.get("datepublished")) or get("article:published_time", "") or get("date", "")
    modified = text(data.get("datemodified")) or get("article:modified_time", "")
    summary = plain(text(data.get("description"))) or get("og:description", "") or get("description", "")
    return [
        Story(
            guid=url,
            format=NAME,
            provider=Concept(
                name=_names(data.get("publisher")) or get("og:site_name", ""), kind="organisation"
            ),
            item_type="page",
            type="text",
            first_created=parse_moment(published, zone),
            version_created=parse_moment(modified, zone) or parse_moment(published, zone),
            headlines=(Labelled(headline),) if headline else (),
            descriptions=(Labelled(summary, "summary"),) if summary else (),
            bylines=tuple(filter(None, [_names(data.get("author")) or get("author", "")])),
            languages=tuple(filter(None, [str(root.get("lang") or get("og:locale", "")).replace("_", "-")])),
            keywords=tuple(_keywords(data, get("keywords", "") or get("news_keywords", ""))),
            body=body,
            body_type="text/html",
            alt_ids=(Labelled(url, "url"),) if url else (),
            associations=tuple(_pictures(metas)),
        )
    ]


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = plain(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _json_ld(root: etree._Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                value = orjson.loads((script.text or "").strip())
            except orjson.JSONDecodeError:
                continue
            yield from _articles(value, 0)


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value[:100]:
            yield from _articles(each, depth + 1)
    elif isinstance(value, dict) and depth < 6:
        if any(kind.lower() in _ARTICLES for kind in texts(value.get("@type"))):
            yield mapping(value)
        yield from _articles(value.get("@graph"), depth + 1)


def _names(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_names(each) for each in value[:20])))
    return plain(text(value.get("name"))) if isinstance(value, dict) else plain(text(value))


def _keywords(data: dict[str, Any], meta: str) -> Iterator[str]:
    given = data.get("keywords") or meta
    for line in texts(given):
        yield from (word for each in line.split(",") if (word := plain(each)))


def _first(root: etree._Element, name: str) -> str:
    return next((found for each in root.iter(name) if (found := plain(text_in(each)))), "")


def _canonical(root: etree._Element) -> str:
    return next(
        (
            str(each.get("href") or "")
            for each in root.iter("link")
            if (each.get("rel") or "").lower() == "canonical"
        ),
        "",
    )


def _pictures(metas: dict[str, str]) -> Iterator[Association]:
    if href := metas.get("og:image"):
        alt = metas.get("og:image:alt", "")
        story = Story(
            guid=href,
            format=NAME,
            type="picture",
            descriptions=(Labelled(alt, "caption"),) if alt else (),
            renditions=(Rendition("main", href),),
        )
        yield Association("main", "og:image", story)


def _body(root: etree._Element) -> tuple[Block, ...]:
    """Return the article: the element whose own paragraphs hold most text, page furniture left out."""
    for each in list(root.iter()):
        if local(each).lower() in _CHROME and (parent := each.getparent()) is not None:
            tail = each.tail or ""
            previous = each.getprevious()
            if previous is not None:
                previous.tail = (previous.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(each)
    weights: dict[etree._Element, int] = {}
    for paragraph in root.iter("p"):
        parent = paragraph.getparent()
        length = len(text_in(paragraph))
        if parent is not None and length >= 40:
            weights[parent] = weights.get(parent, 0) + length
    best = max(weights, key=lambda each: weights[each], default=None)
    if best is None:
        best = next(root.iter("article"), None)
    blocks = blocks_in(best if best is not None else root)
    return tuple(b for b in blocks if not isinstance(b, Paragraph) or to_text((b,)))
