"""From an agency's markup (HTML, XHTML, NITF or loose text) to safe blocks.

Output markup is written anew from an allow-list, and what holds links passes `tajuk.common.sanitize`: nothing is
copied through.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from lxml import etree

from tajuk.common.sanitize import text_of, without_controls
from tajuk.wires.blocks import (
    Block,
    ListBlock,
    Paragraph,
    PictureRef,
    Preformatted,
    Quote,
    Subhead,
    Table,
)
from tajuk.wires.limits import HTML_TAGS, PARAGRAPHS, refuse_above
from tajuk.wires.running import (
    BREAKING,
    DROPPED,
    EMPHASIS,
    HEADINGS,
    attribute,
    folded,
    inline_child,
    running,
    tidy,
)
from tajuk.wires.safe_xml import local, text_in

_NO_PICTURE = {"table", "blockquote", "pre", "ul", "ol", "p"}
_DOUBLE_BREAK = re.compile(r"(?:<br> ?){2,}")
# Anything but white space outside the tags of running text, whose own signs are all escaped.
_WORDS = re.compile(r"(?:\A|>)\s*[^<\s]")
# Paragraphs of bare text, in which only such signs are written as entities as are written so again.
_PLAIN_PARAGRAPHS = re.compile(r"(?:\s*<p>[^<>&]*+(?:&(?:amp|lt|gt|quot|nbsp);[^<>&]*+)*+</p>)++\s*")
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
_TAG_LIKE = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")


def _html_parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )


def parse_html(markup: str) -> etree._Element | None:
    """Return the tree of a page or fragment of HTML, however broken; None when it is empty or nested too deeply."""
    refuse_above(HTML_TAGS, markup.count("<"), "tags in one text")
    parser = _html_parser()
    try:
        tree = etree.fromstring(f"<body>{markup}" if "<body" not in markup else markup, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    # Beyond 256 levels libxml2 stops reading, and half a text would pass for the whole.
    return (
        None
        if any(
            entry.type == etree.ErrorTypes.ERR_INTERNAL_ERROR or "depth" in entry.message.lower()
            for entry in parser.error_log
        )
        else tree
    )


class Walk:
    """Walk a tree of markup and gather its blocks; `pictures` keeps the elements that media came from."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[tuple[etree._Element, PictureRef]] = []
        self._run: list[str] = []
        self._part = "body"

    def walk(self, element: etree._Element) -> list[Block]:
        """Return the blocks within an element."""
        self._within(element)
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        if not self._run:
            return
        html = folded("".join(self._run))
        self._run = []
        if not html:
            return
        pieces = _DOUBLE_BREAK.split(html) if "<br>" in html else [html]
        for piece in pieces:
            text = tidy(piece, cut=len(pieces) > 1)
            if text and ("<" not in text or _WORDS.search(text)):
                self.blocks.append(Paragraph(text, self._part))

    def _within(self, element: etree._Element) -> None:
        if element.text:
            self._run.append(escape(element.text, quote=False))
        for child in element:
            name = local(child).lower()
            if name:
                self._child(child, name)
            if child.tail:
                self._run.append(escape(child.tail, quote=False))

    def _child(self, child: etree._Element, name: str) -> None:
        if name == "p" and not len(child):
            if self._run:
                self._flush()
            if html := running(child):
                self.blocks.append(Paragraph(html, self._part))
        elif name in BREAKING:
            self._flush()
            self._within(child)
            self._flush()
        elif (handler := _HANDLERS.get(name)) is not None:
            self._flush()
            handler(self, child, name)
        elif name in EMPHASIS or name in {"a", "br"}:
            self._emphasis(child, name)
        elif name not in DROPPED:
            self._within(child)

    def _emphasis(self, child: etree._Element, name: str) -> None:
        if any(local(inner).lower() in _LIFTED for inner in child):
            self._within(child)
        else:
            inline_child(child, name, self._run)

    def _heading(self, child: etree._Element, name: str) -> None:
        if html := running(child):
            self.blocks.append(Subhead(html, HEADINGS[name], self._part))

    def _quote(self, child: etree._Element, _name: str) -> None:
        credit = ""
        for inner in child:
            if local(inner).lower() in {"cite", "credit", "footer"}:
                credit = text_in(inner)
                inner.text, inner[:] = None, []
        if html := running(child):
            self.blocks.append(Quote(html, credit, self._part))

    def _list(self, child: etree._Element, name: str) -> None:
        items = tuple(html for item in child if local(item) and (html := running(item)))
        if items:
            self.blocks.append(ListBlock(items, name == "ol", self._part))

    def _table(self, child: etree._Element, _name: str) -> None:
        rows: list[tuple[str, ...]] = []
        head, caption = 0, ""
        for each in child.iter():
            name = local(each).lower()
            if name == "caption":
                caption = text_in(each)
            elif name == "tr":
                cells = [cell for cell in each if local(cell).lower() in {"td", "th"}]
                if cells and head == len(rows) and all(local(cell).lower() == "th" for cell in cells):
                    head += 1
                if row := tuple(running(cell) for cell in cells):
                    rows.append(row)
        if len(rows) == 1 and len(rows[0]) == 1:  # a table used as a frame
            self._within(child)
        elif any(any(row) for row in rows):
            self.blocks.append(Table(tuple(rows), head if head < len(rows) else 0, caption, self._part))

    def _picture(self, child: etree._Element, _name: str) -> None:
        if any(
            local(each).lower() in _NO_PICTURE for each in child
        ):  # HTML's figure holds tables and quotes as well
            self._within(child)
            self._flush()
            return
        picture = _picture_of(child, self._part)
        if picture.ref or picture.caption:
            self.blocks.append(picture)
            self.pictures.append((child, picture))

    def _pre(self, child: etree._Element, _name: str) -> None:
        text = without_controls("".join(map(str, child.itertext()))).strip("\r\n")
        if text.strip():
            self.blocks.append(Preformatted(text, self._part))

    def _aside(self, child: etree._Element, name: str) -> None:
        outer, self._part = self._part, name if self._part == "body" else self._part
        self._within(child)
        self._flush()
        self._part = outer


