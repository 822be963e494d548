"""Keep plates in a folder: whole old ones or whole new ones, whatever happens in between."""

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tajuk.edge import journal
from tajuk.edge.addresses import file_name, fragment_address
from tajuk.edge.blocks import Block, BlockList, Notice
from tajuk.edge.composed import EMPTY, Fragment
from tajuk.edge.disk import TEMPORARY, sweep, write_whole
from tajuk.edge.mirror import Mirror
from tajuk.edge.plates import BadPlate, Plate, Segment, decode, encode

log = logging.getLogger(__name__)


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
        self._new = self.folder / TEMPORARY
        self._new.mkdir(parents=True, exist_ok=True)
        self.journal = journal.Journal(self.folder / "journal")
        # Written, but the disk did not confirm it: to be written again even if unchanged.
        self._unsure: set[str] = set()
        self.mirror = Mirror(self.folder.parent / "mirror", self.fragment, self._is_blocked)

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

    def has(self, address: str) -> bool:
        """Say whether there is a file for `address`, without reading it."""
        return self._path(address).exists()

    def write(self, plate: Plate, *, pulled: bool = False) -> bool:
        """Keep `plate`, whole and on the disk, and say so to every process; False when it is there already.

        It is `pulled` when another node baked it.

        Raises `OSError` when the disk refuses: the old plate then stands untouched.
        """
        path = self._path(plate.path)
        known = self.read(plate.path)
        if known is not None and known.plate.digest == plate.digest and plate.path not in self._unsure:
            if known.stale:
                _mark(path).unlink(missing_ok=True)
                self.journal.append(*journal.written([plate.path], pulled=pulled))
            return False
        self._mirror(plate)
        self._unsure.add(plate.path)
        write_whole(path, encode(plate), new=self._new)
        self._unsure.discard(plate.path)
        _mark(path).unlink(missing_ok=True)
        self.journal.append(*journal.written([plate.path], pulled=pulled))
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

    def delete(self, *addresses: str, pulled: bool = False) -> None:
        """Remove the plates of `addresses`; nobody serves them from memory either."""
        self.mirror.drop(*addresses)
        for address in addresses:
            path = self._path(address)
            path.unlink(missing_ok=True)
            _mark(path).unlink(missing_ok=True)
        self.journal.append(*journal.removed(addresses, pulled=pulled))

    def mark_stale(self, *addresses: str, pulled: bool = False) -> None:
        """Let the plates of `addresses` be served once more while someone bakes them again."""
        marked = []
        for address in addresses:
            path = self._path(address)
            if path.exists():
                _mark(path).touch()
                marked.append(address)
        self.journal.append(*journal.written(marked, pulled=pulled))

    def block(self, address: str, *, notice: Notice = "killed") -> None:
        """Answer `address` (or those that a pattern with `*` means) with a notice from now on, mirrored or not.

        Raises `ValueError` for what is no address.
        """
        blocked = BlockList(self.folder, self.journal)
        blocked.block(address, notice=notice)
        if "*" in address:
            self.mirror.drop_matching(blocked.notice)
        else:
            self.mirror.drop(address)

    def unblock(self, address: str) -> bool:
        """Let `address` be answered again; False when it was not blocked."""
        if not BlockList(self.folder, self.journal).unblock(address):
            return False
        if (stored := self.read(address)) is not None:
            self._mirror(stored.plate)
        return True

    def blocks(self) -> list[Block]:
        """Return what is blocked, the oldest first: for those who compare it with what the newsroom knows."""
        return BlockList(self.folder, self.journal).blocks

    @property
    def blocked_file(self) -> Path:
        """Where the block list lies."""
        return self.folder / "blocked"

    def take_blocked(self, data: bytes) -> None:
        """Take over the block list of another node."""
        with journal.locked(self.folder / "blocked.lock"):
            if (self.blocked_file.read_bytes() if self.blocked_file.exists() else b"") == data:
                return
            write_whole(self.blocked_file, data, new=self._new)
        self.journal.append("!told")
        for block in (blocked := BlockList(self.folder, self.journal)).blocks:
            if "*" in block.address:
                self.mirror.drop_matching(blocked.notice)
            else:
                self.mirror.drop(block.address)

    def announce_keys(self, keys: Iterable[str]) -> None:
        """Tell the caches in front that whatever was made from the things of `keys` is not to be shown any more."""
        self.journal.append(*("*" + key for key in keys))

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
        return sweep(self._new, now=now)

    def fill_mirror(self) -> Iterator[str]:
        """Mirror every plate, having made the mirror where there was none; yield each address that was looked at."""
        self.mirror.folder.mkdir(exist_ok=True)
        for address in self.addresses():
            if (stored := self.read(address)) is not None:
                self.mirror.put(stored.plate)
            yield address

    def _mirror(self, plate: Plate) -> None:
        """Mirror a plate before it is written: if the process dies in between, both are written again."""
        try:
            self.mirror.put(plate)
        except OSError as error:
            log.error("%s is not mirrored: %s", plate.path, error)
            self.mirror.drop(plate.path)

    def fragment(self, name: str) -> Fragment:
        """Return the present state of the fragment `name`, an empty one when there is none."""
        stored = self.read(fragment_address(name))
        if stored is None or stored.plate.status != 200:
            return EMPTY
        segments = tuple(part for part in stored.plate.parts if isinstance(part, Segment))
        return Fragment(stored.plate.digest, segments, stored.plate.keys)

    def _is_blocked(self, address: str) -> bool:
        return BlockList(self.folder, self.journal).notice(address) is not None

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
