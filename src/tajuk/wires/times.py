"""Times as wires write them: ISO 8601 extended and basic, RFC 822, and dates alone."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

_BASIC = re.compile(r"\A(\d{8})T?(\d{4}|\d{6})?([+-]\d{4}|Z)?\Z")
_SPACED_OFFSET = re.compile(r"(?<=\d) ([+-]\d{2}:?\d{2})\Z")
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")


def parse_moment(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment a wire names, aware; a time without a zone is in `zone`. None when it is no moment."""
    moment = read_moment(text)
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def read_moment(text: str | None) -> datetime | None:
    """Return the moment as written, naive when the text names no zone; years beyond 1900 to 2200 are slips."""
    text = _SPACED_OFFSET.sub(r"\1", (text or "").strip())
    if not 8 <= len(text) <= 64:
        return None
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = _basic(text) or _mail(text)
    return moment if moment is not None and 1900 <= moment.year <= 2200 else None


def _basic(text: str) -> datetime | None:
    found = _BASIC.match(text)
    if not found:
        try:
            return datetime.fromisoformat(_LONG_FRACTION.sub(r"\1", text.replace(" ", "T", 1)))
        except ValueError:
            return None
    day, clock, offset = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{(clock or '0000')}{offset or ''}")
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return moment
