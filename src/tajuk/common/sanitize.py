"""The one sanitiser of markup from outside: wires, pages, imports, readers.

It is used when text comes in and again when it is rendered; a second pass changes nothing.
"""

import re
from html import escape, unescape

import nh3

INLINE_TAGS = frozenset(
    {"a", "b", "br", "code", "em", "i", "q", "s", "small", "strong", "sub", "sup", "u", "bdi"}
)
BLOCK_TAGS = INLINE_TAGS | {
    "blockquote", "caption", "cite", "dd", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "hr", "li", "ol",
    "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
DROPPED_WHOLE = {
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "title", "head",
    "textarea", "select", "option", "button", "audio", "video", "canvas", "noembed", "noframes", "xmp", "plaintext",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto"}
# C0 controls but tab and newlines, C1 controls, and the marks that turn the reading direction of what follows.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NO_ADDRESS = re.compile(r'[\x00-\x20<>"]')
_BREAKING = re.compile(
    r"<(?=/?(?:p|br|div|li|ul|ol|dl|dt|dd|h[1-6]|hr|td|th|tr|table|section|article|blockquote|figcaption|figure)\b)",
    re.IGNORECASE,
)


# The HTML parser within nh3 takes quadratic time on deep nesting, on tags with thousands of attributes and on very many
# ampersands; no honest text has any of these.
DEEPEST = 200
_MOST_ATTRIBUTES = 500
_MOST_AMPERSANDS = 10_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{1000,}")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{0,4000}>?")
_FLAT = frozenset({
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "br", "hr", "img", "input", "meta", "link", "source", "wbr",
    "area", "base", "col", "embed", "param", "track",
})  # fmt: skip


def too_deep(html: str) -> bool:
    """Return whether markup opens more elements within one another than a text can need, or is crowded otherwise."""
    if html.count("&") > _MOST_AMPERSANDS:
        return True
    if len(html) > 1000 and any(
        len(found[0].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES for found in _LONG_TAG.finditer(html)
    ):
        return True
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > DEEPEST:
                return True
    return False


def _without_tags(html: str) -> str:
    """Return the text of markup that is too deep to be parsed, tags cut out by their shape alone."""
    return escape(unescape(_TAG.sub(" ", html)), quote=False)


def _own_or_none(url: str) -> str | None:
    """Keep a link to a page of this site (`/section/slug`), refuse every other relative one, `//evil` too."""
    plain = url.strip().replace("\\", "/")
    return url if plain.startswith("/") and not plain.startswith("//") else None


def _cleaner(tags: frozenset[str], *, own_links: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=DROPPED_WHOLE - tags,
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        url_schemes=_SCHEMES,
        url_relative=_own_or_none if own_links else "deny",
        link_rel="noopener" if own_links else "noopener noreferrer nofollow",
    )


_INLINE = _cleaner(INLINE_TAGS, own_links=False)
_INLINE_OWN = _cleaner(INLINE_TAGS, own_links=True)
_BLOCKS = _cleaner(BLOCK_TAGS, own_links=False)
_BLOCKS_OWN = _cleaner(BLOCK_TAGS, own_links=True)
_BARE = nh3.Cleaner(tags=set(), clean_content_tags=DROPPED_WHOLE, attributes={}, link_rel=None)


def without_controls(text: str) -> str:
    """Return the text without control characters and direction overrides; tabs and line ends stay."""
    # What is printable throughout has none of them, and asking costs far less than looking for each.
    if text.isprintable():
        return text
    if "\n" not in text:
        return _UNWANTED.sub("", text)
    return "\n".join([line if line.isprintable() else _UNWANTED.sub("", line) for line in text.split("\n")])


def clean_inline(html: str, *, own_links: bool = False) -> str:
    """Return the running text of a paragraph with only emphasis, line breaks and safe links.

    Links keep `http`, `https` and `mailto` addresses; with `own_links` also paths of this site.
    """
    html = without_controls(html)
    if "<" not in html and "&" not in html and ">" not in html:
        return html
    if too_deep(html):
        return _without_tags(html)
    return (_INLINE_OWN if own_links else _INLINE).clean(html)


def clean_blocks(html: str, *, own_links: bool = False) -> str:
    """Return body markup with paragraphs, subheads, quotes, lists, tables and safe running text only."""
    html = without_controls(html)
    if too_deep(html):
        return _without_tags(html)
    return (_BLOCKS_OWN if own_links else _BLOCKS).clean(html)


def text_of(html: str) -> str:
    """Return the text of markup on one line: no tags, no scripts, entities resolved, white space folded."""
    html = without_controls(html)
    if "<" in html and too_deep(html):
        html = _without_tags(html)
    elif "<" in html:
        html = _BARE.clean(_BREAKING.sub(" <", html))
    return " ".join((unescape(html) if "&" in html else html).split())


def safe_href(url: str | None) -> str:
    """Return an `http`, `https` or `mailto` address as it is, and nothing for any other."""
    url = (url or "").strip()
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() not in _SCHEMES or not rest or _NO_ADDRESS.search(url):
        return ""
    if scheme.lower() != "mailto" and not (rest.startswith("//") and len(rest) > 2):
        return ""
    return url
