"""Concepts, and what was kept of NewsML-G2, as elements of NewsML-G2."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from tajuk.common.sanitize import without_controls
from tajuk.wires.parsers.vocabularies import SCHEMES
from tajuk.wires.safe_xml import XML_LANG
from tajuk.wires.story import Concept, Json, Labelled

SPACE = "http://iptc.org/std/nar/2006-10-01/"
NSMAP: Any = {None: SPACE}  # lxml-stubs know no default namespace
_QCODE = re.compile(r"[^\s:/]+:[^\s]+\Z")
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_TYPES = {
    "person": "cpnat:person", "organisation": "cpnat:organisation", "place": "cpnat:geoArea", "event": "cpnat:event",
    "object": "cpnat:object",
}  # fmt: skip


def sub(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Append an element; attributes without a value are left out."""
    element = etree.SubElement(parent, f"{{{SPACE}}}{name}")
    for key, value in attributes.items():
        if value:
            element.set(key.rstrip("_"), clean(value))
    if text:
        element.text = clean(text)
    return element


def clean(text: str) -> str:
    """Return text that XML can hold."""
    return without_controls(text).encode("utf-8", "replace").decode()


def is_qcode(code: str) -> bool:
    """Return whether a code is an alias with what stands for it in its scheme, and no address."""
    return bool(_QCODE.match(code)) and not code.lower().startswith(("http:", "https:", "urn:", "tag:"))


def identifier(concept: Concept) -> dict[str, str]:
    """Return the attributes that identify a concept: its QCode, else its address, else a literal."""
    if is_qcode(concept.code):
        return {"qcode": concept.code}
    if concept.uri:
        return {"uri": concept.uri}
    return {"literal": concept.code or concept.name or "unnamed"}


def write_concept(
    parent: etree._Element, name: str, concept: Concept, *, typed: bool = False
) -> etree._Element:
    """Append a concept under a property's name."""
    kind = concept.type if is_qcode(concept.type) else _TYPES.get(concept.kind, "") if typed else ""
    role = concept.role if is_qcode(concept.role) else ""
    element = sub(parent, name, **identifier(concept), type=kind, role=role)
    for attribute, value in (("relevance", concept.relevance), ("confidence", concept.confidence)):
        if value is not None:
            element.set(attribute, str(value))
    if is_qcode(concept.creator):
        element.set("creator", concept.creator)
    write_names(element, concept)
    write_kept(element, {key: value for key, value in concept.extra.items() if key in _RELATIONS})
    return element


_RELATIONS = {
    "definition",
    "note",
    "facet",
    "broader",
    "narrower",
    "related",
    "sameAs",
    "bag",
    "mainConcept",
    "facetConcept",
}


def write_names(element: etree._Element, concept: Concept) -> None:
    """Append a concept's names, each in its language."""
    names = concept.names or ((("", concept.name),) if concept.name else ())
    for language, text in names:
        found = sub(element, "name", text)
        if language:
            found.set(XML_LANG, language)


def write_asserts(item: etree._Element, concepts: Iterable[Concept]) -> None:
    """Append what is known of organisations and places beyond their names: instruments and positions."""
    seen: set[str] = set()
    for concept in concepts:
        if not (concept.symbols or concept.position) or concept.id in seen:
            continue
        seen.add(concept.id)
        element = sub(item, "assert", **identifier(concept))
        write_names(element, concept)
        if concept.symbols:
            details = sub(element, "organisationDetails")
            for symbol in concept.symbols:
                market = f"mic:{symbol.exchange}" if symbol.exchange and _NAME.match(symbol.exchange) else ""
                sub(
                    details, "hasInstrument", symbol=symbol.symbol, market=market, marketlabel=symbol.label,
                    type=symbol.symbol_type if is_qcode(symbol.symbol_type) else "",
                    symbolsrc=symbol.source if is_qcode(symbol.source) else "",
                )  # fmt: skip
        if concept.position:
            latitude, longitude = concept.position
            details = sub(element, "geoAreaDetails")
            sub(details, "position", latitude=f"{latitude:.6f}", longitude=f"{longitude:.6f}")


def schemes_of(concepts: Iterable[Concept]) -> dict[str, str]:
    """Return the vocabularies, by alias, that a document must bring because no catalog of the IPTC has them."""
    found: dict[str, str] = {}
    for concept in concepts:
        alias, colon, rest = concept.code.partition(":")
        if colon and rest and alias not in SCHEMES and is_qcode(concept.code) and concept.uri.endswith(rest):
            found.setdefault(alias, concept.uri.removesuffix(rest))
    return {alias: base for alias, base in found.items() if base}


def write_labelled(parent: etree._Element, name: str, lines: Iterable[Labelled], scheme: str) -> None:
    """Append lines with their roles; a role that is a bare word is taken from the IPTC's list of such roles."""
    for line in lines:
        role = line.role
        if role and not is_qcode(role):
            role = f"{scheme}:{role}" if _NAME.match(role) else ""
        element = sub(parent, name, line.value, role=role)
        if line.language:
            element.set(XML_LANG, line.language)


def write_kept(parent: etree._Element, kept: Mapping[str, Json]) -> None:
    """Append elements that were kept as data (see `parsers/xml_json.py`), as far as their names are XML's."""
    for name, value in kept.items():
        for each in value if isinstance(value, list) else [value]:
            _write_data(parent, name, each)


def _write_data(parent: etree._Element, name: str, value: Json) -> None:
    if not _NAME.match(name):
        return
    if not isinstance(value, dict):
        sub(parent, name, "" if value is None else str(value))
        return
    element = sub(parent, name)
    for key, each in value.items():
        if key == "#text":
            element.text = clean(str(each))
        elif key.startswith("@"):
            attribute = XML_LANG if key == "@lang" else key[1:]
            element.set(attribute, clean(str(each)))
    write_kept(element, {key: each for key, each in value.items() if not key.startswith(("@", "#"))})
