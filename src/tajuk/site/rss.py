"""Write a feed as RSS 2.0 (https://www.rssboard.org/rss-specification).

With Media RSS pictures, Dublin Core creators, texts as `content:encoded`, its own address as an Atom link.
"""

from email.utils import format_datetime

from django.conf import settings
from lxml import etree

from tajuk.common.clock import WIB
from tajuk.site.feeds import Entry, Feed
from tajuk.site.xml_out import add, root, written

MEDIA_TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"


def write(feed: Feed, address: str) -> bytes:
    """Return the feed that stands at `address`, as UTF-8."""
    document = root("rss", atom=ATOM, content=CONTENT, dc=DUBLIN, media=MEDIA)
    document.set("version", "2.0")
    channel = add(document, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.description)
    add(channel, "language", feed.language)
    add(channel, "copyright", feed.publisher)
    if feed.updated:
        add(channel, "lastBuildDate", format_datetime(feed.updated.astimezone(WIB)))
    add(channel, f"{{{ATOM}}}link", href=address, rel="self", type="application/rss+xml")
    for hub in settings.TAJUK_WEBSUB_HUBS:
        add(channel, f"{{{ATOM}}}link", href=hub, rel="hub")
    for entry in feed.entries:
        _item(channel, entry)
    return written(document)


def _item(channel: etree._Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "description", entry.summary_html)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.published.astimezone(WIB)))
    if entry.elsewhere:
        add(item, f"{{{ATOM}}}link", href=entry.elsewhere, rel="canonical")
    for author in entry.authors:
        add(item, f"{{{DUBLIN}}}creator", author.name)
    for category in entry.categories:
        add(item, "category", category)
    if entry.html:
        add(item, f"{{{CONTENT}}}encoded", entry.html)
    if entry.updated > entry.published:
        add(item, f"{{{ATOM}}}updated", entry.updated.astimezone(WIB).isoformat(timespec="seconds"))
    add_picture(item, entry)


def add_picture(item: etree._Element, entry: Entry) -> None:
    """Add the lead picture with its caption and credit line, where there is one."""
    if entry.picture is None:
        return
    size = {"width": str(entry.picture.width), "height": str(entry.picture.height)}
    content = add(
        item, f"{{{MEDIA}}}content", url=entry.picture_address, medium="image", type="image/jpeg", **size
    )
    if entry.caption:
        add(content, f"{{{MEDIA}}}description", entry.caption, type="plain")
    if entry.credit:
        add(content, f"{{{MEDIA}}}credit", entry.credit)
