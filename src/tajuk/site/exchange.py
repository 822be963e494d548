"""What of an article may be handed to machines, in the blocks in which stories are exchanged.

Feeds, the API and every format to come take an article's copy from here: as much of it as the gate allows,
with what it names only where that may leave too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tajuk.articles.body import Block as RawBlock
from tajuk.articles.body import Body, body_of
from tajuk.articles.enums import Role
from tajuk.articles.models import Article, Correction, LivePost
from tajuk.clearance import gate
from tajuk.clearance.exits import Shows, Use
from tajuk.common import editions
from tajuk.common.editions import ENGLISH
from tajuk.common.notation import format_moment
from tajuk.common.sanitize import clean_inline
from tajuk.site import links
from tajuk.site.live import posts_of, said_in
from tajuk.site.parts import InlinePicture, Named, Part, Quote, named_in, parts_of
from tajuk.site.tables import Table
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant
from tajuk.wires import blocks as wire
from tajuk.wires.markup import html_blocks

_OWN = re.compile(r'(<a\b[^>]*\bhref=")/')


@dataclass(frozen=True, slots=True)
class Copy:
    """What of an article's body may leave by an exit, whether that is all, and its blocks."""

    article: Article
    is_whole: bool
    blocks: tuple[wire.Block, ...]


def address_of(article: Article) -> str:
    """Return the address by which machines know an article, whatever becomes of its slug and section."""
    return links.whole(f"/api/v1/articles/{article.pk}")


def page_of(article: Article) -> str:
    """Return the whole address of an article's page."""
    return links.whole(article.get_absolute_url())


def media_address(src: str) -> str:
    """Return the whole address of a file of ours, which may stand on another host."""
    return urljoin(f"{settings.SITE_ADDRESS}/", src)


def published_at(article: Article) -> datetime:
    """Return when readers first had a cleared article; `ValueError` for one that they never had."""
    if article.published_at is None:
        raise ValueError(f"article {article.pk} has not been published")
    return article.published_at


def changed_at(article: Article) -> datetime:
    """Return when readers last got something new: published, published anew, corrected."""
    moments = [
        article.published_at,
        article.last_published_at,
        *(row.at for row in article.corrections.all()),
    ]
    return max(moment for moment in moments if moment)


def names_of(article: Article, *roles: Role) -> tuple[str, ...]:
    """Return the names of those who are credited with these roles, in the desk's order."""
    return tuple(dict.fromkeys(c.author.name for c in article.credits.all() if c.role in roles))


def said_of(correction: Correction) -> str:
    """Return a correction as one sentence in the active language."""
    moment = format_moment(correction.at, "en" if editions.of_language(get_language()) is ENGLISH else "id")
    words = {"moment": moment, "right": correction.right, "wrong": correction.wrong}
    return _("Correction, %(moment)s: %(right)s (it said: %(wrong)s)") % words


def copies_of(
    articles: Iterable[Article], exit_name: str, now: datetime, *, territory: str = ""
) -> list[Copy]:
    """Return the copy of cleared articles (fetched `for_gate`), in a constant number of queries."""
    rows = list(articles)
    bodies = {row.pk: body_of(row) for row in rows}
    wholes = {
        row.pk: gate.check(row, exit_name, now, territory=territory).shows is Shows.TEXT for row in rows
    }
    shown = {pk: body.blocks if wholes[pk] else body.free for pk, body in bodies.items()}
    named = named_in(_together(bodies.values()), _chained(shown), FULL, now, Use.SYNDICATION)
    posts = posts_of([pk for pk, is_whole in wholes.items() if is_whole])
    return [
        Copy(
            row,
            wholes[row.pk],
            (*_blocks(shown[row.pk], named, row), *_posts(posts.get(row.pk, []), row)),
        )
        for row in rows
    ]


def _together(bodies: Iterable[Body]) -> Body:
    listed = list(bodies)
    return Body(
        blocks=(),
        pictures=frozenset[int]().union(*(body.pictures for body in listed)),
        articles=frozenset[int]().union(*(body.articles for body in listed)),
        instruments=frozenset[int]().union(*(body.instruments for body in listed)),
    )


def _chained(shown: Mapping[int, tuple[RawBlock, ...]]) -> list[RawBlock]:
    return [block for blocks in shown.values() for block in blocks if block.kind != "chart"]


def _blocks(blocks: tuple[RawBlock, ...], named: Named, article: Article) -> Iterator[wire.Block]:
    for part in parts_of(blocks, named, _variant(article)):
        yield from _block(part)


def _posts(posts: list[LivePost], article: Article) -> Iterator[wire.Block]:
    for head, texts in said_in(posts, "en" if article.language == "en" else "id"):
        yield wire.Subhead(escape(head, quote=False))
        yield from (wire.Paragraph(escape(text, quote=False)) for text in texts)


def _block(part: Part) -> Iterator[wire.Block]:
    match part.kind, part.value:
        case "paragraph", str(html):
            yield wire.Paragraph(_absolute(clean_inline(html, own_links=True)))
        case "list", str(html):
            yield from html_blocks(_absolute(html))
        case "subhead", str(text):
            yield wire.Subhead(escape(text, quote=False))
        case "quote", Quote(text=text, said=said):
            yield wire.Quote(escape(text, quote=False), said)
        case "table", Table() as table:
            yield _table(table)
        case "picture", InlinePicture(picture=picture, caption=caption, credit=credit):
            yield wire.PictureRef(media_address(picture.src), caption, credit, picture.alt)
        case "read_also", links.Link(name=name, url=url):
            yield wire.RelatedLink(name, links.whole(url), _("Read also"))
        case "embed", links.Link(name=name, url=url):
            yield wire.RelatedLink(name, url)


def _variant(article: Article) -> Variant:
    return FULL_ENGLISH if article.language == "en" else FULL


def _absolute(html: str) -> str:
    return _OWN.sub(rf"\g<1>{settings.SITE_ADDRESS}/", html)


def _table(table: Table) -> wire.Table:
    rows = [tuple(escape(cell.text, quote=False) for cell in row) for row in (table.head, *table.rows) if row]
    return wire.Table(tuple(rows), 1 if table.head else 0, table.title)
