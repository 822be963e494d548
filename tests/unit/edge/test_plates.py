"""The plate file: what is written is read, and nothing torn passes for whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.edge.plates import BadPlate, Plate, Segment, decode, encode, plate_of

pieces = st.lists(
    st.one_of(st.binary(max_size=400), st.sampled_from(["market-bar", "en/latest"])), max_size=8
)


def a_plate(**changes: object) -> Plate:
    values: dict[str, object] = {
        "headers": [("Content-Type", "text/html; charset=utf-8")],
        "keys": ["articles.article:1"],
        "baked_at": "2024-01-19T11:34:00+00:00",
        "kind": "article",
        "counted": True,
        "query": ["page"],
    }
    values.update(changes)
    return plate_of("/pasar/emas-1", [b"<p>Emas", "market-bar", b"naik</p>"], **values)  # type: ignore[arg-type]


@given(pieces, st.sampled_from([200, 301, 410]))
def test_a_plate_is_read_as_it_was_written(made: list[bytes | str], status: int) -> None:
    plate = plate_of("/é", made, status=status, headers=[("X-A", "b")])
    assert decode(encode(plate)) == plate
    assert plate.identity() == b"".join(piece for piece in made if isinstance(piece, bytes))


def test_header_names_are_lower_case_and_fragments_listed() -> None:
    plate = a_plate()
    assert plate.headers == (("content-type", "text/html; charset=utf-8"),)
    assert plate.fragments == ("market-bar",)


@given(st.data())
def test_a_torn_or_changed_plate_is_refused(data: st.DataObject) -> None:
    whole = encode(a_plate())
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(BadPlate):
        decode(whole[:cut])
    place, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    with pytest.raises(BadPlate):
        decode(bytes(changed))


@pytest.mark.parametrize(
    "other",
    [
        plate_of("/pasar/emas-1", [b"<p>Emas"]),
        a_plate(status=410),
        a_plate(headers=[]),
        a_plate(query=[]),
        a_plate(counted=False),
        a_plate(kind="front"),
    ],
)
def test_the_digest_follows_what_a_reader_sees(other: Plate) -> None:
    assert other.digest != a_plate().digest


def test_the_digest_ignores_when_and_from_what_the_page_was_baked() -> None:
    assert a_plate().digest == a_plate(baked_at="2025-01-01", keys=["x"], edition="2").digest


def test_a_text_is_never_taken_for_a_fragment_of_that_name() -> None:
    assert plate_of("/", ["market-bar"]).digest != plate_of("/", [b"market-bar"]).digest


def test_a_segment_that_inflates_to_other_bytes_is_refused() -> None:
    good = Segment.of(b"emas naik")
    with pytest.raises(BadPlate):
        Segment(good.deflated, good.crc ^ 1, good.length).inflate()
    with pytest.raises(BadPlate):
        Segment(b"\xff\xff\xff", good.crc, good.length).inflate()
