"""Keep the plates of several nodes alike, by way of a bucket that all of them reach.

Each node has its own plates and serves them whatever else is down. What it bakes, drops or blocks it puts into the
bucket and then tells in a log of its own there (`log/NODE/NUMBER`); the others read on in each log and take over
what the bucket holds *now*. Lines may so come late, twice or out of order. A plate that was begun earlier never
replaces one that was begun later, and what was dropped leaves a stone that keeps older plates out.

Redis, where there is one, only says that there is something to read: without it, the logs are looked at each second.
"""

import fcntl
import json
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from tajuk.common import clock
from tajuk.edge.addresses import file_name
from tajuk.edge.bucket import Bucket
from tajuk.edge.plates import BadPlate, Plate, decode, encode
from tajuk.edge.store import PlateStore

log = logging.getLogger(__name__)

_KEPT = timedelta(days=1)  # of the logs: a node that was away for longer begins anew
_STONE = b'{"gone":'
_AT_ONCE = 100
_HANDS = 8


@dataclass(slots=True)
class Place:
    """How far a node has come: its name, what it told of its journal, what it read of the others' logs."""

    node: str
    told: int
    number: int = 0
    seen: dict[str, int] = field(default_factory=dict)


class Exchange:
    """One node's part. Only one process of a node may run it at a time."""

    def __init__(self, plates: PlateStore, bucket: Bucket) -> None:
        """Go on where this node was."""
        self._plates = plates
        self._bucket = bucket
        self._file = plates.folder / "exchange.json"
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="exchange")
        self._guard = threading.Lock()
        self._pruned_at = 0.0
        self.is_new = not self._file.exists()
        self.place = self._remembered()

    def tell(self) -> int:
        """Put into the bucket what changed here since it was last told, and say so; return how many addresses."""
        generation, lines = self._plates.journal.since(self.place.told)
        if generation == self.place.told:
            return 0
        own = [line for line in lines if line[0] in "+-!"] if lines is not None else self._everything()
        addresses = dict.fromkeys(line[1:] for line in own if line[0] in "+-")
        # Withdrawn first: what is no page that can be read, or no plate at all.
        ordered = sorted(addresses, key=self._is_readable)
        if "!blocked" in own:
            self._bucket.put("blocked", self._blocked(joining=lines is None))
            self._say(["!blocked"])
        for start in range(0, len(ordered), _AT_ONCE):
            said = list(self._hands.map(self._put, ordered[start : start + _AT_ONCE]))
            self._say([line for line in said if line])
        self.place.told = generation
        self._remember()
        return len(ordered)

    def hear(self) -> int:
        """Take over what the others told since; return how many addresses."""
        count = 0
        for node in self._bucket.folders("log"):
            if node != self.place.node:
                count += self._hear(node)
        if time.monotonic() - self._pruned_at > 3_600:
            self._prune()
        return count

    def begin(self) -> None:
        """Take over what there is already, on a node that is new."""
        if self.is_new:
            self._fill()
            self._remember()
            self.is_new = False

    def _hear(self, node: str) -> int:
        prefix, seen = f"log/{node}/", self.place.seen.get(node)
        names = self._bucket.names(prefix, after=f"{prefix}{(seen or 0) - 1:012d}" if seen else "")
        if seen is None and self.is_new and names:
            self._see(node, names[-1])
            return 0
        if seen is not None:
            if not names or int(names[0].rpartition("/")[2]) != seen:
                # What was read last is there no more: more may have been told and removed since.
                self._begin_anew()
                return 0
            names = names[1:]
        if not names:
            return 0
        told: dict[str, None] = {}
        for name in names:
            told |= dict.fromkeys(json.loads(self._bucket.get(name) or b"[]"))
        list(self._hands.map(self._take, sorted(told, key=lambda line: line[0] != "-")))
        self._see(node, names[-1])
        return len(told)

    def _see(self, node: str, name: str) -> None:
        self.place.seen[node] = int(name.rpartition("/")[2])
        self._remember()

    def _put(self, address: str) -> str | None:
        """Bring the bucket's object of an address up to date; return the line that tells of it."""
        name, stored = _object(address), self._plates.read(address)
        if stored is None:
            self._bucket.put(name, _stone(address, self.place.node))
            return "-" + address
        if stored.stale:
            # Nobody is to take it for fresh. Where it is, it is served until somebody has it baked.
            self._bucket.delete([name])
            return "~" + address
        there = self._bucket.get(name)
        if there is not None and self._is_newer(there, stored.plate):
            self._take("+" + address)
            return None
        self._bucket.put(name, encode(stored.plate))
        return "+" + address

    def _is_newer(self, there: bytes, here: Plate) -> bool:
        if there.startswith(_STONE):
            stone = json.loads(there)
            return bool(stone["by"] != self.place.node and stone["at"] > here.baked_at)
        try:
            return decode(there).baked_at > here.baked_at
        except BadPlate:
            return False

    def _take(self, line: str) -> None:
        """Bring this node's plate up to date with the bucket's object."""
        if line == "!blocked":
            self._plates.take_blocked(self._bucket.get("blocked") or b"")
            return
        address = line[1:]
        data = None if line[0] == "~" else self._bucket.get(_object(address))
        if data is None:
            self._plates.mark_stale(address, pulled=True)
        else:
            self._keep(address, data)

    def _keep(self, address: str, data: bytes) -> None:
        here = self._plates.read(address)
        if here is not None and not here.stale and not self._is_newer(data, here.plate):
            if data.startswith(_STONE) or here.plate.digest != decode(data).digest:
                self._plates.journal.append("+" + address)  # ours is the later one: tell it again
            return
        if data.startswith(_STONE):
            self._plates.delete(address, pulled=True)
            return
        try:
            self._plates.write(decode(data), pulled=True)
        except BadPlate as error:
            log.error("the plate of %s in the bucket is damaged: %s", address, error)

    def _fill(self) -> None:
        """Take over every plate of the bucket that is not here."""
        missing = [
            name for name in self._bucket.names("plates/")
            if not (self._plates.folder / name.removeprefix("plates/")).exists()
        ]  # fmt: skip
        for data in self._hands.map(self._bucket.get, missing):
            if data is not None and not data.startswith(_STONE):
                plate = decode(data)
                if self._plates.read(plate.path) is None:
                    self._plates.write(plate, pulled=True)
        self._take("!blocked")

    def _begin_anew(self) -> None:
        """Forget every plate: what was withdrawn while this node was away cannot be known any more."""
        log.warning("this node was away for too long, and begins anew")
        for address in list(self._plates.addresses()):
            self._plates.delete(address, pulled=True)
        for node in self._bucket.folders("log"):
            if node != self.place.node and (names := self._bucket.names(f"log/{node}/")):
                self._see(node, names[-1])
        self._fill()

    def _say(self, lines: list[str]) -> None:
        if lines:
            self.place.number += 1
            self._remember()  # first: a number that is lost does no harm, one used twice would hide what it told
            self._bucket.put(f"log/{self.place.node}/{self.place.number:012d}", json.dumps(lines).encode())

    def _prune(self) -> None:
        """Remove what was told long ago, by whomever; the last of each log stays, to count on from."""
        self._pruned_at = time.monotonic()
        for node in self._bucket.folders("log"):
            dated = self._bucket.dated(f"log/{node}/")
            self._bucket.delete(name for name, at in dated[:-1] if at < clock.now() - _KEPT)

    def _is_readable(self, address: str) -> bool:
        stored = self._plates.read(address)
        return stored is not None and stored.plate.status == 200

    def _blocked(self, *, joining: bool) -> bytes:
        """Return what is blocked; a node that joins (or was away) lifts no block of the others."""
        own = self._plates.blocked_file.read_bytes() if self._plates.blocked_file.exists() else b""
        there = (self._bucket.get("blocked") or b"") if joining else b""
        return b"".join(dict.fromkeys([*there.splitlines(keepends=True), *own.splitlines(keepends=True)]))

    def _everything(self) -> list[str]:
        return ["!blocked", *("+" + address for address in self._plates.addresses())]

    def _remembered(self) -> Place:
        try:
            return Place(**json.loads(self._file.read_text()))
        except FileNotFoundError:
            # Nothing is told yet, what was baked before there were other nodes included.
            return Place(f"{socket.gethostname()[:40]}-{secrets.token_hex(4)}", told=-1)

    def _remember(self) -> None:
        with self._guard:
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps(asdict(self.place)))
            new.replace(self._file)


@contextmanager
def one_process(folder: Path) -> Iterator[bool]:
    """Let only one process of a node exchange at a time; say whether it is this one."""
    descriptor = os.open(folder / "exchange.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _object(address: str) -> str:
    return "plates/" + file_name(address)


def _stone(address: str, node: str) -> bytes:
    stone = {"gone": address, "at": clock.now().isoformat(timespec="milliseconds"), "by": node}
    return json.dumps(stone, separators=(",", ":")).encode()
