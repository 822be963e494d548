"""Show why a story was found: the passage that holds most of what was asked, its words marked."""

from collections.abc import Iterable, Set

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tajuk.common.sanitize import without_controls
from tajuk.common.text import shorten
from tajuk.common.words import Word, words

LENGTH = 220
LEAD_IN = 40
_GAP = "…"


def marked(text: str, stems: Set[str], language: str) -> SafeString:
    """Return the text as safe markup with the words of these stems in `<mark>`."""
    text = without_controls(text)
    found = [word for word in words(text, language) if word.stem in stems]
    return _markup(text, found)


def snippet(texts: Iterable[str], stems: Set[str], language: str) -> SafeString:
    """Return the passage of about 220 characters that holds most of the stems, marked, or the beginning."""
    best: tuple[int, str, list[Word], int] = (0, "", [], 0)
    first = ""
    for text in map(without_controls, texts):
        first = first or text
        found = [word for word in words(text, language) if word.stem in stems]
        count, start = _densest(found)
        if count > best[0]:
            best = (count, text, found, start)
        if count == len(stems):
            break
    count, text, found, start = best
    return _passage(text, found, start) if count else format_html("{}", shorten(first, LENGTH))


def _densest(found: list[Word]) -> tuple[int, int]:
    """Return how many different stems the best stretch holds, and where it starts."""
    best, place = 0, 0
    for index, word in enumerate(found):
        near = {each.stem for each in found[index : index + 40] if each.end <= word.start + LENGTH - LEAD_IN}
        if len(near) > best:
            best, place = len(near), word.start
    return best, place


def _passage(text: str, found: list[Word], start: int) -> SafeString:
    begin = _word_border(text, max(0, start - LEAD_IN)) if start > LEAD_IN else 0
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        end = max(
            text.rfind(" ", begin, end), max((w.end for w in found if w.end <= end), default=0), begin + 1
        )
    inside = [
        Word(w.start - begin, w.end - begin, w.stem) for w in found if begin <= w.start and w.end <= end
    ]
    middle = _markup(text[begin:end], inside)
    return format_html("{}{}{}", f"{_GAP} " if begin else "", middle, f" {_GAP}" if end < len(text) else "")


def _word_border(text: str, place: int) -> int:
    """Return the first beginning of a word at or after `place`, within reach."""
    space = text.find(" ", place, place + LEAD_IN)
    return space + 1 if space >= 0 else place


def _markup(text: str, found: list[Word]) -> SafeString:
    pieces, last = [], 0
    for word in found:
        pieces.append((text[last : word.start], text[word.start : word.end]))
        last = word.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[last:])
