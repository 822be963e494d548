"""NewsML 1.x: the agency items of 2000 to today, text with its pictures in nested components.

Source: IPTC NewsML 1.2 functional specification and DTD (https://iptc.org/std/NewsML/1.2/).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo

from lxml import etree

from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.newsml1_content import read_content
from tajuk.wires.parsers.newsml1_meta import read_component_metadata, read_topics
from tajuk.wires.parsers.vocabularies import last_part, status_of
from tajuk.wires.parsers.xml_json import as_json, keep, keep_attributes
from tajuk.wires.safe_xml import XML_LANG, child, children, local, text_in
from tajuk.wires.story import Association, Concept, Json, Labelled, Story, Unreadable

NAME = "newsml-1.2"
_LANGUAGE = frozenset({XML_LANG})


def parse(root: etree._Element, zone: tzinfo = UTC) -> list[Story]:
    """Return the news items of a document; raise `Unreadable` when there is none."""
    envelope = child(root, "NewsEnvelope")
    items = list(root.iter("{*}NewsItem"))
    if not items:
        raise Unreadable("a NewsML document without a NewsItem")
    refuse_above(ITEMS, len(items), "items in one document")
    return [_item(item, envelope, Draft(zone)) for item in items]


def parse_item(item: etree._Element, envelope: etree._Element | None, zone: tzinfo = UTC) -> Story:
    """Return one news item with what the document's envelope says of all."""
    return _item(item, envelope, Draft(zone))


def _formal(element: etree._Element | None) -> str:
    return (element.get("FormalName") or text_in(element)).strip() if element is not None else ""


def _item(item: etree._Element, envelope: etree._Element | None, draft: Draft) -> Story:
    draft.set("item_type", "NewsItem")
    draft.language = item.get(XML_LANG) or ""
    if envelope is not None:
        _envelope(envelope, draft)
    _identification(child(item, "Identification"), draft)
    _management(child(item, "NewsManagement"), draft)
    components = list(_by_depth(item))
    topics = read_topics(item)
    for component in components:
        read_component_metadata(component, topics, draft)
        _keep_component(component, draft)
    read_content(components, draft)
    for element in item:
        if local(element) not in {"Identification", "NewsManagement", "NewsComponent", ""}:
            draft.keep(element)
    if "version_created" not in draft.fields and envelope is not None:
        draft.time("version_created", text_in(child(envelope, "DateAndTime")))
    return draft.story(NAME)


_OF_COMPONENT = {"Comment", "Catalog", "Role", "BasisForChoice", "TopicSet"}


def _keep_component(component: etree._Element, draft: Draft) -> None:
    """Keep how a component is marked and chosen; its lines, metadata and content have fields."""
    kept: dict[str, Json] = {}
    keep_attributes(kept, component, _LANGUAGE)
    for element in component:
        name = local(element)
        if name in _OF_COMPONENT:
            keep(kept, name, as_json(element))
        elif name == "ContentItem":
            facts: dict[str, Json] = {}
            keep_attributes(facts, element, _LANGUAGE)
            for each in element:
                if (inner := local(each)) not in {"DataContent", "Encoding", ""}:
                    keep(facts, inner, as_json(each))
            keep(kept, name, facts)
    if kept:
        keep(draft.extra, "NewsComponent", kept)


def _by_depth(item: etree._Element) -> Iterator[etree._Element]:
    """Yield the components of an item, outer ones first; those of an item within it are its own affair."""
    level = list(children(item, "NewsComponent"))
    while level:
        yield from level
        level = [inner for outer in level for inner in children(outer, "NewsComponent")]


def _envelope(envelope: etree._Element, draft: Draft) -> None:
    kept = as_json(envelope)
    if isinstance(kept, dict):
        draft.keep_as("NewsEnvelope", kept)
    priority = _formal(child(envelope, "Priority"))
    if priority.isdecimal() and len(priority) < 3:
        draft.set("priority", int(priority))
    sender = child(envelope, "SentFrom", "Party")
    if sender is not None and (name := _formal(sender)):
        draft.add("sources", Concept(name=name, kind="organisation", role="sender"))


