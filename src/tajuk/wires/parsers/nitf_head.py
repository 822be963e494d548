"""The head of a NITF document: identity, times, urgency, subjects, keys, rights."""

from collections.abc import Callable

from lxml import etree

from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.vocabularies import SCHEMES, last_part, status_of
from tajuk.wires.safe_xml import children, local, text_in
from tajuk.wires.story import Concept, Json, Labelled, Symbol

_IDENTIFIED = {
    "person": ("people", "person"),
    "org": ("organisations", "organisation"),
    "location": ("places", "place"),
    "event": ("events", "event"),
    "object.title": ("objects", "object"),
    "classifier": ("subjects", "subject"),
    "virtloc": ("places", "place"),
    "function": ("subjects", "subject"),
}


def read_head(head: etree._Element, draft: Draft) -> None:
    """Read `head` into the draft."""
    metas: dict[str, Json] = {}
    for element in head:
        name = local(element)
        if name == "title":
            draft.first("title", text_in(element))
        elif name == "meta" and element.get("name"):
            metas[str(element.get("name"))] = element.get("content") or ""
        elif name == "tobject":
            _tobject(element, draft)
        elif name == "docdata":
            read_docdata(element, draft)
        elif name == "pubdata":
            _pubdata(element, draft)
        elif name:
            draft.keep(element)
    if metas:
        draft.keep_as("meta", metas)
        _metas({name.lower(): str(value) for name, value in metas.items()}, draft)


def _metas(metas: dict[str, str], draft: Draft) -> None:
    """Read what agencies that came from ANPA 1312 carry on in `meta`: keyword, sequence, category, take key."""
    draft.first("slugline", metas.get("slugline") or metas.get("slug") or metas.get("anpa-keyword"))
    for name in ("anpa-sequence", "anpa-takekey"):
        if value := metas.get(name):
            draft.add("alt_ids", Labelled(value, name))
    if category := metas.get("anpa-category"):
        draft.add("subjects", Concept(name=category, code=category, type="category"))


def _tobject(tobject: etree._Element, draft: Draft) -> None:
    if type_ := tobject.get("tobject.type"):
        draft.keep_as("tobject.type", type_)
    for element in children(tobject, "tobject.property"):
        if kind := element.get("tobject.property.type"):
            draft.add("genres", Concept(name=kind, kind="genre", type="tobject.property"))
    for element in children(tobject, "tobject.subject"):
        get = element.get
        code = (get("tobject.subject.refnum") or get("tobject.subject.code") or "").strip()
        names = [get(f"tobject.subject.{level}") for level in ("detail", "matter", "type")]
        name = next((text for text in names if text), "")
        if code or name:
            uri = SCHEMES["subj"] + code if code.isdecimal() else ""
            draft.add(
                "subjects", Concept(name=name, code=code, scheme=get("tobject.subject.ipr") or "", uri=uri)
            )


def _pubdata(element: etree._Element, draft: Draft) -> None:
    draft.keep(element)
    if "version_created" not in draft.fields:
        draft.time("version_created", element.get("date.publication") or "")


def read_docdata(docdata: etree._Element | None, draft: Draft) -> None:
    """Read `docdata` into the draft."""
    if docdata is None:
        return
    if status := docdata.get("management-status"):
        draft.set("pubstatus", status_of(status))
        draft.keep_as("management-status", status)
    if ident := docdata.get("management-doc-idref"):
        draft.add("alt_ids", Labelled(ident, "management-doc-idref"))
    for element in docdata:
        name = local(element)
        if name in _DATES:
            draft.time(_DATES[name], element.get("norm") or text_in(element))
        elif (handler := _DATA.get(name)) is not None:
            handler(element, draft)
        elif name:
            draft.keep(element)
    release = draft.fields.pop("release", None)
    issued = draft.fields.get("version_created")
    if release is not None and (issued is None or release > issued):
        draft.set("embargo", release)
    elif last_part(docdata.get("management-status") or "").lower() == "embargoed":
        draft.set("pubstatus", "withheld")


_DATES = {
    "date.issue": "version_created",
    "date.release": "release",
    "date.expire": "expires",
    "story.date": "content_created",
}


def _doc_id(element: etree._Element, draft: Draft) -> None:
    draft.first("guid", (element.get("id-string") or "").strip())
    if source := element.get("regsrc"):
        draft.first("provider", Concept(name=source, kind="organisation"))


def _urgency(element: etree._Element, draft: Draft) -> None:
    urgency = element.get("ed-urg") or ""
    if urgency.isdecimal() and 1 <= int(urgency) <= 9:
        draft.set("urgency", int(urgency))


def _du_key(element: etree._Element, draft: Draft) -> None:
    draft.first("version", element.get("version") or element.get("generation") or "")
    if key := element.get("key"):
        draft.add("alt_ids", Labelled(key, "du-key"))
        draft.first("slugline", key)


def _ed_msg(element: etree._Element, draft: Draft) -> None:
    if info := (element.get("info") or text_in(element)).strip():
        draft.add("ednotes", info)


def _keys(element: etree._Element, draft: Draft) -> None:
    for key in children(element, "keyword"):
        if word := key.get("key") or text_in(key):
            draft.add("keywords", word)


def _correction(element: etree._Element, draft: Draft) -> None:
    draft.add("signals", "correction")
    draft.keep(element)


def _rights(element: etree._Element, draft: Draft) -> None:
    holder, year = element.get("holder") or element.get("owner") or "", element.get("year") or ""
    if local(element) == "doc.copyright":
        draft.first("copyright_holder", holder)
        draft.first(
            "copyright_notice", " ".join(filter(None, ("Copyright", year, holder))) if holder or year else ""
        )
    elif text := text_in(element) or holder:
        draft.add("usage_terms", text)
    draft.keep(element)


def _place(element: etree._Element, draft: Draft) -> None:
    get = element.get
    name = next((v for v in map(get, ("city", "county-dist", "state-prov", "iso-cc")) if v), "")
    if name:
        extra: dict[str, Json] = {str(key): str(value) for key, value in element.attrib.items()}
        draft.add(
            "places", Concept(name=name, code=get("iso-cc") or "", kind="place", role="evloc", extra=extra)
        )


def _identified(element: etree._Element, draft: Draft) -> None:
    for each in element:
        field, kind = _IDENTIFIED.get(local(each), ("", ""))
        if not field:
            draft.keep(each)
            continue
        get = each.get
        name = text_in(each) or get("value") or ""
        code, source = get("value") or get("location-code") or "", get("idsrc") or get("code-source") or ""
        symbols = tuple(
            Symbol(alt.get("value") or "", exchange=alt.get("idsrc") or "")
            for alt in children(each, "alt-code")
            if alt.get("value")
        )
        if kind == "organisation" and code and not symbols:
            symbols = (Symbol(code, exchange=source),)
        draft.add(
            field,
            Concept(name=name, code=code, scheme=source, kind=kind, type=get("type") or "", symbols=symbols),
        )


_DATA: dict[str, Callable[[etree._Element, Draft], None]] = {
    "doc-id": _doc_id,
    "urgency": _urgency,
    "du-key": _du_key,
    "ed-msg": _ed_msg,
    "key-list": _keys,
    "identified-content": _identified,
    "doc.copyright": _rights,
    "doc.rights": _rights,
    "evloc": _place,
    "correction": _correction,
}
