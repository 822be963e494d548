"""Which story a message belongs to, whether it was there already, and which version stands.

The order of versions is made of what the messages say, never of when they came, so that any order of arrival
with any repeats ends in the same state. The one exception: two different texts of one item with no version
and the same time (a feed entry mended in place); there nothing but arrival says which is newer.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from tajuk.wires.enums import PubStatus
from tajuk.wires.packing import pack
from tajuk.wires.story import Story

# Says nothing of the content: what the reader could not place, and the format it came in.
UNTOLD = frozenset({"extra", "format", "raw_body"})
#: How `tajuk.wires.read` names a story without an id: after its whole file, anew with every poll of a feed.
NAMED_BY_FILE = "urn:x-tajuk:sha256:"
STEP = 1000
LARGEST = 2**63 // STEP - 1
GUID_LENGTH = 500
SEVERITY = {PubStatus.USABLE: 0, PubStatus.WITHHELD: 1, PubStatus.CANCELED: 2}
NEVER = datetime.min.replace(tzinfo=UTC)

_DATE_LABEL = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+|\d{8}T\d{4,6}")
_PARTS = re.compile(r"\D*(\d{1,18})(?:\.(\d{1,9}))?")
# A part of a long story or the number of an update is not of the event's name: `INDONESIA-RUPIAH/ =2`.
_TAKE = re.compile(r"\s*(?:=\s?\d{1,3}|\(\s?(?:TAKE|UPDATE|WRAPUP)\s?\d{0,3}\s?\))\s*$", re.IGNORECASE)


class Version(Protocol):
    """What the order of versions looks at."""

    pubstatus: str
    label: str
    number: int
    version_created: datetime | None
    digest: str


def content_digest(story: Story, packed: Mapping[str, Any] | None = None) -> str:
    """Return the SHA-256 of what the story says, the same for a copy that is sent again.

    `packed` spares packing the story once more.
    """
    told = _told(pack(story) if packed is None else packed)
    if not has_id(story):
        told.pop("guid", None)
    plain = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _told(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _told(held) for key, held in value.items() if key not in UNTOLD}
    return [_told(each) for each in value] if isinstance(value, list) else value


def has_id(story: Story) -> bool:
    """Tell whether the agency gave the story an id."""
    return bool(story.guid.strip()) and not story.guid.startswith(NAMED_BY_FILE)


def identity(story: Story, digest: str) -> str:
    """Return the agency's id of the story in at most 500 characters; without one, a name of its content."""
    if not has_id(story):
        return f"urn:sha256:{digest}"
    guid = story.identity.strip()
    if len(guid) <= GUID_LENGTH:
        return guid
    return f"{guid[:400]}#{hashlib.sha256(guid.encode()).hexdigest()}"


def version_number(label: str) -> int:
    """Return a number that orders version labels: `3` < `3.1` < `10`, times as labels by time; 0 for none."""
    if _DATE_LABEL.match(label):
        digits = re.sub(r"\D", "", label)[:14]
        return int(digits.ljust(14, "0")) * STEP
    if not (found := _PARTS.match(label)):
        return 0
    major, minor = int(found[1]), int(found[2] or 0)
    return min(major, LARGEST) * STEP + min(minor, STEP - 1)


def outranks(new: Version, current: Version | None) -> bool:
    """Tell whether `new` replaces `current`: a kill for ever, else the newer by the agency's count."""
    if current is None:
        return True
    new_killed, killed = new.pubstatus == PubStatus.CANCELED, current.pubstatus == PubStatus.CANCELED
    if new_killed != killed:
        return new_killed
    said, standing = _said(new), _said(current)
    if said != standing:
        return said > standing
    if not new.label and not current.label:
        return True
    return _tie(new) > _tie(current)


def _said(version: Version) -> tuple[int, datetime]:
    return version.number, version.version_created or NEVER


def _tie(version: Version) -> tuple[int, str]:
    return SEVERITY[PubStatus(version.pubstatus)], version.digest


def thread_of(slugline: str) -> str:
    """Return what a slugline's updates and takes have in common."""
    return _TAKE.sub("", " ".join(slugline.split())).rstrip("/").upper()[:200]
