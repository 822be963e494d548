"""A quote's state and change are derived, and never told when they cannot be known."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.markets.enums import Direction, State
from tajuk.markets.sessions import Schedule
from tajuk.markets.states import Sight, change_of, state_of
from tests.unit.markets.conftest import schedule_of, wib

THURSDAY = date(2024, 1, 18)


def sight(
    as_of: str, value: str = "7141", *, previous: str | None = "7180", on: date | None = None, **more
) -> Sight:
    return Sight(Decimal(value), wib(as_of), Decimal(previous) if previous else None, on or THURSDAY, **more)


@pytest.mark.parametrize(
    ("quoted", "now", "delay", "state"),
    [
        ("2024-01-19 10:00:00", "2024-01-19 10:00:20", 0, State.LIVE),
        ("2024-01-19 10:00:00", "2024-01-19 10:02:00", 0, State.LIVE),
        ("2024-01-19 10:00:00", "2024-01-19 10:02:01", 0, State.STALE),
        ("2024-01-19 10:00:00", "2024-01-19 10:15:00", 15, State.DELAYED),
        ("2024-01-19 10:00:00", "2024-01-19 10:17:01", 15, State.STALE),
        ("2024-01-19 11:29:50", "2024-01-19 12:00", 0, State.BREAK),
        # the first minutes after the break and the opening are no silence yet
        ("2024-01-19 11:29:50", "2024-01-19 14:01", 0, State.LIVE),
        ("2024-01-18 16:01:00", "2024-01-19 09:01", 0, State.LIVE),
        ("2024-01-18 16:01:00", "2024-01-19 09:03", 0, State.STALE),
        # nothing is traded in the closing auction
        ("2024-01-19 15:49:50", "2024-01-19 15:58", 0, State.LIVE),
        ("2024-01-19 15:40:00", "2024-01-19 15:58", 0, State.STALE),
        ("2024-01-19 15:49:50", "2024-01-19 16:05", 0, State.CLOSED),
        ("2024-01-19 16:01:00", "2024-01-20 10:00", 0, State.CLOSED),
        ("2024-01-18 16:01:00", "2024-01-19 08:50", 0, State.CLOSED),
    ],
)
def test_states_in_a_session_market(idx: Schedule, quoted: str, now: str, delay: int, state: State) -> None:
    seen = sight(quoted, delay=timedelta(minutes=delay))
    assert state_of(seen, idx, wib(now)) == state


def test_no_quote_and_a_halt(idx: Schedule) -> None:
    now = wib("2024-01-19 10:00")
    assert state_of(None, idx, now) == State.NO_DATA
    assert change_of(None, idx, now) is None
    assert state_of(sight("2024-01-19 09:30", is_halted=True), idx, now) == State.HALTED


def test_a_fixing_is_final_until_the_next_is_overdue() -> None:
    jisdor = schedule_of("jisdor")
    seen = sight("2024-01-18 16:15", expected=timedelta(minutes=30))
    assert state_of(seen, jisdor, wib("2024-01-19 10:00")) == State.CLOSED
    assert state_of(seen, jisdor, wib("2024-01-19 17:10")) == State.CLOSED
    assert state_of(seen, jisdor, wib("2024-01-19 17:20")) == State.STALE
    assert state_of(sight("2024-01-19 16:15"), jisdor, wib("2024-01-20 10:00")) == State.CLOSED


def test_change_is_exact(idx: Schedule) -> None:
    change = change_of(
        sight("2024-01-19 10:00", "7140.98", previous="7180.40"), idx, wib("2024-01-19 10:00:30")
    )
    assert change is not None
    assert (change.absolute, change.percent, change.direction) == (
        Decimal("-39.42"),
        Decimal("-0.55"),
        Direction.DOWN,
    )


def test_the_anchor_story_of_2011_is_not_repeated(idx: Schedule) -> None:
    """The feed died 15 minutes before the close: last tick 3.517,275, official close 3.534,284."""
    last_tick, close, next_day = Decimal("3517.275"), Decimal("3534.284"), Decimal("3459.36")
    gap = Sight(last_tick, wib("2024-01-18 15:45"), Decimal("3540"), date(2024, 1, 17))
    assert change_of(gap, idx, wib("2024-01-18 15:50")) is not None
    assert change_of(gap, idx, wib("2024-01-18 17:00")) is None, "the close is missing"
    # The next morning the old previous close still carries its date: no change until the official one.
    waiting = Sight(next_day, wib("2024-01-19 10:00"), Decimal("3540"), date(2024, 1, 17))
    assert change_of(waiting, idx, wib("2024-01-19 10:00")) is None
    mended = Sight(next_day, wib("2024-01-19 10:00"), close, THURSDAY)
    change = change_of(mended, idx, wib("2024-01-19 10:00"))
    assert change is not None
    assert change.percent == Decimal("-2.12")
    wrong = (next_day - last_tick) / last_tick * 100
    assert round(wrong, 2) == Decimal("-1.65")


def test_a_delayed_feed_has_its_delay_to_bring_the_close(idx: Schedule) -> None:
    late = sight("2024-01-19 15:55", delay=timedelta(minutes=15))
    assert change_of(late, idx, wib("2024-01-19 16:10")) is not None
    assert change_of(late, idx, wib("2024-01-19 16:30")) is None


def test_a_whole_day_without_a_word_has_no_change(idx: Schedule) -> None:
    old = sight("2024-01-18 16:01", on=date(2024, 1, 17))
    assert change_of(old, idx, wib("2024-01-19 09:30")) is not None
    assert change_of(old, idx, wib("2024-01-19 17:00")) is None


def test_no_change_without_a_previous_close(idx: Schedule) -> None:
    now = wib("2024-01-19 10:00")
    assert change_of(sight("2024-01-19 10:00", previous=None), idx, now) is None
    assert change_of(sight("2024-01-19 10:00", previous="0"), idx, now) is None


@given(
    minutes=st.integers(min_value=-(60 * 24 * 20), max_value=60 * 24 * 20),
    later=st.integers(min_value=0, max_value=60 * 24 * 10),
    delay=st.sampled_from([0, 15]),
    key=st.sampled_from(["idx", "valas", "jisdor", "emas", "komoditas", "kripto"]),
)
def test_every_quote_has_one_state_and_the_change_is_sourced(
    minutes: int, later: int, delay: int, key: str
) -> None:
    schedule = SCHEDULES[key]
    as_of = wib("2024-01-19 10:00") + timedelta(minutes=minutes)
    day = schedule.trading_date(as_of)
    assert day is not None
    seen = Sight(
        Decimal(100), as_of, Decimal(99), schedule.previous_trading_day(day), delay=timedelta(minutes=delay)
    )
    now: datetime = as_of + timedelta(minutes=later)
    assert state_of(seen, schedule, now) in State
    for known_date in (day, day - timedelta(days=30)):
        other = Sight(seen.value, as_of, Decimal(99), known_date, delay=seen.delay)
        assert change_of(other, schedule, now) is None, "a close of another day is no previous close"


SCHEDULES = {key: schedule_of(key) for key in ("idx", "valas", "jisdor", "emas", "komoditas", "kripto")}
