"""Running text: what stands within a paragraph, heading or cell, written anew from an allow-list of inline tags."""

from html import escape

from lxml import etree

from tajuk.common.sanitize import clean_inline, safe_href, without_controls
from tajuk.wires.safe_xml import local

EMPHASIS = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "sup": "sup", "sub": "sub", "q": "q", "code": "code",
    "s": "s", "del": "s", "u": "u",
}  # fmt: skip
HEADINGS = {
    "h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "hl1": 2, "hl2": 3, "crosshead": 2, "subhead": 2,
}  # fmt: skip
BREAKING = frozenset({
    "p", "div", "section", "article", "main", "body", "html", "block", "body.content", "body.head", "body.end",
    "hedline", "abstract", "address", "center", "dd", "dt", "details", "summary", "fieldset", "nav", "form", "note",
    "tagline", "bibliography", "byline", "dateline", "aside", "figure-group", "hr",
})  # fmt: skip
DROPPED = frozenset({
    "script", "style", "template", "noscript", "object", "embed", "svg", "math", "head", "title", "textarea",
    "select", "option", "button", "canvas", "noembed", "noframes", "link", "meta", "base", "input", "param",
    "iframe", "audio", "video", "source", "track", "map", "area",
})  # fmt: skip
EDGE = " \t\r\n\u00a0\u3000"
_APART = BREAKING | HEADINGS.keys() | {"li", "tr", "td", "th", "figcaption"}
_BREAK = "<br>"
_REL = "noopener noreferrer nofollow"


def folded(html: str) -> str:
    """Return text with each run of white space as one space, and none at its edges; no-break spaces stay within."""
    if html.isprintable() and "  " not in html:
        return html.strip(EDGE)
    # Bytes are parted at ASCII's white space alone, and fast.
    pieces = html.encode("utf-8", "surrogatepass").split()
    return b" ".join(pieces).decode("utf-8", "surrogatepass").strip(EDGE)


def attribute(element: etree._Element, *names: str) -> str:
    """Return the first of these attributes that has a value."""
    for name in names:
        if value := element.get(name):
            return str(value).strip()
    return ""


def _inline(element: etree._Element, out: list[str]) -> None:
    """Write what is within an element as running text, blocks flattened."""
    if element.text:
        out.append(escape(element.text, quote=False))
    for child in element:
        name = local(child).lower()
        if name and name not in DROPPED:
            inline_child(child, name, out)
        if child.tail:
            out.append(escape(child.tail, quote=False))


def inline_child(child: etree._Element, name: str, out: list[str]) -> None:
    """Write one element within running text."""
    if name == "br":
        out.append("<br>")
    elif name == "a" and (href := safe_href(attribute(child, "href"))) and not _in_link(child):
        out.append(f'<a href="{escape(href)}" rel="{_REL}">')
        _inline(child, out)
        out.append("</a>")
    elif tag := EMPHASIS.get(name):
        out.append(f"<{tag}>")
        _inline(child, out)
        out.append(f"</{tag}>")
    else:
        apart = name in _APART
        if apart:
            out.append(" ")
        _inline(child, out)
        if apart:
            out.append(" ")


def _in_link(element: etree._Element) -> bool:
    """Return whether an element stands within a link, in which there cannot be another."""
    return next(element.iterancestors("{*}a", "{*}A"), None) is not None


def running(element: etree._Element) -> str:
    """Return what is within an element as safe running text."""
    if not len(element):
        text = element.text or ""
        even = text.isprintable() and "  " not in text
        text = text.strip(EDGE) if even else without_controls(folded(text))
        return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text
    out: list[str] = []
    _inline(element, out)
    return tidy("".join(out))


def tidy(html: str, *, cut: bool = False) -> str:
    """Return running text of our own writing with white space folded and breaks at its edges left out.

    `cut` says that it was cut from a longer piece, so that tags may be open.
    """
    html = folded(html)
    start, end = 0, len(html)
    while html.startswith(_BREAK, start) or html.startswith(" ", start):
        start += 4 if html[start] == "<" else 1
    while end - start >= 4 and (html.endswith(_BREAK, start, end) or html[end - 1] == " "):
        end -= 4 if html[end - 1] == ">" else 1
    html = html[start:end].strip(EDGE)
    # Whole, there is nothing but escaped text, bare tags and links of our own writing; a piece passes the sanitiser.
    return clean_inline(html) if cut else without_controls(html)
