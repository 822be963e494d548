"""Join segments that were deflated on their own into one gzip member.

The CRC-32 of the whole comes from those of the parts by arithmetic in GF(2) modulo the CRC polynomial, as
zlib's `crc32_combine` does it (crc32.c, `multmodp` and `x2nmodp`): appending n bytes multiplies the CRC so
far by x^(8n).
"""

import struct
from collections.abc import Iterable
from functools import lru_cache

from tajuk.edge.plates import Segment

_POLYNOMIAL = 0xEDB88320  # of CRC-32, bit-reflected
_ONE = 1 << 31  # x^0, bit-reflected
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no flags, no time, unknown system
_END = b"\x03\x00"  # an empty final block: every segment ends unfinished
_TRAILER = struct.Struct("<II")


def _multiplied(a: int, b: int) -> int:
    """Return a·b modulo the polynomial, both bit-reflected."""
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = (a << 1) & 0xFFFFFFFF
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1
    return product


def _doublings() -> list[int]:
    powers = [1 << 30]  # x^1
    while len(powers) < 64:
        powers.append(_multiplied(powers[-1], powers[-1]))
    return powers


_POWERS = _doublings()  # x^(2^n)


@lru_cache(maxsize=4096)
def operator(length: int) -> int:
    """Return x^(8·length) modulo the polynomial: what appending `length` bytes multiplies a CRC by."""
    result, bits, place = _ONE, length, 3
    while bits:
        if bits & 1:
            result = _multiplied(_POWERS[place], result)
        bits >>= 1
        place += 1
    return result


def crc32_combine(first: int, second: int, length: int) -> int:
    """Return the CRC-32 of two runs of bytes from their own CRCs and the second's length."""
    return _multiplied(operator(length), first) ^ second


def gzip_member(segments: Iterable[Segment]) -> bytes:
    """Return one gzip member that inflates to the segments' raw bytes, in order."""
    pieces, crc, length = [_HEADER], 0, 0
    for segment in segments:
        pieces.append(segment.deflated)
        crc = crc32_combine(crc, segment.crc, segment.length)
        length += segment.length
    pieces.append(_END)
    pieces.append(_TRAILER.pack(crc, length & 0xFFFFFFFF))
    return b"".join(pieces)


def identity(segments: Iterable[Segment]) -> bytes:
    """Return the segments' raw bytes, in order."""
    return b"".join([segment.inflate() for segment in segments])
