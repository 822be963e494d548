"""IPTC 7901: text for telegraph lines, framed by control characters, as its American kin ANPA 1312 is.

Source: IPTC 7901 recommendation, revision 5 (1995), sections 3-5: SOH opens the header (service and number, priority,
category, word count, text), STX the text, ETX the time of filing, EOT the end. ANPA 1312 frames with SYN SYN SOH.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, tzinfo

from tajuk.common import clock
from tajuk.common.sanitize import without_controls
from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.markup import text_blocks
from tajuk.wires.story import Concept, Labelled, Story, Unreadable

NAME = "iptc7901"
_NOTES = re.compile(r"\A\s*(\((?:[^()]++|\([^()]*+\)){0,60}\))\s*(?=\n)")
_BLANK = re.compile(r"\n\s*\n")
_HEADER = re.compile(
    r"\A\s*(?P<source>[A-Za-z]{2,5})(?P<number>\d{3,5})\s+(?P<priority>\d)\s+(?P<category>[A-Za-z]{1,4})\s+"
    r"(?P<words>\d{1,6})(?P<keyword>[^\r\n]*)"
)
_FILED = re.compile(
    r"\b(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?P<zone>GMT|UTC|Z)?\s*"
    r"(?P<month>[A-Za-z]{3})[A-Za-z]*\.?\s*(?P<year>\d{2,4})",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mrz mär",
            "apr",
            "may mai mei",
            "jun",
            "jul",
            "aug agt",
            "sep",
            "oct okt",
            "nov",
            "dec dez des",
        ),
        1,
    )
    for name in names.split()
}
_DATELINE = re.compile(r"\A([A-ZÄÖÜ][^\n=()]{1,60}? ?\([^()\n]{2,30}\) ?[-–—]+ )")
_SOH, _STX, _ETX = "\x01", "\x02", "\x03"


def looks_like(head: bytes) -> bool:
    """Return whether bytes open with the frame of a telegraph message."""
    return b"\x01" in head[:32] and (b"\x02" in head[:600])


def frames(document: str) -> list[str]:
    """Return the messages of a transmission, each from behind its SOH; raise `Unreadable` when there is none."""
    found = [frame for frame in document.split(_SOH)[1:] if frame.strip()]
    if not found:
        raise Unreadable("a telegraph frame without a message")
    refuse_above(ITEMS, len(found), "messages in one transmission")
    return found


def parse_frame(frame: str, zone: tzinfo = UTC) -> Story:
    """Return the story of one message; raise `Unreadable` when the frame is not whole."""
    return _story(frame, zone)


def _story(frame: str, zone: tzinfo) -> Story:
    header, stx, rest = frame.partition(_STX)
    content, etx, trailer = rest.partition(_ETX)
    if not stx or not etx:
        raise Unreadable("a telegraph frame that is cut off (no STX or ETX)")
    found = _HEADER.match(header)
    if found is None:
        raise Unreadable("a telegraph header that is not of IPTC 7901")
    priority = int(found["priority"])
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    keywords = header[found.end() :].strip()
    headline, lead, body = _parts(text)
    source, keyword = found["source"], found["keyword"].strip()
    return Story(
        guid=f"urn:x-iptc7901:{source.lower()}:{found['number']}:{_digest(frame)}",
        format=NAME,
        provider=Concept(name=source, code=source, kind="organisation"),
        item_type="message",
        item_class=found["category"],
        type="text",
        urgency=priority if 1 <= priority <= 9 else None,
        priority=priority,
        version_created=_filed(trailer, zone),
        slugline=keywords.rstrip("/") or keyword,
        headlines=tuple(Labelled(line) for line in headline),
        ednotes=tuple(line for line in lead if line),
        dateline=_dateline(body),
        subjects=(Concept(name=found["category"], code=found["category"], type="category"),),
        keywords=tuple(filter(None, keywords.replace("\n", " ").strip("/ ").split("/"))),
        body=text_blocks(text),
        raw_body=content,
        body_type="text/plain",
        alt_ids=(
            Labelled(source, "sourceId"),
            Labelled(found["number"], "sequence"),
            *((Labelled(keyword, "keyword"),) if keyword else ()),
        ),
        extra={"wordCount": int(found["words"]), "category": found["category"], "keyword": keyword},
    )


def _digest(frame: str) -> str:
    from hashlib import sha256

    return sha256(frame.encode("utf-8", "replace")).hexdigest()[:16]


def _parts(text: str) -> tuple[list[str], list[str], str]:
    """Return the headline, the notes in brackets before it, and the text after the sign `=` that ends the heading."""
    head, sign, body = text.partition(" =\n")
    if not sign or len(head) > 1200:
        return [], [], text
    head = without_controls(head)
    notes = _NOTES.findall(head)
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    plain = [line for line in lines if not line.startswith("(") and not line.endswith(")")]
    return plain[:1], [" ".join(note.split()) for note in notes], body


def _dateline(body: str) -> str:
    for paragraph in _BLANK.split(body[:4000])[:4]:
        if found := _DATELINE.match(paragraph.strip()):
            return found[1].strip()
    return ""


def _filed(trailer: str, zone: tzinfo) -> datetime | None:
    """Return the time of filing: `251037 Sep 24`, day and time first, in the agency's own zone."""
    found = _FILED.search(trailer[:80])
    month = _MONTHS.get(found["month"].lower()[:3]) if found else None
    if found is None or month is None:
        return None
    year = int(found["year"])
    year += (clock.now().year // 100 * 100) if year < 100 else 0
    day, hour, minute = int(found["day"]), int(found["hour"]), int(found["minute"])
    if (
        not (1 <= day <= monthrange(year, month)[1] and hour < 24 and minute < 60)
        if 1 <= year <= 9999
        else True
    ):
        return None
    return datetime(year, month, day, hour, minute, tzinfo=UTC if found["zone"] else zone)
