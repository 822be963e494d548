"""NewsML-G2 2.x: news, package, concept, knowledge, planning and catalog items, alone or in a news message.

Source: IPTC NewsML-G2 specification and guidelines 2.35 (iptc/newsml-g2, CC BY 4.0). Read by local names: the
namespace has changed over the years, the names have not.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo

from lxml import etree

from tajuk.wires.parsers.g2_body import read_content
from tajuk.wires.parsers.g2_concepts import concept_of, event_details, merge_asserts, spread_subjects
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.vocabularies import status_of
from tajuk.wires.parsers.xml_json import as_json
from tajuk.wires.safe_xml import children, local, text_in
from tajuk.wires.story import Association, Labelled, Rendition, Story, Unreadable

NAME = "newsml-g2"
ITEMS = {"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"}
ROOTS = ITEMS | {"newsMessage"}


def parse(root: etree._Element, zone: tzinfo = UTC) -> list[Story]:
    """Return the items of a document, a main item first as sent; raise `Unreadable` when there is none."""
    name = local(root)
    if name in ITEMS:
        return [_item(root, Draft(zone))]
    message: dict[str, object] = {}
    schemes: dict[str, str] = {}
    for header in children(root, "header"):
        message["newsMessage"] = as_json(header)
        schemes |= _schemes(header)
    stories = [
        _item(item, Draft(zone, schemes=dict(schemes), extra=dict(message)))  # type: ignore[arg-type]  # JSON by make
        for item_set in children(root, "itemSet")
        for item in item_set
        if local(item) in ITEMS
    ]
    if not stories:
        raise Unreadable("a NewsML-G2 message without an item")
    return stories


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
    draft.language = item.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    asserts: list[etree._Element] = []
    for part in item:
        name = local(part)
        if name in {"itemMeta", "contentMeta", "rightsInfo"}:
            _properties(part, draft)
        elif name == "contentSet":
            read_content(part, draft)
        elif name == "assert":
            asserts.append(part)
        elif name in _PARTS:
            _PARTS[name](part, draft)
        elif name and name not in {"catalogRef", "catalog"}:
            draft.keep(part)
    if asserts:
        merge_asserts(asserts, draft)
    spread_subjects(draft)
    return draft.story(NAME)


def _properties(part: etree._Element, draft: Draft) -> None:
    for element in part:
        name = local(element)
        handler = _PROPERTIES.get(name)
        if handler is not None:
            handler(element, draft)
        elif name:
            draft.keep(element)


def _time(field: str) -> Callable[[etree._Element, Draft], None]:
    def read(element: etree._Element, draft: Draft) -> None:
        draft.time(field, text_in(element))

    return read


def _code(element: etree._Element) -> str:
    return (element.get("qcode") or element.get("uri") or element.get("literal") or "").strip()


def _text(field: str) -> Callable[[etree._Element, Draft], None]:
    def read(element: etree._Element, draft: Draft) -> None:
        draft.first(field, text_in(element))

    return read


def _texts(field: str) -> Callable[[etree._Element, Draft], None]:
    def read(element: etree._Element, draft: Draft) -> None:
        if text := text_in(element):
            draft.add(field, text)

    return read


def _labelled(field: str) -> Callable[[etree._Element, Draft], None]:
    def read(element: etree._Element, draft: Draft) -> None:
        if text := text_in(element):
            language = element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
            draft.add(field, Labelled(text, element.get("role") or "", language))

    return read


def _concept(field: str, kind: str = "subject") -> Callable[[etree._Element, Draft], None]:
    def read(element: etree._Element, draft: Draft) -> None:
        draft.add(field, concept_of(element, draft, kind))

    return read


def _provider(element: etree._Element, draft: Draft) -> None:
    draft.set("provider", concept_of(element, draft, "organisation"))


def _item_class(element: etree._Element, draft: Draft) -> None:
    draft.set("item_class", _code(element))


def _pub_status(element: etree._Element, draft: Draft) -> None:
    draft.set("pubstatus", status_of(_code(element)))


def _signal(element: etree._Element, draft: Draft) -> None:
    if code := _code(element) or text_in(element):
        draft.add("signals", code)


def _urgency(element: etree._Element, draft: Draft) -> None:
    text = text_in(element)
    if text.isdecimal() and 1 <= int(text) <= 9:
        draft.set("urgency", int(text))


def _located(element: etree._Element, draft: Draft) -> None:
    place = concept_of(element, draft, "place", role="located")
    draft.first("located", place.name or place.code)
    draft.add("places", place)


def _subject(element: etree._Element, draft: Draft) -> None:
    draft.add("subjects", concept_of(element, draft))


def _language(element: etree._Element, draft: Draft) -> None:
    if tag := element.get("tag"):
        draft.add("languages", tag)


def _alt_id(element: etree._Element, draft: Draft) -> None:
    value = text_in(element) or element.get("id") or ""
    if value:
        draft.add("alt_ids", Labelled(value, element.get("type") or element.get("role") or ""))


def _slugline(element: etree._Element, draft: Draft) -> None:
    if text := text_in(element):
        draft.first("slugline", text)
        draft.add("sluglines", text)


def _copyright_holder(element: etree._Element, draft: Draft) -> None:
    draft.first("copyright_holder", text_in(element) or _code(element))


def _icon(element: etree._Element, draft: Draft) -> None:
    if href := element.get("href"):
        name = element.get("rendition") or element.get("renditionuri") or "icon"
        draft.add("renditions", Rendition(name, href.strip(), element.get("contenttype") or ""))


def _link(element: etree._Element, draft: Draft) -> None:
    draft.add("associations", reference(element, element.get("rel") or element.get("reluri") or "", draft))


def reference(element: etree._Element, rel: str, draft: Draft) -> Association:
    """Return what an `itemRef` or `link` points at, with the hints that it carries about the target."""
    inner = Draft(draft.zone, schemes=draft.schemes)
    target = (
        element.get("residref") or element.get("persistidref") or element.get("href") or _code(element)
    ).strip()
    inner.set("guid", target)
    inner.set("version", element.get("version") or "")
    _properties(element, inner)
    content_type = element.get("contenttype") or ""
    if href := element.get("href"):
        inner.add("renditions", Rendition("link", href.strip(), content_type))
    story = inner.story(NAME)
    rank = element.get("rank") or ""
    name = story.title or story.headline or target
    return Association(name, rel, story, int(rank) if rank.isdecimal() else None)


def _group_set(part: etree._Element, draft: Draft) -> None:
    for group in children(part, "group"):
        role = group.get("role") or group.get("roleuri") or group.get("id") or ""
        for element in group:
            name = local(element)
            if name in {"itemRef", "conceptRef"}:
                draft.add("associations", reference(element, role, draft))
            elif name in {"headline", "title"}:
                _properties_of_one(element, draft)
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


def _properties_of_one(element: etree._Element, draft: Draft) -> None:
    handler = _PROPERTIES.get(local(element))
    if handler is not None and not draft.has("headlines"):
        handler(element, draft)


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
            draft.first("event", event_details(details, draft))
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


def _keyword(element: etree._Element, draft: Draft) -> None:
    if text := text_in(element):
        draft.add("keywords", text)


def _derived(element: etree._Element, draft: Draft) -> None:
    draft.keep(element)


def _source(element: etree._Element, draft: Draft) -> None:
    draft.add("sources", concept_of(element, draft, "organisation"))


def _digital_source(element: etree._Element, draft: Draft) -> None:
    concept = concept_of(element, draft)
    draft.keep_as("digitalSourceType", {"name": concept.name, "uri": concept.uri, "literal": concept.code})


_Handler = Callable[[etree._Element, Draft], None]
_PROPERTIES: dict[str, _Handler] = {
    "itemClass": _item_class,
    "provider": _provider,
    "versionCreated": _time("version_created"),
    "firstCreated": _time("first_created"),
    "contentCreated": _time("content_created"),
    "embargoed": _time("embargo"),
    "expires": _time("expires"),
    "pubStatus": _pub_status,
    "title": _text("title"),
    "profile": _text("profile"),
    "edNote": _texts("ednotes"),
    "signal": _signal,
    "link": _link,
    "urgency": _urgency,
    "located": _located,
    "infoSource": _source,
    "creator": _concept("creators", "person"),
    "contributor": _concept("contributors", "person"),
    "altId": _alt_id,
    "keyword": _keyword,
    "genre": _concept("genres"),
    "language": _language,
    "subject": _subject,
    "slugline": _slugline,
    "headline": _labelled("headlines"),
    "dateline": _text("dateline"),
    "by": _texts("bylines"),
    "creditline": _text("credit"),
    "description": _labelled("descriptions"),
    "copyrightHolder": _copyright_holder,
    "copyrightNotice": _text("copyright_notice"),
    "usageTerms": _texts("usage_terms"),
    "icon": _icon,
    "digitalSourceType": _digital_source,
}
_PARTS: dict[str, _Handler] = {
    "groupSet": _group_set,
    "itemRef": _item_ref,
    "concept": _concept_part,
    "conceptSet": _concept_part,
    "newsCoverageSet": _coverage,
    "derivedFrom": _derived,
}
