"""What of a story stands in columns of its own, cut to what they hold."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tajuk.common import clock
from tajuk.wires import embargoes
from tajuk.wires.dedupe import content_digest, version_number
from tajuk.wires.packing import pack
from tajuk.wires.story import Story

URGENCIES = range(1, 10)
SUMMARY_LENGTH = 300

# Corrections by headline tag, as agencies write them where the format has no signal (Reuters, AP, Antara).
_CORRECTED = re.compile(r"\W{0,3}(?:CORRECT(?:ED|ION|IVE)|KOREKSI|RALAT)\b", re.IGNORECASE)
_LINES = 6  # of the body: an embargo that stands in words stands at its top
_UNREADABLE = ("embargo", "embargoed", "embargoeduntil", "release")


def columns(story: Story) -> dict[str, Any]:
    """Return the values of a `WireVersion`'s columns that come from the story alone."""
    packed = pack(story)
    return {
        "label": story.version.strip()[:64],
        "number": version_number(story.version.strip()),
        "digest": content_digest(story, packed),
        "story": packed,
        "headline": _line(story.headline, 500),
        "slugline": _line(story.slugline, 200),
        "summary": summary(story),
        "language": _line(story.language, 35),
        "urgency": story.urgency if story.urgency in URGENCIES else None,
        "pubstatus": story.pubstatus,
        "is_correction": is_correction(story),
        "embargoed_until": _utc(story.embargo),
        "embargo_note": "" if story.embargo else embargo_note(story),
        "version_created": _utc(story.version_created),
    }


def summary(story: Story) -> str:
    """Return the story's own summary or its first words, on one line."""
    given = story.description("summary") or story.description("abstract")
    return _line(given or " ".join(story.body_text[: SUMMARY_LENGTH * 2].split()), SUMMARY_LENGTH)


def is_correction(story: Story) -> bool:
    """Tell whether the agency calls this version a correction, by signal or by the tag of its headline."""
    if any("correct" in signal.rpartition(":")[2].lower() for signal in story.signals):
        return True
    return any(_CORRECTED.match(text) for text in (story.headline, story.ednote, story.slugline))


def embargo_note(story: Story) -> str:
    """Return the embargo that stands in words only, or in metadata that nobody can read as a time; or nothing."""
    for name in _UNREADABLE:
        if (written := story.extra.get(name)) and str(written).strip():
            return _line(f"embargo: {written}", 300)
    found = embargoes.find(_spoken(story), about=story.version_created or clock.now())
    return _line(found.words, 300) if found else ""


def _spoken(story: Story) -> Iterator[str]:
    """Yield what of a story may speak of an embargo: notes, terms, the heads and the first lines of the body."""
    yield from story.ednotes
    yield from story.usage_terms
    yield from (each.value for each in story.headlines)
    yield from (story.title, story.slugline)
    yield from (each.value for each in story.descriptions)
    yield from story.body_text.splitlines()[:_LINES]


def _line(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    # A time without a zone is a reader's slip; UTC is what the formats say when they say nothing.
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
