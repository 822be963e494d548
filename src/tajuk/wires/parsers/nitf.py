"""NITF 3.x, as a document or inline in NewsML.

Source: IPTC NITF 3.6 (nitf-3-6.xsd, nitf-3-6.dtd). Read by local names, with or without the namespace.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, tzinfo

from lxml import etree

from tajuk.wires.blocks import Block, PictureRef
from tajuk.wires.markup import Walk
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.nitf_head import read_docdata, read_head
from tajuk.wires.safe_xml import XML_LANG, child, children, local, text_in
from tajuk.wires.story import Association, Concept, Labelled, Rendition, Story

NAME = "nitf"


@dataclass(frozen=True, slots=True)
class NitfBody:
    """What the body of a NITF document holds."""

    headlines: tuple[str, ...]
    bylines: tuple[str, ...]
    dateline: str
    located: str
    abstract: str
    notes: tuple[str, ...]
    distributor: str
    rights: str
    blocks: tuple[Block, ...]
    media: tuple[Association, ...]
    tagline: str


def parse(root: etree._Element, zone: tzinfo = UTC) -> list[Story]:
    """Return the one story of a NITF document."""
    draft = Draft(zone)
    draft.language = root.get(XML_LANG) or root.get("baselang") or root.get("lang") or ""
    draft.set("item_type", "nitf")
    draft.set("type", "text")
    draft.set("body_type", "application/nitf+xml")
    if version := root.get("version"):
        draft.keep_as("nitf", version)
    head = child(root, "head")
    if head is not None:
        read_head(head, draft)
    else:
        read_docdata(child(root, "docdata"), draft)
    draft.first("guid", (root.get("uno") or "").strip())
    _fill(body_of(root), draft)
    content = child(root, "body", "body.content")
    if content is not None:
        draft.set("raw_body", etree.tostring(content, encoding="unicode", with_tail=False))
    return [draft.story(NAME)]


def _fill(body: NitfBody, draft: Draft) -> None:
    draft.set("body", body.blocks)
    for line in body.headlines:
        draft.add("headlines", Labelled(line))
    for line in body.bylines:
        draft.add("bylines", line)
    for note in body.notes:
        draft.add("ednotes", note)
    draft.first("dateline", body.dateline)
    places = draft.lists.get("places", ())
    draft.first("located", body.located or next((each.name for each in places if each.role == "evloc"), ""))
    if body.abstract:
        draft.add("descriptions", Labelled(body.abstract, "abstract"))
    if body.tagline:
        draft.keep_as("tagline", body.tagline)
    if body.rights:
        draft.add("usage_terms", body.rights)
    if body.distributor:
        draft.add("sources", Concept(name=body.distributor, kind="organisation", role="distributor"))
        draft.first("provider", Concept(name=body.distributor, kind="organisation"))
    for association in body.media:
        draft.add("associations", association)


def body_of(nitf: etree._Element) -> NitfBody:
    """Return what the body of a `nitf` element holds; empty when it has none."""
    body = child(nitf, "body") if local(nitf) != "body" else nitf
    head, content, end = (child(body, f"body.{name}") for name in ("head", "content", "end"))
    if content is None and body is not None:
        content = _without_its_own(body)
    walk = Walk()
    blocks = walk.walk(content) if content is not None else []
    dateline = _first_of(head, content, "dateline")
    signed = list(children(head, "byline")) or list(_within_blocks(content, "byline"))
    titles = [text for line in children(head, "hedline") for text in _titles(line)]
    return NitfBody(
        headlines=tuple(filter(None, titles)),
        bylines=tuple(filter(None, map(_line, signed))),
        dateline=_line(dateline),
        located=_city(dateline),
        abstract=_line(_first_of(head, content, "abstract")),
        notes=tuple(filter(None, (_line(e) for e in children(head, "note")))),
        distributor=text_in(child(head, "distributor")),
        rights=text_in(child(head, "rights")),
        blocks=tuple(blocks),
        media=_media(walk),
        tagline=" ".join(filter(None, (text_in(e) for e in children(end, "tagline", "bibliography")))),
    )


def _media(walk: Walk) -> tuple[Association, ...]:
    numbered = enumerate(walk.pictures, 1)
    return tuple(_medium(each, picture, n) for n, (each, picture) in numbered if local(each) == "media")


def media_in(content: etree._Element) -> tuple[Association, ...]:
    """Return the pictures, videos and sounds of running copy that is marked up as NITF without its root."""
    walk = Walk()
    walk.walk(content)
    return _media(walk)


def _without_its_own(body: etree._Element) -> etree._Element:
    """Return the copy of a body that has no content of its own, its head and end left out."""
    copy = deepcopy(body)
    for each in list(copy):
        if local(each) in {"body.head", "body.end"}:
            copy.remove(each)
    return copy


def _titles(hedline: etree._Element) -> list[str]:
    """Return the headlines of a `hedline`; one without any has its own text."""
    found = [text_in(each) for each in hedline if local(each) in {"hl1", "hl2"}]
    return found if any(found) else [text_in(hedline)]


def _within_blocks(content: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the lines of this name at the head of the content, where a block may carry what the head lacks."""
    yield from children(content, name)
    for block in children(content, "block"):
        yield from children(block, name)


