"""The blocks of a pasted page's body: paragraphs, subheads, lists, tables and pointers to related stories."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from tajuk.wires.blocks import Block, ListBlock, Paragraph, RelatedLink, Subhead, Table
from tajuk.wires.parsers.plain_body import Run
from tajuk.wires.parsers.plain_credits import Credits, cut_sign_off
from tajuk.wires.parsers.plain_marks import (
    bullet_text,
    cells,
    ends_sentence,
    is_bullet,
    is_numbered,
    related_title,
)
from tajuk.wires.parsers.plain_text import Line

_RELATED_LABEL = "Baca juga"


def body_blocks(
    lines: list[Line], run: Run, skipped: set[int], credits_: Credits
) -> tuple[tuple[Block, ...], set[int]]:
    """Return the blocks of a run of lines, and which lines they took; names in sign-offs go to `credits_`."""
    numbers = [number for number in range(run.start, run.end) if number not in skipped]
    taken: set[int] = set()
    pieces: list[tuple[str, str]] = []
    for position, number in enumerate(numbers):
        text = lines[number].text
        if number == run.start and run.dateline:
            text = text[run.dateline.end :]
        kind = _kind(lines, numbers, position, run, text)
        if kind == "paragraph":
            text = cut_sign_off(text, credits_).strip()
        if kind:
            taken.add(number)
            pieces.append((kind, text))
    blocks = list(_blocks(pieces))
    while blocks and isinstance(blocks[-1], Subhead):
        blocks.pop()
    return tuple(blocks), taken


def _kind(lines: list[Line], numbers: list[int], position: int, run: Run, text: str) -> str:
    """Return which kind of block a line becomes; nothing for furniture."""
    number = numbers[position]
    kind = lines[number].kind
    if kind in {"related", "title"}:
        return kind
    if kind == "bullet" and is_bullet(text):
        return "ordered" if is_numbered(text) else "bullet"
    if kind == "row":
        return f"row{len(cells(text))}"
    if kind == "prose" or number == run.start or (kind == "short" and ends_sentence(text)):
        return "paragraph"
    if kind == "short" and run.weight and _is_subhead(lines, numbers, position):
        return "subhead"
    return "paragraph" if not run.weight and kind in {"short", "figures", "chrome"} else ""


def _blocks(pieces: list[tuple[str, str]]) -> Iterator[Block]:
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        texts = [text for _, text in group if text]
        if kind in {"bullet", "ordered"}:
            yield ListBlock(tuple(_safe(bullet_text(text)) for text in texts), kind == "ordered")
        elif kind.startswith("row"):
            yield Table(tuple(tuple(_safe(cell) for cell in cells(text)) for text in texts))
        else:
            yield from (block for text in texts if (block := _single(kind, text)) is not None)


def _single(kind: str, text: str) -> Block | None:
    if kind == "paragraph":
        return Paragraph(_safe(text))
    if kind == "subhead":
        return Subhead(_safe(text))
    title = related_title(text) if kind == "related" else text.strip("•-–* ")
    return RelatedLink(title, label=_RELATED_LABEL) if title else None


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _is_subhead(lines: list[Line], numbers: list[int], position: int) -> bool:
    """Return whether a short line alone between two paragraphs heads what follows."""
    line = lines[numbers[position]]
    if not 1 < len(line.words) <= 9 or not line.text[:1].isupper() or line.text.endswith((":", ",")):
        return False
    if not 0 < position < len(numbers) - 1:
        return False
    above, below = lines[numbers[position - 1]].kind, lines[numbers[position + 1]].kind
    return below in {"prose", "bullet", "row"} and above not in {"short", "chrome"}
