"""The watched folders: `DATA/intake/<source>/`.

A file is read once its size and time have rested, and at first sight where its form tells that nothing is missing:
XML and JSON that end too early do not parse. What reads moves to `done/`, what does not to `failed/`,
each after the commit. A file that does not read is given a little longer first: it may still be on its way.
Names that begin with a dot or end like an upload in progress are left alone: a sender that can rename should.
"""

import contextlib
import logging
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError

from tajuk.common.clock import now
from tajuk.wires import payloads
from tajuk.wires.actions import Arrived, Receipt, quarantine, receive_all
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Source
from tajuk.wires.reading import Reading, read

log = logging.getLogger(__name__)

UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")
DONE, FAILED = "done", "failed"
SETTLE_SECONDS = 0.2
PATIENCE_SECONDS = 2.0
AGAIN_SECONDS = 30.0
KEEP_DONE_SECONDS = 7 * 86_400
#: Forms of which a part does not parse; so many bytes of a file that has not rested are tried, once.
WHOLE = frozenset({"newsml-g2", "newsml-1.2", "nitf", "ninjs", "dpa-digitalwires", "jsonfeed", "tajuk-story"})
TRIED_BYTES = 1_000_000
#: So many files, and not many more bytes, are kept in one transaction: few commits, and nobody waits long for one.
TOGETHER, TOGETHER_BYTES = 10, 2_000_000

Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Rest:
    """How a file looked, and since when (`time.monotonic()`) it has looked so."""

    signature: Signature
    since: float


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was read, and how it looked when it was opened."""

    path: Path
    signature: Signature
    arrived: Arrived
    reading: Reading


def intake_root() -> Path:
    """Return the folder that holds a folder for each source."""
    return Path(settings.DATA) / "intake"


class Watcher:
    """Takes in the files of watched folders; remembers between sweeps how long each has rested."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or intake_root()
        self._resting: dict[Path, Rest] = {}

    def sweep(self, sources: Iterable[Source], stopped: Callable[[], bool] = lambda: False) -> list[Receipt]:
        """Take in every file that has come to rest, oldest first; one bad file or folder stops no other.

        Between a few files `stopped` is asked whether to leave the rest for another time.
        """
        receipts: list[Receipt] = []
        seen: set[Path] = set()
        for source in sources:
            try:
                for batch in _together(self._ready(self.root / source.slug, seen)):
                    if stopped():
                        return receipts
                    found = [self._open(path, rested, source) for path, rested in batch]
                    receipts += self._keep([each for each in found if each], source)
            except OSError as error:
                log.error("wires: the folder of %s cannot be watched: %s", source.slug, error)
        self._resting = {path: rest for path, rest in self._resting.items() if path in seen}
        return receipts

    @property
    def is_waiting(self) -> bool:
        """Tell whether files were seen that are not taken yet."""
        return bool(self._resting)

    def empty(self, sources: Iterable[Source]) -> list[Receipt]:
        """Take in all that lies in the folders now, waiting for each file to rest; for a single run."""
        found = list(sources)
        receipts = self.sweep(found)
        if self._resting:
            time.sleep(SETTLE_SECONDS)
            receipts += self.sweep(found)
        if self._resting:
            time.sleep(PATIENCE_SECONDS)
            receipts += self.sweep(found)
        return receipts

    def _ready(self, folder: Path, seen: set[Path]) -> Iterator[tuple[Path, float]]:
        moment = time.monotonic()
        for path, signature in _files(folder):
            seen.add(path)
            rest = self._resting.get(path)
            if rest is None or rest.signature != signature:
                self._resting[path] = Rest(signature, moment)
                if rest is None and 0 < signature[0] <= TRIED_BYTES:
                    yield path, 0.0
            elif moment - rest.since >= SETTLE_SECONDS:
                yield path, moment - rest.since

    def _open(self, path: Path, rested: float, source: Source) -> Found | None:
        """Read a file; None for one that is too long, or may still be on its way."""
        try:
            return self._read(path, rested, source)
        except FileNotFoundError:
            log.debug("wires: %s is gone again", path)
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            if rested >= SETTLE_SECONDS:
                self._leave(path)
        return None

    def _read(self, path: Path, rested: float, source: Source) -> Found | None:
        limit = payloads.max_bytes()
        data, signature = _load(path, limit)
        if len(data) > limit:
            reason = f"longer than {limit} bytes; the file lies in {FAILED}/"
            quarantine(None, source=source, reason=reason, name=_shown(path), now=now())
            _move(path, FAILED)
            del self._resting[path]
            return None
        reading = read(data, _shown(path))
        if reading.reason and rested < PATIENCE_SECONDS:
            return None
        if rested < SETTLE_SECONDS and not _is_whole(reading):
            return None
        return Found(path, signature, Arrived(data, _shown(path)), reading)

    def _keep(self, found: list[Found], source: Source) -> list[Receipt]:
        """Keep what was read, all of it at once; one by one where one of them stops the others."""
        if not found:
            return []
        try:
            receipts = receive_all([(each.arrived, each.reading) for each in found], source=source, now=now())
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            if len(found) == 1:
                self._leave(found[0].path)
                return []
            return [receipt for each in found for receipt in self._keep([each], source)]
        for each, receipt in zip(found, receipts, strict=True):
            self._put_away(each, receipt)
        return receipts

    def _put_away(self, found: Found, receipt: Receipt) -> None:
        try:
            if found.signature == _signature(found.path.stat()):
                _move(found.path, FAILED if receipt.outcome is Outcome.QUARANTINED else DONE)
                del self._resting[found.path]
        except FileNotFoundError:
            log.debug("wires: %s is gone again", found.path)
        except OSError:
            self._leave(found.path)

    def _leave(self, path: Path) -> None:
        """Say of a file that is not ours to read, or found no room, or a slip of ours, and try again later."""
        log.exception("wires: %s stays where it is", path)  # noqa: LOG004  (called while one is handled)
        self._resting[path] = Rest(self._resting[path].signature, time.monotonic() + AGAIN_SECONDS)


