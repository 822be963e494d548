"""The content of a story in NewsML-G2: its body as XHTML, its files as remote content."""

from html import escape
from typing import Any

from lxml import etree

from tajuk.wires.blocks import Block, PictureRef, block_html
from tajuk.wires.markup import parse_html
from tajuk.wires.safe_xml import local
from tajuk.wires.story import Rendition, Story
from tajuk.wires.writers.g2_concepts import clean, is_qcode, sub

_XHTML = "http://www.w3.org/1999/xhtml"
_NSMAP: Any = {None: _XHTML}  # lxml-stubs know no default namespace


def write_content(item: etree._Element, story: Story) -> None:
    """Append the `contentSet`, if there is anything to stand in it."""
    if not story.body and not story.renditions:
        return
    content = sub(item, "contentSet")
    if story.body:
        inline = sub(
            content,
            "inlineXML",
            contenttype="application/xhtml+xml",
            wordcount=str(len(story.body_text.split())),
        )
        inline.append(_xhtml(story))
    for rendition in story.renditions:
        write_rendition(content, rendition)


def _xhtml(story: Story) -> etree._Element:
    page = etree.Element(f"{{{_XHTML}}}html", nsmap=_NSMAP)
    head = etree.SubElement(page, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = clean(story.headline)
    body = etree.SubElement(page, f"{{{_XHTML}}}body")
    tree = parse_html("".join(map(_markup, story.body)))
    if tree is not None:
        found = tree if tree.tag == "body" else next(tree.iter("body"), tree)
        _into(body, found)
    return page


def _markup(block: Block) -> str:
    if isinstance(block, PictureRef):
        source = f'<img src="{escape(block.ref)}" alt="{escape(block.alt)}"/>' if block.ref else ""
        credit = f'<span class="credit">{escape(block.credit)}</span>' if block.credit else ""
        caption = f"<figcaption>{escape(block.caption, quote=False)}</figcaption>" if block.caption else ""
        html = f"<figure>{source}{caption}{credit}</figure>"
    else:
        html = block_html(block)
    return html if block.part == "body" else f"<{block.part}>{html}</{block.part}>"


def _into(target: etree._Element, source: etree._Element) -> None:
    """Copy a tree of HTML into the namespace of XHTML."""
    target.text = clean(source.text) if source.text else None
    for child in source:
        if not local(child):
            continue
        element = etree.SubElement(target, f"{{{_XHTML}}}{child.tag}")
        for name, value in child.items():
            element.set(str(name), clean(str(value)))
        _into(element, child)
        element.tail = clean(child.tail) if child.tail else None


def write_rendition(content: etree._Element, rendition: Rendition) -> None:
    """Append one file."""
    numbers = {"width": rendition.width, "height": rendition.height, "size": rendition.size}
    attributes = {name: str(value) for name, value in numbers.items() if value is not None}
    if rendition.duration is not None:
        attributes["duration"] = f"{rendition.duration:g}"
    name = rendition.name if is_qcode(rendition.name) else ""
    element = sub(
        content, "remoteContent", rendition=name, href=rendition.href, contenttype=rendition.mimetype,
        format=rendition.format if is_qcode(rendition.format) else "", **attributes,
    )  # fmt: skip
    if rendition.name and not name:
        element.set(
            "renditionuri",
            rendition.name if ":" in rendition.name else f"urn:x-tajuk:rendition:{rendition.name}",
        )
