"""Metadata of NewsML 1.x components: lines for people, administrative, rights and descriptive metadata."""

from lxml import etree

from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.vocabularies import SCHEMES
from tajuk.wires.parsers.xml_json import as_json
from tajuk.wires.safe_xml import XML_LANG, child, children, local, text_in
from tajuk.wires.story import Concept, Labelled, Symbol

Topics = dict[str, etree._Element]
_LINES = {
    "DateLine": "dateline",
    "CreditLine": "credit",
    "CopyrightLine": "copyright_notice",
}
_PARTIES = {"Creator": "creators", "Contributor": "contributors", "Source": "sources"}
_NOTES = {"ednote", "editorsnote", "editornote", "editorialnote", "advisory", "advisoryline"}
_KEYWORDS = {"keyword", "keywords", "bwkeywords", "schlagwort"}
_KINDS = {
    "company": ("organisations", "organisation"), "organisation": ("organisations", "organisation"),
    "organization": ("organisations", "organisation"), "person": ("people", "person"), "party": ("people", "person"),
    "geography": ("places", "place"), "location": ("places", "place"), "country": ("places", "place"),
    "event": ("events", "event"),
}  # fmt: skip


def read_topics(item: etree._Element) -> Topics:
    """Return the topics of an item's own topic sets by their document id."""
    return {duid: each for each in item.iter("{*}Topic") if (duid := str(each.get("Duid") or ""))}


def read_component_metadata(component: etree._Element, topics: Topics, draft: Draft) -> None:
    """Read one component's lines and metadata; what an outer component said is not overruled."""
    if language := component.get(XML_LANG):
        draft.language = draft.language or language
    if _is_medium(component):
        return
    for element in component:
        name = local(element)
        if name == "NewsLines":
            _news_lines(element, draft)
        elif name == "AdministrativeMetadata":
            _administrative(element, draft)
        elif name == "RightsMetadata":
            _rights(element, draft)
        elif name == "DescriptiveMetadata":
            _descriptive(element, topics, draft)
        elif name == "Metadata":
            _metadata(element, draft)


def _is_medium(component: etree._Element) -> bool:
    """Return whether a nested component is a picture, video or the like: its lines describe that, not the story."""
    parent = component.getparent()
    if parent is None or local(parent) != "NewsComponent":
        return False
    return any(each.get("Href") for each in children(component, "ContentItem"))


def _news_lines(lines: etree._Element, draft: Draft) -> None:
    headlines = not draft.has("headlines")
    for element in lines:
        name, text = local(element), text_in(element)
        if not name or not text:
            continue
        if name in {"HeadLine", "SubHeadLine"}:
            if headlines:
                draft.add("headlines", Labelled(text, "" if name == "HeadLine" else "subheadline"))
        elif name in _LINES:
            draft.first(_LINES[name], text)
        elif name == "NewsLine":
            _news_line(element, draft)
        else:
            _other_line(name, text, element, draft)


def _other_line(name: str, text: str, element: etree._Element, draft: Draft) -> None:
    if name == "ByLine":
        if text not in draft.lists.get("bylines", ()):
            draft.add("bylines", text)
    elif name == "SlugLine":
        draft.first("slugline", text)
        draft.add("sluglines", text)
    elif name == "RightsLine":
        draft.add("usage_terms", text)
    elif name == "KeywordLine":
        draft.add("keywords", text)
    else:
        draft.keep(element)


def _news_line(element: etree._Element, draft: Draft) -> None:
    kind = child(element, "NewsLineType")
    role = (kind.get("FormalName") or text_in(kind)) if kind is not None else ""
    for line in children(element, "NewsLineText"):
        if text := text_in(line):
            note = role.lower().replace(" ", "") in _NOTES
            draft.add("ednotes" if note else "descriptions", text if note else Labelled(text, role))


def _administrative(metadata: etree._Element, draft: Draft) -> None:
    for element in metadata:
        name = local(element)
        party = child(element, "Party")
        label = (party.get("FormalName") or text_in(party)) if party is not None else ""
        if name == "Provider" and label:
            draft.add("sources", Concept(name=label, kind="organisation", role="provider"))
            if party is not None and not draft.fields.get("provider"):
                draft.set("provider", Concept(name=label, kind="organisation"))
        elif name in _PARTIES and label:
            scheme = (party.get("Scheme") or "") if party is not None else ""
            draft.add(_PARTIES[name], Concept(name=label, scheme=scheme, kind="person", role=name.lower()))
        elif name == "SystemIdentifier" and (text := text_in(element)):
            draft.add("alt_ids", Labelled(text, "systemIdentifier"))
        elif name == "Property" and (note := _note(element)):
            draft.add("ednotes", note)
        elif name:
            draft.keep(element)


def _note(element: etree._Element) -> str:
    """Return the note to editors that a property carries, or nothing for any other property."""
    name = (element.get("FormalName") or "").lower().replace(" ", "")
    return (element.get("Value") or text_in(element)).strip() if name in _NOTES else ""


