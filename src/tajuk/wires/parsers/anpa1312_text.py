"""The copy of an ANPA 1312 message: typesetting codes undone, heading lines told apart, paragraphs and tables.

A heading line opens with `^`; `<`, `=` and `@` at a line's end quad it left or centre; a tab or three spaces open a
paragraph; BS opens a line of a table. Quotes are ``doubled'' accents, dashes are ` _ `.
"""

import re
from dataclasses import dataclass, field
from html import escape

from tajuk.wires.blocks import Block, Paragraph, Preformatted, Subhead
from tajuk.wires.story import Concept, Json, Symbol

_CODES = dict.fromkeys((*range(9), 0x0B, *range(0x0E, 0x10), *range(0x11, 0x20), 0x7F)) | {
    0x10: " ",
    0x0C: "\n",
}
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
_SPACES = re.compile(r"[ \t]{2,}|\t")
_QUADS = "@<>=| \t"
_FILL = " \t\x00\x7f"
_EDGES = " \t\n\x00\x7f"
_END = _QUADS + "\n\x00\x7f"
_INDENTS = ("\t", "   ", "\x0c")
_BYLINE = re.compile(r"(?:By|Oleh|Por|Par|Von)\s+(?P<names>\S.{1,118})\Z")
_NOTE = re.compile(
    r"(?:Eds?|Editors?|Editor'?s?'? ?notes?|Update|Advisory|Note|Catatan)\s*[:_—-]\s*(?P<note>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SLUG = re.compile(
    r"(?:[A-Z]{2}-)?(?:[A-Z]{1,3}-{1,2})?[A-Z][^\s,]{1,60}--?[^,]{1,80}(?:,.{0,80})?\Z|.{2,80},\s*\d{2,5}\Z"
)
_FIELD = re.compile(
    r"(?P<name>HL|HEADLINE|INDEX|SYMBOL|SYMBOLS|KEYWORDS?|code)\s*:\s*(?P<value>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_AGENCY = re.compile(
    r"(?:(?:The\s+)?(?P<name>[A-Z][\w.&' ]{1,50}?\b(?:Press|PRESS|News Agency|Wire|Newswires?|International|NEWS)))"
    r"(?:\s+(?:Staff|Business|Sports|Economics|Political)?\s*(?:Writers?|Correspondents?|Editors?|Photographers?))?\Z",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\A([A-Z][A-Z][^\n()]{0,60}?(?: \([^()\n]{2,30}\))? ?(?:_|--|—|–) ?)")


@dataclass(slots=True)
class Copy:
    """What the text of a message holds."""

    slugline: str = ""
    headline: str = ""
    agency: str = ""
    dateline: str = ""
    bylines: tuple[str, ...] = ()
    ednotes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    organisations: tuple[Concept, ...] = ()
    body: tuple[Block, ...] = ()
    extra: dict[str, Json] = field(default_factory=dict)


def read_text(content: str, *, tabular: bool) -> Copy:
    """Return the copy between STX and ETX."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    heading, start = _heading(content)
    copy = Copy()
    _place(heading, copy)
    rest = content[start:]
    if tabular or "\x08" in rest:
        copy.body = tuple(_table(rest))
    else:
        paragraphs = _paragraphs(rest)
        copy.body = tuple(paragraphs)
    first = next((b.html for b in copy.body if type(b) is Paragraph), "")
    if found := _DATELINE.match(first):
        copy.dateline = found[1].strip()
    return copy


def clean(text: str) -> str:
    """Return a line with typesetting codes taken out and the quotes and dashes of print put in."""
    if not text.isprintable():
        text = text.translate(_CODES)
    if "`" in text or "''" in text:
        text = text.replace("``", "“").replace("''", "”").replace("`", "‘")
    if " _ " in text:
        text = text.replace(" _ ", " — ")
    return " ".join(text.split()) if "  " in text else text.strip()


def _heading(content: str) -> tuple[list[str], int]:
    """Return the heading lines that open the copy, continued ones joined, and where they end."""
    lines: list[str] = []
    at = 0
    while at < len(content):
        end = content.find("\n", at)
        end = len(content) if end < 0 else end
        line = content[at:end]
        bare = line.strip(" \x00\x7f")
        if bare.startswith("^"):
            lines.append(bare.lstrip("^"))
        elif not bare:
            pass
        elif (
            lines
            and not line.startswith(("\t", "   ", "\x08"))
            and not lines[-1].rstrip().endswith(("<", "=", "@"))
        ):
            lines[-1] += f" {bare}"
        elif not lines or line.startswith(("\t", "   ", "\x08")) or len(bare) > 120:
            break
        else:
            lines.append(bare)  # a heading line whose mark was left out: between two that have it, or a code
        at = end + 1
    return [cleaned for line in lines if (cleaned := clean(line.rstrip(_QUADS)))], min(at, len(content))


def _place(lines: list[str], copy: Copy) -> None:
    """Give each heading line its field: keyword line, notes, named fields, headline, byline, agency."""
    notes: list[str] = []
    bylines: list[str] = []
    other: list[Json] = []
    for number, line in enumerate(lines):
        if found := _FIELD.match(line):
            _named(found["name"].upper(), found["value"].strip(), copy)
        elif found := _NOTE.match(line):
            notes.append(found["note"].strip())
        elif found := _BYLINE.match(line):
            bylines.append(found["names"].rstrip("=").strip())
        elif number == 0 and _SLUG.match(line):
            copy.slugline = line
        elif (agency := _AGENCY.match(line)) and (bylines or copy.headline):
            copy.agency = copy.agency or agency["name"].strip()
        elif not copy.headline:
            copy.headline = line
        else:
            other.append(line)
    copy.ednotes, copy.bylines = tuple(notes), tuple(bylines)
    if other:
        copy.extra["lines"] = other


def _named(name: str, value: str, copy: Copy) -> None:
    if name in {"HL", "HEADLINE"}:
        copy.headline = value
    elif name.startswith("SYMBOL"):
        found = [each.strip() for each in re.split(r"[,;]", value) if each.strip()]
        copy.organisations += tuple(_company(each) for each in found)
    elif name in {"INDEX", "KEYWORD", "KEYWORDS"}:
        copy.keywords += tuple(each.strip() for each in value.split(",") if each.strip())
    else:
        copy.extra[name.lower()] = value


def _company(symbol: str) -> Concept:
    exchange, colon, ticker = symbol.partition(":")
    found = Symbol(ticker, exchange=exchange) if colon else Symbol(symbol)
    return Concept(name=symbol, kind="organisation", symbols=(found,))


def _paragraphs(text: str) -> list[Block]:
    out: list[Block] = []
    if "^" not in text and "\n \n" not in text and "\x0c" not in text:
        # Nothing but paragraphs: parted where one is indented, where one is quadded left, and at blank lines.
        return _plain_paragraphs(text)
    run: list[str] = []
    for line in text.split("\n"):
        bare = line.strip(_FILL)
        if not bare or bare[0] == "^":
            _flush(run, out)
            if bare and (heading := clean(bare.lstrip("^").rstrip(_QUADS))):
                out.append(Subhead(escape(heading, quote=False)))
            continue
        if run and line[0] in "\t \x0c" and line.startswith(_INDENTS):
            _flush(run, out)
        run.append(bare.rstrip(_QUADS) if bare[-1] == "<" else bare)
        if bare[-1] == "<":
            _flush(run, out)
    _flush(run, out)
    return out


def _plain_paragraphs(text: str) -> list[Block]:
    """Return paragraphs of copy that has nothing else; what can be done to the whole of it is not done to each."""
    text = text.lstrip(_EDGES).rstrip(_END).replace("<\n", "\n\n").replace("\n   ", "\n\t")
    # However a paragraph is opened and its last line was ended, one mark parts it from the next.
    text = text.replace("\n\n\t", "\n\t").replace("\n\n", "\n\t")
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        text = text.translate(_CODES)
    # No control is left: NUL parts the paragraphs while lines are joined.
    text = text.replace("\n\t", "\0").replace("\n", " ")
    if "`" in text or "''" in text:
        text = text.replace("``", "“").replace("''", "”").replace("`", "‘")
    if " _ " in text:
        text = text.replace(" _ ", " — ")
    if "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    lines = [line.strip().rstrip(_QUADS) for line in text.split("\0")]
    if "<" in text or "&" in text or ">" in text:
        return [Paragraph(escape(line, quote=False)) for line in lines if line.strip("_-*. ")]
    return [Paragraph(line) for line in lines if line.strip("_-*. ")]


def _flush(run: list[str], out: list[Block]) -> None:
    if run:
        line = clean(" ".join(run).rstrip(_QUADS))
        if line.strip("_-*. "):
            out.append(Paragraph(escape(line, quote=False)))
        run.clear()


def _table(text: str) -> list[Block]:
    """Return tabular copy as it was set, line ends and columns kept; headings and running text apart from it."""
    out: list[Block] = []
    rows: list[str] = []

    def flush() -> None:
        if any(row.strip() for row in rows):
            out.append(Preformatted("\n".join(rows).strip("\n")))
        rows.clear()

    for line in text.split("\n"):
        if line.startswith("^"):
            flush()
            if heading := clean(line.lstrip("^").rstrip(_QUADS)):
                out.append(Subhead(escape(heading, quote=False)))
            continue
        if line.startswith("\t") and len(line.split()) > 12:
            flush()
            out.append(Paragraph(escape(clean(line.rstrip(_QUADS)), quote=False)))
            continue
        rows.append(line.translate(_CODES | {0x0C: None}).replace("\t", "  ").rstrip(_QUADS))
    flush()
    return out
