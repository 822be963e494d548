"""What a rule would have done: a dry run over wires that came in already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tajuk.wires.criteria import facts_of, fits
from tajuk.wires.models import WireVersion
from tajuk.wires.models.choosing import Choosing
from tajuk.wires.queries import newest_since

WEEK = timedelta(days=7)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """How many items were looked at, how many fit, and the newest of those."""

    looked_at: int
    fitting: int
    newest: tuple[WireVersion, ...]


def try_on_last_week(chosen: Choosing, *, now: datetime) -> Trial:
    """Return what of the last seven days fits; nothing is changed."""
    looked_at = fitting = 0
    newest: list[WireVersion] = []
    for version in newest_since(now - WEEK).iterator(chunk_size=500):
        looked_at += 1
        if fits(chosen, facts_of(version.item, version.as_story(), is_correction=version.is_correction)):
            fitting += 1
            if len(newest) < SHOWN:
                newest.append(version)
    return Trial(looked_at, fitting, tuple(newest))
