"""Which reader reads a document: by what the bytes are, never by the file's name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial
from typing import Any, TypeAlias

import orjson

from tajuk.wires.encodings import declared_in, decode
from tajuk.wires.limits import FEED_TAGS, refuse_above
from tajuk.wires.parsers import (
    anpa1312,
    calendar,
    dpa,
    feeds,
    g2,
    html,
    iptc7901,
    jsonfeed,
    mail,
    newsml1,
    ninjs,
    nitf,
    picture,
    plain,
    story_json,
)
from tajuk.wires.safe_xml import as_utf8, local, parse_xml, refuse_subset
from tajuk.wires.story import Json, Story, Unreadable

# NUL and DEL only fill a telegraph line.
_FILL = b"\x00\x7f"
_WHITE = b" \t\r\n\xef\xbb\xbf"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
_DEEPEST_MAIL = 3
# Files that hold neither text nor a picture.
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "a gzip archive"), (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"Rar!", "a RAR archive"), (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"RIFF", "a media file"),
    (b"ID3", "a sound file"), (b"OggS", "a media file"),
    (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_FILES = tuple(signature for signature, _ in _SIGNATURES)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,80})")
_FRAGMENTS = frozenset(
    ("contentSet", "contentMeta", "itemMeta", "groupSet", "rightsInfo", "catalog", "concept", "assert")
)
_HTML = {"html", "body", "head", "div", "p", "article", "section", "span", "main", "h1", "h2", "table"}


@dataclass(frozen=True, slots=True)
class Document:
    """What a document turned out to be: its format, encoding, stories and what it says of itself as a whole."""

    format: str
    stories: list[Story]
    encoding: str = "utf-8"
    facts: dict[str, Json] = field(default_factory=dict)


Reader: TypeAlias = Callable[[bytes, tzinfo], Document]


def recognise(data: bytes) -> Reader:
    """Return the reader for these bytes; raise `Unreadable` for what holds no story at all."""
    head = data[:64].lstrip(_WHITE)
    if not head and not data[:8192].strip(_WHITE):
        raise Unreadable("the file is empty" if not data else "the file holds only white space")
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP" or data[4:12] in {b"ftypavif", b"ftypavis"}:
        return _picture
    if data.startswith(_FILES):
        _refuse_file(data)
    if iptc7901.looks_like(data[:700]):
        return _telegraph
    first = head.replace(b"\x00", b"").lstrip(b"\xff\xfe" + _WHITE)[:1]
    if first == b"<":
        return _markup
    if first in {b"{", b"["}:
        return _json
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return _calendar
    if b":" in head and mail.looks_like(data[:65_536].lstrip(_WHITE)):
        return _mail
    return _plain


def _refuse_file(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature) and not (
            signature == b"MZ" and data[:200].isascii() and b"\x00" not in data[:200]
        ):
            raise Unreadable(f"{what}, not a story")


def _picture(data: bytes, zone: tzinfo) -> Document:
    return Document(picture.NAME, picture.parse(data, zone), "binary")


def _calendar(data: bytes, zone: tzinfo) -> Document:
    decoded = decode(data)
    return Document(calendar.NAME, calendar.parse(decoded.text, zone), decoded.encoding)


def _mail(data: bytes, zone: tzinfo) -> Document:
    return Document(mail.NAME, mail.parse(data.lstrip(_WHITE), zone, partial(_attached, depth=1)), "us-ascii")


def _attached(data: bytes, zone: tzinfo, depth: int) -> list[Story]:
    """Read a file attached to a mail; a mail within a mail is read as well, to a bounded depth."""
    reader = recognise(data)
    if reader is not _mail:
        return reader(data, zone).stories
    if depth >= _DEEPEST_MAIL:
        raise Unreadable("mails within mails, too deeply")
    return mail.parse(data.lstrip(_WHITE), zone, partial(_attached, depth=depth + 1))


def _telegraph(data: bytes, zone: tzinfo) -> Document:
    decoded = decode(data.translate(None, _FILL))
    stories = [
        (anpa1312 if anpa1312.looks_like(frame) else iptc7901).parse_frame(frame, zone)
        for frame in iptc7901.frames(decoded.text)
    ]
    return Document(stories[0].format, stories, decoded.encoding)


def _json(data: bytes, zone: tzinfo) -> Document:
    try:
        value = orjson.loads(data)
        encoding = "utf-8"
    except orjson.JSONDecodeError as fault:
        return _json_otherwise(data, zone, fault)
    return _json_document(value, zone, encoding)


def _json_otherwise(data: bytes, zone: tzinfo, fault: Exception) -> Document:
    """Read JSON that is not plain UTF-8; text in brackets that is no JSON at all is a pasted page."""
    decoded = decode(data)
    try:
        value = orjson.loads(decoded.text)
    except orjson.JSONDecodeError:
        if decoded.text.lstrip()[:1] == "[" and plain.looks_like_prose(decoded.text):
            return _plain(data, zone)
        raise Unreadable(f"not JSON: {' '.join(str(fault).split())[:160]}") from None
    return _json_document(value, zone, decoded.encoding)


def _json_document(value: Any, zone: tzinfo, encoding: str) -> Document:
    if story_json.looks_like(value):
        return Document(story_json.NAME, story_json.parse(value), encoding)
    if dpa.looks_like(value):
        return Document(dpa.NAME, dpa.parse(value, zone), encoding)
    if jsonfeed.looks_like(value):
        return Document(jsonfeed.NAME, jsonfeed.parse(value, zone), encoding, jsonfeed.facts(value))
    if ninjs.looks_like(value):
        return Document(ninjs.NAME, ninjs.parse(value, zone), encoding)
    raise Unreadable("JSON of a kind that is not known (no ninjs, JSON Feed or digitalwires)")


def root_name(data: bytes) -> str:
    """Return the local name of the first element, past declaration, comments and DOCTYPE, without parsing."""
    at = 0
    for _ in range(64):
        at = data.find(b"<", at)
        if at < 0:
            return ""
        if data.startswith(b"<!--", at):
            at = data.find(b"-->", at)
            if at < 0:
                return ""
        elif data.startswith(b"<?", at):
            at = data.find(b"?>", at)
            if at < 0:
                return ""
        elif data.startswith(b"<!", at):
            at += 2
        elif found := _ROOT.match(data, at):
            return found[1].decode("ascii", "replace")
        else:
            return ""
    return ""


def _markup(data: bytes, zone: tzinfo) -> Document:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:64]:
        data = as_utf8(data)
    name = root_name(data)
    if name.lower() in feeds.ROOTS:
        return _feed(data, zone)
    parser = _XML.get(name)
    if name.lower() in _HTML or (parser is None and _is_page(data[:4096].lower())):
        return _html(data, zone)
    if parser is None:
        if name in _FRAGMENTS:
            raise Unreadable(f"a piece of NewsML-G2 (<{name}>), not an item")
        if not name and re.match(rb"\s*<[^!?A-Za-z_]", data):
            return _plain(data, zone)
        if not name:
            raise Unreadable("a document that ends before its first element")
        parse_xml(data)
        raise Unreadable(f"XML of a kind that is not known (<{name[:60]}>)")
    root = parse_xml(data)
    if local(root) != name:
        raise Unreadable(f"XML of a kind that is not known (<{local(root)[:60]}>)")
    form, parse = parser
    return Document(form, parse(root, zone), declared_in(data).lower() or "utf-8")


def _is_page(head: bytes) -> bool:
    """Return whether a document of another first element, or none, says that it is a page all the same."""
    return b"<!doctype html" in head or (b"<html" in head and b"<head" in head)


def _feed(data: bytes, zone: tzinfo) -> Document:
    encoding = declared_in(data).lower() or "utf-8"
    document = as_utf8(data)
    if document is not data and encoding == "utf-8":
        encoding = decode(data).encoding
    refuse_subset(document.lstrip())
    try:
        parse_xml(document)
    except Unreadable:
        if not feeds.looks_whole(document):
            raise
    refuse_above(FEED_TAGS, document.count(b"<"), "tags in one feed")
    result = feeds.read_feed(document)
    form = "atom" if (result.version or "").startswith("atom") else "rss"
    return Document(form, feeds.parse(result, zone), encoding, feeds.facts(result))


def _html(data: bytes, zone: tzinfo) -> Document:
    decoded = decode(data)
    return Document(html.NAME, html.parse(decoded.text, zone), decoded.encoding)


def _plain(data: bytes, zone: tzinfo) -> Document:
    decoded = decode(data)
    return Document(plain.NAME, plain.parse(decoded.text), decoded.encoding)


_XML: dict[str, tuple[str, Callable[..., list[Story]]]] = {
    **dict.fromkeys(g2.ROOTS, (g2.NAME, g2.parse)),
    "nitf": (nitf.NAME, nitf.parse),
    "NewsML": (newsml1.NAME, newsml1.parse),
    "NewsItem": (newsml1.NAME, newsml1.parse),
}
