"""Find embargoes that stand in words, in Indonesian and English, and what moment they seem to name.

Agencies write them into notes, headlines and first lines: `EMBARGO sampai 20 Januari 2024 pukul 00.01 WIB`,
`NOT FOR RELEASE BEFORE …`, `Embargoed until 6 a.m. ET Jan 20`. Words can be read wrongly: what is found here is
proposed to an editor and never opens anything by itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tajuk.common.clock import WIB, WIT, WITA

MOST = 20_000  # characters that are looked at: the rest of a long text names no embargo
_AROUND = 220

# Longest first where one begins like another; no pattern here can go back over itself.
_SIGNS = re.compile(
    r"\bembargo(?:ed|es)?\b|\bdiembargo\b|\bnot\s{1,9}(?:for|to\s{1,9}be)\s{1,9}"
    r"(?:release[ds]?|publication|published|broadcast|use[ds]?)\s{1,9}"
    r"(?:before|until|prior)\b|\b(?:hold|strictly\s{1,9}hold)\s{1,9}(?:for\s{1,9}release\s{1,9})?until\b"
    r"|\bfor\s{1,9}release\s{1,9}(?:at|on|after)\b"
    r"|\b(?:tidak|jangan|belum)\s{1,9}(?:boleh\s{1,9}|untuk\s{1,9})?"
    r"(?:disiarkan|diterbitkan|dipublikasikan|dimuat|ditayangkan)"
    r"\s{1,9}(?:sebelum|sampai|hingga)\b"
    r"|\bbaru\s{1,9}(?:boleh|dapat)\s{1,9}(?:disiarkan|diterbitkan|dipublikasikan|dimuat|ditayangkan)\b",
    re.IGNORECASE,
)
# Words that look like one and are about trade or about one that is over.
_NOT_ONE = re.compile(
    r"\b(?:(?:arms|oil|trade|weapons|economic|gas|food|fuel)\s{1,9}embargo(?:es)?"
    r"|embargo(?:es)?\s{1,9}(?:senjata|minyak|dagang|perdagangan|ekonomi|on|against|terhadap)"
    r"|no\s{1,9}embargo|tanpa\s{1,9}embargo|embargo\s{1,9}(?:is\s{1,9}|has\s{1,9}been\s{1,9})?(?:lifted|over)"
    r"|embargo\s{1,9}(?:telah\s{1,9}|sudah\s{1,9})?(?:dicabut|berakhir|selesai))\b",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb peb", "march maret mar", "april apr",
            "may mei", "june juni jun", "july juli jul", "august agustus aug agu ags",
            "september sept sep", "october oktober oct okt", "november nov nop", "december desember dec des",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_EASTERN = ZoneInfo("America/New_York")
ZONES: dict[str, tzinfo] = {
    "WIB": WIB, "WITA": WITA, "WIT": WIT,
    "GMT": UTC, "UTC": UTC, "Z": UTC, "UT": UTC,
    "BST": timezone(timedelta(hours=1)), "CET": ZoneInfo("Europe/Berlin"), "CEST": ZoneInfo("Europe/Berlin"),
    "ET": _EASTERN, "EST": timezone(timedelta(hours=-5)), "EDT": timezone(timedelta(hours=-4)),
    "CT": ZoneInfo("America/Chicago"), "CST": ZoneInfo("America/Chicago"), "CDT": ZoneInfo("America/Chicago"),
    "MT": ZoneInfo("America/Denver"), "PT": ZoneInfo("America/Los_Angeles"),
    "PST": timezone(timedelta(hours=-8)), "PDT": timezone(timedelta(hours=-7)),
    "SGT": timezone(timedelta(hours=8)), "HKT": timezone(timedelta(hours=8)), "MYT": timezone(timedelta(hours=8)),
    "JST": timezone(timedelta(hours=9)), "KST": timezone(timedelta(hours=9)), "IST": timezone(timedelta(hours=5.5)),
    "AEST": timezone(timedelta(hours=10)), "AEDT": timezone(timedelta(hours=11)),
    "EASTERN": _EASTERN, "PACIFIC": ZoneInfo("America/Los_Angeles"), "JAKARTA": WIB,
    "LONDON": ZoneInfo("Europe/London"), "TOKYO": ZoneInfo("Asia/Tokyo"), "NEW YORK": _EASTERN,
    "BEIJING": ZoneInfo("Asia/Shanghai"), "SINGAPORE": ZoneInfo("Asia/Singapore"),
}  # fmt: skip

_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[\s-]{{1,3}}({_NAMES})\b\.?,?(?:[\s-]{{1,3}}(\d{{4}})\b)?",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"\b({_NAMES})\b\.?\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s{{1,3}}(\d{{4}})\b)?", re.I
)
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
_PLACES = "|".join(sorted(ZONES, key=len, reverse=True))
_ZONE = rf"(?:\s{{0,3}}\(?(?:waktu\s{{1,3}})?\b({_PLACES})\b\)?|\s{{0,3}}([+-]\d{{2}}):?(\d{{2}}))?"
_HALF = r"(?:\s{0,3}\b(a\.?\s?m|p\.?\s?m)\b\.?)"
_TIME = re.compile(rf"(?:\b|\bT)(\d{{1,2}})[:.](\d{{2}})(?:[:.]\d{{2}})?\b{_HALF}?{_ZONE}", re.IGNORECASE)
_HOUR = re.compile(rf"\b(\d{{1,2}}){_HALF}{_ZONE}", re.IGNORECASE)
_SHARP = re.compile(rf"\b(?:pukul|jam|pkl\.?)\s{{1,3}}(\d{{1,2}})\b(?![:.]\d)()()?{_ZONE}", re.IGNORECASE)
_FOUR = re.compile(rf"\b([01]\d|2[0-3])([0-5]\d)(?:\s{{0,3}}(?:h|hrs|hours)\b)?(){_ZONE[:-1]}", re.IGNORECASE)
_WORDED = re.compile(rf"\b(midnight|noon|tengah malam)\b()(){_ZONE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embargo:
    """An embargo in words: the sentence, and the moment it seems to name (aware), if it names one."""

    words: str
    until: datetime | None


def find(texts: Iterable[str], *, about: datetime, zone: tzinfo = WIB) -> Embargo | None:
    """Return the first embargo that `texts` speak of.

    `about` is the agency's time of the text: a date without a year is the one nearest to it. A time without a zone
    is in `zone`; a date without a time says no moment, because nobody knows when that day begins for its agency.
    """
    for text in texts:
        plain = text[:MOST]
        trade = [found.span() for found in _NOT_ONE.finditer(plain)]
        for sign in _SIGNS.finditer(plain):
            if not any(start <= sign.start() and sign.end() <= end for start, end in trade):
                words = _sentence(plain, sign.start(), sign.end())
                return Embargo(words, moment_of(words, about=about, zone=zone))
    return None


def moment_of(words: str, *, about: datetime, zone: tzinfo = WIB) -> datetime | None:
    """Return the moment that words name, aware; None where they name none or more than is sure."""
    day, rest = _day(words, about.astimezone(zone).date())
    clock = _clock(rest)
    if day is None or clock is None:
        return None
    hour, minute, place = clock
    try:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=place or zone).astimezone(UTC)
    except ValueError:
        return None


def _sentence(text: str, start: int, end: int) -> str:
    """Return the words around a sign: from the line's or sentence's beginning to some way behind it."""
    before = max(text.rfind(mark, 0, start) + len(mark) for mark in ("\n", ". ", "; ")) if start else 0
    line_end = text.find("\n", end)
    after = min(end + _AROUND, line_end if line_end >= 0 else len(text))
    return " ".join(text[max(before, start - _AROUND, 0) : after].split())


def _day(words: str, near: date) -> tuple[date | None, str]:
    """Return the day that is named, and the words without it, lest its figures are taken for a time."""
    if found := _ISO_DAY.search(words):
        return _date(*map(int, found.groups())), _without(words, found)
    for pattern, order in ((_DAY_MONTH, (2, 1, 0)), (_MONTH_DAY, (2, 0, 1))):
        if found := pattern.search(words):
            year, month, day = (found.groups()[place] for place in order)
            number = _MONTHS[month.lower()]
            named = _date(int(year), number, int(day)) if year else _nearest(near, number, int(day))
            return named, _without(words, found)
    if found := _SLASHED.search(words):
        day, month, year = map(int, found.groups())
        # 3/4/2024 is April here and March elsewhere: only what can be one thing alone is taken.
        sure = day > 12 or day == month
        return (_date(year + 2000 if year < 100 else year, month, day) if sure else None), _without(
            words, found
        )
    return None, words


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(near: date, month: int, day: int) -> date | None:
    found = [each for year in (-1, 0, 1) if (each := _date(near.year + year, month, day))]
    return min(found, key=lambda each: abs(each - near), default=None)


def _clock(words: str) -> tuple[int, int, tzinfo | None] | None:
    """Return hour, minute and zone."""
    for pattern in (_TIME, _HOUR, _WORDED, _SHARP, _FOUR):
        for found in pattern.finditer(words):
            first, *rest = found.groups()
            if first.isdigit():
                minute = int(rest[0]) if pattern in (_TIME, _FOUR) and rest[0] else 0
                hour = _hour(int(first), _half(found))
            else:
                hour, minute = (12, 0) if first.lower() == "noon" else (0, 0)
            if hour is not None and hour < 24 and minute < 60:
                return hour, minute, _zone(found)
    return None


def _half(found: re.Match[str]) -> str:
    return next(
        (each[0].lower() for each in found.groups() if each and re.fullmatch(r"[ap]\.?\s?m", each, re.I)), ""
    )


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half == "p" else 0)


def _zone(found: re.Match[str]) -> tzinfo | None:
    *_, name, hours, minutes = found.groups()
    if name:
        return ZONES[name.upper()]
    if hours:
        sign = -1 if hours.startswith("-") else 1
        return timezone(timedelta(hours=int(hours), minutes=sign * int(minutes)))
    return None
