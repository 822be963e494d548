"""Several bakers share the outbox: what one has taken no other takes, and nothing is lost with one that dies."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from tajuk.common import clock
from tajuk.press import claims
from tajuk.press.actions import bake_later, changed
from tajuk.press.enums import Priority
from tajuk.press.models import OutboxEntry

pytestmark = pytest.mark.django_db


def names(entries: list[OutboxEntry]) -> set[str]:
    return {entry.name for entry in entries}


def test_what_one_baker_has_taken_no_other_takes() -> None:
    bake_later(["/a", "/b"], priority=Priority.FRONT)
    assert names(claims.take(clock.now())) == {"/a", "/b"}
    assert claims.take(clock.now()) == []
    bake_later(["/c"], priority=Priority.FRONT)
    assert names(claims.take(clock.now())) == {"/c"}


def test_a_new_change_of_the_same_thing_is_free_at_once_and_is_not_ended_with_the_old_one() -> None:
    changed(["tests.article:1"])
    old = claims.take(clock.now())
    changed(["tests.article:1"])
    new = claims.take(clock.now())
    assert names(new) == {"tests.article:1"}
    claims.end(old)
    assert OutboxEntry.objects.waiting().count() == 1
    claims.end(new)
    assert not OutboxEntry.objects.waiting().exists()


def test_another_baker_takes_over_when_the_lease_is_over() -> None:
    bake_later(["/a"], priority=Priority.FRONT)
    taken = claims.take(clock.now())
    OutboxEntry.objects.update(claimed_by="another machine", claimed_until=Now() - timedelta(seconds=1))
    assert names(claims.take(clock.now())) == {"/a"}
    claims.keep(taken)
    assert claims.take(clock.now()) == []


def test_a_skewed_clock_ends_no_lease() -> None:
    bake_later(["/a"], priority=Priority.FRONT)
    claims.take(clock.now())
    with clock.shifted(timedelta(days=2)):
        assert claims.take(clock.now()) == []


def test_a_baker_that_starts_again_takes_back_only_its_own() -> None:
    bake_later(["/mine", "/theirs"], priority=Priority.FRONT)
    claims.take(clock.now())
    OutboxEntry.objects.filter(name="/theirs").update(claimed_by="another machine")
    claims.give_back_all()
    assert names(claims.take(clock.now())) == {"/mine"}


def test_withdrawals_come_alone_and_first_the_archive_alone_and_last() -> None:
    bake_later(["/archive"], priority=Priority.ARCHIVE)
    bake_later(["/front"], priority=Priority.FRONT)
    bake_later(["/story"], priority=Priority.ARTICLE)
    bake_later(["/gone"], priority=Priority.WITHDRAWAL)
    turns = [names(claims.take(clock.now())) for _ in range(4)]
    assert turns == [{"/gone"}, {"/front", "/story"}, {"/archive"}, set()]
