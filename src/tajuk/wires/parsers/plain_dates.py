"""Date lines of pages: `Jumat, 19 Januari 2024 / 18:34 WIB` and the other ways in which pages say when."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tajuk.common.clock import WIB, WIT, WITA

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february pebruari", "mar maret march mrt", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu agt ags agustus aug august", "sep sept september",
            "okt oktober oct october", "nov november nop nopember", "des desember dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "jum’at", "sabtu", "minggu", "ahad", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
}  # fmt: skip
_ZONES: dict[str, tzinfo] = {
    "WIB": WIB, "WITA": WITA, "WIT": WIT, "UTC": UTC, "GMT": UTC,
    "SGT": timezone(timedelta(hours=8), "SGT"), "HKT": timezone(timedelta(hours=8), "HKT"),
    "JST": timezone(timedelta(hours=9), "JST"), "KST": timezone(timedelta(hours=9), "KST"),
    **dict.fromkeys(("ET", "EST", "EDT"), ZoneInfo("America/New_York")), "BST": ZoneInfo("Europe/London"),
    **dict.fromkeys(("CET", "CEST"), ZoneInfo("Europe/Paris")),
}  # fmt: skip
_MONTH = r"(?P<month>[A-Za-z]{3,10})\.?"
_DAYS = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(?P<year>\d{{4}})",
    rf"{_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})",
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
    r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
)
_DATE = tuple(re.compile(rf"(?<![\d/.]){pattern}(?!\d)") for pattern in _DAYS)
_TIME = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])\s?[:.]\s?(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?![\d%])"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s*\(?(?P<zone>WIB|WITA|WIT|UTC|GMT|SGT|HKT|JST|KST|EST|EDT|ET|BST|CEST|CET)\b"
    r"(?:\s?(?P<offset>[+-]\d{1,2})(?::?00)?)?)?"
)
_UPDATED = re.compile(
    r"\b(?:updated?|diperbarui|diperbaharui|last\s+modified|terakhir\s+diubah|pembaruan)\b", re.IGNORECASE
)
_FILLER = {
    "pukul", "pk", "jam", "at", "on", "published", "publish", "terbit", "diterbitkan", "dipublikasikan",
    "tayang", "posted", "updated", "update", "diperbarui", "tanggal", "date", "time", "waktu", "by", "oleh",
    "last", "modified", "|", "/", "-", "–", "—", "•", "·", ",", ":", "wib", "wita", "wit", "pada", "am",
    "pm", "dibuat", "diunggah", "rilis", "senin", "oleh:",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment found in a line: how sure it is (a time and a zone make it surer), and what else the line says."""

    day: date
    clock: time | None
    zone: tzinfo | None
    updated: bool
    rest: str
    weekday: bool
    beside: str = ""

    @property
    def moment(self) -> datetime:
        """Return the moment; without a time midnight, without a zone WIB, the newsroom's own."""
        return datetime.combine(self.day, self.clock or time(), self.zone or WIB)

    @property
    def weight(self) -> int:
        """Return how much the line looks like a story's own date line."""
        return (
            1
            + 3 * (self.clock is not None)
            + (self.zone is not None)
            + self.weekday
            - min(3, len(self.rest.split()))
        )


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else _MONTHS.get(name.lower(), 0)


def _day_in(text: str) -> tuple[re.Match[str], date] | None:
    for pattern in _DATE:
        for found in pattern.finditer(text):
            day, month, year = int(found["day"]), _month(found["month"]), int(found["year"])
            if month > 12 and day <= 12:
                day, month = month, day
            try:
                if 1970 <= year <= 2100 and month:
                    return found, date(year, month, day)
            except ValueError:
                continue
    return None


def clock_in(text: str) -> tuple[re.Match[str], time, tzinfo | None] | None:
    """Return the first time of day in a text, with its zone when it names one."""
    for found in _TIME.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"])
        half = (found["half"] or "").lower().replace(".", "")
        if half and not 1 <= hour <= 12:
            continue
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23:
            continue
        zone = _ZONES.get(found["zone"]) if found["zone"] else None
        if found["offset"] and zone is UTC:
            zone = timezone(timedelta(hours=int(found["offset"])))
        return found, time(hour, minute, int(found["second"] or 0)), zone
    return None


def stamp_in(text: str) -> Stamp | None:
    """Return the moment a line names, or None; a sentence that mentions a date is no date line."""
    if not 8 <= len(text) <= 160 or not any(each.isdigit() for each in text):
        return None
    day = _day_in(text)
    if day is None:
        return None
    found, when = day
    without = f"{text[: found.start()]} {text[found.end() :]}"
    clock = clock_in(without)
    if clock is not None:
        without = f"{without[: clock[0].start()]} {without[clock[0].end() :]}"
    words = [word.strip("|/,.:•·()-–—") for word in without.split()]
    weekday = any(word.lower() in _WEEKDAYS for word in words)
    rest = " ".join(word for word in words if word and word.lower() not in _FILLER | _WEEKDAYS)
    most = 8 if clock else 2
    if len(rest.split()) > most or len(rest) > 70:
        credited = len(text) <= 160 and ":" in without and clock is not None
        if not credited or len(rest.split()) > 14:
            return None
    return Stamp(
        when,
        clock[1] if clock else None,
        clock[2] if clock else None,
        bool(_UPDATED.search(text)),
        rest,
        weekday,
        without.strip(),
    )


def clock_alone(text: str) -> tuple[time, tzinfo | None] | None:
    """Return the time of a line that holds nothing else, such as `18:34 WIB` under a date."""
    clock = clock_in(text) if len(text) <= 24 else None
    if clock is None:
        return None
    rest = f"{text[: clock[0].start()]} {text[clock[0].end() :]}".split()
    if any(word.strip("|/,.:•·()-–").lower() not in _FILLER | {""} for word in rest):
        return None
    return clock[1], clock[2]
