"""The plate file: one baked answer, its segments already deflated.

Layout, little-endian: the magic `TAJUKPL1`; u32 length and u32 CRC-32 of the head; u32 CRC-32 of the body;
the head (JSON in UTF-8); the body, which is the deflated segments one after another. The head's `parts`
lists, in the order of the page, `[deflated length, CRC-32 of the raw bytes, raw length]` for a segment and
`"name"` for a fragment.

A segment is raw deflate that ends at a sync-flush boundary and is never final, so segments of different
plates can stand one after another in one gzip member (`splice.py`).
"""

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypedDict

from isal import isal_zlib

MAGIC = b"TAJUKPL1"
_PREFIX = struct.Struct("<8sIII")
_LEVEL = 3  # ISA-L's best: an eighth of zlib 6's time for the same size (docs/adr/0004-plate-file.md)
HEAD_LIMIT = 4 * 1024 * 1024


class _Head(TypedDict):
    path: str
    status: int
    headers: list[tuple[str, str]]
    parts: list[tuple[int, int, int] | str]
    digest: str
    kind: str
    edition: str
    keys: list[str]
    baked_at: str
    query: list[str]
    counted: bool


class BadPlate(ValueError):
    """Bytes that are no whole plate; the text says why."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of bytes, deflated on its own, with the CRC-32 and length of what it inflates to."""

    deflated: bytes
    crc: int
    length: int

    @classmethod
    def of(cls, raw: bytes) -> "Segment":
        """Deflate `raw`."""
        squeezer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -15, 9)
        deflated = squeezer.compress(raw) + squeezer.flush(isal_zlib.Z_SYNC_FLUSH)
        return cls(deflated, zlib.crc32(raw), len(raw))

    def inflate(self) -> bytes:
        """Return the raw bytes; raise `BadPlate` when they are not those that were deflated."""
        try:
            raw: bytes = isal_zlib.decompressobj(-15).decompress(self.deflated)
        except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls the class an instance
            raise BadPlate(f"a segment does not inflate: {error}") from error
        if len(raw) != self.length or zlib.crc32(raw) != self.crc:
            raise BadPlate("a segment inflates to other bytes")
        return raw


Part = Segment | str
"""A segment, or the name of the fragment that stands there."""


@dataclass(frozen=True, slots=True)
class Plate:
    """One baked answer. Make new ones with `plate_of`, which fills in the digest."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    digest: str
    kind: str = "page"
    edition: str = ""
    keys: tuple[str, ...] = ()
    baked_at: str = ""
    query: tuple[str, ...] = ()
    counted: bool = False
    fragments: tuple[str, ...] = field(default=())

    def identity(self) -> bytes:
        """Return the body as it is before compression, without its fragments."""
        return b"".join(part.inflate() for part in self.parts if isinstance(part, Segment))


def plate_of(
    path: str,
    pieces: Sequence[bytes | str],
    *,
    status: int = 200,
    headers: Iterable[tuple[str, str]] = (),
    kind: str = "page",
    edition: str = "",
    keys: Iterable[str] = (),
    baked_at: str = "",
    query: Iterable[str] = (),
    counted: bool = False,
) -> Plate:
    """Make a plate of raw `pieces`: bytes are deflated, a text is the name of a fragment.

    The digest covers what a reader can see (status, headers, pieces) and how the edge treats it, not when,
    from which keys or by which edition it was baked: baking the same page again makes the same digest.
    """
    kept = tuple((name.lower(), value) for name, value in headers)
    query = tuple(sorted(query))
    seen = blake2b(json.dumps([path, status, kept, kind, query, counted]).encode(), digest_size=16)
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            seen.update(b"\x00f%d:" % len(piece) + piece.encode())
            parts.append(piece)
        elif piece:
            seen.update(b"\x00s%d:" % len(piece) + piece)
            parts.append(Segment.of(piece))
    return Plate(
        path=path,
        status=status,
        headers=kept,
        parts=tuple(parts),
        digest=seen.hexdigest(),
        kind=kind,
        edition=edition,
        keys=tuple(sorted(keys)),
        baked_at=baked_at,
        query=query,
        counted=counted,
        fragments=_names(parts),
    )


def encode(plate: Plate) -> bytes:
    """Return the plate as a file's bytes."""
    segments = [part for part in plate.parts if isinstance(part, Segment)]
    body = b"".join(segment.deflated for segment in segments)
    head = json.dumps(
        {
            "path": plate.path,
            "status": plate.status,
            "headers": plate.headers,
            "parts": [
                part if isinstance(part, str) else [len(part.deflated), part.crc, part.length]
                for part in plate.parts
            ],
            "digest": plate.digest,
            "kind": plate.kind,
            "edition": plate.edition,
            "keys": plate.keys,
            "baked_at": plate.baked_at,
            "query": plate.query,
            "counted": plate.counted,
        },
        separators=(",", ":"),
    ).encode()
    return _PREFIX.pack(MAGIC, len(head), zlib.crc32(head), zlib.crc32(body)) + head + body


def decode(data: bytes) -> Plate:
    """Return the plate that `data` holds; raise `BadPlate` for anything torn, cut or changed."""
    if len(data) < _PREFIX.size:
        raise BadPlate("shorter than a plate's prefix")
    magic, head_length, head_crc, body_crc = _PREFIX.unpack_from(data)
    if magic != MAGIC:
        raise BadPlate("not a plate of this version")
    if head_length > HEAD_LIMIT:
        raise BadPlate("the head is too long")
    start = _PREFIX.size + head_length
    raw_head = data[_PREFIX.size : start]
    if len(raw_head) != head_length or zlib.crc32(raw_head) != head_crc:
        raise BadPlate("the head is torn")
    if zlib.crc32(memoryview(data)[start:]) != body_crc:
        raise BadPlate("the body is torn")
    try:
        return _plate(json.loads(raw_head), data, start)
    except (KeyError, TypeError, ValueError) as error:
        raise BadPlate(f"the head says nothing usable: {error}") from error


def _plate(head: _Head, data: bytes, start: int) -> Plate:
    parts: list[Part] = []
    for entry in head["parts"]:
        if isinstance(entry, str):
            parts.append(entry)
            continue
        size, crc, length = entry
        parts.append(Segment(data[start : start + size], crc, length))
        start += size
    if start != len(data):
        raise BadPlate("the segments do not fill the body")
    return Plate(
        path=head["path"],
        status=head["status"],
        headers=tuple((name, value) for name, value in head["headers"]),
        parts=tuple(parts),
        digest=head["digest"],
        kind=head["kind"],
        edition=head["edition"],
        keys=tuple(head["keys"]),
        baked_at=head["baked_at"],
        query=tuple(head["query"]),
        counted=head["counted"],
        fragments=_names(parts),
    )


def _names(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, str)))
