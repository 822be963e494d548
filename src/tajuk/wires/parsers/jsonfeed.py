"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Any

from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.markup import html_blocks, plain, text_blocks
from tajuk.wires.parsers.json_values import first, mapping, mappings, number, text, texts, whole
from tajuk.wires.story import Association, Concept, Json, Labelled, Rendition, Story
from tajuk.wires.times import parse_moment

NAME = "jsonfeed"


def looks_like(value: Any) -> bool:
    """Return whether decoded JSON is a feed."""
    if not isinstance(value, dict):
        return False
    version = str(value.get("version", ""))
    if "jsonfeed.org/version" in version:
        return True
    # Some programs write the bare number, or none: a feed still has its items and says where it lives.
    return isinstance(value.get("items"), list) and bool({"home_page_url", "feed_url"} & value.keys())


def facts(value: Any) -> dict[str, Json]:
    """Return what the feed says of itself."""
    return {name: each for name, each in mapping(value).items() if name not in {"items", "version"}}


def parse(value: Any, zone: tzinfo = UTC) -> list[Story]:
    """Return the feed's items; a feed without any is an empty list."""
    feed = mapping(value)
    items = list(mappings(feed.get("items")))
    refuse_above(ITEMS, len(items), "items in one feed")
    return [_story(item, feed, zone) for item in items]


def _authors(item: dict[str, Any]) -> Iterator[Concept]:
    for each in [*mappings(item.get("authors")), *mappings(item.get("author"))]:
        name, uri = plain(text(each.get("name"))), text(each.get("url"))
        if name or uri:
            yield Concept(name=name, uri=uri, kind="person", role="author")


def _story(item: dict[str, Any], feed: dict[str, Any], zone: tzinfo) -> Story:
    html, loose = text(item.get("content_html")), text(item.get("content_text"))
    authors = list(dict.fromkeys(each.name for each in _authors(item) if each.name))
    summary, title = plain(text(item.get("summary"))), plain(text(item.get("title")))
    url = text(first(item, "url", "external_url"))
    return Story(
        guid=text(item.get("id")) or url,
        format=NAME,
        provider=Concept(
            name=plain(text(feed.get("title"))), uri=text(feed.get("home_page_url")), kind="organisation"
        ),
        item_type="item",
        type="text",
        first_created=parse_moment(text(item.get("date_published")), zone),
        version_created=parse_moment(text(first(item, "date_modified", "date_published")), zone),
        headlines=(Labelled(title),) if title else (),
        descriptions=(Labelled(summary, "summary"),) if summary else (),
        bylines=tuple(authors),
        creators=tuple(_authors(item)),
        languages=tuple(filter(None, [text(first(item, "language") or feed.get("language"))])),
        body=html_blocks(html) if html else text_blocks(loose) if loose else (),
        raw_body=html or loose,
        body_type="text/html" if html else "text/plain" if loose else "",
        keywords=tuple(plain(each) for each in texts(item.get("tags"))),
        alt_ids=tuple(
            Labelled(value, name) for name in ("url", "external_url") if (value := text(item.get(name)))
        ),
        associations=tuple(_media(item)),
        extra=_extra(item, loose if html else ""),
    )


def _extra(item: dict[str, Any], loose: str) -> dict[str, Json]:
    """Keep the extensions, and the plain text that some feeds send beside the markup."""
    extra: dict[str, Json] = {key: each for key, each in item.items() if key.startswith("_")}
    if loose:
        extra["texts"] = [{"role": "text", "place": 1, "value": loose}]
    return extra


def _media(item: dict[str, Any]) -> Iterator[Association]:
    for name in ("image", "banner_image"):
        if href := text(item.get(name)):
            story = Story(guid=href, format=NAME, type="picture", renditions=(Rendition(name, href),))
            yield Association(name, name, story)
    for position, each in enumerate(mappings(item.get("attachments")), 1):
        href, mime = text(each.get("url")), text(each.get("mime_type"))
        rendition = Rendition(
            name=f"attachment{position}",
            href=href,
            mimetype=mime,
            size=whole(each.get("size_in_bytes")),
            duration=number(each.get("duration_in_seconds")),
            title=plain(text(each.get("title"))),
        )
        kind = {"image": "picture"}.get(mime.partition("/")[0], mime.partition("/")[0])
        story = Story(guid=href, format=NAME, type=kind, title=rendition.title, renditions=(rendition,))
        yield Association(f"attachment{position}", "enclosure", story)
