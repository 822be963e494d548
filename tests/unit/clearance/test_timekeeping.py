"""Row 6: one clock, the database's, however wrong this machine's is."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError

from tajuk.clearance import timekeeping
from tajuk.clearance.timekeeping import DatabaseClock
from tajuk.common import clock

TRUE = datetime(2026, 1, 19, 10, tzinfo=UTC)


class Server:
    """A connection to a server whose clock stands."""

    vendor = "postgresql"
    connection: object = None

    def __init__(self, says: datetime = TRUE) -> None:
        self.says = says
        self.asked = 0

    def cursor(self) -> Any:
        return self

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *told: object) -> None:
        return None

    def execute(self, sql: str) -> None:
        self.asked += 1

    def fetchone(self) -> tuple[datetime]:
        return (self.says,)


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    time = SimpleNamespace(at=1_000.0)
    monkeypatch.setattr(timekeeping.time, "monotonic", lambda: time.at)
    return time


def test_row_6_process_whose_date_is_wrong_keeps_the_databases_time(ticks: SimpleNamespace) -> None:
    keeper = DatabaseClock()
    keeper.ask(Server())  # type: ignore[arg-type]  # stands in for a connection
    ticks.at += 90.5
    assert keeper.now() == TRUE + timedelta(seconds=90.5)


def test_row_6_first_moment_a_process_asks_for_is_the_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timekeeping, "connection", Server())
    assert abs(DatabaseClock().now() - TRUE) < timedelta(seconds=5)


def test_row_6_server_that_is_down_is_not_asked_at_each_moment(
    ticks: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, keeper = Server(), DatabaseClock()
    tried = []

    def down() -> None:
        tried.append(1)
        raise DatabaseError

    monkeypatch.setattr(server, "cursor", down)
    monkeypatch.setattr(timekeeping, "connection", server)
    for _ in range(3):
        assert abs(keeper.now() - clock.of_this_machine()) < timedelta(seconds=5)
    assert len(tried) == 1
    ticks.at += timekeeping.AGAIN_SECONDS
    keeper.now()
    assert len(tried) == 2


def test_row_6_without_a_server_this_machines_clock_stands() -> None:
    keeper = DatabaseClock()
    local = Server()
    local.vendor = "sqlite"
    keeper.ask(local)  # type: ignore[arg-type]  # stands in for a connection
    assert local.asked == 0
    assert abs(keeper.now() - clock.of_this_machine()) < timedelta(seconds=5)


def test_it_asks_again_after_a_while_and_a_database_that_is_down_changes_nothing(
    ticks: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, server = DatabaseClock(), Server()
    monkeypatch.setattr(timekeeping, "connection", server)
    keeper.ask(server)  # type: ignore[arg-type]  # stands in for a connection
    keeper.ask_again()
    assert server.asked == 1
    ticks.at += 6
    server.says = TRUE + timedelta(minutes=1)
    keeper.ask_again()
    assert keeper.now() == TRUE + timedelta(minutes=1)

    def down(sql: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(server, "execute", down)
    ticks.at += 6
    keeper.ask_again()
    assert keeper.now() == TRUE + timedelta(minutes=1, seconds=6)
