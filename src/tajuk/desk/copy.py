"""Turn what a wire or a pasted manuscript says into the fields of a draft."""

from dataclasses import dataclass
from uuid import uuid4

from tajuk.common.text import one_line, shorten
from tajuk.wires.blocks import (
    Block,
    ListBlock,
    Paragraph,
    PictureRef,
    Preformatted,
    Quote,
    RelatedLink,
    Subhead,
    Table,
)
from tajuk.wires.story import Association, Story

RawBlock = dict[str, object]
PICTURE_CLASSES = ("picture", "image", "photo", "graphic")


@dataclass(frozen=True, slots=True)
class Copy:
    """The fields of a draft that a story fills."""

    headline: str
    summary: str
    slugline: str
    dateline: str
    body: list[RawBlock]
    editors_note: str
    usage_terms: str
    urgency: int


def copy_of(story: Story) -> Copy:
    """Return what the draft of a story starts with."""
    terms = [*story.usage_terms, story.copyright_notice]
    return Copy(
        headline=shorten(story.headline or story.slugline or "–", 200),
        summary=shorten(story.description("summary") or _first_words(story), 400),
        slugline=shorten(story.slugline, 120),
        dateline=shorten(place_of(story).upper(), 80),
        body=[raw for block in story.article for raw in _raw(block)],
        editors_note=_notes(story),
        usage_terms="\n".join(term for term in terms if term),
        urgency=min(9, max(1, story.urgency or 4)),
    )


def place_of(story: Story) -> str:
    """Return the place of the dateline, without date and agency: `SEOUL, Jan 19 (Reuters) -` gives `SEOUL`."""
    place = story.located or story.dateline
    for mark in (",", "(", " - ", "–", "—"):
        place = place.partition(mark)[0]
    return one_line(place).strip(" .-")


def lead_picture_of(story: Story) -> Association | None:
    """Return the first picture that hangs on the story."""
    for association in story.associations:
        kind = f"{association.story.type} {association.story.item_class} {association.rel}".lower()
        if any(word in kind for word in PICTURE_CLASSES) and association.story.renditions:
            return association
    return None


def _first_words(story: Story) -> str:
    return story.descriptions[0].value if story.descriptions else ""


def _notes(story: Story) -> str:
    lines = [story.ednote]
    if story.related:
        lines += [f"Baca juga: {title}" for title in story.related]
    return "\n".join(line for line in lines if line)


def _block(kind: str, value: object) -> RawBlock:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _raw(block: Block) -> list[RawBlock]:
    match block:
        case Paragraph(html=html):
            return [_block("paragraph", f"<p>{html}</p>")]
        case Subhead(html=html):
            return [_block("subhead", shorten(one_line(html), 120))]
        case Quote(html=html, credit=credit):
            return [_block("quote", {"text": html, "attribution": credit})]
        case ListBlock(items=items, ordered=ordered):
            tag = "ol" if ordered else "ul"
            return [_block("list", f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>")]
        case Table(rows=rows, head=head, caption=caption):
            return [_block("table", {"title": caption, "table": _table(rows, head), "source": ""})]
        case Preformatted(text=text):
            return [_block("paragraph", f"<p>{line}</p>") for line in text.splitlines() if line.strip()]
        case PictureRef() | RelatedLink():
            return []


def _table(rows: tuple[tuple[str, ...], ...], head: int) -> dict[str, object]:
    return {
        "data": [list(row) for row in rows],
        "cell": [],
        "first_row_is_table_header": head > 0,
        "first_col_is_header": False,
        "table_caption": "",
    }
