"""Days that went wrong once, or would have: each a walk through the state machine by hand."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys import canaries
from tests.unit.clearance import looks
from tests.unit.clearance.machine import Newsday
from tests.unit.clearance.newsroom import Base


@pytest.fixture
def day(base: Base, tmp_path: Path) -> Iterator[Newsday]:
    """A day with a story that is out and that readers have met everywhere."""
    machine = type(
        "Newsday", (Newsday,), {"base": base, "folder": tmp_path, "look": staticmethod(looks.at_everything)}
    )
    made: Newsday = machine()
    made.begin(premium=False)
    made.nothing_leaks_and_nothing_lacks()
    yield made
    made.teardown()


def test_row_26_text_that_becomes_paid_is_gone_from_pages_that_nobody_has_asked_for_since(
    day: Newsday,
) -> None:
    day.sell(0, premium=True)
    day.nothing_leaks_and_nothing_lacks()


def test_unpublished_story_is_gone_from_pages_that_nobody_has_asked_for_since(day: Newsday) -> None:
    day.unpublish(0)
    day.nothing_leaks_and_nothing_lacks()


def test_expired_story_is_gone_from_pages_that_nobody_has_asked_for_since(day: Newsday) -> None:
    day.let_expire(0, minutes=5)
    day.nothing_leaks_and_nothing_lacks()
    day.pass_time(5)
    day.nothing_leaks_and_nothing_lacks()


VERBS: dict[str, Callable[[Newsday], None]] = {
    "hold": lambda day: day.keep_in(0, "hold"),
    "kill": lambda day: day.keep_in(0, "kill"),
    "legal": lambda day: day.keep_in(0, "legal"),
    "unpublish": lambda day: day.unpublish(0),
    "sell": lambda day: day.sell(0, premium=True),
}


@pytest.mark.parametrize("verb", VERBS)
def test_row_15_no_plate_shows_what_was_taken_back_while_the_worker_is_dead(day: Newsday, verb: str) -> None:
    addresses = day.room.addresses()
    VERBS[verb](day)
    may = day.world.may_stand(day.now) | {looks.BIOGRAPHY}
    # No worker runs, no scheduler: what the verb itself did must do.
    leaks = [
        (address, word)
        for address in addresses
        for word in sorted(canaries.found_in(day.room.get(address).text) - canaries.found_in(address) - may)
    ]
    assert leaks == []


@pytest.mark.parametrize("writes", (1, 3, 6))
def test_row_15_kill_is_seen_to_its_end_after_the_worker_died_at_any_write(day: Newsday, writes: int) -> None:
    day.keep_in(0, "kill")
    day.room.work(dies_after=writes)
    day.nothing_leaks_and_nothing_lacks()


@pytest.mark.parametrize("hours", [-2, 2])
def test_row_6_wrong_clock_of_a_worker_ends_no_embargo(day: Newsday, hours: int) -> None:
    day.write(premium=False, picture=None)
    day.change_embargo(1, minutes=30)
    day.skew(hours)
    day.nothing_leaks_and_nothing_lacks()
    day.room.pass_time(timedelta(minutes=30) - timedelta(seconds=1))
    day.nothing_leaks_and_nothing_lacks()
    day.room.pass_time(timedelta(seconds=1))
    day.nothing_leaks_and_nothing_lacks()


def test_row_13_replayed_kill_after_a_reinstatement_changes_nothing(day: Newsday) -> None:
    day.receive(1, 1, "usable", None)
    day.take(1, english=False)
    day.receive(1, 2, "canceled", None)
    day.nothing_leaks_and_nothing_lacks()
    day.let_out(1, "kill")
    day.nothing_leaks_and_nothing_lacks()
    day.receive(1, 2, "canceled", None)
    day.receive(1, 1, "usable", None)
    day.nothing_leaks_and_nothing_lacks()