def _identification(ident: etree._Element | None, draft: Draft) -> None:
    news = child(ident, "NewsIdentifier")
    parts = {
        name: text_in(child(news, name)) for name in ("ProviderId", "DateId", "NewsItemId", "RevisionId")
    }
    public = text_in(child(news, "PublicIdentifier"))
    stem = ":".join(filter(None, (parts["ProviderId"], parts["DateId"], parts["NewsItemId"])))
    draft.set("guid", public or (f"urn:newsml:{stem}:{parts['RevisionId'] or '1'}" if stem else ""))
    draft.set("version", parts["RevisionId"])
    draft.set("provider", Concept(name=parts["ProviderId"], code=parts["ProviderId"], kind="organisation"))
    draft.first("title", text_in(child(ident, "NameLabel")))
    for value, role in _other_ids(ident, news, parts, stem):
        if value:
            draft.add("alt_ids", Labelled(value, role))


def _other_ids(
    ident: etree._Element | None, news: etree._Element | None, parts: dict[str, str], stem: str
) -> Iterator[tuple[str, str]]:
    """Yield the parts of the identifier; `identity` is what stays the same from revision to revision."""
    yield f"urn:newsml:{stem}" if stem else "", "identity"
    yield parts["ProviderId"], "providerId"
    yield parts["DateId"], "dateId"
    yield parts["NewsItemId"], "newsItemId"
    revision = child(news, "RevisionId")
    if revision is not None:
        yield revision.get("Update") or "", "revisionUpdate"
        yield revision.get("PreviousRevision") or "", "previousRevision"
    for label in children(ident, "Label"):
        yield text_in(child(label, "LabelText")), _formal(child(label, "LabelType")) or "label"
    yield text_in(child(ident, "DateLabel")), "dateLabel"


def _management(management: etree._Element | None, draft: Draft) -> None:
    if management is None:
        return
    for element in management:
        handler = _MANAGEMENT.get(local(element))
        if handler is not None:
            handler(element, draft)
        elif local(element):
            draft.keep(element)
    if draft.extra.get("status") == "embargoed" and "embargo" not in draft.fields:
        draft.set("pubstatus", "withheld")


def _status(element: etree._Element, draft: Draft) -> None:
    status = _formal(element)
    draft.set("pubstatus", status_of(status))
    draft.extra["status"] = last_part(status).lower()


def _urgency(element: etree._Element, draft: Draft) -> None:
    digits = last_part(_formal(element))
    if digits.isdecimal() and 1 <= int(digits) <= 9:
        draft.set("urgency", int(digits))


def _will_change(element: etree._Element, draft: Draft) -> None:
    future = last_part(_formal(child(element, "FutureStatus"))).lower()
    moment = text_in(child(element, "DateAndTime"))
    if future == "usable":
        draft.time("embargo", moment)
    elif future in {"canceled", "cancelled"}:
        draft.time("expires", moment)
    draft.keep(element)


def _linked(element: etree._Element, draft: Draft) -> None:
    target = (element.get("NewsItem") or "").strip()
    if target:
        story = Story(guid=target, format=NAME)
        comment = text_in(child(element, "Comment"))
        draft.add("associations", Association(comment or target, local(element), story))


def _instruction(element: etree._Element, draft: Draft) -> None:
    name = _formal(element)
    if name:
        draft.add("signals", name)
    draft.keep(element)


def _type(element: etree._Element, draft: Draft) -> None:
    draft.set("item_class", _formal(element))


def _time(field: str) -> Callable[[etree._Element, Draft], None]:
    return lambda element, draft: draft.time(field, text_in(element))


_MANAGEMENT: dict[str, Callable[[etree._Element, Draft], None]] = {
    "NewsItemType": _type,
    "FirstCreated": _time("first_created"),
    "ThisRevisionCreated": _time("version_created"),
    "Status": _status,
    "Urgency": _urgency,
    "StatusWillChange": _will_change,
    "AssociatedWith": _linked,
    "DerivedFrom": _linked,
    "Instruction": _instruction,
}
