"""A story as NewsML-G2 2.35: a news, package, concept or planning item, in a news message when others hang on it.

Source: NewsML-G2 specification and guidelines 2.35. Elements stand in the order that the schema asks for. What was
kept of an item of NewsML-G2 is written back where it stood; there is no place for what other formats' items kept.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from lxml import etree

from tajuk.wires.safe_xml import XML_LANG
from tajuk.wires.story import Concept, Json, Labelled, Story
from tajuk.wires.writers.g2_body import write_content
from tajuk.wires.writers.g2_concepts import (
    NSMAP,
    SPACE,
    clean,
    is_qcode,
    schemes_of,
    sub,
    write_asserts,
    write_concept,
    write_kept,
    write_labelled,
)
from tajuk.wires.writers.g2_events import write_event, write_link, write_package

NAME = "newsml-g2"
_WORD = re.compile(r"[\w.-]+\Z")
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_ITEMS = {"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"}
_CLASSES = {
    "text": "ninat:text", "picture": "ninat:picture", "graphic": "ninat:graphic", "audio": "ninat:audio",
    "video": "ninat:video", "composite": "ninat:composite", "event": "cinat:concept", "planning": "plinat:newscoverage",
}  # fmt: skip
_ITEM_META = ("role", "fileName", "generator")
_ITEM_META_LATER = (
    "memberOf", "instanceOf", "altRep", "deliverableOf", "hash", "origRep", "incomingFeedId", "metadataCreator",
)  # fmt: skip
_CONTENT_META = ("contentModified", "audience", "exclAudience", "rating", "userInteraction", "name")
_RIGHTS = (
    *("accountable", "dataMining"),
    *("rightsInfoExtProperty", "rightsExpressionXML", "rightsExpressionData"),
)


def to_g2(story: Story) -> bytes:
    """Return the story as one NewsML-G2 document on one line, in UTF-8."""
    attached = [each.story for each in story.associations if _is_whole(each.story)]
    if attached:
        sent = story.version_created or story.first_created or datetime(1970, 1, 1, tzinfo=UTC)
        return _one_line(_message((story, *attached), sent, story.priority))
    return _one_line(_item(story, None))


def to_g2_message(stories: Iterable[Story], *, sent: datetime) -> bytes:
    """Return stories, each followed by what is attached to it, as one news message on one line, in UTF-8."""
    every = [
        each
        for story in stories
        for each in (story, *(link.story for link in story.associations if _is_whole(link.story)))
    ]
    return _one_line(_message(every, sent, None))


def _message(stories: Iterable[Story], sent: datetime, priority: int | None) -> etree._Element:
    root = etree.Element(f"{{{SPACE}}}newsMessage", nsmap=NSMAP)
    header = sub(root, "header")
    sub(header, "sent", _moment(sent))
    if priority is not None:
        sub(header, "priority", str(priority))
    items = sub(root, "itemSet")
    for each in stories:
        _item(each, items)
    return root


def _one_line(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8").replace(b"\r", b"&#13;").replace(b"\n", b"&#10;")


def _is_whole(story: Story) -> bool:
    """Return whether an associated story says more than a link can: files of its own or a body."""
    return bool(story.body or [each for each in story.renditions if each.name != "link"])


def _kind(story: Story) -> str:
    if story.item_type in _ITEMS and story.item_type != "catalogItem":
        return story.item_type
    return {"event": "conceptItem", "planning": "planningItem"}.get(story.type, "newsItem")


def _item(story: Story, parent: etree._Element | None) -> etree._Element:
    kind = _kind(story)
    tag = f"{{{SPACE}}}{kind}"
    item = etree.Element(tag, nsmap=NSMAP) if parent is None else etree.SubElement(parent, tag)
    attributes = {
        "standard": "NewsML-G2", "standardversion": "2.35", "conformance": "power",
        "guid": story.guid or "urn:x-tajuk:unnamed", "version": story.version if story.version.isdecimal() else "1",
    }  # fmt: skip
    for name, value in attributes.items():
        item.set(name, clean(value))
    if story.language:
        item.set(XML_LANG, story.language)
    _catalogs(item, story)
    _rights(item, story)
    _item_meta(item, story, kind)
    _content_meta(item, story)
    if kind == "packageItem":
        write_package(item, story)
    elif kind in {"conceptItem", "knowledgeItem"}:
        write_event(item, story)
    else:
        _asserts(item, story)
        write_kept(item, _kept(story, "partMeta", "derivedFrom", "derivedFromValue"))
        if kind == "planningItem" and story.coverage:
            coverage: list[Json] = [dict(each) for each in story.coverage]
            write_kept(sub(item, "newsCoverageSet"), {"newsCoverage": coverage})
        else:
            write_content(item, story)
    return item


def _kept(story: Story, *names: str) -> dict[str, Json]:
    return {name: story.extra[name] for name in names if name in story.extra} if story.format == NAME else {}


def _moment(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _concepts(story: Story) -> Iterator[Concept]:
    for field in (
        story.subjects, story.people, story.organisations, story.places, story.events, story.objects, story.genres,
        story.sources, story.creators, story.contributors, (story.provider,),
    ):  # fmt: skip
        yield from field


def _catalogs(item: etree._Element, story: Story) -> None:
    hrefs = _kept(story, "catalogRef").get("catalogRef") or CATALOG
    for href in hrefs if isinstance(hrefs, list) else [hrefs]:
        sub(item, "catalogRef", href=str(href))
    schemes = schemes_of(_concepts(story))
    if any(each.role for each in story.alt_ids):
        schemes["tajuk"] = "urn:x-tajuk:role:"
    if schemes:
        catalog = sub(item, "catalog")
        for alias, uri in schemes.items():
            sub(catalog, "scheme", alias=alias, uri=uri)
    write_kept(item, _kept(story, "hopHistory", "pubHistory"))


def _rights(item: etree._Element, story: Story) -> None:
    kept = _kept(story, *_RIGHTS)
    if not (story.copyright_holder or story.copyright_notice or story.usage_terms or kept):
        return
    rights = sub(item, "rightsInfo")
    write_kept(rights, {name: value for name, value in kept.items() if name == "accountable"})
    if story.copyright_holder:
        sub(sub(rights, "copyrightHolder", literal="holder"), "name", story.copyright_holder)
    if story.copyright_notice:
        sub(rights, "copyrightNotice", story.copyright_notice)
    for terms in story.usage_terms:
        sub(rights, "usageTerms", terms)
    write_kept(rights, {name: value for name, value in kept.items() if name != "accountable"})


def _item_meta(item: etree._Element, story: Story, kind: str) -> None:
    meta = sub(item, "itemMeta")
    code = story.item_class if is_qcode(story.item_class) else _CLASSES.get(story.type, "ninat:text")
    sub(meta, "itemClass", qcode=code)
    write_concept(meta, "provider", story.provider)
    created = (
        story.version_created
        or story.first_created
        or story.content_created
        or datetime(1970, 1, 1, tzinfo=UTC)
    )
    sub(meta, "versionCreated", _moment(created))
    for name, moment in (("firstCreated", story.first_created), ("embargoed", story.embargo)):
        if moment is not None:
            sub(meta, name, _moment(moment))
    sub(meta, "pubStatus", qcode=f"stat:{story.pubstatus}")
    write_kept(meta, _kept(story, *_ITEM_META))
    if story.profile and story.format == NAME:
        sub(meta, "profile", story.profile)
    write_kept(meta, _kept(story, "service"))
    if story.title:
        sub(meta, "title", story.title)
    for line in story.ednote.splitlines():
        sub(meta, "edNote", line)
    write_kept(meta, _kept(story, *_ITEM_META_LATER))
    for signal in story.signals:
        code = signal if is_qcode(signal) else "" if ":" in signal else f"sig:{'-'.join(signal.split())}"
        sub(meta, "signal", qcode=code, uri="" if code else signal)
    if story.expires is not None:
        sub(meta, "expires", _moment(story.expires))
    if kind != "packageItem":
        for association in story.associations:
            write_link(meta, association)
    write_kept(meta, _kept(story, "itemMetaExtProperty"))


def _content_meta(item: etree._Element, story: Story) -> None:
    meta = sub(item, "contentMeta")
    if story.urgency is not None:
        sub(meta, "urgency", str(story.urgency))
    if story.content_created is not None:
        sub(meta, "contentCreated", _moment(story.content_created))
    _digital_source(meta, story.extra.get("digitalSourceType"))
    _located(meta, story)
    for name, concepts in _parties(story):
        for concept in concepts:
            write_concept(meta, name, concept)
    for alternative in story.alt_ids:
        sub(meta, "altId", alternative.value, type=_role(alternative))
    write_kept(meta, _kept(story, *_CONTENT_META))
    _described(meta, story)
    _lines(meta, story)
    write_kept(meta, _kept(story, "contentMetaExtProperty", "contentMetaExtension"))
    if not len(meta):
        item.remove(meta)


def _described(meta: etree._Element, story: Story) -> None:
    for language in story.languages:
        sub(meta, "language", tag=language)
    for genre in story.genres:
        write_concept(meta, "genre", genre)
    for keyword in story.keywords:
        sub(meta, "keyword", keyword)
    for concept, typed in _subjects(story):
        write_concept(meta, "subject", concept, typed=typed)


def _parties(story: Story) -> tuple[tuple[str, tuple[Concept, ...]], ...]:
    return (
        ("infoSource", story.sources),
        ("creator", story.creators),
        ("contributor", story.contributors),
    )


def _located(meta: etree._Element, story: Story) -> None:
    places = [each for each in story.places if each.role.rpartition(":")[2] == "located"]
    if story.located and all(story.located not in {each.name, each.code} for each in places):
        places.append(Concept(name=story.located, kind="place"))
    for place in places:
        write_concept(meta, "located", place)


def _role(line: Labelled) -> str:
    return line.role if is_qcode(line.role) else f"tajuk:{line.role}" if _WORD.match(line.role) else ""


def _digital_source(meta: etree._Element, source: Json) -> None:
    if isinstance(source, str):
        source = {"uri": source} if ":" in source else {"literal": source}
    if isinstance(source, dict):
        code, uri = str(source.get("literal") or ""), str(source.get("uri") or "")
        if code or uri:
            concept = Concept(name=str(source.get("name") or ""), code=code, uri=uri)
            write_concept(meta, "digitalSourceType", concept)


def _subjects(story: Story) -> Iterator[tuple[Concept, bool]]:
    """Yield the subjects, then those people, organisations, places, events and things that are not among them."""
    seen = {(each.id, each.name) for each in story.subjects}
    yield from ((each, bool(each.type) or each.kind != "subject") for each in story.subjects)
    for concepts in (story.people, story.organisations, story.places, story.events, story.objects):
        for each in concepts:
            located = each.kind == "place" and each.role.rpartition(":")[2] == "located"
            if (each.id, each.name) not in seen and not located:
                yield each, True


def _lines(meta: etree._Element, story: Story) -> None:
    for slugline in story.sluglines or ((story.slugline,) if story.slugline else ()):
        sub(meta, "slugline", slugline)
    write_labelled(meta, "headline", story.headlines, "hlrol")
    if story.dateline:
        sub(meta, "dateline", story.dateline)
    for byline in story.bylines:
        sub(meta, "by", byline)
    if story.credit:
        sub(meta, "creditline", story.credit)
    write_labelled(meta, "description", story.descriptions, "drol")


def _asserts(item: etree._Element, story: Story) -> None:
    kept = _kept(story, "assert")
    if kept:
        write_kept(item, kept)
    else:
        write_asserts(item, _concepts(story))
