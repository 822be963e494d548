"""The content of NewsML 1.x components: which text is the body, and the media that hang on it."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tajuk.wires.blocks import Block, PictureRef, to_text
from tajuk.wires.markup import blocks_in, html_blocks, text_blocks
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.nitf import NitfBody, body_of, media_in
from tajuk.wires.safe_xml import child, children, local, text_in
from tajuk.wires.story import Association, Labelled, Rendition, Story

_MAIN = {"body", "main", "text", "main text", "maintext", "story", "article", "main news"}
_BESIDE = {
    "headline", "subheadline", "contact", "contacts", "stylesheet", "caption", "abstract", "summary", "byline",
    "dateline", "keywords", "advisory", "note", "notes", "lead", "teaser", "copyright", "title", "slug",
}  # fmt: skip
_HEADINGS = {"headline", "title", "main headline"}
_KINDS = {
    "photo": "picture", "picture": "picture", "image": "picture", "graphic": "graphic", "video": "video",
    "audio": "audio", "animation": "video", "text": "text", "complexdata": "composite",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    role: str
    blocks: tuple[Block, ...]
    raw: etree._Element
    mime: str
    nitf: NitfBody | None
    component: etree._Element

    @property
    def rank(self) -> int:
        """Return how likely its role makes a text the body."""
        return 2 if self.role in _MAIN else 0 if self.role in _BESIDE else 1

    @property
    def weight(self) -> tuple[int, int]:
        """Return what makes one text rather than another the body: its role, then its length."""
        return self.rank, sum(len(getattr(block, "html", "")) + 1 for block in self.blocks)


def _role(component: etree._Element) -> str:
    role = child(component, "Role")
    return (role.get("FormalName") or "").strip() if role is not None else ""


def read_content(components: list[etree._Element], draft: Draft) -> None:
    """Read the content items of all components, outer ones first, into the draft."""
    texts: list[_Text] = []
    media: list[etree._Element] = []
    kinds: list[str] = []
    for component in components:
        files = [each for each in children(component, "ContentItem") if each.get("Href")]
        kinds += [_kind(each) for each in files]
        media += [component] if files else []
        texts += _texts(component)
        for ref in children(component, "NewsItemRef"):
            _member(ref, component, draft)
    body = max(texts, key=lambda each: each.weight) if len(texts) > 1 else texts[0] if texts else None
    if body is not None:
        _take_body(body, draft)
    heading = _heading(body, texts, draft) if body is not None else None
    if heading is not None:
        line = Labelled(" ".join(to_text(heading.blocks).split()))
        draft.lists["headlines"] = [line, *draft.lists.get("headlines", ())]
    for text in texts:
        if text is not body and text is not heading:
            draft.add("descriptions", Labelled(" ".join(to_text(text.blocks).split()), text.role or "text"))
    _media(media, body is not None and body.rank > 0, draft)
    draft.first("type", "text" if body is not None and not kinds else "composite" if body is not None else "")
    draft.first("type", next((kind for kind in kinds if kind), ""))


def _heading(body: _Text, texts: list[_Text], draft: Draft) -> _Text | None:
    """Return the text that stands beside the body as its headline, where no line of the body's components says it."""
    said = draft.lists.get("headlines", ())
    if said and said[0].value in _lines_above(body.component):
        return None
    parent = body.component.getparent()
    beside = (each for each in texts if each is not body and each.component.getparent() is parent)
    return next((each for each in beside if each.role in _HEADINGS), None)


def _lines_above(component: etree._Element) -> set[str]:
    around = [component, *component.iterancestors("{*}NewsComponent")]
    return {text_in(child(each, "NewsLines", "HeadLine")) for each in around}


def _texts(component: etree._Element) -> Iterator[_Text]:
    for content in children(component, "ContentItem"):
        data = child(content, "DataContent")
        if data is None:
            data = child(content, "Encoding", "DataContent")
        if (
            data is not None
            and not content.get("Href")
            and (text := _text(content, data, component)) is not None
        ):
            yield text


def _take_body(body: _Text, draft: Draft) -> None:
    draft.set("body", body.blocks)
    draft.set("body_type", body.mime)
    draft.set("raw_body", etree.tostring(body.raw, encoding="unicode", with_tail=False))
    if body.nitf is not None:
        _nitf_lines(body.nitf, draft)
    elif any(isinstance(block, PictureRef) for block in body.blocks):
        for medium in media_in(body.raw):
            draft.add("associations", medium)


def _nitf_lines(body: NitfBody, draft: Draft) -> None:
    draft.first("dateline", body.dateline)
    if not draft.has("bylines"):
        for line in body.bylines:
            draft.add("bylines", line)
    if not draft.has("headlines"):
        for line in body.headlines:
            draft.add("headlines", Labelled(line))
    for medium in body.media:
        draft.add("associations", medium)


