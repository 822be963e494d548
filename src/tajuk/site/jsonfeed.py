"""Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); `_withdrawn` is our extension."""

from datetime import datetime

import orjson
from django.conf import settings

from tajuk.common.clock import WIB
from tajuk.site.feeds import Entry, Feed
from tajuk.wires.story import Story

MEDIA_TYPE = "application/feed+json; charset=utf-8"


def write(feed: Feed, address: str) -> bytes:
    """Return the feed that stands at `address`, as UTF-8."""
    hubs = [{"type": "WebSub", "url": hub} for hub in settings.TAJUK_WEBSUB_HUBS]
    gone = {"_withdrawn": {"items": [_gone(notice) for notice in feed.gone]}} if feed.gone else {}
    return orjson.dumps(
        {
            **gone,
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.description,
            "home_page_url": feed.home,
            "feed_url": address,
            "language": feed.language,
            "authors": [{"name": feed.publisher}],
            **({"hubs": hubs} if hubs else {}),
            "items": [_item(entry, feed.language) for entry in feed.entries],
        }
    )


def _item(entry: Entry, language: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary_text,
        "content_html": entry.html or entry.summary_html,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "authors": [{"name": author.name, "url": author.url} for author in entry.authors],
        "tags": list(entry.categories),
        "language": language,
    }
    if entry.elsewhere:
        item["external_url"] = entry.elsewhere
    if entry.picture:
        item["image"] = entry.picture_address
    return {name: value for name, value in item.items() if value != []}


def _gone(notice: Story) -> dict[str, object]:
    at = _moment(notice.version_created) if notice.version_created else None
    return {"id": notice.guid, "pubStatus": notice.pubstatus, "date": at, "reason": " ".join(notice.ednotes)}


def _moment(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")
