"""The splice: one gzip member of segments that were deflated apart."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from tajuk.edge.plates import Segment
from tajuk.edge.splice import crc32_combine, gzip_member, identity

runs = st.lists(st.binary(max_size=2_000), max_size=12)


@given(st.binary(max_size=5_000), st.binary(max_size=5_000))
def test_the_combined_crc_is_that_of_the_joined_bytes(first: bytes, second: bytes) -> None:
    assert crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


def test_the_combined_crc_is_right_for_long_runs() -> None:
    first, second = b"a" * 3_000_001, bytes(7_654_321)
    assert crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


@given(runs)
def test_what_is_spliced_inflates_to_the_plain_page(raw: list[bytes]) -> None:
    segments = [Segment.of(run) for run in raw]
    member = gzip_member(segments)
    assert gzip.decompress(member) == b"".join(raw) == identity(segments)
    inflater = zlib.decompressobj(31)
    inflater.decompress(member)
    assert inflater.eof
    assert inflater.unused_data == b""


@given(runs, st.randoms())
def test_segments_can_stand_in_any_order(raw: list[bytes], random: object) -> None:
    shuffled = list(raw)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    by_run = {run: Segment.of(run) for run in raw}
    assert gzip.decompress(gzip_member([by_run[run] for run in shuffled])) == b"".join(shuffled)


def test_segments_of_another_deflater_can_be_spliced_too() -> None:
    raw = b"IDX 7.141 -39,42 -0,55%" * 50
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    other = Segment(squeezer.compress(raw) + squeezer.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(raw), len(raw))
    assert gzip.decompress(gzip_member([Segment.of(b"<"), other, Segment.of(b">")])) == b"<" + raw + b">"