def _rights(metadata: etree._Element, draft: Draft) -> None:
    draft.keep(metadata)
    for element in metadata:
        name = local(element)
        if name == "Copyright":
            draft.first("copyright_holder", text_in(child(element, "CopyrightHolder")))
            if "copyright_notice" not in draft.fields and (
                holder := text_in(child(element, "CopyrightHolder"))
            ):
                date = text_in(child(element, "CopyrightDate"))
                draft.set("copyright_notice", f"Copyright {date} {holder}".replace("  ", " "))
        elif name == "UsageRights" and (
            text := " ".join(filter(None, map(text_in, element))) or text_in(element)
        ):
            draft.add("usage_terms", text)
            if end := text_in(child(element, "EndDate")):
                draft.time("expires", end)


def _descriptive(metadata: etree._Element, topics: Topics, draft: Draft) -> None:
    for element in metadata:
        name = local(element)
        formal = (element.get("FormalName") or "").strip()
        if name == "Language":
            if formal and formal not in draft.lists.get("languages", ()):
                draft.add("languages", formal)
        elif name == "Genre":
            draft.add(
                "genres", Concept(name=formal, code=formal, kind="genre", scheme=element.get("Scheme") or "")
            )
        elif name == "SubjectCode":
            _subject_code(element, draft)
        elif name == "Location":
            _location(element, draft)
        elif name == "TopicOccurrence":
            _topic(element, topics, draft)
        elif name == "Property":
            _property(element, draft)
        elif name:
            draft.keep(element)


def _subject_code(element: etree._Element, draft: Draft) -> None:
    for each in element:
        name, code = local(each), (each.get("FormalName") or "").strip()
        if name in {"Subject", "SubjectMatter", "SubjectDetail"} and code:
            uri = SCHEMES["subj"] + code if code.isdecimal() and len(code) == 8 else ""
            label = text_in(child(each, "Comment")) or text_in(each)
            scheme = each.get("Scheme") or each.get("Vocabulary") or ""
            draft.add("subjects", Concept(name=label, code=code, uri=uri, scheme=scheme, type=name))
        elif name == "SubjectQualifier":
            draft.keep(each)


def _location(element: etree._Element, draft: Draft) -> None:
    parts = {str(p.get("FormalName") or ""): str(p.get("Value") or "") for p in children(element, "Property")}
    parts = {key: value for key, value in parts.items() if value}
    wanted = ("City", "CityName", "CountryArea", "State", "CountryName", "Country")
    name = next((parts[key] for key in wanted if key in parts), "")
    if not parts and not name:
        name = element.get("FormalName") or text_in(element)
    if name or parts:
        name = name or next(iter(parts.values()))
        draft.add(
            "places",
            Concept(name=name, kind="place", role=element.get("HowPresent") or "", extra=dict(parts)),
        )
        draft.first("located", name)


def _topic(element: etree._Element, topics: Topics, draft: Draft) -> None:
    topic = topics.get((element.get("Topic") or "").lstrip("#"))
    if topic is None:
        draft.keep(element)
        return
    type_ = child(topic, "TopicType")
    kind_name = (type_.get("FormalName") or "") if type_ is not None else ""
    field, kind = _KINDS.get(kind_name.lower(), ("subjects", "subject"))
    formal = child(topic, "FormalName")
    code = text_in(formal)
    scheme = (formal.get("Scheme") or "") if formal is not None else ""
    name = text_in(child(topic, "Description")) or code
    properties = {
        str(p.get("FormalName") or ""): str(p.get("Value") or "") for p in children(topic, "Property")
    }
    symbols = tuple(
        Symbol(value, symbol_type=key)
        for key, value in properties.items()
        if key.lower() in {"ticker", "ric", "isin"}
    )
    concept = Concept(name=name, code=code, scheme=scheme, kind=kind, type=kind_name, symbols=symbols)
    draft.add(field, concept)


def _property(element: etree._Element, draft: Draft) -> None:
    name, value = (
        element.get("FormalName") or "",
        element.get("Value") or element.get("ValueRef") or text_in(element),
    )
    if name.lower() in _KEYWORDS and value:
        draft.add("keywords", value)
    elif value:
        draft.keep(element)


def _metadata(metadata: etree._Element, draft: Draft) -> None:
    kind = child(metadata, "MetadataType")
    kind_name = (kind.get("FormalName") or "") if kind is not None else ""
    properties = [(p.get("FormalName") or "", p.get("Value") or "") for p in children(metadata, "Property")]
    if "keyword" in kind_name.lower():
        for name, value in properties:
            if value:
                draft.add("subjects", Concept(name=value, type=name))
    elif "securit" in kind_name.lower() or "ticker" in kind_name.lower():
        found = {name.lower().replace(" ", ""): value for name, value in properties}
        ticker = found.get("tickersymbol") or found.get("ticker") or found.get("symbol") or ""
        if ticker:
            symbol = Symbol(ticker, exchange=found.get("exchange", ""))
            draft.add(
                "organisations",
                Concept(name=found.get("company", ""), kind="organisation", symbols=(symbol,)),
            )
    draft.keep_as("Metadata", as_json(metadata))
