"""Tell every process on this machine which plates changed.

A mapped cell of two u64 holds the *generation* (how many bytes were ever appended) and the *base* (how many
of them came before the present log file, `changes.<base>`). A writer appends lines under a lock and moves
the generation; a reader compares one integer, and reads only what is new when it differs. A line is
`+ADDRESS` (written), `-ADDRESS` (removed, forget the last good one too), `>ADDRESS` and `<ADDRESS` (the same, come
from another node), `*KEY` (what was made from this was withdrawn) or `!` with a word (`all`, `blocked`; `told`: another
node blocked something).
"""

import errno
import fcntl
import logging
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

log = logging.getLogger(__name__)

_CELL_SIZE = 16
LOG_LIMIT = 4 * 1024 * 1024


class Journal:
    """The changes of one folder of plates, for its writers and its readers."""

    def __init__(self, folder: Path, *, limit: int = LOG_LIMIT) -> None:
        """Open the journal in `folder`, made when missing; a log of over `limit` bytes is begun anew."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._limit = limit
        with self._alone():
            path = folder / "cell"
            if not path.exists() or path.stat().st_size != _CELL_SIZE:
                path.write_bytes(bytes(_CELL_SIZE))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _CELL_SIZE)
        self.cell = memoryview(self._map).cast("Q")

    @property
    def generation(self) -> int:
        """How far the journal has come."""
        return self.cell[0]

    def append(self, *lines: str) -> None:
        """Add lines; every reader sees them at its next look.

        What the disk refuses is told otherwise: a gap in the journal, at which every reader forgets all that it has.
        """
        if not lines:
            return
        # A leading newline keeps a line whole even after one that a dying writer left unfinished.
        quoted = [line[0] + quote(line[1:], errors="surrogatepass") for line in lines]
        data = ("\n" + "\n".join(quoted) + "\n").encode()
        with self._alone():
            base = self.cell[1]
            try:
                size = self._add(base, data)
            except OSError as error:
                log.error(
                    "the journal of plates has no room for %d lines, all is read anew: %s", len(lines), error
                )
                # The cell has its place on the disk. What is missing before it no reader takes for whole.
                self._begin_anew(base, max(self.cell[0], base + self._size(base)) + 1)
                return
            if size > self._limit:
                self._begin_anew(base, base + size)
            else:
                self.cell[0] = base + size

    def _add(self, base: int, data: bytes) -> int:
        """Append to the present log; return its size. Raises `OSError` when not all of it has room."""
        present = os.open(self._log(base), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            written_now = os.write(present, data)
            if written_now < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return os.fstat(present).st_size
        finally:
            os.close(present)

    def since(self, seen: int) -> tuple[int, list[str] | None]:
        """Return the present generation and the lines since `seen`, or None for them when they are gone."""
        generation = self.cell[0]
        if seen == generation:
            return generation, []
        bases = sorted(int(path.suffix[1:]) for path in self._folder.glob("changes.*"))
        first = max((base for base in bases if base <= seen), default=None)
        if first is None or seen > generation:
            return generation, None
        data = b""
        try:
            for base in bases[bases.index(first) :]:
                with self._log(base).open("rb") as log:
                    log.seek(max(0, seen - base))
                    data += log.read(generation - max(seen, base))
        except FileNotFoundError:
            return generation, None
        if len(data) != generation - seen:
            return generation, None
        lines = [line for line in data.decode("utf-8", "replace").split("\n") if line]
        return generation, [line[0] + unquote(line[1:], errors="surrogatepass") for line in lines]

    def _begin_anew(self, base: int, next_base: int) -> None:
        """Begin another log, which is made when something is added to it."""
        self.cell[1] = next_base
        self.cell[0] = next_base
        for old in self._folder.glob("changes.*"):
            if old.name != f"changes.{base}":
                old.unlink(missing_ok=True)

    def _size(self, base: int) -> int:
        try:
            return self._log(base).stat().st_size
        except FileNotFoundError:
            return 0

    def _log(self, base: int) -> Path:
        return self._folder / f"changes.{base}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with locked(self._folder / "lock"):
            yield


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file lock `path` against other threads and processes of this machine."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def written(addresses: Iterable[str], *, pulled: bool = False) -> list[str]:
    """Return the lines that say these addresses have new plates, baked here or pulled from another node."""
    return [(">" if pulled else "+") + address for address in addresses]


def removed(addresses: Iterable[str], *, pulled: bool = False) -> list[str]:
    """Return the lines that say these addresses have no plate any more, by this node's doing or another's."""
    return [("<" if pulled else "-") + address for address in addresses]
