"""The simulator moves a little, keeps its sessions, closes its days, and repeats itself exactly."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from tajuk.common import clock
from tajuk.markets import queries, tasks
from tajuk.markets.enums import Provenance, State
from tajuk.markets.models import DailyBar, Provider, QuarantinedTick, Quote
from tajuk.markets.polling import fetch
from tajuk.markets.providers import Call, Wanted, simulator
from tajuk.markets.signals import quotes_changed
from tajuk.markets.specs import instruments
from tests.unit.markets.conftest import wib

Seed = Callable[[datetime], None]


def values() -> dict[str, str]:
    return {row.instrument.symbol: str(row.value) for row in Quote.objects.select_related("instrument")}


@pytest.fixture
def heard() -> Iterator[list[frozenset[str]]]:
    """Return the symbols of each `quotes_changed` as they come."""
    told: list[frozenset[str]] = []

    def hear(sender: object, symbols: frozenset[str], **kwargs: object) -> None:
        told.append(symbols)

    quotes_changed.connect(hear)
    yield told
    quotes_changed.disconnect(hear)


def simulate(now: datetime) -> None:
    """Do one round: closes that are due, then ticks."""
    tasks.close_days(now)
    fetch(Provider.objects.get(key="simulator"), now=now)


@pytest.mark.django_db
def test_figures_move_little_and_only_in_session(seeded: Seed) -> None:
    start = wib("2026-11-23 10:00")
    seeded(start)
    before = values()
    for step in range(40):
        simulate(start + timedelta(seconds=5 * step))
    after = values()
    moved = {symbol for symbol in before if before[symbol] != after[symbol]}
    assert {"IDX", "LQ45", "BTC/USD"} <= moved
    assert not {"EMAS", "JISDOR", "BI-RATE"} & moved
    for item in queries.bar(start + timedelta(seconds=200)):
        spec = instruments()[item.symbol]
        assert item.value is not None
        assert abs(item.value / spec.value - 1) < spec.volatility
    assert not QuarantinedTick.objects.exists()


@pytest.mark.django_db
def test_the_same_moment_gives_the_same_ticks(seeded: Seed) -> None:
    now = wib("2026-11-23 10:00")
    seeded(now)
    wanted = [Wanted(symbol, symbol) for symbol in instruments()]
    again = [simulator.fetch(Call(wanted, {}, now + timedelta(seconds=5))).ticks for _ in range(2)]
    assert again[0] == again[1] != []


@pytest.mark.django_db
def test_outside_the_session_the_exchange_is_silent(seeded: Seed) -> None:
    now = wib("2026-11-23 12:30")
    seeded(now)
    fetch(Provider.objects.get(key="simulator"), now=now)
    quote = Quote.objects.get(instrument__symbol="IDX")
    assert quote.as_of == wib("2026-11-23 12:00")
    assert queries.named(["IDX"], now)[0].state == State.BREAK


@pytest.mark.django_db
def test_a_day_ends_with_its_close_and_the_next_is_measured_by_it(seeded: Seed) -> None:
    seeded(wib("2026-11-23 15:49"))
    simulate(wib("2026-11-23 15:49:50"))
    last = Quote.objects.get(instrument__symbol="IDX").value
    simulate(wib("2026-11-23 16:01:05"))
    bar = DailyBar.objects.get(instrument__symbol="IDX", date=date(2026, 11, 23))
    assert (bar.close, bar.provenance) == (last, Provenance.SIMULATED)
    item = queries.named(["IDX"], wib("2026-11-23 16:05"))[0]
    assert (item.value, item.as_of, item.state) == (last, wib("2026-11-23 16:01"), State.CLOSED)
    for second in range(0, 30, 5):
        simulate(wib(f"2026-11-24 09:00:{second:02}"))
    item = queries.named(["IDX"], wib("2026-11-24 09:00:30"))[0]
    assert (item.previous_close, item.change) == (last, item.value - last)  # type: ignore[operator]  # a value is there


@pytest.mark.django_db
def test_a_newsroom_that_slept_wakes_with_the_closes_it_missed(seeded: Seed) -> None:
    seeded(wib("2026-11-20 18:00"))
    now = wib("2026-12-28 10:30")
    simulate(now)
    simulate(now + timedelta(seconds=5))
    simulate(now + timedelta(seconds=10))
    items = queries.board(now + timedelta(seconds=10))
    assert [item.symbol for item in items if item.change is None] == []
    days = DailyBar.objects.filter(instrument__symbol="IDX", date__gt=date(2026, 11, 20)).count()
    assert days == 23, "no closes on Christmas Eve and Christmas Day"
    assert tasks.close_days(now) == 0


@pytest.mark.django_db
def test_states_that_change_without_a_tick_are_told(seeded: Seed, heard: list[frozenset[str]]) -> None:
    seeded(wib("2026-11-23 10:00"))
    states = tasks.tell_new_states({}, now=wib("2026-11-23 10:00:30"))
    assert set(states) == heard.pop(), "what the last process baked may be old"
    states = tasks.tell_new_states(states, now=wib("2026-11-23 10:01"))
    assert heard == []
    tasks.tell_new_states(states, now=wib("2026-11-23 10:05"))
    assert "IDX" in heard[0] and "EMAS" not in heard[0]


@pytest.mark.django_db
def test_at_midnight_the_bar_is_told_that_its_quotes_are_of_another_day(
    seeded: Seed, heard: list[frozenset[str]]
) -> None:
    seeded(wib("2026-11-23 18:00"))
    states = tasks.tell_new_states({}, now=wib("2026-11-23 23:59:40"))
    assert tasks.pause_after(wib("2026-11-23 23:59:40")) == 20
    heard.clear()
    tasks.tell_new_states(states, now=wib("2026-11-24 00:00"))
    assert "IDX" in heard[0]
    shown = queries.named(["IDX"], wib("2026-11-24 00:00"))[0].shown["id"]
    assert shown.time == "23 Nov / 16:01 WIB"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "pause"),
    [("2026-11-23 10:00", 5), ("2026-11-23 12:30", 5), ("2026-11-23 20:00", 60), ("2026-11-22 10:00", 60)],
)
def test_the_simulator_is_slower_outside_the_session(seeded: Seed, now: str, pause: float) -> None:
    seeded(wib("2026-11-20 18:00"))
    assert tasks.pause_after(wib(now)) == pause


class Once(threading.Event):
    """An event that is set by the first wait for it, which it remembers."""

    paused = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.paused = timeout or 0.0
        self.set()
        return True


class AtOnce(Executor):
    """Runs what it is given before it returns: in the test's own connection, which holds its transaction."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.mark.django_db
