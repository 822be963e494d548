"""Read a document of very many items, item after item, holding no more than one of them at a time.

For archives and long backlogs: NewsML-G2 messages, NewsML 1.x, feeds, lists of ninjs or JSON Feed items, telegraph
wires. A fault behind the first items costs what follows it, never what was read.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, tzinfo
from hashlib import sha256
from itertools import chain
from typing import IO, Any

import orjson
from lxml import etree

from tajuk.wires import limits
from tajuk.wires.parsers import feeds, g2, jsonfeed, newsml1, ninjs
from tajuk.wires.recognise import recognise, root_name
from tajuk.wires.safe_xml import declared_utf8, local, refuse_subset
from tajuk.wires.split import json_items, telegraph_messages
from tajuk.wires.story import Story, Unreadable

CHUNK = 65_536
_FEED_BATCH = 100
_HERE = "x-tajuk-here"
_FEED_ITEMS = ("{*}item", "{*}entry")


def read_stream(file: IO[bytes], zone: tzinfo = UTC) -> Iterator[Story]:
    """Yield the stories of a file of any size; raise `Unreadable` where it cannot be read on."""
    head = file.read(CHUNK)
    rest = _bounded(file, len(head))
    start = head.lstrip(b" \t\r\n\xef\xbb\xbf")[:1]
    number = 0
    for number, story in enumerate(_stories(head, start, rest, zone), 1):
        yield story if story.guid else _named(story, number)
    if not number:
        raise Unreadable("a long document without any item")


def _named(story: Story, number: int) -> Story:
    digest = sha256(repr(story).encode("utf-8", "replace")).hexdigest()[:32]
    return replace(story, guid=f"urn:x-tajuk:sha256:{digest}:{number}")


def _bounded(file: IO[bytes], seen: int) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        seen += len(chunk)
        if seen > limits.STREAM_BYTES:
            raise Unreadable(f"too large: more than {limits.STREAM_BYTES:,} bytes")
        yield chunk


def _stories(head: bytes, start: bytes, rest: Iterator[bytes], zone: tzinfo) -> Iterator[Story]:
    chunks = chain((head,), rest)
    if start == b"<":
        yield from _xml(head, chunks, zone)
        return
    if start in {b"{", b"["}:
        yield from _json(head, chunks, zone)
    elif b"\x01" in head[:32]:
        for message in telegraph_messages(chunks):
            yield from recognise(message)(message, zone).stories
    else:
        raise Unreadable(f"too large: more than {limits.BYTES:,} bytes of what is no list of items")


def _json(head: bytes, chunks: Iterator[bytes], zone: tzinfo) -> Iterator[Story]:
    feed = _feed_facts(head) if b"jsonfeed.org/version" in head[:2000] else None
    for piece in json_items(chunks):
        try:
            value = orjson.loads(piece)
        except orjson.JSONDecodeError as fault:
            raise Unreadable(f"not JSON: {' '.join(str(fault).split())[:160]}") from None
        if feed is not None and "id" in value:
            yield from jsonfeed.parse({**feed, "items": [value]}, zone)
        elif feed is None and ninjs.looks_like(value):
            yield from ninjs.parse(value, zone)


def _feed_facts(head: bytes) -> dict[str, Any]:
    """Return what a JSON Feed says of itself before its items."""
    before = head.partition(b'"items"')[0].rstrip(b" \t\r\n,")
    try:
        value = orjson.loads(before + b"}")
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _xml(head: bytes, chunks: Iterator[bytes], zone: tzinfo) -> Iterator[Story]:
    if not declared_utf8(head):
        raise Unreadable("a document of this size is read only in UTF-8")
    refuse_subset(head.lstrip())
    name = root_name(head)
    if name == "newsMessage":
        yield from _items(chunks, g2.ITEMS, "header", lambda item, header: g2.parse_item(item, header, zone))
    elif name == "NewsML":
        take = lambda item, envelope: newsml1.parse_item(item, envelope, zone)  # noqa: E731 - one line, used once
        yield from _items(chunks, {"NewsItem"}, "NewsEnvelope", take)
    elif name.lower() in feeds.ROOTS:
        yield from _feed(chunks, zone)
    else:
        raise Unreadable(f"too large: more than {limits.BYTES:,} bytes in one <{name[:60]}>")


def _ended(chunks: Iterator[bytes], *tags: str) -> Iterator[etree._Element]:
    """Yield elements of these names as they end; one that grows beyond an item's measure is refused."""
    parser = etree.XMLPullParser(
        events=("end",), tag=tags, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    since = 0
    try:
        for chunk in chunks:
            parser.feed(chunk)
            since += len(chunk)
            for event in parser.read_events():
                element: Any = event[1]
                since = 0
                yield element
            if since > limits.STREAM_ITEM_BYTES:
                raise Unreadable(f"one item of more than {limits.STREAM_ITEM_BYTES:,} bytes")
        parser.close()
    except etree.XMLSyntaxError as fault:
        raise Unreadable(f"not well-formed XML: {' '.join(str(fault.msg).split())[:200]}") from None


def _items(
    chunks: Iterator[bytes],
    names: set[str],
    head: str,
    take: Callable[[etree._Element, etree._Element | None], Story],
) -> Iterator[Story]:
    header: etree._Element | None = None
    for element in _ended(chunks, f"{{*}}{head}", *(f"{{*}}{name}" for name in names)):
        if local(element) == head:
            header = element
        elif not any(local(outer) in names for outer in element.iterancestors()):
            yield take(element, header)
            _forget(element)


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while (
        parent is not None
        and (before := element.getprevious()) is not None
        and local(before) == local(element)
    ):
        parent.remove(before)


def _feed(chunks: Iterator[bytes], zone: tzinfo) -> Iterator[Story]:
    """Read a feed in batches of entries, each with what the feed says of itself around it."""
    batch: list[bytes] = []
    frame: tuple[bytes, bytes] | None = None
    for element in _ended(chunks, *_FEED_ITEMS):
        parent = element.getparent()
        if parent is None or local(parent).lower() not in feeds.ROOTS:
            continue
        frame = frame or _frame(parent)
        batch.append(etree.tostring(element, with_tail=False))
        _forget(element)
        if len(batch) == _FEED_BATCH:
            yield from _entries(frame, batch, zone)
            batch.clear()
    if frame is not None and batch:
        yield from _entries(frame, batch, zone)


def _frame(parent: etree._Element) -> tuple[bytes, bytes]:
    """Return the markup before and behind the entries of a feed: its elements, and what it says of itself."""
    outer = parent.getparent()
    names: Any = parent.nsmap
    given: Any = parent.attrib
    copy = etree.Element(parent.tag, given, nsmap=names)
    copy.extend([deepcopy(each) for each in parent if local(each) not in {"item", "entry"}])
    etree.SubElement(copy, _HERE)
    if outer is not None:  # RDF has its items beside the channel, RSS within it
        given = outer.attrib
        root = etree.Element(outer.tag, given, nsmap=names)
        root.append(copy)
        copy = root
    before, _, behind = etree.tostring(copy).partition(f"<{_HERE}/>".encode())
    return before, behind


def _entries(frame: tuple[bytes, bytes], batch: list[bytes], zone: tzinfo) -> Iterator[Story]:
    result = feeds.read_feed(frame[0] + b"".join(batch) + frame[1])
    yield from feeds.parse(result, zone)
