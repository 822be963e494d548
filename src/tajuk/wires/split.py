"""Cut a stream of JSON or of telegraph messages into its items, without holding it whole."""

import re
from collections.abc import Iterator

from tajuk.wires.limits import STREAM_ITEM_BYTES
from tajuk.wires.story import Unreadable

_SIGNS = re.compile(rb'[{}\[\]]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|"', re.DOTALL)
_QUOTE, _OBJECT, _LIST = 0x22, 0x7B, 0x5B
_DEEPEST_LIST = 3
_DEEPEST = 200


def json_items(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the objects of every list of objects at most three levels down; raise for what is cut off."""
    cutter = _Cutter()
    for chunk in chunks:
        cutter.waiting.append(chunk)
        cutter.length += len(chunk)
        # What goes on is looked at again when as much has come as is held: each byte is seen a few times at most.
        if cutter.length >= len(cutter.held):
            yield from cutter.take()
    yield from cutter.take()
    cutter.close()


class _Cutter:
    """Find where objects within lists begin and end; a text or object that goes on waits for its next piece."""

    def __init__(self) -> None:
        self.held = b""
        self.waiting: list[bytes] = []
        self.length = 0
        self.opened: list[int] = []
        self.start = -1
        self.level = 0

    def take(self) -> Iterator[bytes]:
        """Yield the objects that end within what has come."""
        self.held = b"".join((self.held, *self.waiting))
        self.waiting.clear()
        self.length = at = 0
        for sign in _SIGNS.finditer(self.held):
            mark = self.held[sign.start()]
            if mark == _QUOTE:
                if sign.end() - sign.start() == 1:
                    break  # a text that goes on in the next piece
            elif mark in b"{[":
                self._open(mark, sign.start())
            elif self._closes(mark):
                yield self.held[self.start : sign.end()]
                self.start = -1
            at = sign.end()
        self._keep(at)

    def _open(self, mark: int, at: int) -> None:
        self.opened.append(mark)
        if len(self.opened) > _DEEPEST:
            raise Unreadable("nested too deeply")
        in_list = len(self.opened) > 1 and self.opened[-2] == _LIST
        if self.start < 0 and mark == _OBJECT and in_list and len(self.opened) <= _DEEPEST_LIST + 1:
            self.start, self.level = at, len(self.opened)

    def _closes(self, mark: int) -> bool:
        """Take a closing bracket; return whether it ends the object that is being cut out."""
        if not self.opened or self.opened.pop() + 2 != mark:
            raise Unreadable("not JSON: brackets that do not match")
        return self.start >= 0 and len(self.opened) < self.level

    def _keep(self, at: int) -> None:
        if self.start >= 0:
            # What was seen of an object that goes on is looked at again with its next piece.
            self.held = self.held[self.start :]
            del self.opened[self.level - 1 :]
            self.start = -1
        else:
            self.held = self.held[at:]
        if len(self.held) > STREAM_ITEM_BYTES:
            raise Unreadable(f"one item of more than {STREAM_ITEM_BYTES:,} bytes")

    def close(self) -> None:
        """Raise `Unreadable` when the document goes on."""
        if self.opened or self.held.strip():
            raise Unreadable("JSON that is cut off")


def telegraph_messages(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield each message from its SOH to the next."""
    held = b""
    for chunk in chunks:
        held += chunk
        *whole, held = held.split(b"\x01")
        yield from (b"\x01" + each for each in whole if each.strip(b"\x16\x04\x05\r\n \x00"))
        if len(held) > STREAM_ITEM_BYTES:
            raise Unreadable(f"one item of more than {STREAM_ITEM_BYTES:,} bytes")
    if held.strip(b"\x16\x04\r\n \x00"):
        yield b"\x01" + held
