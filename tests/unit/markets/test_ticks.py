"""Ticks are read strictly, and held back for a reason."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.markets.enums import Kind, Reason
from tajuk.markets.ticks import BadTick, Tick, read_tick, reason_to_hold

NOW = datetime(2024, 1, 19, 3, 0, tzinfo=UTC)
GOOD: dict[str, Any] = {"symbol": "IDX", "value": "7141.25", "as_of": "2024-01-19T10:00:00+07:00"}


def test_a_tick_is_read_exactly() -> None:
    told = {
        **GOOD,
        "value": 7141.25,
        "previous_close": "7180.67",
        "previous_close_date": "2024-01-18",
        "volume": 5,
    }
    tick = read_tick(told)
    assert (tick.value, tick.as_of) == (Decimal("7141.25"), NOW)
    assert (tick.previous_close, tick.previous_close_date, tick.volume) == (
        Decimal("7180.67"),
        date(2024, 1, 18),
        5,
    )
    assert read_tick(tick.payload()) == tick


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": None}, "value"), ({"value": "7.141,25"}, "value"), ({"value": "NaN"}, "value"),
        ({"value": True}, "value"), ({"value": "1e30"}, "value"), ({"value": "<b>"}, "value"),
        ({"as_of": None}, "as_of"), ({"as_of": "2024-01-19T10:00:00"}, "as_of"),
        ({"as_of": 1705633200}, "as_of"),
        ({"symbol": ""}, "symbol"), ({"symbol": 5}, "symbol"), ({"symbol": "X" * 21}, "symbol"),
        ({"sequence": -1}, "sequence"), ({"sequence": "1"}, "sequence"), ({"volume": 1.5}, "volume"),
        ({"previous_close_date": "kemarin"}, "previous_close_date"), ({"extra": 1}, "extra"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadTick, match=field):
        read_tick({**GOOD, **change})


@given(
    st.dictionaries(
        st.sampled_from([*Tick.__slots__, "x"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())),
    )
)
def test_any_object_is_read_or_refused(payload: dict[str, Any]) -> None:
    try:
        tick = read_tick(payload)
    except BadTick:
        return
    assert tick.value.is_finite()


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        ("7141", Kind.INDEX, None),
        ("0", Kind.INDEX, Reason.ZERO),
        ("-7141", Kind.INDEX, Reason.NEGATIVE),
        ("7.141", Kind.INDEX, Reason.DECIMAL_COMMA),
        ("714125", Kind.INDEX, Reason.DECIMAL_COMMA),
        ("71000", Kind.INDEX, Reason.DECIMAL_COMMA),
        ("150000", Kind.INDEX, Reason.JUMP),
        ("9000", Kind.INDEX, Reason.JUMP),
        ("5700", Kind.INDEX, Reason.JUMP),
        ("9000", Kind.EQUITY, None),
        ("400000", Kind.EQUITY, Reason.JUMP),
    ],
)
def test_values_that_cannot_be_are_held_back(value: str, kind: Kind, reason: Reason | None) -> None:
    tick = Tick("IDX", Decimal(value), NOW)
    assert reason_to_hold(tick, last=Decimal("7180"), kind=kind, may_be_negative=False, now=NOW) == reason


def test_a_future_time_is_held_back_and_a_small_skew_is_not() -> None:
    for ahead, reason in ((timedelta(seconds=20), None), (timedelta(minutes=1), Reason.FUTURE)):
        tick = Tick("IDX", Decimal(7141), NOW + ahead)
        assert reason_to_hold(tick, last=None, kind=Kind.INDEX, may_be_negative=False, now=NOW) == reason


@pytest.mark.parametrize(
    "fields",
    [{"previous_close": Decimal("71.8")}, {"high": Decimal(7000)}, {"low": Decimal(7200)}],
)
def test_figures_that_contradict_each_other_are_held_back(fields: dict[str, Any]) -> None:
    tick = Tick("IDX", Decimal(7141), NOW, **fields)
    found = reason_to_hold(tick, last=None, kind=Kind.INDEX, may_be_negative=False, now=NOW)
    assert found == Reason.INCONSISTENT


def test_a_yield_may_fall_below_zero() -> None:
    tick = Tick("SUN10Y", Decimal("-0.12"), NOW)
    assert reason_to_hold(tick, last=Decimal("0.05"), kind=Kind.YIELD, may_be_negative=True, now=NOW) is None
