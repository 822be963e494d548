"""XML from outside, parsed by libxml2 with every door shut: no entities, no DTD, no network, bounded depth."""

import re
from collections.abc import Iterator
from functools import cache
from html.entities import html5
from typing import Any

from lxml import etree

from tajuk.wires.encodings import declared_in, decode
from tajuk.wires.limits import XML_TAGS, refuse_above
from tajuk.wires.story import Unreadable

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^>\[]{0,1000}(\[)?", re.IGNORECASE)
# An internal subset that declares nothing, or attributes and elements only: no entity, no parameter reference.
_HARMLESS_SUBSET = re.compile(rb"(?:[^\[\]%!]|<!(?:ATTLIST|ELEMENT|NOTATION)\b){0,8000}\]\s*>")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_UTF8 = {"", "utf-8", "utf8", "us-ascii", "ascii"}


def _parser() -> etree.XMLParser:
    # A parser holds state: one for each document. libxml2 refuses more than 256 levels without huge_tree.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def as_utf8(data: bytes) -> bytes:
    """Return the document in UTF-8, whatever it was written in."""
    declared = declared_in(data)
    if declared.lower() in _UTF8 and not data.startswith(
        (b"\xff", b"\xfe", b"\x00", b"<\x00", b"\xef\xbb\xbf")
    ):
        if b"\x00" in data:
            raise Unreadable(f"a NUL byte at {data.index(0)}: this is not text")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data
    return _DECLARATION.sub("", decode(data).text, count=1).encode("utf-8", "strict")


def declared_utf8(head: bytes) -> bool:
    """Return whether a document says, or leaves it to be understood, that it is UTF-8."""
    return declared_in(head).lower() in _UTF8 and b"\x00" not in head[:64]


def _known_entity(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name in _XML_OWN:
        return found[0]
    text = html5.get(name.decode("ascii") + ";")
    return text.encode("utf-8") if text else found[0]


def _without_named_entities(data: bytes) -> bytes:
    """Replace `&nbsp;` and its kind, which NITF and RSS files use as if their DTD had been read; `&#X41;` too."""
    return _NAMED.sub(_known_entity, data.replace(b"&#X", b"&#x"))


def refuse_subset(data: bytes) -> bool:
    """Raise `Unreadable` for a DTD within the document; return whether it has a DOCTYPE at all."""
    at = 0
    while True:
        at = data.find(b"<", at)
        if data.startswith(b"<!--", at):
            at = data.find(b"-->", at)
        elif data.startswith(b"<?", at):
            at = data.find(b"?>", at)
        else:
            break
        if at < 0:
            return False
    found = _DOCTYPE.match(data, at) if at >= 0 else None
    if found is not None and found[1]:
        subset = _HARMLESS_SUBSET.match(data, found.end())
        if subset is None:
            raise Unreadable("the document brings its own DTD with entities: refused")
    return found is not None


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of a document; raise `Unreadable` with one line for any that is not well-formed or safe."""
    data = as_utf8(data).lstrip()
    refuse_above(XML_TAGS, data.count(b"<"), "tags in one document")
    if refuse_subset(data) and b"&" in data:
        data = _without_named_entities(data)
    try:
        return _parsed(data)
    except etree.XMLSyntaxError as fault:
        mended = _without_named_entities(data) if "Entity" in str(fault) or "CharRef" in str(fault) else data
        if mended == data:
            raise Unreadable(_one_line(fault)) from None
    try:
        return _parsed(mended)
    except etree.XMLSyntaxError as fault:
        raise Unreadable(_one_line(fault)) from None


def _parsed(data: bytes) -> etree._Element:
    try:
        root = etree.fromstring(data, _parser())
    except (ValueError, AssertionError) as fault:
        raise Unreadable(f"not XML: {fault}") from None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise Unreadable("the document brings its own DTD: refused")
    return root


def _one_line(fault: etree.XMLSyntaxError) -> str:
    return f"not well-formed XML: {' '.join(str(fault.msg).split())[:200]}"


_LOCAL: dict[str, str] = {}
_MOST_NAMES = 4096


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; nothing for what is not an element."""
    tag: Any = (
        element.tag
    )  # a function for comments and the like, which our parser drops but a caller's may keep
    name = _LOCAL.get(tag)
    if name is None:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(_LOCAL) < _MOST_NAMES:
            _LOCAL[tag] = name
    return name


def text_in(element: etree._Element | None) -> str:
    """Return all text within an element on one line."""
    if element is None:
        return ""
    if not len(element):
        return " ".join((element.text or "").split())
    broken = next(element.iter("{*}br"), None) is not None
    pieces = _pieces(element) if broken else map(str, element.itertext())
    return " ".join("".join(pieces).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    """Yield the text within an element, a space for each break of a line."""
    yield element.text or ""
    for each in element:
        if name := local(each):
            yield from (" ",) if name == "br" else _pieces(each)
        yield each.tail or ""


@cache
def _patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{*}}{name}" for name in names)


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Return the children of these local names, in order."""
    return element.iterchildren(*_patterns(names)) if element is not None else iter(())


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant reached by these local names, one a level, or None."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(*_patterns((name,))), None)
    return element
