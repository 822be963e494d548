"""The body of a story: a tuple of blocks, each safe to show, in reading order.

Running text (`html`) holds escaped text with the few inline tags that `tajuk.common.sanitize` allows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from tajuk.common.sanitize import text_of


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `part` says where it stood: `body`, `header` or `footer` of what the agency sent."""

    html: str
    part: str = "body"


@dataclass(frozen=True, slots=True)
class Subhead:
    """A heading within the body, `level` 2 to 4."""

    html: str
    level: int = 2
    part: str = "body"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set apart; `credit` is who said it."""

    html: str
    credit: str = ""
    part: str = "body"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of lines."""

    items: tuple[str, ...]
    ordered: bool = False
    part: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `head` rows are headings."""

    rows: tuple[tuple[str, ...], ...]
    head: int = 0
    caption: str = ""
    part: str = "body"


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A place in the text where a picture (or other medium) stands; `ref` is its id or address, as sent."""

    ref: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    kind: str = "picture"
    part: str = "body"


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A pointer to another story or page; `label` is the words before it, such as `Baca juga`."""

    title: str
    href: str = ""
    label: str = ""
    part: str = "body"


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose line ends matter, such as results and tables set in columns."""

    text: str
    part: str = "body"


Block: TypeAlias = Paragraph | Subhead | Quote | ListBlock | Table | PictureRef | RelatedLink | Preformatted


def _table_html(table: Table) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>"
        for number, row in enumerate(table.rows)
        for cell in ("th" if number < table.head else "td",)
    )
    caption = f"<caption>{escape(table.caption, quote=False)}</caption>" if table.caption else ""
    return f"<table>{caption}{rows}</table>"


def _picture_html(picture: PictureRef) -> str:
    text = " ".join(part for part in (picture.caption, picture.credit) if part)
    return f"<figure><figcaption>{escape(text, quote=False)}</figcaption></figure>" if text else ""


def _link_html(link: RelatedLink) -> str:
    title = escape(link.title, quote=False)
    label = f"{escape(link.label, quote=False)}: " if link.label else ""
    return (
        f'<p>{label}<a href="{escape(link.href)}">{title}</a></p>' if link.href else f"<p>{label}{title}</p>"
    )


def block_html(block: Block) -> str:
    """Return one block as safe markup, without classes or ids."""
    match block:
        case Paragraph(html=html):
            return f"<p>{html}</p>"
        case Subhead(html=html, level=level):
            return f"<h{level}>{html}</h{level}>"
        case Quote(html=html, credit=credit):
            cite = f"<cite>{escape(credit, quote=False)}</cite>" if credit else ""
            return f"<blockquote>{html}{cite}</blockquote>"
        case ListBlock(items=items, ordered=ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"
        case Table():
            return _table_html(block)
        case PictureRef():
            return _picture_html(block)
        case RelatedLink():
            return _link_html(block)
        case Preformatted(text=text):
            return f"<pre>{escape(text, quote=False)}</pre>"


def to_html(blocks: Iterable[Block]) -> str:
    """Return a body as safe markup."""
    return "".join([f"<p>{b.html}</p>" if type(b) is Paragraph else block_html(b) for b in blocks])


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Preformatted(text=text):
                yield text
            case ListBlock(items=items):
                yield from (text_of(item) for item in items)
            case Table(rows=rows, caption=caption):
                yield from filter(None, [caption, *(" ".join(text_of(c) for c in row) for row in rows)])
            case PictureRef(caption=caption, credit=credit):
                yield " ".join(filter(None, (caption, credit)))
            case RelatedLink(title=title, label=label):
                yield f"{label}: {title}" if label else title
            case _:
                yield text_of(block.html)


def to_text(blocks: Iterable[Block]) -> str:
    """Return a body as plain text: a line a paragraph, list item or row."""
    return "\n".join(text for text in _texts(blocks) if text)
