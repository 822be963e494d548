"""Write a feed as Atom (RFC 4287) with Media RSS pictures; what was taken back as deleted entries (RFC 6721)."""

from datetime import UTC, datetime

from django.conf import settings
from lxml import etree

from tajuk.common.clock import WIB
from tajuk.site.feeds import Entry, Feed
from tajuk.site.rss import ATOM, MEDIA, add_picture
from tajuk.site.xml_out import add, root, written
from tajuk.wires.story import Story

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
# Atom wants a time of the feed itself; one without a story has none that would stay the same.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write(feed: Feed, address: str) -> bytes:
    """Return the feed that stands at `address`, as UTF-8."""
    document = root("feed", ATOM, media=MEDIA, **({"at": TOMBSTONES} if feed.gone else {}))
    document.set(f"{{{XML}}}lang", feed.language)
    add(document, "id", address)
    add(document, "title", feed.title)
    add(document, "subtitle", feed.description)
    add(document, "updated", _moment(feed.updated or _NEVER))
    add(add(document, "author"), "name", feed.publisher)
    add(document, "rights", feed.publisher)
    add(document, "link", rel="self", type="application/atom+xml", href=address)
    add(document, "link", rel="alternate", type="text/html", href=feed.home)
    for hub in settings.TAJUK_WEBSUB_HUBS:
        add(document, "link", rel="hub", href=hub)
    for entry in feed.entries:
        _entry(document, entry)
    for notice in feed.gone:
        _gone(document, notice)
    return written(document)


def _entry(document: etree._Element, entry: Entry) -> None:
    node = add(document, "entry")
    add(node, "id", entry.id)
    add(node, "title", entry.title)
    add(node, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.elsewhere:
        add(node, "link", rel="canonical", href=entry.elsewhere)
    add(node, "published", _moment(entry.published))
    add(node, "updated", _moment(entry.updated))
    for author in entry.authors:
        person = add(node, "author")
        add(person, "name", author.name)
        add(person, "uri", author.url)
    for category in entry.categories:
        add(node, "category", term=category)
    add(node, "summary", entry.summary_html, type="html")
    if entry.html:
        add(node, "content", entry.html, type="html")
    add_picture(node, entry)


def _gone(document: etree._Element, notice: Story) -> None:
    at = _moment(notice.version_created or _NEVER)
    node = add(document, f"{{{TOMBSTONES}}}deleted-entry", ref=notice.guid, when=at)
    add(node, "comment", " ".join((notice.pubstatus, *notice.ednotes)))


def _moment(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")
