"""The lead picture of a pasted page: its caption and credit, in whichever order they stand."""

from dataclasses import dataclass, field

from tajuk.wires.parsers.plain_body import Run
from tajuk.wires.parsers.plain_credits import is_illustration, split_caption, without_label
from tajuk.wires.parsers.plain_text import Line
from tajuk.wires.story import Association, Labelled, Story

_TEXT = {"prose", "short", "promo", "row", "bullet"}


@dataclass(slots=True)
class Picture:
    """A caption with its credit; `used` are the lines they stood on."""

    caption: str = ""
    credit: str = ""
    illustration: bool = False
    used: set[int] = field(default_factory=set)


def find_picture(lines: list[Line], run: Run, headline: int | None) -> Picture:
    """Return the caption and credit that stand near the headline, or just within or after the body."""
    for numbers in (
        _above(run, headline),
        range(run.start + 1, run.end),
        range(run.end, min(len(lines), run.end + 4)),
    ):
        for number in numbers:
            if lines[number].kind not in _TEXT | {"credits", "chrome"} or number == headline:
                continue
            caption, credit = split_caption(lines[number].text, loosely=number < run.start)
            if credit and (number < run.start or _is_caption(lines[number], caption)):
                return _picture(lines, number, caption, credit, run, headline)
    for number in _above(run, headline):
        if lines[number].kind in _TEXT and is_illustration(lines[number].text):
            return Picture(without_label(lines[number].text), "", True, {number})
    return Picture()


def _above(run: Run, headline: int | None) -> list[int]:
    """Return the lines over the body, those between it and the headline first."""
    start = headline + 1 if headline is not None else 0
    over = range(max(0, (headline or 0) - 3), headline or 0)
    return [*range(start, run.start), *over]


def _is_caption(line: Line, caption: str) -> bool:
    """Return whether a line within the body is a caption: short, and no quotation."""
    return len(line.text) < 400 and '"' not in caption and "“" not in caption


def _picture(
    lines: list[Line], number: int, caption: str, credit: str, run: Run, headline: int | None
) -> Picture:
    used = {number}
    if len(caption.split()) < 3:  # the credit stands alone: its caption is the sentence beside it
        for beside in (number - 1, number + 1):
            if not 0 <= beside < len(lines) or beside == headline or run.start <= beside < run.end:
                continue
            line = lines[beside]
            if line.kind in {"prose", "short"} and len(line.words) >= 4:
                caption = f"{caption} {line.text}".strip() if caption.strip(".") else line.text
                used.add(beside)
                break
    return Picture(without_label(caption), credit, is_illustration(caption), used)


def hang(picture: Picture) -> tuple[Association, ...]:
    """Return the picture as what hangs on the story."""
    if not picture.caption and not picture.credit:
        return ()
    story = Story(
        guid="urn:x-tajuk:picture:1",
        format="plain",
        type="picture",
        descriptions=(Labelled(picture.caption, "caption"),) if picture.caption else (),
        credit=picture.credit,
    )
    return (Association("picture1", "picture", story),)
