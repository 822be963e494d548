"""The scheduler: what is due is done at its moment, and one failure holds nothing else up."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tajuk.common import clock
from tajuk.press import scheduler
from tajuk.press.scheduler import Scheduler, register

NOON = datetime(2024, 1, 19, 12, tzinfo=UTC)


class Embargoes:
    def __init__(self, *moments: datetime) -> None:
        self.moments = sorted(moments)
        self.lifted: list[datetime] = []

    def next_due(self, now: datetime) -> datetime | None:
        return self.moments[0] if self.moments else None

    def lift(self, now: datetime) -> None:
        while self.moments and self.moments[0] <= now:
            self.lifted.append(self.moments.pop(0))


def test_nothing_is_early_and_what_is_due_is_done() -> None:
    embargoes = Embargoes(NOON, NOON + timedelta(seconds=90))
    register("embargoes", next_due=embargoes.next_due, act=embargoes.lift)
    running = Scheduler()
    assert running.turn(NOON - timedelta(microseconds=1)) == NOON
    assert embargoes.lifted == []
    assert running.turn(NOON) == NOON + timedelta(seconds=90)
    assert embargoes.lifted == [NOON]
    assert running.turn(NOON + timedelta(hours=1)) is None
    assert len(embargoes.lifted) == 2


def test_one_that_fails_is_asked_again_later_and_holds_nothing_up() -> None:
    embargoes, tries = Embargoes(NOON), []

    def fail(now: datetime) -> None:
        tries.append(now)
        raise RuntimeError("on purpose")

    register("broken", next_due=lambda now: NOON, act=fail)
    register("embargoes", next_due=embargoes.next_due, act=embargoes.lift)
    running = Scheduler()
    assert running.turn(NOON) == NOON + timedelta(seconds=1)
    assert embargoes.lifted == [NOON]
    running.turn(NOON + timedelta(milliseconds=500))
    assert len(tries) == 1
    running.turn(NOON + timedelta(seconds=1))
    assert len(tries) == 2
    assert running.turn(NOON + timedelta(seconds=1)) == NOON + timedelta(seconds=3)


def test_one_that_does_not_get_on_is_not_asked_without_end() -> None:
    register("stuck", next_due=lambda now: NOON, act=lambda now: None)
    running = Scheduler()
    assert running.turn(NOON) == NOON + timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_the_running_scheduler_is_exact_and_stops_when_nudged() -> None:
    embargoes = Embargoes(clock.now() + timedelta(seconds=0.4))
    [moment] = embargoes.moments
    register("embargoes", next_due=embargoes.next_due, act=lambda now: embargoes.lift(now))
    stop = threading.Event()
    thread = threading.Thread(target=Scheduler().run, args=(stop,))
    thread.start()
    try:
        while not embargoes.lifted and clock.now() < moment + timedelta(seconds=5):
            time.sleep(0.005)
        late = clock.now() - moment
    finally:
        stop.set()
        scheduler.nudge()
        thread.join(5)
    assert not thread.is_alive()
    assert timedelta() <= late < timedelta(seconds=0.5)