def _picture_of(element: etree._Element, part: str) -> PictureRef:
    ref = attribute(element, "ref")
    caption = credit = alt = ""
    kind = attribute(element, "media-type") or "picture"
    for each in element.iter():
        inner = local(each).lower()
        if inner in {"img", "media-reference", "source", "video", "audio"} and not ref:
            ref = attribute(each, "src", "source", "data-location", "uri", "data-src")
            alt = attribute(each, "alt", "alternate-text", "name")
        elif inner in {"figcaption", "media-caption"}:
            caption = f"{caption} {text_in(each)}".strip()
        elif inner == "media-producer" or attribute(each, "class") in {"byline", "credit"}:
            credit = text_in(each)
    if ref.startswith("data:"):
        ref = ""
    kind = {"image": "picture", "photo": "picture"}.get(kind.lower(), kind.lower())
    return PictureRef(without_controls(ref)[:2000], without_controls(caption), credit, alt, kind, part)


_Handler = Callable[[Walk, etree._Element, str], None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(HEADINGS, Walk._heading),
    **dict.fromkeys(("blockquote", "bq", "pullquote"), Walk._quote),
    **dict.fromkeys(("ul", "ol"), Walk._list),
    **dict.fromkeys(("table", "nitf-table"), Walk._table),
    **dict.fromkeys(("figure", "img", "media", "picture", "dnl-image"), Walk._picture),
    **dict.fromkeys(("pre", "xmp", "listing"), Walk._pre),
    **dict.fromkeys(("header", "footer"), Walk._aside),
}
_LIFTED = BREAKING | _HANDLERS.keys()


def blocks_in(element: etree._Element) -> tuple[Block, ...]:
    """Return the blocks within an element of HTML, XHTML or NITF."""
    return tuple(Walk().walk(element))


def html_blocks(markup: str) -> tuple[Block, ...]:
    """Return the blocks of a string of HTML; one without any tag is text."""
    markup = without_controls(markup)
    if "<" not in markup or not _TAG_LIKE.search(markup):
        return text_blocks(unescape(markup) if "&" in markup else markup)
    if _PLAIN_PARAGRAPHS.fullmatch(markup):
        return _plain_paragraphs(markup)
    tree = parse_html(markup)
    return blocks_in(tree) if tree is not None else text_blocks(text_of(markup))


def _plain_paragraphs(markup: str) -> tuple[Block, ...]:
    """Return what a walk over the tree of paragraphs without any markup within them would, many times as fast."""
    refuse_above(HTML_TAGS, markup.count("<"), "tags in one text")
    out: list[Block] = []
    for text in _PARAGRAPH.findall(markup):
        if "&" in text:
            text = text.replace("&quot;", '"').replace("&nbsp;", "\u00a0")
        if html := folded(text):
            out.append(Paragraph(html))
    return tuple(out)


def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of loose text: parted by blank lines, or line by line when there are none."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces = _pieces(text.strip())
    refuse_above(PARAGRAPHS, len(pieces), "paragraphs in one text")
    return tuple([Paragraph(escape(line, quote=False)) for piece in pieces if (line := _one_line(piece))])


def _pieces(text: str) -> list[str]:
    lines = list(map(str.strip, text.split("\n")))
    if "" not in lines:
        return lines
    return [piece.replace("\n", " ") for piece in "\n".join(lines).split("\n\n")]


def _one_line(piece: str) -> str:
    if piece.isprintable() and "  " not in piece:
        return piece.strip()
    return " ".join(without_controls(piece).split())


def plain(markup: str) -> str:
    """Return a headline or label on one line: tags dropped, entities resolved."""
    if markup.isprintable() and "<" not in markup and "&" not in markup and "  " not in markup:
        return markup.strip()
    if "<" in markup:
        return text_of(markup)
    return " ".join(without_controls(unescape(markup) if "&" in markup else markup).split())