def _first_of(
    head: etree._Element | None, content: etree._Element | None, name: str
) -> etree._Element | None:
    found = child(head, name)
    return found if found is not None else next(_within_blocks(content, name), None)


# Stand apart from what is before and behind them, with or without white space between.
_APART = frozenset({"p", "byttl", "story.date", "location", "block", "body.content", "br"})
# Where one of them begins or ends; a space only between words, not before a comma.
_EDGE = "\x1f"
_EDGES = re.compile(f"{_EDGE}+")
_SEAM = re.compile(f"(?<=[\\w.!?)]){_EDGE}+(?=[\\w(])")


def _line(element: etree._Element | None) -> str:
    """Return all that an element says as one line, its parts set apart."""
    if element is None:
        return ""
    return " ".join(_EDGES.sub("", _SEAM.sub(" ", "".join(_pieces(element)))).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        if name := local(each):
            edge = _EDGE if name in _APART else ""
            yield from (edge, *_pieces(each), edge)
        yield each.tail or ""


def _city(dateline: etree._Element | None) -> str:
    """Return the place that a dateline marks as one: its city, else the whole location."""
    location = child(dateline, "location")
    city = child(location, "city")
    return text_in(city if city is not None else location)


_MIMES = {"image": "picture", "photo": "picture", "graphic": "graphic", "audio": "audio", "video": "video"}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def _medium(element: etree._Element, picture: PictureRef, number: int) -> Association:
    """Return a `media` element as a picture, video or sound that hangs on the story."""
    renditions = tuple(
        Rendition(
            name=ref.get("id") or ref.get("name") or f"file{n}",
            href=(ref.get("source") or "").strip(),
            mimetype=ref.get("mime-type") or "",
            width=_whole(ref.get("width")),
            height=_whole(ref.get("height")),
        )
        for n, ref in enumerate(children(element, "media-reference"), 1)
        if ref.get("source")
    )
    kind = _MIMES.get((element.get("media-type") or "image").lower(), "picture")
    ref = picture.ref or element.get("id") or f"media{number}"
    metadata = {
        str(m.get("name")): str(m.get("value") or "")
        for m in children(element, "media-metadata")
        if m.get("name")
    }
    story = Story(
        guid=ref,
        format=NAME,
        type=kind,
        descriptions=(Labelled(picture.caption, "caption"),) if picture.caption else (),
        bylines=(picture.credit,) if picture.credit else (),
        credit=metadata.get("credit", ""),
        renditions=renditions,
        extra=dict(metadata),
    )
    return Association(element.get("id") or f"media{number}", "media", story)
