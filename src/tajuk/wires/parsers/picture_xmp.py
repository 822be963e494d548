"""XMP packets (ISO 16684-1) as plain values: a property's namespace prefix and name, and what stands there.

Source of the names: IPTC Photo Metadata Standard 2025.1, XMP specification, PLUS licence data format.
"""

from typing import Any, TypeAlias

from lxml import etree

from tajuk.wires.safe_xml import XML_LANG, local, parse_xml
from tajuk.wires.story import Unreadable

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "core",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "ext",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
}
_MOST, _DEEPEST = 2000, 12


def read_xmp(packet: bytes) -> dict[str, Value]:
    """Return the properties of a packet by `prefix:name`; none for a packet that is damaged."""
    start, end = packet.find(b"<"), packet.rfind(b">")
    try:
        root = parse_xml(packet[start : end + 1])
    except Unreadable:
        return {}
    out: dict[str, Value] = {}
    for description in root.iter(f"{_RDF}Description"):
        parent: Any = description.getparent()
        if parent is None or parent.tag == f"{_RDF}RDF":
            for name, value in _members(description, 0).items():
                if len(out) < _MOST:
                    out.setdefault(name, value)
    return out


def _name(tag: Any) -> str:
    space, brace, name = str(tag).lstrip("{").rpartition("}")
    return f"{_PREFIXES.get(space, space)}:{name}" if brace else str(tag)


def _members(element: etree._Element, depth: int) -> dict[str, Value]:
    out: dict[str, Value] = {
        _name(key): str(value)
        for key, value in element.attrib.items()
        if not str(key).startswith((_RDF, "{http://www.w3.org/XML"))
    }
    for child in element:
        if local(child) and (value := _value(child, depth + 1)):
            out.setdefault(_name(child.tag), value)
    return out


def _value(element: etree._Element, depth: int) -> Value:
    if depth > _DEEPEST:
        return ""
    resource = element.get(f"{_RDF}resource")
    if resource:
        return str(resource)
    for child in element:
        if child.tag == f"{_RDF}Alt":
            return _alternative(child)
        if child.tag in {f"{_RDF}Bag", f"{_RDF}Seq"}:
            return [value for each in child if (value := _value(each, depth + 1))]
        if child.tag == f"{_RDF}Description":
            return _members(child, depth + 1)
        if child.tag == f"{_RDF}value":
            return (child.text or "").strip()
    if element.get(f"{_RDF}parseType") == "Resource" or len(element):
        return _members(element, depth + 1)
    own = _members(element, depth + 1)
    return own or (element.text or "").strip()


def _alternative(alt: etree._Element) -> str:
    """Return the default language's text, else the first that is not empty."""
    texts = [(each.get(XML_LANG) or "", (each.text or "").strip()) for each in alt]
    return next(
        (text for lang, text in texts if lang == "x-default" and text),
        next((text for _, text in texts if text), ""),
    )


def one(value: Value) -> str:
    """Return a value as one text: the first of a list, the name within a structure."""
    if isinstance(value, list):
        return one(value[0]) if value else ""
    if isinstance(value, dict):
        return next(
            (found for key, each in value.items() if key.endswith("Name") and (found := one(each))), ""
        )
    return value or ""


def many(value: Value) -> list[str]:
    """Return a value as a list of texts."""
    if isinstance(value, list):
        return [text for each in value if (text := one(each))]
    return [text] if (text := one(value)) else []


def structures(value: Value) -> list[dict[str, Value]]:
    """Return the structures of a bag, or one that stands alone."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
