"""Concepts of NewsML-G2: subjects, people, organisations with their instruments, places, events."""

from dataclasses import replace

from lxml import etree

from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.vocabularies import last_part, uri_of
from tajuk.wires.parsers.xml_json import as_json, attribute_name, keep
from tajuk.wires.safe_xml import XML_LANG, child, children, local, text_in
from tajuk.wires.story import Concept, Json, Symbol

_KIND_OF_TYPE = {
    "person": "person", "organisation": "organisation", "organization": "organisation", "company": "organisation",
    "geoarea": "place", "geosubject": "place", "poi": "place", "place": "place", "event": "event",
    "object": "object", "product": "object",
}  # fmt: skip
_FIELD_OF_KIND = {
    "person": "people", "organisation": "organisations", "place": "places", "event": "events", "object": "objects",
}  # fmt: skip


_READ = frozenset(
    (
        "qcode",
        "uri",
        "literal",
        "type",
        "typeuri",
        "role",
        "rel",
        "creator",
        "relevance",
        "confidence",
        XML_LANG,
    )
)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and int(text) <= 100 else None


def concept_of(
    element: etree._Element,
    draft: Draft,
    kind: str = "subject",
    *,
    role: str = "",
    identified_by: etree._Element | None = None,
) -> Concept:
    """Return the concept that a property names, with its names, symbols and whatever else it says."""
    given: dict[str, str] = dict(element.items())  # type: ignore[arg-type]  # lxml-stubs allow bytes
    get = given.get
    names_it = get if identified_by is None else identified_by.get
    qcode, uri, literal = names_it("qcode") or "", names_it("uri") or "", names_it("literal") or ""
    type_ = get("type") or get("typeuri") or ""
    names: list[tuple[str, str]] = []
    extra: dict[str, Json] = {}
    symbols: tuple[Symbol, ...] = ()
    text = " ".join(element.text.split()) if element.text else ""
    for each in element:
        name = local(each)
        if name == "name":
            names.append((each.get(XML_LANG) or "", text_in(each)))
        elif name == "organisationDetails":
            symbols += symbols_in(each)
        elif name and name != "conceptId":
            keep(extra, name, as_json(each))
    for key, value in given.items():
        if key not in _READ:
            extra[attribute_name(key)] = value
    code = qcode or uri or literal
    return Concept(
        name=names[0][1] if names else text,
        code=code.strip(),
        scheme=qcode.partition(":")[0] if qcode else "",
        uri=(uri or uri_of(qcode, draft.schemes)).strip() if qcode or uri else "",
        kind=_KIND_OF_TYPE.get(last_part(type_).lower(), kind) if type_ else kind,
        role=role or get("role") or get("rel") or "",
        type=type_,
        creator=get("creator") or "",
        relevance=_whole(get("relevance")),
        confidence=_whole(get("confidence")),
        names=tuple(names) if len(names) > 1 else (),
        symbols=symbols,
        extra=extra,
    )


def symbols_in(details: etree._Element) -> tuple[Symbol, ...]:
    """Return the instruments of an organisation (`hasInstrument`), the market as its MIC where one is given."""
    return tuple(
        Symbol(
            symbol=each.get("symbol") or "",
            symbol_type=each.get("type") or each.get("typeuri") or "",
            exchange=last_part(each.get("market") or each.get("marketuri") or ""),
            label=each.get("marketlabel") or "",
            source=each.get("symbolsrc") or each.get("symbolsrcuri") or "",
        )
        for each in children(details, "hasInstrument")
        if each.get("symbol")
    )


def position_in(details: etree._Element) -> tuple[float, float] | None:
    """Return the latitude and longitude within the details of a place."""
    position = child(details, "position")
    if position is None:
        return None
    try:
        return float(position.get("latitude") or ""), float(position.get("longitude") or "")
    except ValueError:
        return None


def merge_asserts(asserts: list[etree._Element], draft: Draft) -> None:
    """Add what the item asserts about a concept to every mention of it."""
    known: dict[str, Concept] = {}
    for element in asserts:
        concept = concept_of(element, draft)
        for details in element:
            name = local(details)
            if name == "hasInstrument":
                concept = replace(concept, symbols=concept.symbols + symbols_in(element))
            elif name in {"geoAreaDetails", "POIDetails"}:
                concept = replace(concept, position=position_in(details), kind="place")
        known[concept.code] = concept
        draft.keep(element)
    for field in ("subjects", "places", "creators", "contributors", "sources", "genres"):
        if field in draft.lists:
            draft.lists[field] = [_joined(each, known.get(each.code)) for each in draft.lists[field]]


def _joined(concept: Concept, fact: Concept | None) -> Concept:
    if fact is None or not concept.code:
        return concept
    kind = concept.kind if concept.kind != "subject" or fact.kind == "subject" else fact.kind
    return replace(
        concept,
        name=concept.name or fact.name,
        kind="organisation" if fact.symbols and kind == "subject" else kind,
        symbols=concept.symbols or fact.symbols,
        position=concept.position or fact.position,
        names=concept.names or fact.names,
    )


def spread_subjects(draft: Draft) -> None:
    """Show the people, organisations, places, events and things among the subjects in their own fields too."""
    for concept in draft.lists.get("subjects", ()):
        field = _FIELD_OF_KIND.get(concept.kind)
        if field is not None:
            draft.add(field, concept)
