"""RSS 0.90 to 2.0, RDF and Atom, through feedparser, which knows what twenty years of feeds have done.

The document has passed our own XML gate before (no DTD, no entities, bounded depth). One that is not well-formed is
given to feedparser's loose reader only when it is whole: half an item must never pass for a story.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from typing import Any

from tajuk.wires.markup import html_blocks, plain
from tajuk.wires.parsers.json_values import number, text, whole
from tajuk.wires.story import Association, Concept, Json, Labelled, Rendition, Story, Unreadable
from tajuk.wires.times import parse_moment

NAME = "feed"
ROOTS = {"rss", "rdf", "feed", "channel"}
_CLOSING = (b"</rss", b"</feed", b"</rdf:rdf", b"</channel>")
_KNOWN = {
    "title", "title_detail", "links", "link", "id", "guidislink", "summary", "summary_detail", "description", "content",
    "published", "published_parsed", "updated", "updated_parsed", "created", "created_parsed", "expired",
    "expired_parsed", "author", "author_detail", "authors", "tags", "rights", "rights_detail",
    "media_content", "media_thumbnail", "media_credit", "media_text", "media_description", "language", "href",
}  # fmt: skip


def looks_whole(data: bytes) -> bool:
    """Return whether a feed that is no XML at least ends as a feed does."""
    tail = data[-200:].lower()
    return any(mark in tail for mark in _CLOSING)


def read_feed(data: bytes) -> Any:
    """Return feedparser's reading of UTF-8 bytes; raise `Unreadable` when they are no feed."""
    import feedparser  # imported late: it is slow to load, and most wires are no feeds

    try:
        # Bytes alone would be tried as a file name or an address; a stream is only read.
        result = feedparser.parse(BytesIO(data), sanitize_html=True, resolve_relative_uris=True)
    except Exception as fault:  # feedparser's loose reader raises whatever sgmllib raises
        raise Unreadable(f"a feed that cannot be read: {type(fault).__name__}") from None
    if not result.version and not result.entries and not result.feed:
        raise Unreadable("XML that is no feed")
    return result


def facts(result: Any) -> dict[str, Json]:
    """Return what the feed says of itself."""
    found = {name: _json(value) for name, value in result.feed.items() if not name.endswith("_parsed")}
    return {"version": result.version or "", **found}


def _json(value: Any) -> Json:
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def parse(result: Any, zone: tzinfo = UTC) -> list[Story]:
    """Return the entries of a feed; a feed without any is an empty list."""
    feed = result.feed
    return [_story(entry, feed, zone, result.version or "") for entry in result.entries]


def _moment(entry: Any, *names: str, zone: tzinfo) -> datetime | None:
    for name in names:
        moment = parse_moment(text(dict.get(entry, name)), zone)  # its own `get` warns about `updated`
        if moment is not None:
            return moment
        parsed = dict.get(entry, f"{name}_parsed")
        if parsed:
            try:
                year, month, day, hour, minute, second = parsed[:6]
                return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
            except (ValueError, TypeError):
                continue
    return None


def _story(entry: Any, feed: Any, zone: tzinfo, version: str) -> Story:
    content = [each for each in entry.get("content") or () if each.get("value")]
    summary = text(entry.get("summary"))
    raw, mime = (
        (content[0]["value"], content[0].get("type") or "") if content else (summary, _type(entry, "summary"))
    )
    published = _moment(entry, "published", "created", zone=zone)
    updated = _moment(entry, "updated", "published", "created", zone=zone)
    title = _text_of(entry, "title")
    link = text(entry.get("link"))
    language = (
        (entry.get("title_detail") or {}).get("language") or entry.get("language") or feed.get("language")
    )
    return Story(
        guid=text(entry.get("id")) or link,
        format="atom" if version.startswith("atom") else "rss",
        provider=_provider(feed),
        item_type="entry" if version.startswith("atom") else "item",
        profile=version,
        type="text",
        first_created=published,
        version_created=updated,
        expires=_moment(entry, "expired", zone=zone),
        headlines=(Labelled(title),) if title else (),
        descriptions=tuple(_descriptions(entry, summary)),
        bylines=tuple(dict.fromkeys(filter(None, (_author(each) for each in _authors(entry))))),
        creators=tuple(_creators(entry)),
        languages=tuple(filter(None, [text(language)])),
        body=html_blocks(raw) if raw else (),
        raw_body=raw,
        body_type=mime,
        copyright_notice=_text_of(entry, "rights") or _text_of(feed, "rights"),
        credit=_media_credit(entry),
        subjects=tuple(_tags(entry)),
        sources=tuple(_sources(entry)),
        alt_ids=(Labelled(link, "url"),) if link else (),
        associations=(*_enclosures(entry), *_media(entry), *_links(entry)),
        extra={
            name: _json(value)
            for name, value in entry.items()
            if name not in _KNOWN and not name.endswith("_parsed")
        },
    )


