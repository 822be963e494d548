"""Row 15: a killed story's picture is gone from its address, too, and back with a reinstatement."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import canaries
from tests.unit.clearance import looks
from tests.unit.clearance.machine import Newsday
from tests.unit.clearance.newsroom import Base


@pytest.fixture
def day(base: Base, tmp_path: Path) -> Iterator[Newsday]:
    told = {"base": base, "folder": tmp_path, "look": staticmethod(looks.at_the_gate), "bakes": False}
    made: Newsday = type("Newsday", (Newsday,), told)()
    made.begin(premium=False)
    yield made
    made.teardown()


def pictures_on_disk(day: Newsday) -> set[int | None]:
    """Return the pictures whose pixels lie where the public can ask for them."""
    return {canaries.pictured(data) for _, data in canaries.files(day.room.folder / "media" / "images")}


def test_row_15_picture_of_a_killed_story_has_no_public_file_until_it_is_reinstated(day: Newsday) -> None:
    assert 0 in pictures_on_disk(day)
    day.keep_in(0, "kill")
    assert 0 not in pictures_on_disk(day)
    day.let_out(0, "kill")
    assert 0 in pictures_on_disk(day)


def test_row_15_picture_stays_while_another_story_shows_it_and_comes_back_with_a_new_one(
    day: Newsday,
) -> None:
    day.write(premium=False, picture=0)
    day.publish(1)
    day.keep_in(0, "kill")
    assert 0 in pictures_on_disk(day)
    day.keep_in(1, "kill")
    assert 0 not in pictures_on_disk(day)
    day.write(premium=False, picture=0)
    day.publish(2)
    assert 0 in pictures_on_disk(day)


def test_row_15_picture_whose_right_has_ended_has_no_public_file(day: Newsday) -> None:
    day.let_picture_expire(0, minutes=0)
    day.nothing_leaks_and_nothing_lacks()
    assert 0 not in pictures_on_disk(day)
    day.let_picture_expire(0, minutes=None)
    assert 0 in pictures_on_disk(day)
