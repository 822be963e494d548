"""Tell others how a story stands in their pages (https://oembed.com): a quotation that links here, no script."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.utils.html import format_html

from tajuk.articles.enums import Role
from tajuk.articles.models import Article
from tajuk.clearance import gate
from tajuk.site import exchange, links
from tajuk.site.chrome import masthead
from tajuk.site.heads import images_of
from tajuk.site.xml_out import add, root
from tajuk.site.xml_out import written as xml_written

EXIT = "oembed"
MEDIA_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# A kill must reach every cache within a minute.
FRESH_SECONDS = 60
WIDEST, HIGHEST = 600, 240
_STORY = re.compile(r"/(?:lite/)?(?:en/)?[-\w]+/[^/]*-(\d{1,18})")


def page_of(article: Article) -> str:
    """Return the address by which a story is asked about: that of its page."""
    return exchange.page_of(article)


def written(described: dict[str, Any], form: str) -> bytes:
    """Write a description as JSON or XML."""
    if form == "json":
        return orjson.dumps({name: _plain(value) for name, value in described.items()})
    document = root("oembed")
    for name, value in described.items():
        add(document, name, str(value))
    return xml_written(document)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def article_at(address: str) -> Article | None:
    """Return the article whose page an address is, None for an address that is no story's or no address of ours."""
    own = urlsplit(settings.SITE_ADDRESS)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc != own.netloc or parts.scheme not in {"http", "https"}:
        return None
    found = _STORY.fullmatch(parts.path)
    return Article.objects.for_page().filter(pk=int(found[1])).first() if found else None


def described(article: Article, now: datetime, *, width: int, height: int) -> dict[str, Any] | None:
    """Return the description of a story within the size that was asked for; None where the gate keeps it in."""
    if not gate.check(article, EXIT, now).cleared:
        return None
    paper = masthead()
    page = exchange.page_of(article)
    found: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": article.headline,
        "provider_name": paper.name,
        "provider_url": links.whole("/"),
        "cache_age": FRESH_SECONDS,
        "width": min(width, WIDEST),
        "height": min(height, HIGHEST),
        "html": format_html(
            '<blockquote cite="{}"><p><a href="{}">{}</a></p>{}<p>{}</p></blockquote>',
            page,
            page,
            article.headline,
            format_html("<p>{}</p>", article.summary) if article.summary else "",
            paper.name,
        ),
    }
    if names := exchange.names_of(article, Role.REPORTER):
        found["author_name"] = ", ".join(names)
    if images := images_of(article, now):
        image = min(images, key=lambda each: each.width)
        if image.width <= width:
            found |= {
                "thumbnail_url": image.address,
                "thumbnail_width": image.width,
                "thumbnail_height": image.height,
            }
    return found
