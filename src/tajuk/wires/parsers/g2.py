"""NewsML-G2 2.x: news, package, concept, knowledge, planning and catalog items, alone or in a news message.

Source: IPTC NewsML-G2 specification and guidelines 2.35 (iptc/newsml-g2, CC BY 4.0). Read by local names: the
namespace has changed over the years, the names have not.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo

from lxml import etree

from tajuk.wires import limits
from tajuk.wires.limits import refuse_above
from tajuk.wires.parsers.g2_body import read_content
from tajuk.wires.parsers.g2_concepts import concept_of, merge_asserts, spread_subjects
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.g2_events import read_event
from tajuk.wires.parsers.g2_properties import read_properties, read_property, reference
from tajuk.wires.parsers.xml_json import as_json, keep_attributes
from tajuk.wires.safe_xml import XML_LANG, children, local, text_in
from tajuk.wires.story import Association, Json, Labelled, Story, Unreadable

NAME = "newsml-g2"
ITEMS = {"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"}
_READ = frozenset({"guid", "version", XML_LANG})
_PRIORITIES = frozenset("123456789")
ROOTS = ITEMS | {"newsMessage"}


def parse(root: etree._Element, zone: tzinfo = UTC) -> list[Story]:
    """Return the items of a document, a main item first as sent; raise `Unreadable` when there is none."""
    name = local(root)
    if name in ITEMS:
        return [_item(root, Draft(zone))]
    items = [item for item_set in children(root, "itemSet") for item in item_set if local(item) in ITEMS]
    refuse_above(limits.ITEMS, len(items), "items in one message")
    if not items:
        raise Unreadable("a NewsML-G2 message without an item")
    header = next(children(root, "header"), None)
    return [parse_item(item, header, zone) for item in items]


def parse_item(item: etree._Element, header: etree._Element | None, zone: tzinfo = UTC) -> Story:
    """Return one item of a message with what the message's header says of all."""
    draft = Draft(zone)
    if header is not None:
        draft.schemes |= _schemes(header)
        draft.keep_as("newsMessage", as_json(header))
        priority = next((text_in(each) for each in children(header, "priority")), "")
        if priority in _PRIORITIES:
            draft.set("priority", int(priority))
    return _item(item, draft)


def _schemes(element: etree._Element) -> dict[str, str]:
    return {
        str(scheme.get("alias")): str(scheme.get("uri"))
        for catalog in children(element, "catalog")
        for scheme in children(catalog, "scheme")
        if scheme.get("alias") and scheme.get("uri")
    }


def _item(item: etree._Element, draft: Draft) -> Story:
    draft.schemes |= _schemes(item)
    draft.set("guid", item.get("guid") or "")
    draft.set("version", item.get("version") or "")
    draft.set("item_type", local(item))
    draft.language = item.get(XML_LANG) or ""
    attributes: dict[str, Json] = {}
    keep_attributes(attributes, item, _READ)
    if attributes:
        draft.keep_as("attributes", attributes)
    asserts: list[etree._Element] = []
    for part in item:
        name = local(part)
        if name in {"itemMeta", "contentMeta", "rightsInfo"}:
            read_properties(part, draft)
        elif name == "contentSet":
            read_content(part, draft)
        elif name == "assert":
            asserts.append(part)
        elif name in _PARTS:
            _PARTS[name](part, draft)
        elif name == "catalogRef":
            draft.keep_as(name, part.get("href") or "")
        elif name:
            draft.keep(part)
    if asserts:
        merge_asserts(asserts, draft)
    spread_subjects(draft)
    _hold_without_end(draft)
    return draft.story(NAME)


def _hold_without_end(draft: Draft) -> None:
    """Withhold what is under an embargo whose end is not told, or cannot be read."""
    fields = draft.fields
    if "embargo" in draft.extra and "embargo" not in fields and fields.get("pubstatus") != "canceled":
        draft.set("pubstatus", "withheld")


def _group_set(part: etree._Element, draft: Draft) -> None:
    for group in children(part, "group"):
        role = group.get("role") or group.get("roleuri") or group.get("id") or ""
        for element in group:
            name = local(element)
            if name in {"itemRef", "conceptRef"}:
                draft.add("associations", reference(element, role, draft))
            elif name in {"headline", "title"}:
                read_property(element, draft)
            elif name and name != "groupRef":
                draft.keep(element)
    draft.keep_as(
        "groupSet", {"root": part.get("root") or "", "groups": [_outline(g) for g in children(part, "group")]}
    )


def _outline(group: etree._Element) -> dict[str, object]:
    refs = [
        str(e.get("idref") or e.get("residref") or e.get("href") or "")
        for e in group
        if local(e).endswith("Ref")
    ]
    return {
        "id": group.get("id") or "",
        "role": group.get("role") or "",
        "mode": group.get("mode") or "",
        "refs": refs,
    }


def _item_ref(element: etree._Element, draft: Draft) -> None:
    draft.add("associations", reference(element, element.get("rel") or "", draft))


def _concepts(part: etree._Element) -> Iterator[etree._Element]:
    return children(part, "concept") if local(part) == "conceptSet" else iter([part])


def _concept_part(part: etree._Element, draft: Draft) -> None:
    """Read the concept of a concept item, or the concepts of a knowledge item."""
    for element in _concepts(part):
        ident = next(children(element, "conceptId"), None)
        concept = concept_of(element, draft, _kind_within(element), identified_by=ident)
        draft.add(_FIELD_OF_KIND.get(concept.kind, "subjects"), concept)
        draft.first("title", concept.name)
        for details in children(element, "eventDetails"):
            read_event(details, draft)
        for note in children(element, "definition", "note"):
            if text := text_in(note):
                draft.add("descriptions", Labelled(text, note.get("role") or local(note)))
    draft.keep(part)


_FIELD_OF_KIND = {"person": "people", "organisation": "organisations", "place": "places", "event": "events"}
_KINDS = {"personDetails": "person", "organisationDetails": "organisation", "eventDetails": "event"}


def _kind_within(concept: etree._Element) -> str:
    for element in concept:
        name = local(element)
        if name in _KINDS:
            return _KINDS[name]
        if name in {"geoAreaDetails", "POIDetails"}:
            return "place"
    return "subject"


def _coverage(part: etree._Element, draft: Draft) -> None:
    for each in children(part, "newsCoverage"):
        kept = as_json(each)
        if isinstance(kept, dict):
            draft.add("coverage", kept)
        for delivered in each.iter():
            if local(delivered) == "deliveredItemRef":
                target = delivered.get("residref") or delivered.get("guidref") or delivered.get("href") or ""
                story = Story(guid=target.strip(), format=NAME)
                draft.add("associations", Association(target.strip(), "delivered", story))


def _derived(element: etree._Element, draft: Draft) -> None:
    draft.keep(element)


_PARTS: dict[str, Callable[[etree._Element, Draft], None]] = {
    "groupSet": _group_set,
    "itemRef": _item_ref,
    "concept": _concept_part,
    "conceptSet": _concept_part,
    "newsCoverageSet": _coverage,
    "derivedFrom": _derived,
}
