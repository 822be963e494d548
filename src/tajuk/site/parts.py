"""The parts of a story's body as a page shows them, with everything they name fetched in a few queries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from wagtail.rich_text.rewriters import LinkRewriter

from tajuk.articles.body import Block, Body
from tajuk.articles.models import Article
from tajuk.clearance.exits import Use
from tajuk.clearance.pictures import in_its_place
from tajuk.common.dependencies import note
from tajuk.common.notation import Language
from tajuk.common.sanitize import safe_href, text_of
from tajuk.fronts.rows import cleared_rows
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.pictures.renditions import INLINE, PictureSet
from tajuk.site.cards import usable
from tajuk.site.figures import FigureChart, charts_of
from tajuk.site.links import Link
from tajuk.site.rows import pictures_of
from tajuk.site.tables import Table, table_of
from tajuk.site.variants import Variant

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(r'<a\b[^>]*\blinktype="article"[^>]*>')
_ID = re.compile(r'\bid="([0-9]{1,18})"')


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that stands on its own, and who said it."""

    text: str
    said: str


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture in the copy with the words under it."""

    picture: PictureSet
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class PictureGone:
    """What stands where a picture stood that may not be shown any more: why not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """Pictures to be looked at one after the other; in the place of one that may not be shown stands why not."""

    pictures: tuple[InlinePicture | PictureGone, ...]


Value = str | Quote | InlinePicture | PictureGone | Series | Link | Table | FigureChart


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a story: its kind as `articles.blocks.BodyBlock` names it; `opens` marks the first paragraph."""

    kind: str
    value: Value
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What the blocks of a body name, as far as readers may see it, by id."""

    articles: Mapping[int, Article]
    pictures: Mapping[int, Picture]
    sets: Mapping[int, PictureSet]
    charts: Mapping[str, FigureChart]
    gone: Mapping[int, str]


def named_in(
    body: Body, blocks: Iterable[Block], variant: Variant, now: datetime, use: Use = Use.WEB
) -> Named:
    """Fetch the stories, pictures and charts that `blocks` name: five queries at most, however many there are."""
    blocks = list(blocks)
    articles = _articles(body.articles | linked(blocks), now)
    if variant.lite:
        return Named(articles, {}, {}, {}, {})
    found = pictures_of(body.pictures)
    pictures = {pk: picture for pk, picture in found.items() if usable(picture, now, use)}
    gone = {pk: said for pk, picture in found.items() if (said := in_its_place(picture, now))}
    language: Language = "en" if variant.language == "en" else "id"
    charts = charts_of([block for block in blocks if block.kind == "chart"], language, now)
    return Named(articles, pictures, renditions.for_pages(pictures.values(), INLINE), charts, gone)


def _articles(ids: frozenset[int] | set[int], now: datetime) -> dict[int, Article]:
    note(*(f"articles.article:{pk}" for pk in ids))
    return cleared_rows(ids, "read-also", now)


def linked(blocks: Iterable[Block]) -> set[int]:
    """Return the ids of the stories that the copy links to."""
    copy = (block.value for block in blocks if block.kind in ("paragraph", "list"))
    tags = (tag for html in copy for tag in _NAMED.findall(str(html)))
    return {int(found[1]) for tag in tags if (found := _ID.search(tag))}


def parts_of(blocks: Iterable[Block], named: Named, variant: Variant) -> tuple[Part, ...]:
    """Return the blocks as parts; what may not be seen, or says nothing, is left out."""
    parts: list[Part] = []
    opened = False
    for block in blocks:
        for part in _parts(block, named, variant):
            opens = part.kind == "paragraph" and not opened
            opened = opened or opens
            parts.append(Part(part.kind, part.value, opens))
    return tuple(parts)


def _parts(block: Block, named: Named, variant: Variant) -> Iterator[Part]:
    match block.kind:
        case "paragraph" | "list":
            yield from _copy(block, named, variant)
        case "subhead" if block.value:
            yield Part("subhead", block.value)
        case "quote" if block.value.get("text"):
            yield Part("quote", Quote(block.value["text"], block.value.get("attribution") or ""))
        case "table" if table := table_of(block.value):
            yield Part("table", table)
        case "embed" if safe_href(block.value):
            yield Part("embed", Link(urlsplit(block.value).hostname or block.value, block.value))
        case _:
            yield from _seen(block, named, variant)


def _copy(block: Block, named: Named, variant: Variant) -> Iterator[Part]:
    """Yield the paragraphs of a rich text: an editor's block may hold several."""
    html = expanded(str(block.value or ""), named.articles, variant)
    if block.kind == "list":
        yield Part("list", html)
        return
    for paragraph in _PARAGRAPH.findall(html) or [html]:
        if text_of(paragraph):
            yield Part("paragraph", paragraph)


def _seen(block: Block, named: Named, variant: Variant) -> Iterator[Part]:
    """Yield what only shows when the thing it names may be seen: a story, a picture, a chart."""
    if block.kind == "read_also" and (article := named.articles.get(int(block.value or 0))):
        yield Part("read_also", Link(article.headline, variant.link(article.get_absolute_url())))
    elif block.kind == "picture" and (found := named.sets.get(int(block.value.get("picture") or 0))):
        picture = named.pictures[int(block.value["picture"])]
        caption = block.value.get("caption") or picture.caption
        yield Part("picture", InlinePicture(found, caption, picture.credit))
    elif block.kind == "picture" and (said := named.gone.get(int(block.value.get("picture") or 0))):
        yield Part("picture_gone", PictureGone(said))
    elif block.kind == "chart" and (chart := named.charts.get(block.id)):
        yield Part("chart", chart)


def expanded(html: str, articles: Mapping[int, Article], variant: Variant) -> str:
    """Return rich text with links to stories turned into their addresses; a link to one that is kept in goes."""
    if "linktype=" not in html:
        return html

    def opening(attributes: dict[str, Any]) -> str:
        article = articles.get(int(attributes.get("id") or 0))
        return f'<a href="{escape(variant.link(article.get_absolute_url()))}">' if article else "<a>"

    return str(LinkRewriter(rules={"article": opening})(html)) if _NAMED.search(html) else html
