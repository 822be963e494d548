"""Compare two texts word by word: what an agency changed between two versions of its item."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tajuk.wires.story import Story

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\s+|\w+(?:[.,]\d+)*|[^\w\s]")
# Beyond this, paragraphs are compared as wholes: matching words is quadratic.
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a line: `same`, `gone` or `new`. Plain text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it became; `is_same` when nothing of it changed."""

    spans: tuple[Span, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing of the paragraph changed."""
        return all(span.kind == SAME for span in self.spans)


def lines_of(story: Story) -> list[str]:
    """Return what of a story is compared: headline, slugline, dateline, notes, then the body line by line."""
    head = (story.headline, story.slugline, story.byline, story.dateline, story.ednote)
    return [line for line in (*head, *story.body_text.splitlines()) if line.strip()]


def compare(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Return `after` with what went and what came, line by line."""
    found: list[Line] = []
    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            found += [Line((Span(SAME, line),)) for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    both = min(len(before), len(after))
    for old, new in zip(before[:both], after[:both], strict=True):
        yield Line(tuple(_words(old, new)))
    yield from (Line((Span(GONE, line),)) for line in before[both:])
    yield from (Line((Span(NEW, line),)) for line in after[both:])


def _words(old: str, new: str) -> Iterator[Span]:
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if max(len(one), len(two)) > MOST_WORDS or matcher.quick_ratio() < 0.3:
        yield from (Span(GONE, old), Span(NEW, new))
        return
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            yield Span(SAME, "".join(one[a:b]))
            continue
        if b > a:
            yield Span(GONE, "".join(one[a:b]))
        if d > c:
            yield Span(NEW, "".join(two[c:d]))
