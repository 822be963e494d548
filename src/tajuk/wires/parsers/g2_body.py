"""The content of a NewsML-G2 news item: text inline as NITF, XHTML or other XML, or files elsewhere."""

from base64 import b64decode
from html import escape

from lxml import etree

from tajuk.wires.blocks import Block, Paragraph
from tajuk.wires.markup import blocks_in, html_blocks, text_blocks
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.nitf import body_of
from tajuk.wires.parsers.xml_json import as_json, keep, keep_attributes
from tajuk.wires.safe_xml import local, text_in
from tajuk.wires.story import Json, Labelled, Rendition

_XHTML = {
    "html",
    "body",
    "div",
    "p",
    "section",
    "article",
    "span",
    "table",
    "ul",
    "ol",
    "main",
    "h1",
    "h2",
    "pre",
}


def read_content(content: etree._Element, draft: Draft) -> None:
    """Read a `contentSet` into the draft: the first inline text is the body, remote files are renditions."""
    for element in content:
        name = local(element)
        if name == "inlineXML":
            _inline_xml(element, draft)
        elif name == "inlineData":
            _inline_data(element, draft)
        elif name == "remoteContent":
            draft.add("renditions", rendition_of(element, draft))
        elif name:
            draft.keep(element)


def _inline_xml(element: etree._Element, draft: Draft) -> None:
    draft.first("body_type", element.get("contenttype") or "")
    inner = next((each for each in element if local(each)), None)
    if inner is None:
        text = element.text or ""
        blocks: tuple[Block, ...] = html_blocks(text) if "</" in text else text_blocks(text)
    elif local(inner) == "nitf":
        blocks = _nitf(inner, draft)
    elif local(inner).lower() in _XHTML:
        blocks = blocks_in(element) if (loose := _loose_text(inner)) is None else text_blocks(loose)
    else:
        blocks = leaves(inner)
    if blocks and not draft.has("body"):
        draft.set("body", blocks)
        draft.set(
            "raw_body", "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in element)
        )


def _loose_text(inner: etree._Element) -> str | None:
    """Return the text of a body that has no markup within, whose line ends are all there is; None for any other."""
    body = inner if local(inner) == "body" else next((each for each in inner if local(each) == "body"), None)
    return body.text if body is not None and not len(body) and "\n" in (body.text or "").strip() else None


def _nitf(inner: etree._Element, draft: Draft) -> tuple[Block, ...]:
    body = body_of(inner)
    draft.first("dateline", body.dateline)
    if not draft.has("bylines"):
        for line in body.bylines:
            draft.add("bylines", line)
    if not draft.has("headlines"):
        for line in body.headlines:
            draft.add("headlines", Labelled(line))
    for association in body.media:
        draft.add("associations", association)
    return body.blocks


def _inline_data(element: etree._Element, draft: Draft) -> None:
    content_type = element.get("contenttype") or "text/plain"
    draft.first("body_type", content_type)
    text = element.text or ""
    if (element.get("encoding") or "").rpartition(":")[2].lower() == "base64":
        try:
            text = b64decode(text, validate=False).decode("utf-8")
        except ValueError:
            draft.keep(element)
            return
    if not draft.has("body"):
        # Agencies leave the type out, or call text plain whose paragraphs are marked up.
        is_marked_up = "html" in content_type or "</p>" in text.lower()
        blocks = html_blocks(text) if is_marked_up else text_blocks(text)
        draft.set("body", blocks)
        draft.set("raw_body", text)


def leaves(element: etree._Element) -> tuple[Block, ...]:
    """Return the text of XML of any other kind, a paragraph an element that has text."""
    lines: list[str] = []
    for each in element.iter():
        lines += [
            " ".join(text.split()) for text in (each.text, each.tail if each is not element else "") if text
        ]
    return tuple(Paragraph(escape(line, quote=False)) for line in lines if line)


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _seconds(element: etree._Element) -> float | None:
    text = (element.get("duration") or "").strip()
    unit = (element.get("durationunit") or "seconds").rpartition(":")[2]
    try:
        return float(text) / (1000 if unit == "milliseconds" else 1) if text else None
    except ValueError:
        return None


_READ = frozenset(
    (
        "rendition",
        "renditionuri",
        "id",
        "href",
        "residref",
        "contenttype",
        "width",
        "height",
        "size",
        "duration",
        "format",
    )
)


def rendition_of(element: etree._Element, draft: Draft) -> Rendition:
    """Return a remote file; it is named by its rendition code, else by its place."""
    get = element.get
    name = (
        get("rendition")
        or (get("renditionuri") or "").removeprefix("urn:x-tajuk:rendition:")
        or get("id")
        or f"file{len(draft.lists.get('renditions', ())) + 1}"
    )
    title = next((text_in(each) for each in element if local(each) in {"title", "name", "headline"}), "")
    extra: dict[str, Json] = {}
    keep_attributes(extra, element, _READ)
    for each in element:
        if (child := local(each)) and child not in {"title", "name", "headline"}:
            keep(extra, child, as_json(each))
    return Rendition(
        name=name,
        href=(get("href") or get("residref") or "").strip(),
        mimetype=get("contenttype") or "",
        width=_whole(get("width")),
        height=_whole(get("height")),
        size=_whole(get("size")),
        duration=_seconds(element),
        title=title,
        format=get("format") or get("formaturi") or "",
        extra=extra,
    )
