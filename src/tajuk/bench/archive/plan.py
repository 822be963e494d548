"""How far the made archive has come, read off the stories themselves: a stopped run goes on where it was.

A made story's translation key is a UUID of version 8 (RFC 9562, 5.8) that begins with the bytes of "tajuk" and
ends in the size that its run was filling up to and its own number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tajuk.articles.models import Article
from tajuk.common import clock

_MARK = int.from_bytes(b"tajuk\0", "big") << 80 | 8 << 76 | 2 << 62
_BITS = 31
MOST = 2**_BITS - 1
FIRST_HOUR, HOURS = 5, 18


def key_of(target: int, number: int) -> UUID:
    """Return the key of story `number` of the run that fills the archive up to `target`."""
    return UUID(int=_MARK | target << _BITS | number)


def _read(key: UUID) -> tuple[int, int]:
    rest = key.int & (2**62 - 1)
    return rest >> _BITS, rest & MOST


@dataclass(frozen=True, slots=True)
class Run:
    """Stories `first` to `target` (exclusive), of which those before `begin` are there already."""

    begin: int
    first: int
    target: int

    @property
    def missing(self) -> int:
        """Return how many stories this run has to write."""
        return self.target - self.begin


def runs(wanted: int) -> list[Run]:
    """Return what has to be written for `wanted` stories: the rest of a run that was stopped, then the next."""
    last = (
        Article.objects.filter(translation_key__gte=key_of(0, 0), translation_key__lte=key_of(MOST, MOST))
        .order_by("-translation_key")
        .values_list("translation_key", flat=True)
        .first()
    )
    if last is None:
        return [Run(0, 0, wanted)] if wanted else []
    target, number = _read(last)
    found = []
    if number + 1 < min(target, wanted):
        found.append(Run(number + 1, _first_of(target), target))
    if wanted > target:
        found.append(Run(target, target, wanted))
    return found


def _first_of(target: int) -> int:
    first = (
        Article.objects.filter(translation_key__gte=key_of(target, 0))
        .order_by("translation_key")
        .values_list("translation_key", flat=True)
        .first()
    )
    return _read(first)[1] if first else 0


def moment(share: float, *, now: datetime, years: float) -> datetime:
    """Return when the story at `share` (0 to 1) of a run went out: by day, in WIB, and never after `now`."""
    span = timedelta(days=365.25 * years)
    plain = (now - span + span * share).astimezone(clock.WIB)
    if plain.date() >= now.astimezone(clock.WIB).date():
        return plain
    midnight = plain.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=FIRST_HOUR) + (plain - midnight) * (HOURS / 24)
