"""Sessions are dated data: Friday hours, breaks, holidays, and no daylight saving where there is none."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.markets.enums import DayKind, Phase, Rhythm
from tajuk.markets.sessions import Hours, Schedule
from tajuk.markets.specs import calendars
from tests.unit.markets.conftest import schedule_of, wib

MOMENTS = st.datetimes(
    min_value=datetime(2023, 4, 10), max_value=datetime(2027, 12, 1), timezones=st.just(UTC)
)
KEYS = ["idx", "valas", "jisdor", "emas", "komoditas", "kripto"]


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2024-01-18 08:44:59", Phase.CLOSED), ("2024-01-18 08:45", Phase.PRE_OPEN),
        ("2024-01-18 09:00", Phase.SESSION), ("2024-01-18 11:59:59", Phase.SESSION),
        ("2024-01-18 12:00", Phase.BREAK), ("2024-01-18 13:30", Phase.SESSION),
        ("2024-01-18 15:49:59", Phase.SESSION), ("2024-01-18 15:50", Phase.PRE_CLOSE),
        ("2024-01-18 16:00:59", Phase.PRE_CLOSE), ("2024-01-18 16:01", Phase.POST_CLOSE),
        ("2024-01-18 16:15", Phase.CLOSED), ("2024-01-18 23:59", Phase.CLOSED),
        # Friday
        ("2024-01-19 11:29:59", Phase.SESSION), ("2024-01-19 11:30", Phase.BREAK),
        ("2024-01-19 13:45", Phase.BREAK), ("2024-01-19 14:00", Phase.SESSION),
        # a weekend, an election, the shorter hours before April 2023
        ("2024-01-20 10:00", Phase.CLOSED), ("2024-02-14 10:00", Phase.CLOSED),
        ("2023-03-31 14:55", Phase.PRE_CLOSE),
    ],
)  # fmt: skip
def test_the_exchange_keeps_its_hours(idx: Schedule, moment: str, phase: Phase) -> None:
    assert idx.phase_at(wib(moment)) == phase


def test_lebaran_of_2026_has_no_trading(idx: Schedule) -> None:
    assert not idx.is_trading_day(date(2026, 3, 20))
    assert idx.previous_trading_day(date(2026, 3, 25)) == date(2026, 3, 17)


@pytest.mark.parametrize(("year", "days"), [(2025, 236), (2026, 239)])
def test_the_year_has_as_many_trading_days_as_the_exchange_announced(
    idx: Schedule, year: int, days: int
) -> None:
    first = date(year, 1, 1)
    assert sum(idx.is_trading_day(first + timedelta(days=n)) for n in range(365)) == days


def test_holidays_that_the_moon_may_move_are_provisional() -> None:
    sets = [group for group in calendars()["holidays"] if group.get("provisional")]
    days = {day[0]: day[1] for group in sets for day in group["days"]}
    assert days[date(2027, 3, 10)] == "Idulfitri"
    assert all(day.year == 2027 for day in days)


@pytest.mark.parametrize("key", KEYS)
@given(moment=MOMENTS)
def test_phases_partition_the_day(key: str, moment: datetime) -> None:
    schedule = SCHEDULES[key]
    day = schedule.trading_date(moment)
    assert day is not None
    spans = schedule.spans(day)
    assert all(one.opens < one.closes for one in spans)
    assert all(one.closes <= other.opens for one, other in pairwise(spans))
    within = [span for span in spans if span.opens <= moment < span.closes]
    assert len(within) <= 1
    assert schedule.phase_at(moment) == (within[0].phase if within else Phase.CLOSED)


@pytest.mark.parametrize("key", KEYS)
@given(moment=MOMENTS)
def test_no_phase_changes_outside_the_template(key: str, moment: datetime) -> None:
    schedule = SCHEDULES[key]
    change = schedule.next_change(moment)
    assert change is not None and change > moment
    just_before = change - timedelta(microseconds=1)
    assert schedule.phase_at(moment) == schedule.phase_at(just_before)


@pytest.mark.parametrize("key", KEYS)
@given(moment=MOMENTS)
def test_closes_belong_to_their_day(key: str, moment: datetime) -> None:
    schedule = SCHEDULES[key]
    last = schedule.last_close(moment)
    assert last is not None and last[1] <= moment
    stamp = schedule.stamp_of_close(last[0])
    assert stamp is not None and schedule.trading_date(stamp) == last[0]


@given(moment=MOMENTS)
def test_the_exchange_knows_no_daylight_saving(moment: datetime) -> None:
    day = SCHEDULES["idx"].trading_date(moment)
    assert day is not None
    assert SCHEDULES["idx"].spans(day)[0].opens == datetime(day.year, day.month, day.day, 1, 45, tzinfo=UTC)


def test_friday_has_a_longer_break(idx: Schedule) -> None:
    lengths = {}
    for day in (date(2024, 1, 18), date(2024, 1, 19)):
        pause = next(span for span in idx.spans(day) if span.phase == Phase.BREAK)
        lengths[day.weekday()] = pause.closes - pause.opens
    assert lengths == {3: timedelta(minutes=90), 4: timedelta(minutes=150)}


def test_a_day_may_begin_on_the_evening_before() -> None:
    schedule = schedule_of("komoditas")
    summer, winter = (schedule.spans(day)[0].opens for day in (date(2024, 7, 2), date(2024, 1, 16)))
    assert (summer.hour, winter.hour) == (22, 23)
    assert schedule.trading_date(datetime(2024, 7, 1, 22, 30, tzinfo=UTC)) == date(2024, 7, 2)


def test_half_days_and_extra_days_are_data() -> None:
    whole = Hours(0, Phase.SESSION, time(9), time(16), date(2024, 1, 1))
    half = Hours(0, Phase.SESSION, time(9), time(12), date(2024, 1, 1), day_kind=DayKind.HALF)
    days = {date(2024, 1, 15): DayKind.HALF, date(2024, 1, 22): DayKind.CLOSED}
    schedule = Schedule(ZoneInfo("Asia/Jakarta"), Rhythm.SESSIONS, [whole, half], days)
    assert schedule.close_of(date(2024, 1, 8)) == wib("2024-01-08 16:00")
    assert schedule.close_of(date(2024, 1, 15)) == wib("2024-01-15 12:00")
    assert schedule.close_of(date(2024, 1, 22)) is None


SCHEDULES = {key: schedule_of(key) for key in KEYS}
