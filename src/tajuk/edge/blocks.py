"""The block list: addresses that are answered with a notice at once, whatever plate or page they have.

One file, `blocked`, in the store's folder; a line is the address, a tab, `killed` or `held`, a tab and the
moment. An address may hold `*` for any run of characters: `*-123` blocks a story by its id, in every section
and edition. Neither the database nor a restart is needed.
"""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from fnmatch import translate
from pathlib import Path
from typing import Literal

from tajuk.common import clock
from tajuk.edge.journal import Journal, locked

Notice = Literal["killed", "held"]
STATUS: dict[str, int] = {"killed": 410, "held": 404}


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the list."""

    address: str
    notice: str
    since: str


class BlockList:
    """The blocked addresses of one store."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        """Read the list in `folder`; changes are told through `journal`."""
        self._file = folder / "blocked"
        self._journal = journal
        self.reload()

    def __len__(self) -> int:
        return len(self.blocks)

    def reload(self) -> None:
        """Read the file again."""
        self.blocks = self._read()
        self._exact = {block.address: block.notice for block in self.blocks if "*" not in block.address}
        self._patterns = [
            (re.compile(translate(block.address.replace("[", "[[]").replace("?", "[?]"))), block.notice)
            for block in self.blocks
            if "*" in block.address
        ]

    def notice(self, path: str) -> str | None:
        """Return `killed` or `held` when `path` is blocked."""
        if found := self._exact.get(path):
            return found
        for pattern, notice in self._patterns:
            if pattern.match(path):
                return notice
        return None

    def block(self, address: str, *, notice: Notice = "killed", now: datetime | None = None) -> None:
        """Block `address` in every process of this machine, at once and until it is unblocked."""
        if not address.startswith(("/", "*")) or any(sign in address for sign in "\t\r\n"):
            raise ValueError(f"not an address: {address!r}")
        since = (now or clock.now()).isoformat(timespec="seconds")
        with locked(self._file.with_name("blocked.lock")):
            kept = [block for block in self._read() if block.address != address]
            self._write([*kept, Block(address, notice, since)])
        self.reload()

    def unblock(self, address: str) -> bool:
        """Take `address` off the list; False when it was not on it."""
        with locked(self._file.with_name("blocked.lock")):
            before = self._read()
            kept = [block for block in before if block.address != address]
            if len(kept) == len(before):
                return False
            self._write(kept)
        self.reload()
        return True

    def _read(self) -> list[Block]:
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        blocks = []
        for line in lines:
            address, notice, since = (*line.split("\t"), "", "")[:3]
            if address:
                blocks.append(Block(address, notice if notice in STATUS else "killed", since))
        return blocks

    def _write(self, blocks: list[Block]) -> None:
        new = self._file.with_name("blocked.new")
        with new.open("w", encoding="utf-8") as file:
            file.writelines(f"{block.address}\t{block.notice}\t{block.since}\n" for block in blocks)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)
        self._journal.append("!blocked")