def _type(entry: Any, name: str) -> str:
    return text((entry.get(f"{name}_detail") or {}).get("type"))


def _text_of(entry: Any, name: str) -> str:
    return plain(text(entry.get(name)))


def _provider(feed: Any) -> Concept:
    name = _text_of(feed, "title") or _text_of(feed, "publisher")
    return Concept(name=name, uri=text(feed.get("link")), kind="organisation")


def _descriptions(entry: Any, summary: str) -> Iterator[Labelled]:
    if found := plain(summary):
        yield Labelled(found, "summary")
    subtitle = _text_of(entry, "subtitle")
    if subtitle and subtitle != plain(summary):
        yield Labelled(subtitle, "subtitle")


def _authors(entry: Any) -> list[Any]:
    authors = [each for each in entry.get("authors") or () if each]
    if not authors and entry.get("author"):
        authors = [entry.get("author_detail") or {"name": entry["author"]}]
    return authors


def _author(author: Any) -> str:
    return plain(text(author.get("name"))) or text(author.get("email"))


def _creators(entry: Any) -> Iterator[Concept]:
    for people, role in ((_authors(entry), "author"), (entry.get("contributors") or (), "contributor")):
        for each in people:
            contact: list[dict[str, Json]] = []
            if email := text(each.get("email")):
                contact.append({"type": "email", "value": email})
            uri = text(each.get("href") or each.get("url"))
            yield Concept(name=_author(each), uri=uri, kind="person", role=role, contacts=tuple(contact))


def _tags(entry: Any) -> Iterator[Concept]:
    for tag in entry.get("tags") or ():
        term, label, scheme = text(tag.get("term")), plain(text(tag.get("label"))), text(tag.get("scheme"))
        if term or label:
            yield Concept(name=label or plain(term), code=term, scheme=scheme)


def _sources(entry: Any) -> Iterator[Concept]:
    source = entry.get("source")
    if source and (name := _text_of(source, "title") or _text_of(source, "author") or text(source.get("id"))):
        yield Concept(
            name=name, uri=text(source.get("href") or source.get("link")), kind="organisation", role="source"
        )
    if publisher := _text_of(entry, "publisher"):
        yield Concept(name=publisher, kind="organisation", role="publisher")


def _media_credit(entry: Any) -> str:
    given = entry.get("media_credit") or ()
    return plain(text(given[0].get("content"))) if given and isinstance(given[0], dict) else ""


def _kind(mime: str, medium: str = "") -> str:
    major = medium or mime.partition("/")[0]
    return {"image": "picture", "picture": "picture", "video": "video", "audio": "audio"}.get(major, "")


def _enclosures(entry: Any) -> Iterator[Association]:
    for position, each in enumerate(entry.get("enclosures") or (), 1):
        href, mime = text(each.get("href") or each.get("url")), text(each.get("type"))
        if href:
            rendition = Rendition("enclosure", href, mime, size=whole(each.get("length")))
            story = Story(guid=href, format=NAME, type=_kind(mime), renditions=(rendition,))
            yield Association(f"enclosure{position}", "enclosure", story)


def _media(entry: Any) -> Iterator[Association]:
    seen: set[str] = set()
    caption, credit = _text_of(entry, "media_description"), _media_credit(entry)
    for field in ("media_content", "media_thumbnail"):
        for position, each in enumerate(entry.get(field) or (), 1):
            href, mime = text(each.get("url")), text(each.get("type"))
            if not href or href in seen:
                continue
            seen.add(href)
            kind = _kind(mime, text(each.get("medium"))) or "picture"
            rendition = Rendition(
                "thumbnail" if field == "media_thumbnail" else "content",
                href,
                mime,
                whole(each.get("width")),
                whole(each.get("height")),
                whole(each.get("filesize")),
                number(each.get("duration")),
            )
            yield Association(
                f"{field}{position}",
                field.replace("_", ":"),
                Story(
                    guid=href,
                    format=NAME,
                    type=kind,
                    descriptions=(Labelled(caption, "caption"),) if caption else (),
                    credit=credit,
                    renditions=(rendition,),
                ),
            )


def _links(entry: Any) -> Iterator[Association]:
    for position, each in enumerate(entry.get("links") or (), 1):
        rel, href = text(each.get("rel")), text(each.get("href"))
        if href and rel not in {"alternate", "enclosure", "self", ""}:
            title = plain(text(each.get("title")))
            story = Story(guid=href, format=NAME, title=title)
            yield Association(title or f"link{position}", rel, story)
