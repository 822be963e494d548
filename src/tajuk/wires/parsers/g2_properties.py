"""The properties of a NewsML-G2 item: `itemMeta`, `contentMeta`, `rightsInfo`, and the hints on a reference."""

from collections.abc import Callable

from lxml import etree

from tajuk.wires.parsers.g2_concepts import concept_of
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.vocabularies import status_of
from tajuk.wires.parsers.xml_json import keep_attributes
from tajuk.wires.safe_xml import XML_LANG, local, text_in
from tajuk.wires.story import Association, Labelled, Rendition

NAME = "newsml-g2"


def read_properties(part: etree._Element, draft: Draft) -> None:
    """Read the properties within an element into the draft; what has no field is kept."""
    for element in part:
        name = local(element)
        handler = _PROPERTIES.get(name)
        if handler is not None:
            handler(element, draft)
            read = _READ.get(name)
            if read is not None and (len(element) or not read.issuperset(element.keys())):
                draft.keep(element)
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
            language = element.get(XML_LANG) or ""
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


def _embargo(element: etree._Element, draft: Draft) -> None:
    """Read the embargo's end; one that names none, as an empty property does, holds until further notice."""
    text = text_in(element)
    draft.time("embargo", text)
    if not text:
        draft.keep_as("embargo", "until further notice")


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
        role = (element.get("type") or element.get("role") or "").removeprefix("tajuk:")
        draft.add("alt_ids", Labelled(value, role))


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
    read_properties(element, inner)
    keep_attributes(inner.extra, element, _LINK)
    content_type = element.get("contenttype") or ""
    if href := element.get("href"):
        inner.add("renditions", Rendition("link", href.strip(), content_type))
    story = inner.story(NAME)
    rank = element.get("rank") or ""
    name = story.title or story.headline or target
    return Association(name, rel, story, int(rank) if rank.isdecimal() else None)


def _keyword(element: etree._Element, draft: Draft) -> None:
    if text := text_in(element):
        draft.add("keywords", text)


def _source(element: etree._Element, draft: Draft) -> None:
    draft.add("sources", concept_of(element, draft, "organisation"))


def _digital_source(element: etree._Element, draft: Draft) -> None:
    concept = concept_of(element, draft)
    draft.keep_as("digitalSourceType", {"name": concept.name, "uri": concept.uri, "literal": concept.code})


def read_property(element: etree._Element, draft: Draft) -> None:
    """Read one property that stands outside its usual place, unless the item has a headline already."""
    handler = _PROPERTIES.get(local(element))
    if handler is not None and not draft.has("headlines"):
        handler(element, draft)


_LINES = frozenset({"role", XML_LANG})
_CODES = frozenset({"qcode", "uri", "literal"})
_NONE = frozenset({XML_LANG})
# The attributes that each of these is read with; one that has more, or elements within, is kept as it is, too.
_READ: dict[str, frozenset[str]] = {
    "versionCreated": _NONE, "firstCreated": _NONE, "contentCreated": _NONE, "embargoed": _NONE, "expires": _NONE,
    "pubStatus": _CODES, "itemClass": _CODES, "signal": _CODES, "title": _NONE, "profile": _NONE, "edNote": _NONE,
    "urgency": _NONE, "altId": frozenset({"type", "role"}), "keyword": _NONE, "language": frozenset({"tag"}),
    "slugline": _NONE, "headline": _LINES, "dateline": _NONE, "by": _NONE, "creditline": _NONE, "description": _LINES,
    "copyrightHolder": _NONE, "copyrightNotice": _NONE, "usageTerms": _NONE,
    "icon": frozenset({"href", "rendition", "renditionuri", "contenttype"}),
}  # fmt: skip
_LINK = frozenset({"rel", "reluri", "residref", "persistidref", "href", "version", "rank"})
_Handler = Callable[[etree._Element, Draft], None]
_PROPERTIES: dict[str, _Handler] = {
    "itemClass": _item_class,
    "provider": _provider,
    "versionCreated": _time("version_created"),
    "firstCreated": _time("first_created"),
    "contentCreated": _time("content_created"),
    "embargoed": _embargo,
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
