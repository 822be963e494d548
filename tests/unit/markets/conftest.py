"""Markets for the tests: schedules without a database, and a seeded newsroom at a chosen moment."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tajuk.markets import tasks
from tajuk.markets.enums import DayKind, Kind, Phase, Rhythm
from tajuk.markets.models import Calendar, Instrument, Provider, ProviderLink
from tajuk.markets.schedules import forget
from tajuk.markets.seed import seed_calendars, seed_markets
from tajuk.markets.sessions import Hours, Schedule
from tajuk.markets.specs import calendars
from tajuk.markets.ticks import Tick

WIB = ZoneInfo("Asia/Jakarta")


def wib(text: str) -> datetime:
    """Return `2024-01-19 16:05` in Jakarta as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


def schedule_of(key: str) -> Schedule:
    """Return the schedule that the seed's file describes, without a database."""
    told = calendars()
    row = next(row for row in told["calendar"] if row["key"] == key)
    hours = [
        Hours(
            weekday=weekday,
            phase=Phase(phase),
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
            valid_from=group["valid_from"],
            valid_to=group.get("valid_to"),
            day_kind=DayKind(group.get("day_kind", "normal")),
            opens_day_before=group.get("opens_day_before", False),
        )
        for group in row.get("hours", [])
        for weekday in group["weekdays"]
        for phase, opens, closes in group["spans"]
    ]
    sets = [group["days"] for group in told["holidays"] if group["set"] in row["holidays"]]
    days = {day[0]: DayKind.CLOSED for days in sets for day in days}
    return Schedule(ZoneInfo(row["zone"]), Rhythm(row["rhythm"]), hours, days)


@pytest.fixture(autouse=True)
def _fresh_schedules() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    # The test's own connection holds its transaction.
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)


@pytest.fixture(scope="session")
def idx() -> Schedule:
    """Return the exchange's schedule."""
    return schedule_of("idx")


@pytest.fixture
def provider(db: None) -> Provider:
    """Return a provider called `feed`."""
    return Provider.objects.create(key="feed", name="Feed", adapter="push", is_on=True)


@pytest.fixture
def make_instrument(provider: Provider) -> Callable[..., Instrument]:
    """Return a maker of instruments on the exchange's calendar, with `feed` in their chain."""
    seed_calendars()

    def make(symbol: str = "IDX", *, delay: int = 0, calendar: str = "idx", **fields: object) -> Instrument:
        values = {"name_id": symbol, "kind": Kind.INDEX, "on_bar": True, **fields}
        row = Instrument.objects.create(symbol=symbol, calendar=Calendar.objects.get(key=calendar), **values)
        ProviderLink.objects.create(
            instrument=row, provider=provider, delay_minutes=delay, licence_line_id="Sumber: uji.",
            licence_line_en="Source: test.",
        )  # fmt: skip
        return row

    return make


@pytest.fixture
def seeded(db: None) -> Callable[[datetime], None]:
    """Return what seeds the demo's markets at a moment."""
    return lambda now: seed_markets(now=now, history=timedelta(days=60)) and None


def tick(symbol: str, value: str, as_of: str, **fields: object) -> Tick:
    """Return a tick from plain text, its time in Jakarta."""
    return Tick(symbol, Decimal(value), wib(as_of), **fields)  # type: ignore[arg-type]  # fields of the test


FRIDAY = date(2024, 1, 19)