def test_the_loop_writes_and_stops(seeded: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    now, closed = wib("2026-11-23 10:00"), []
    monkeypatch.setattr(tasks.connections, "close_all", lambda: closed.append(True))
    monkeypatch.setattr(tasks, "Daemons", AtOnce)
    seeded(now)
    stop = Once()
    with clock.shifted(now + timedelta(seconds=5) - clock.now()):
        tasks.run_quotes(stop)
    assert (stop.paused, closed) == (tasks.ROUND_SECONDS, [True])
    assert Quote.objects.filter(as_of__gt=now).count() > 10


@pytest.mark.django_db
def test_the_loop_simulates_nothing_where_it_is_switched_off(
    seeded: Seed, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = wib("2026-11-23 10:00")
    monkeypatch.setattr(tasks.connections, "close_all", lambda: None)
    monkeypatch.setattr(tasks, "Daemons", AtOnce)
    seeded(now)
    with (
        override_settings(TAJUK_MARKET_SIMULATOR=False),
        clock.shifted(now + timedelta(seconds=5) - clock.now()),
    ):
        tasks.run_quotes(Once())
    assert not Quote.objects.filter(as_of__gt=now).exists()


@pytest.mark.django_db
def test_outages_and_slips_are_made_and_survived(seeded: Seed) -> None:
    start = wib("2026-11-23 10:00")
    seeded(start)
    provider = Provider.objects.get(key="simulator")
    provider.settings = {"outages": 1.0}
    assert fetch(provider, now=start + timedelta(seconds=5)).error == "the simulated feed is down"
    before = values()
    provider.settings = {"slips": 1.0, "gaps": 0}
    fetch(provider, now=start + timedelta(seconds=10))
    assert values() == before
    assert set(QuarantinedTick.objects.values_list("reason", flat=True)) == {"decimal_comma"}
    provider.settings = {"jumps": 1.0, "gaps": 0}
    fetch(provider, now=start + timedelta(seconds=15))
    quote = Quote.objects.get(instrument__symbol="IDX")
    assert 0.008 < abs(float(quote.value) / float(before["IDX"]) - 1) < 0.045
    provider.settings = {"gaps": 2}
    assert "between 0 and 1" in fetch(provider, now=start + timedelta(seconds=20)).error
