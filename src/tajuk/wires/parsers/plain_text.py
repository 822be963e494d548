"""Pasted text made even: line ends, white space, page furniture and hard-wrapped lines."""

import re
from collections import Counter
from dataclasses import dataclass

from tajuk.common.sanitize import without_controls
from tajuk.wires.parsers.plain_dates import stamp_in

_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_WIDE_GAP = re.compile(r"(?<=\S)[ \u00a0]{4,}(?=\S)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\u00ad\ufeff]")
_TERMINAL = (".", "?", "!", "…", '."', '?"', '!"', ".”", "?”", "!”", ".'", ".’", '",', ".)")
_PAGE_OF = re.compile(
    r"(?:\[?(?:hal(?:aman)?|page|hlm)\.?:?\s*\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,3})?\]?"
    r"|[-–—\[(]?\s*\d{1,3}\s*(?:/|dari|of)\s*\d{1,3}\s*[-–—\])]?|[-–—]\s*\d{1,3}\s*[-–—])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,500}(?:\s+\d{1,3}\s*/\s*\d{1,3})?", re.IGNORECASE)
_PRINTED = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s*[AP]M)?\s+\S.{3,200}", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_WIDEST = 110


@dataclass(slots=True)
class Line:
    """A line that is not blank: its text, whether a blank one stood before it, and what it was taken for."""

    text: str
    after_blank: bool = False
    kind: str = ""

    @property
    def words(self) -> list[str]:
        """Return its words."""
        return self.text.split()


def even_lines(document: str) -> list[Line]:
    """Return the lines of pasted text, wrapped ones joined and what a printer adds to each page left out."""
    document = (
        document.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    )
    if _INVISIBLE.search(document):
        document = _INVISIBLE.sub("", document)
    raw = document.replace("\x0c", "\n\x0c\n").split("\n")
    breaks = [line.strip() == "\x0c" for line in raw]
    raw = [_WIDE_GAP.sub("\t", line) if "    " in line or "\u00a0" in line else line for line in raw]
    texts = [_single_spaced(line) if "\t" not in line else _columns(line) for line in raw]
    keep = _without_furniture(texts, breaks)
    return _joined(keep)


def _single_spaced(line: str) -> str:
    if line.isascii() and line.isprintable() and "  " not in line:
        return line.strip(" ")
    return _SPACES.sub(" ", without_controls(line)).strip(" ")


def _columns(line: str) -> str:
    cells = [_SPACES.sub(" ", without_controls(cell)).strip() for cell in line.split("\t")]
    return "\t".join(cells).strip("\t ")


def is_furniture(text: str) -> bool:
    """Return whether a line is a page number, an address or a browser's print heading, and nothing else."""
    return len(text) < 600 and bool(
        _PAGE_OF.fullmatch(text) or _ADDRESS.fullmatch(text) or _PRINTED.fullmatch(text)
    )


def _without_furniture(texts: list[str], breaks: list[bool]) -> list[str]:
    """Return the lines without page furniture; a page break within a sentence leaves no blank line behind."""
    ends = {i for i, text in enumerate(texts) if breaks[i] or is_furniture(text)}
    if not ends:
        return texts
    stems = Counter(_stem(text) for text in texts if 3 < len(text) < 160)
    near_break = {i + step for i in ends for step in (-3, -2, -1, 1, 2, 3)}
    out: list[str] = []
    cut = False
    seen: set[str] = set()
    for number, text in enumerate(texts):
        repeated = number in near_break and stems[_stem(text)] > 1
        if number in ends or (repeated and _stem(text) in seen):
            cut = True
            seen.add(_stem(text))
            continue
        seen.add(_stem(text))
        if cut and text:
            _mend(out, text)
            cut = False
        out.append(text)
    return out


def _stem(text: str) -> str:
    return _DIGITS.sub("0", text.lower())


def _mend(out: list[str], text: str) -> None:
    """Close the gap of a page break when the sentence above goes on in `text`; keep them apart when it has ended."""
    if out and out[-1].endswith(_TERMINAL):
        out.append("")
        return
    last = len(out)
    while last and not out[last - 1]:
        last -= 1
    if last and text[:1].islower() and not out[last - 1].endswith(_TERMINAL) and len(out[last - 1]) > 30:
        del out[last:]


def _width(texts: list[str]) -> int:
    """Return the column at which the text was wrapped, or 0 when it was not."""
    long = sorted(len(text) for text in texts if len(text) > 40)
    if len(long) < 6:
        return 0
    # A few longer lines, such as a ticker, do not make the rest unwrapped.
    width = (
        long[-1] if long[-1] <= _WIDEST else long[int(len(long) * 0.93)] if len(long) >= 12 else _WIDEST + 1
    )
    if width > _WIDEST:
        return 0
    full = [each for each in long if width - 16 <= each <= width]
    return width if len(full) >= max(4, len(long) * 0.45) else 0


def _joined(texts: list[str]) -> list[Line]:
    width = _width(texts)
    lines: list[Line] = []
    blank, previous = True, ""
    for text in texts:
        if not text:
            blank, previous = True, ""
            continue
        first = text.split(" ", 1)[0]
        wrapped = bool(width and previous and lines) and len(previous) + 1 + len(first) > width >= len(
            previous
        )
        if wrapped and not _starts_anew(text, previous, lines[-1].text) and "\t" not in text:
            glue = "" if previous.endswith("-") and previous[-2:-1].islower() and first[:1].islower() else " "
            lines[-1].text += glue + text
        else:
            lines.append(Line(text, blank))
        blank, previous = False, text
    return lines


def _starts_anew(text: str, previous: str, line: str) -> bool:
    """Return whether a line opens something new although the one above it is full."""
    head = text[:30].lower()
    if head.startswith(
        ("baca juga", "editor", "reporter", "sumber:", "foto:", "• ", "- ", "* ", "tag:", "tags:")
    ):
        return True
    if any(each.isdigit() for each in text) and stamp_in(text) is not None:
        return True
    if text[:1] in {'"', "“"} and previous.endswith(_TERMINAL):
        return True
    # A pointer to another story is a title; what follows as a whole sentence is the text again.
    return (
        line[:11].lower().startswith(("baca juga", "read also"))
        and text[:1].isupper()
        and len(text.split()) >= 9
    )
