"""Keep plates in a folder: whole old ones or whole new ones, whatever happens in between."""

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tajuk.edge import journal
from tajuk.edge.addresses import file_name
from tajuk.edge.plates import BadPlate, Plate, decode, encode

log = logging.getLogger(__name__)

_ABANDONED_SECONDS = 600
_TEMPORARY = ".new-"


@dataclass(frozen=True, slots=True)
class Stored:
    """A plate as it was found, and whether it waits to be baked again."""

    plate: Plate
    stale: bool
    size: int


class PlateStore:
    """The plates of one folder, shared by every process on the machine."""

    def __init__(self, folder: Path) -> None:
        """Open the store in `folder`, which is made when missing."""
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = journal.Journal(self.folder / "journal")
        # Written, but the disk did not confirm it: to be written again even if unchanged.
        self._unsure: set[str] = set()

    def read(self, address: str) -> Stored | None:
        """Return the plate of `address`; None when there is none, or when it is damaged (which is logged)."""
        path = self._path(address)
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            log.error("the plate of %s cannot be read: %s", address, error)
            return None
        try:
            plate = decode(data)
        except BadPlate as error:
            log.error("the plate of %s is damaged (%s): %s", address, path.name, error)
            return None
        if plate.path != address:
            return None
        return Stored(plate, _mark(path).exists(), len(data))

    def write(self, plate: Plate) -> bool:
        """Keep `plate`, whole and on the disk, and say so to every process; False when it is there already.

        Raises `OSError` when the disk refuses: the old plate then stands untouched.
        """
        path = self._path(plate.path)
        known = self.read(plate.path)
        if known is not None and known.plate.digest == plate.digest and plate.path not in self._unsure:
            if known.stale:
                _mark(path).unlink(missing_ok=True)
                self.journal.append(*journal.written([plate.path]))
            return False
        self._unsure.add(plate.path)
        _write_whole(path, encode(plate))
        self._unsure.discard(plate.path)
        _mark(path).unlink(missing_ok=True)
        self.journal.append(*journal.written([plate.path]))
        return True

    def write_all(self, plates: Iterable[Plate]) -> list[OSError | bool]:
        """Keep plates as `write` does, all waiting for the disk at the same time; of each, what `write` says or raises.

        None of them may lead a reader to another: they come up in no order.
        """
        return list(_disk().map(self._try, plates))

    def _try(self, plate: Plate) -> OSError | bool:
        try:
            return self.write(plate)
        except OSError as error:
            return error

    def delete(self, *addresses: str) -> None:
        """Remove the plates of `addresses`; nobody serves them from memory either."""
        for address in addresses:
            path = self._path(address)
            path.unlink(missing_ok=True)
            _mark(path).unlink(missing_ok=True)
        self.journal.append(*journal.removed(addresses))

    def mark_stale(self, *addresses: str) -> None:
        """Let the plates of `addresses` be served once more while someone bakes them again."""
        marked = []
        for address in addresses:
            path = self._path(address)
            if path.exists():
                _mark(path).touch()
                marked.append(address)
        self.journal.append(*journal.written(marked))

    def announce_all(self) -> None:
        """Make every process forget what it holds in memory."""
        self.journal.append("!all")

    def addresses(self) -> Iterator[str]:
        """Yield the address of every whole plate, in no order."""
        for path in self._files(".plate"):
            with contextlib.suppress(OSError, BadPlate):
                yield decode(path.read_bytes()).path

    def sweep(self, *, now: float | None = None) -> int:
        """Remove what writers that died left behind; return how many files that were.

        What they renamed but did not sync is synced first: a bake that finds its plate unchanged will not do
        it.
        """
        os.sync()
        swept, moment = 0, time.time() if now is None else now
        for path in self._files("", beginning=_TEMPORARY):
            with contextlib.suppress(OSError):
                writer = int(path.name.removeprefix(_TEMPORARY).split("-")[0])
                if not _alive(writer) or moment - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
                    swept += 1
        return swept

    def _path(self, address: str) -> Path:
        return self.folder / file_name(address)

    def _files(self, ending: str, *, beginning: str = "") -> Iterator[Path]:
        for folder in self.folder.iterdir():
            if len(folder.name) == 3 and folder.is_dir():
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.endswith(ending) and entry.name.startswith(beginning):
                            yield Path(entry.path)


@cache
def _disk() -> ThreadPoolExecutor:
    # The file system confirms what waits at the same time in one go: eight plates take little longer than one.
    return ThreadPoolExecutor(8, thread_name_prefix="disk")


def _mark(path: Path) -> Path:
    return path.with_suffix(".stale")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that at every moment, even a power cut's, one whole file is there."""
    try:
        made = False
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = True
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if made:
            _sync_folder(path.parent.parent)
        name = f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(6)}"
        try:
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644, dir_fd=folder)
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(file, rest) :]
                os.fsync(file)
            finally:
                os.close(file)
            os.replace(name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise
        os.fsync(folder)
    finally:
        os.close(folder)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
