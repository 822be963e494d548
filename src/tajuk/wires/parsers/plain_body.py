"""Where the story stands in a pasted page: the run of prose, and the line that is its headline."""

import re
from dataclasses import dataclass

from tajuk.wires.parsers.plain_credits import split_caption
from tajuk.wires.parsers.plain_dateline import Dateline, dateline_in
from tajuk.wires.parsers.plain_marks import ends_sentence
from tajuk.wires.parsers.plain_text import Line

_WORD = re.compile(r"[^\W\d_]{3,}")
_SKIPPED = {"furniture", "related", "ticker", "credits", "title", "promo", "stamp"}
_HARD = {"copyright", "follow"}
_ENDS = {"tags", "list", "credits"}
_GAP = 2
_MOST_DATELINES = 50
_SUFFIX = re.compile(r"\s+(?:[|–—]|-|::|»)\s+[^|–—]{2,60}$")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines from `start` to `end` (not counted) that belong together, and the dateline that opens them."""

    start: int
    end: int
    weight: int
    dateline: Dateline | None


def body_run(lines: list[Line]) -> Run | None:
    """Return the run of lines that is the story's body; None when the text has no prose."""
    best: Run | None = None
    tried = 0
    for number, line in enumerate(lines):
        dateline = dateline_in(line.text) if tried < _MOST_DATELINES and _may_open(line) else None
        if dateline is not None and len(line.text) - dateline.end >= 25:
            tried += 1
            run = _run_from(lines, number, dateline)
            if best is None or run.weight > best.weight:
                best = run
    if best is not None:
        return best
    position = 0
    while position < len(lines):
        if lines[position].kind == "prose" and not _is_caption(lines, position):
            run = _run_from(lines, position, None)
            if best is None or run.weight > best.weight:
                best = run
            position = run.end
        else:
            position += 1
    return best


def _credit_alone(lines: list[Line], number: int) -> bool:
    if not 0 <= number < len(lines) or lines[number].kind in {"stamp", "credits", "ticker"}:
        return False
    caption, credit = split_caption(lines[number].text)
    return bool(credit) and len(caption.split()) < 3


def _is_caption(lines: list[Line], number: int) -> bool:
    """Return whether a sentence is a picture's caption: with a credit in it, or a credit on the line beside it."""
    if split_caption(lines[number].text)[1] or _credit_alone(lines, number + 1):
        return True
    above = lines[number - 2] if number >= 2 else None
    taken = (
        above is not None
        and above.kind in {"prose", "short"}
        and len(above.words) >= 6
        and above.kind != "stamp"
    )
    return _credit_alone(lines, number - 1) and not taken


def _may_open(line: Line) -> bool:
    return line.kind in {"prose", "short", "promo"} or (line.kind == "row" and len(line.text) > 80)


def _run_from(lines: list[Line], start: int, dateline: Dateline | None) -> Run:
    end = last = start + 1
    weight = len(lines[start].text) * (2 if dateline else 1)
    paragraphs = 1
    gap = 0
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.kind in _HARD or (line.kind in _ENDS and _closes(lines, number, paragraphs)):
            break
        if line.kind in _SKIPPED or line.kind in _ENDS:
            continue
        if _is_paragraph(line):
            weight += len(line.text)
            paragraphs += 1
            last, gap = number + 1, 0
        elif line.kind in {"bullet", "row"}:
            last, gap = (number + 1, 0) if _continues(lines, number) else (last, gap + 1)
        else:
            gap += 1
        if gap > _GAP:
            break
        end = last
    return Run(start, end, weight, dateline)


def _is_paragraph(line: Line) -> bool:
    return line.kind == "prose" or (line.kind == "short" and ends_sentence(line.text) and len(line.words) > 2)


def _continues(lines: list[Line], number: int) -> bool:
    """Return whether a list or table row stands beside another one or before more prose."""
    near = lines[max(0, number - 1) : number + 3]
    return sum(line.kind in {"bullet", "row", "prose"} for line in near) >= 2


