"""ANPA 1312: the high-speed wire of American agencies, text between SYN SYN SOH and EOT in 7-bit codes.

Source: ANPA bulletin 1312 (high-speed wire service transmission guidelines, 1989 edition). The header holds the
service level and story number, selector codes, priority and category letters, the format (DC3 body or DC4 agate, then
DC1 text or DC2 tabular), keyword, version, reference, filing date and word count; behind ETX stands when it was sent.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from zoneinfo import ZoneInfo

from tajuk.wires.parsers.anpa1312_text import Copy, read_text
from tajuk.wires.story import Concept, Json, Labelled, PubStatus, Story, Unreadable

NAME = "anpa1312"
_CAPITALS = re.compile(r"[A-Z]+")
_HEADER = re.compile(
    r"(?P<level>[A-Za-z])?(?P<number>\d{3,4})(?P<upi>[^\x1f\r\n]{0,15})(?:\x1f(?P<selectors>[^\r\n\x1e]{0,80}))?"
    r"[\x1e\r\n]+(?P<priority>[A-Za-z])\x20(?P<category>[A-Za-z]{1,3})\x20?"
    r"(?P<format>[\x13\x14][\x11\x12]|[\x11\x12])\x20?(?P<rest>[^\r\n]{0,400})"
)
_REST = re.compile(
    r"(?P<words>.{0,300}?)(?:\s+(?P<first>\d{1,2})[-/](?P<second>\d{1,2}))?(?:\s+(?P<count>\d{1,6}))?\s*\Z"
)
# Codes of the guidelines and of the agencies that live by them, most urgent first; the letter itself is kept as well.
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "h": 5, "w": 6, "s": 7, "z": 8}
_CATEGORIES = {
    "a": "domestic news", "b": "special events", "c": "standing features", "d": "food", "e": "entertainment",
    "f": "financial", "g": "state and regional", "i": "international", "j": "lottery", "k": "commentary",
    "l": "lifestyle", "m": "farm", "n": "state and regional", "o": "weather", "p": "politics", "q": "scores",
    "r": "racing", "s": "sports", "t": "travel", "v": "advisories", "w": "Washington",
}  # fmt: skip
_CYCLE = re.compile(r"\A(?:AM|PM|BC|AP|am|pm|bc|ap)-(?:[A-Z]{1,3}--)?")
_ZONES: dict[str, tzinfo] = {
    "GMT": UTC, "UTC": UTC, "Z": UTC, "ET": ZoneInfo("America/New_York"), "CT": ZoneInfo("America/Chicago"),
    "MT": ZoneInfo("America/Denver"), "PT": ZoneInfo("America/Los_Angeles"), "WIB": ZoneInfo("Asia/Jakarta"),
    **{
        f"{letter}{kind}T": timezone(timedelta(hours=hours + (kind == "D")))
        for letter, hours in (("E", -5), ("C", -6), ("M", -7), ("P", -8), ("A", -4))
        for kind in "SD"
    },
}  # fmt: skip
_DATE_FIRST = re.compile(
    r"(?P<one>\d{1,2})-(?P<two>\d{1,2})-(?P<year>\d{2,4})\s+(?P<hour>\d{2}):?(?P<minute>\d{2})(?P<zone>[A-Z]{0,4})"
)
_TIME_FIRST = re.compile(
    r"(?P<hour>\d{2}):(?P<minute>\d{2})(?P<zone>[A-Z]{0,4})\s+(?P<one>\d{1,2})-(?P<two>\d{1,2})-(?P<year>\d{2,4})"
)


def looks_like(frame: str) -> bool:
    """Return whether what follows a SOH is a header of ANPA 1312, not of its kin IPTC 7901."""
    return _HEADER.match(frame) is not None


def parse_frame(frame: str, zone: tzinfo = UTC) -> Story:
    """Return the story of one message; raise `Unreadable` when the frame is not whole."""
    header, stx, rest = frame.partition("\x02")
    content, etx, trailer = rest.partition("\x03")
    if not stx or not etx:
        raise Unreadable("a telegraph frame that is cut off (no STX or ETX)")
    found = _HEADER.match(header)
    if found is None:
        raise Unreadable("a telegraph header that is not of ANPA 1312")
    return _story(found, content, trailer, frame, zone)


def _story(found: re.Match[str], content: str, trailer: str, frame: str, zone: tzinfo) -> Story:
    level, number = found["level"] or "", found["number"]
    tabular = found["format"].endswith("\x12")
    copy = read_text(content, tabular=tabular)
    keyword, version, reference, count = _keywords(found["rest"])
    sent, sent_zone = _sent(trailer, zone)
    priority, category = found["priority"].lower(), found["category"].lower()
    slugline = _slug(copy.slugline, keyword)
    facts = {
        "level": level, "number": number, "upi": found["upi"].strip(), "selectors": (found["selectors"] or "").strip(),
        "priority": priority, "category": category, "keyword": keyword, "version": version, "reference": reference,
        "filed": _filed(found["rest"]), "trailer": trailer.strip("\r\n\x04\x00 <"),
        "format": ("agate" if found["format"][0] == "\x14" else "body") + (" tabular" if tabular else " text"),
    }  # fmt: skip
    extra: dict[str, Json] = {name: value for name, value in facts.items() if value}
    if count is not None:
        extra["wordCount"] = count
    return Story(
        guid=f"urn:x-anpa1312:{level.lower()}{number}:{sha256(frame.encode('utf-8', 'replace')).hexdigest()[:16]}",
        format=NAME,
        version=version,
        provider=Concept(name=copy.agency, kind="organisation") if copy.agency else Concept(),
        item_type="message",
        item_class=category,
        type="text",
        urgency=_URGENCY.get(priority),
        pubstatus=_status(copy),
        signals=("correction",) if _says(copy, "correct") else (),
        version_created=sent,
        zone_assumed=sent is not None and not sent_zone,
        slugline=slugline,
        sluglines=tuple(dict.fromkeys(filter(None, (slugline, copy.slugline, keyword)))),
        headlines=(Labelled(copy.headline),) if copy.headline else (),
        bylines=copy.bylines,
        dateline=copy.dateline,
        ednotes=copy.ednotes,
        subjects=(Concept(name=_CATEGORIES.get(category, category), code=category, type="category"),),
        keywords=tuple(dict.fromkeys(filter(None, (keyword, *copy.keywords)))),
        organisations=copy.organisations,
        body=copy.body,
        raw_body=content,
        body_type="text/plain",
        alt_ids=tuple(_ids(level, number, keyword, reference, priority)),
        extra=extra | copy.extra,
    )


def _slug(line: str, keyword: str) -> str:
    """Return what names the story in all its leads: the keyword line without cycle, agency mark, lead and count."""
    word = _CYCLE.sub("", line.partition(",")[0]).strip()
    return word if line else _CYCLE.sub("", keyword)


def _ids(level: str, number: str, keyword: str, reference: str, priority: str) -> list[Labelled]:
    pairs = (
        (level, "serviceLevel"),
        (number, "sequence"),
        (keyword, "keyword"),
        (reference, "reference"),
        (priority, "priority"),
    )
    return [Labelled(value, role) for value, role in pairs if value]


def _says(copy: Copy, word: str) -> bool:
    return any(word in line.lower() for line in (copy.slugline, copy.headline))


def _status(copy: Copy) -> PubStatus:
    """Return the status: agencies of this format kill, withhold and release by words in the keyword line."""
    words = set(_CAPITALS.findall(f"{copy.slugline} {copy.headline}".upper()))
    if words & {"KILL", "WITHDRAWAL", "WITHDRAWN", "ELIMINATION"}:
        return "canceled"
    return "withheld" if words & {"HOLD", "WITHHOLD"} else "usable"


def _keywords(rest: str) -> tuple[str, str, str, int | None]:
    """Return keyword, version, reference and word count of the header's last line."""
    found = _REST.match(rest)
    if found is None:
        return "", "", "", None
    words = found["words"].split()
    count = int(found["count"]) if found["count"] else None
    keyword = words[0] if words else ""
    reference = words[-1] if len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}\d{1,5}", words[-1]) else ""
    middle = words[1 : -1 if reference else None]
    return keyword, " ".join(middle), reference, count


def _filed(rest: str) -> str:
    found = _REST.match(rest)
    return f"{found['first']}-{found['second']}" if found and found["first"] else ""


def _sent(trailer: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """Return when it was sent and whether that names its zone: `AP-NY-01-19-24 1834GMT` or `16:35ET 31-10-14`."""
    head = trailer[:120]
    if found := _DATE_FIRST.search(head):
        month, day = int(found["one"]), int(found["two"])
    elif found := _TIME_FIRST.search(head):
        day, month = int(found["one"]), int(found["two"])
    else:
        return None, False
    if month > 12 >= day:
        month, day = day, month
    year = int(found["year"]) + (2000 if int(found["year"]) < 70 else 1900 if int(found["year"]) < 100 else 0)
    named = _ZONES.get(found["zone"])
    try:
        moment = datetime(year, month, day, int(found["hour"]), int(found["minute"]), tzinfo=named or zone)
    except ValueError:
        return None, False
    return moment, named is not None
