"""Reading that never raises: stories, or one line that says why there are none."""

import logging
from dataclasses import dataclass

from tajuk.wires.read import read_bytes
from tajuk.wires.story import Story, Unreadable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """The stories that bytes hold, or the reason why they cannot be read."""

    stories: tuple[Story, ...]
    reason: str = ""


def read(data: bytes, name: str = "") -> Reading:
    """Read bytes of any wire format; `name` is for messages and hints, never for recognising the format."""
    try:
        return Reading(tuple(read_bytes(data, name)))
    except Unreadable as unreadable:
        return Reading((), str(unreadable) or "unreadable")
    except Exception as error:
        # A slip of one reader must cost one file, never the intake: it is logged and the bytes are kept.
        log.exception("wires: the reader failed on %s", name or f"{len(data)} bytes")
        return Reading((), f"the reader failed on it: {type(error).__name__}")