def _mime(content: etree._Element) -> str:
    mime = child(content, "MimeType")
    return (mime.get("FormalName") or "").lower() if mime is not None else ""


def _format(content: etree._Element) -> str:
    form = child(content, "Format")
    return (form.get("FormalName") or "") if form is not None else ""


def _kind(content: etree._Element) -> str:
    media = child(content, "MediaType")
    kind = _KINDS.get((media.get("FormalName") or "").lower(), "") if media is not None else ""
    return kind or {"image": "picture"}.get(
        major := _mime(content).partition("/")[0], major if major in _KINDS else ""
    )


def _text(content: etree._Element, data: etree._Element, component: etree._Element) -> _Text | None:
    mime = _mime(content)
    if mime in {"text/css", "text/javascript"} or mime.startswith(("image/", "video/", "audio/")):
        return None
    found = next(data.iter("{*}nitf"), None) if len(data) else None
    nitf = body_of(found) if found is not None else None
    blocks = nitf.blocks if nitf is not None else _blocks(data, mime, content)
    return _Text(_role(component).lower(), blocks, data, mime, nitf, component) if blocks else None


def _blocks(data: etree._Element, mime: str, content: etree._Element) -> tuple[Block, ...]:
    if any(local(each) for each in data):
        body = next(data.iter("{*}body.content", "{*}body"), None)
        return blocks_in(body if body is not None else data)
    text = data.text or ""
    encoding = child(content, "Encoding")
    if encoding is not None and "base64" in (encoding.get("Notation") or "").lower():
        try:
            text = b64decode(text).decode("utf-8")
        except ValueError:
            return ()
    if "html" in mime or "xml" in mime or "</p>" in text.lower():
        return html_blocks(text)
    return text_blocks(text)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _rendition(content: etree._Element, number: int) -> Rendition:
    what = child(content, "Characteristics")
    values = {(p.get("FormalName") or "").lower(): p.get("Value") or "" for p in children(what, "Property")}
    use = values.get("imageuse") or values.get("multimediause") or values.get("rendition") or ""
    return Rendition(
        name=use or content.get("Duid") or f"file{number}",
        href=str(content.get("Href") or "").strip(),
        mimetype=_mime(content),
        width=_whole(values.get("pixelwidth") or values.get("width") or ""),
        height=_whole(values.get("pixelheight") or values.get("height") or ""),
        size=_whole(text_in(child(what, "SizeInBytes"))),
        format=_format(content),
    )


def _media(components: list[etree._Element], has_text: bool, draft: Draft) -> None:
    for number, component in enumerate(components, 1):
        contents = [each for each in children(component, "ContentItem") if each.get("Href")]
        renditions = tuple(_rendition(each, n) for n, each in enumerate(contents, 1))
        if not has_text and len(components) == 1:
            for rendition in renditions:
                draft.add("renditions", rendition)
            continue
        draft.add("associations", _association(component, contents[0], renditions, number))


def _association(
    component: etree._Element, content: etree._Element, renditions: tuple[Rendition, ...], number: int
) -> Association:
    lines = child(component, "NewsLines")
    above = component.getparent()
    if lines is None and above is not None and _role(above).lower() in _KINDS:
        lines = child(above, "NewsLines")
    headline, credit = text_in(child(lines, "HeadLine")), text_in(child(lines, "CreditLine"))
    caption = _caption(component)
    story = Story(
        guid=component.get("Duid") or content.get("Duid") or renditions[0].href,
        format="newsml-1.2",
        type=_kind(content),
        headlines=(Labelled(headline),) if headline else (),
        descriptions=(Labelled(caption, "caption"),) if caption else (),
        credit=credit,
        copyright_notice=text_in(child(lines, "CopyrightLine")),
        bylines=tuple(filter(None, [text_in(child(lines, "ByLine"))])),
        renditions=renditions,
    )
    role = _role(component)
    return Association(
        component.get("Duid") or f"{(role or 'media').lower()}{number}", role or "media", story
    )


def _caption(component: etree._Element) -> str:
    parent = component.getparent()
    for scope in (component, parent):
        for each in children(scope, "NewsComponent"):
            if _role(each).lower() == "caption":
                return text_in(child(each, "ContentItem", "DataContent"))
    for content in children(component, "ContentItem"):
        data = child(content, "DataContent")
        if data is not None and not content.get("Href"):
            return text_in(data)
    return ""


def _member(ref: etree._Element, component: etree._Element, draft: Draft) -> None:
    target = (ref.get("NewsItem") or "").strip()
    if target:
        comment = text_in(child(ref, "Comment"))
        role = _role(component) or "member"
        draft.add(
            "associations", Association(comment or target, role, Story(guid=target, format="newsml-1.2"))
        )