def _is_whole(reading: Reading) -> bool:
    """Tell whether what was read would not have been read had a part of it been missing."""
    return bool(reading.stories) and all(story.format in WHOLE for story in reading.stories)


def _together(ready: Iterable[tuple[Path, float]]) -> Iterator[list[tuple[Path, float]]]:
    """Yield files a few at a time."""
    batch: list[tuple[Path, float]] = []
    size = 0
    for path, rested in ready:
        batch.append((path, rested))
        with contextlib.suppress(FileNotFoundError):
            size += path.lstat().st_size
        if len(batch) == TOGETHER or size >= TOGETHER_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def prune_done(sources: Iterable[Source], root: Path | None = None) -> int:
    """Delete what has lain in `done/` for a week (the store keeps its bytes); return how many files."""
    oldest, removed = time.time() - KEEP_DONE_SECONDS, 0
    for source in sources:
        folder = (root or intake_root()) / source.slug / DONE
        for path, (_, changed, _) in _files(folder) if folder.is_dir() else ():
            if changed / 1e9 < oldest:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _files(folder: Path) -> list[tuple[Path, Signature]]:
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED):
                continue
            with contextlib.suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False):
                    found.append((Path(entry.path), _signature(entry.stat(follow_symlinks=False))))
    return sorted(found, key=lambda each: (each[1][1], each[0].name))


def _signature(state: os.stat_result) -> Signature:
    return state.st_size, state.st_mtime_ns, state.st_ino


def _load(path: Path, limit: int) -> tuple[bytes, Signature]:
    """Return at most `limit` + 1 bytes and how the file looked when it was opened; never follow a link."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise OSError("not a regular file")
        return file.read(limit + 1), _signature(state)


def _move(path: Path, where: str) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    if target.exists():
        target = folder / f"{time.time_ns()}-{path.name}"
    # done/ is pruned by the time of arrival there, not by the time the agency wrote the file.
    os.utime(path)
    path.rename(target)


def _shown(path: Path) -> str:
    return path.name.encode("utf-8", "replace").decode()