def _closes(lines: list[Line], number: int, paragraphs: int) -> bool:
    """Return whether tags, credits or the head of a list end the story: not when its prose plainly goes on."""
    line = lines[number]
    if line.kind == "credits" and line.text.lower().lstrip().startswith(("sumber", "source")):
        return not _goes_on(lines, number)
    if paragraphs >= 3:
        return line.kind != "list" or not _goes_on(lines, number)
    return not _goes_on(lines, number)


def _goes_on(lines: list[Line], number: int) -> bool:
    """Return whether two paragraphs follow within a few lines, before any other end."""
    prose = other = 0
    for line in lines[number + 1 : number + 12]:
        if line.kind in _HARD or line.kind in _ENDS:
            return False
        if _is_paragraph(line):
            prose += 1
        elif line.kind not in _SKIPPED:
            other += 1
        if prose >= 2:
            return True
        if other > 5:
            return False
    return False


def words_of(text: str) -> set[str]:
    """Return the words of a text that can tell it from another one."""
    return {word.lower() for word in _WORD.findall(text)}


def headline_at(lines: list[Line], run: Run | None, stamps: list[int]) -> int | None:
    """Return which line is the headline: by its length, its words in the body, and what stands beside it."""
    start = run.start if run else len(lines)
    body = words_of(" ".join(line.text for line in lines[start : start + 4])) if run else set()
    best: tuple[float, int] | None = None
    repeated = _repeated(lines[:start])
    for number, line in enumerate(lines[:start]):
        if line.kind not in {"short", "prose", "row", "list", "bullet", "promo", "chrome"}:
            continue
        score = (
            _score(line, body, start - number) + _beside(number, stamps) + (2 if number in repeated else 0)
        )
        if score >= 3.5 and (best is None or score > best[0]):
            best = (score, number)
    return best[1] if best else None


def _repeated(lines: list[Line]) -> set[int]:
    seen: dict[str, int] = {}
    out: set[int] = set()
    for number, line in enumerate(lines):
        key = clean_headline(line.text).lower()
        if key in seen and len(key) > 25:
            out.add(number)
        seen.setdefault(key, number)
    return out


def _score(line: Line, body: set[str], distance: int) -> float:
    text = clean_headline(line.text)
    words = text.split()
    if len(words) < 3 or len(text) > 220:
        return -10
    score = 3.0 if 5 <= len(words) <= 18 else 1.0 if len(words) <= 26 else -3.0
    if line.kind in {"chrome", "list", "promo"}:
        score -= 2
    if text.endswith(".") and not text.endswith("..."):
        score -= 4
    if text.endswith((":", ",", ";")):
        score -= 3
    if split_caption(text)[1]:
        score -= 4
    if text != line.text:
        score -= 0.5
    own = words_of(text)
    if own and body:
        score += 7 * len(own & body) / len(own)
    capital = [word for word in words if word[:1].isalpha()]
    if capital and sum(word[:1].isupper() for word in capital) >= 0.6 * len(capital):
        score += 1
    return score - min(3.0, 0.04 * distance)


def _beside(number: int, stamps: list[int]) -> float:
    nearest = min((abs(number - each) for each in stamps), default=99)
    return {1: 3.0, 2: 2.0, 3: 1.5, 4: 1.0}.get(nearest, 0.0)


def clean_headline(text: str) -> str:
    """Return a page's title without the site's name after a bar or dash."""
    text = text.strip(" \t-–—|•*#")
    cut = _SUFFIX.sub("", text)
    if cut != text and len(cut.split()) >= 4 and len(text) - len(cut) <= 40:
        tail = text[len(cut) :].strip(" |-–—:»")
        if len(tail.split()) <= 4 and (tail[:1].isupper() or "." in tail):
            return cut.strip()
    return text
