"""Ways by which the newsroom fetches copy that waits elsewhere: each lists what is there and hands it over.

A way is a function of a visit that yields what has come, in the order in which it was written. What was handed over
is marked as seen, and removed there where the source says so, only after the newsroom has kept it.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from tajuk.common.outbound import FetchError
from tajuk.common.sealing import Unsealable, unseal
from tajuk.wires.models import Source

#: One visit brings so many files at most, and may take so long; the next goes on.
MOST_FILES = 200
SECONDS = 60.0
STEP_SECONDS = 20.0
#: A file that was written to a moment ago is looked at twice, so long apart.
FRESH_SECONDS = 60.0
SETTLE_SECONDS = 0.5
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that waits: `mark` names it in this state of it; `remove` takes it away there."""

    name: str
    mark: str
    load: Callable[[int], bytes]
    remove: Callable[[], object]


@dataclass(slots=True)
class Visit:
    """A call at a source: where it is, how to get in, which marks were seen before."""

    source: Source
    seen: frozenset[str]
    access: dict[str, str] = field(default_factory=dict)
    #: What was learned on the way that is to be kept, such as a server's key.
    learned: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> SplitResult:
        """Return the address's parts; raise `FetchError` for one that names no host."""
        parts = urlsplit(self.source.address)
        if not parts.hostname:
            raise FetchError(f"{self.source.address[:200]!r} names no host")
        return parts

    @property
    def folder(self) -> str:
        """Return the address's path, decoded once."""
        return unquote(self.place.path) or "/"

    @property
    def allow(self) -> tuple[str, ...]:
        """Return the hosts that may be called although they are not public."""
        return tuple(settings.TAJUK_FETCH_ALLOW)

    def is_new(self, name: str, mark: str) -> bool:
        """Tell whether a file is to be fetched: not seen in this state, and not on its way there."""
        hidden = name.startswith(".") or name.lower().endswith(UNFINISHED)
        return not hidden and mark not in self.seen


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a folder shows it: `mark` changes with its state, `written` is in seconds since 1970 if it is told."""

    mark: str
    written: float | None

    @property
    def is_fresh(self) -> bool:
        """Tell whether somebody may still be writing it."""
        return self.written is None or time.time() - self.written < FRESH_SECONDS


def waiting(visit: Visit, look: Callable[[], Mapping[str, Listed]]) -> dict[str, Listed]:
    """Return the new files of a folder, oldest first; where one is fresh, only those that rest between two looks."""
    found = look()
    if any(each.is_fresh for each in found.values()):
        time.sleep(SETTLE_SECONDS)
        again = look()
        found = {name: each for name, each in found.items() if again.get(name) == each}
    new = [(each.written or 0.0, name) for name, each in found.items() if visit.is_new(name, each.mark)]
    return {name: found[name] for _, name in sorted(new)[:MOST_FILES]}


def failure(visit: Visit, error: BaseException) -> FetchError:
    """Return what went wrong on a visit as one line that names the host."""
    return FetchError(f"{visit.place.hostname}: {' '.join(str(error).split())[:300] or type(error).__name__}")


Way = Callable[[Visit], Iterator[Arrived]]


def visit_to(source: Source, seen: frozenset[str]) -> Visit:
    """Return a visit with the source's log-in opened; raise `FetchError` where it cannot be."""
    return Visit(source, seen, access_of(source))


def access_of(source: Source) -> dict[str, str]:
    """Return the source's log-in: `user`, `password`, `token`, `key`, `secret`, as far as they are set."""
    if not source.credentials:
        return {}
    try:
        opened: dict[str, str] = json.loads(unseal(bytes(source.credentials)))
    except (Unsealable, ValueError) as error:
        raise FetchError(f"the log-in of {source.slug} cannot be used: {error}") from None
    return opened
