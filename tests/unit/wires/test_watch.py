"""The watch board says what is silent, failing, piling up or slow, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tajuk.wires import watch
from tajuk.wires.actions import receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source, WireVersion
from tests.factories.newsroom import UserFactory
from tests.unit.wires.conftest import NOW, ninjs


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def alarms(source: Source, after: timedelta = timedelta()) -> tuple[str, ...]:
    return next(state.alarms for state in watch.board(NOW + after) if state.source == source)


def test_a_healthy_source_has_no_alarm(source: Source) -> None:
    receive(ninjs(), source=source, now=NOW)
    (state,) = watch.board(NOW + timedelta(minutes=1))
    assert (state.alarms, state.items_lately, state.quarantined) == ((), 1, 0)


def test_a_source_silent_for_longer_than_it_should_be_is_an_alarm(make_source: Callable[..., Source]) -> None:
    source = make_source("umpan", SourceKind.PUSH, silent_after_minutes=30)
    receive(ninjs(), source=source, now=NOW)
    assert alarms(source, timedelta(minutes=29)) == ()
    assert "nothing new" in alarms(source, timedelta(minutes=31))[0]
    assert watch.silent_sources(NOW + timedelta(minutes=31)) == 1


def test_a_feed_that_is_not_asked_any_more_is_an_alarm(make_source: Callable[..., Source]) -> None:
    source = make_source("umpan", SourceKind.POLL, address="http://kawat.example/", last_heard_at=NOW)
    assert alarms(source, timedelta(minutes=9)) == ()
    assert "worker" in alarms(source, timedelta(minutes=11))[0]


def test_failures_are_told_with_their_line_and_stand_first(
    source: Source, make_source: Callable[..., Source]
) -> None:
    broken = make_source(
        "zz", SourceKind.POLL, address="http://kawat.example/", failures=2, last_error="away"
    )
    assert [state.source for state in watch.board(NOW)] == [broken, source]
    assert "2 failures in a row: away" in alarms(broken)
    assert watch.failing_sources() == 1


def test_a_quarantine_that_grows_is_an_alarm_and_an_old_one_is_not(source: Source) -> None:
    for number in range(watch.GROWING):
        receive(b"\x00\x01 broken %d" % number, source=source, now=NOW)
    assert "quarantine" in alarms(source, timedelta(minutes=1))[0]
    assert alarms(source, timedelta(hours=2)) == ()
    assert watch.quarantined() == watch.GROWING


def test_lag_is_told_from_the_agency_to_us_and_from_there_to_the_list(source: Source) -> None:
    receive(ninjs(versioncreated=(NOW - timedelta(seconds=40)).isoformat()), source=source, now=NOW)
    WireVersion.objects.update(announced_at=NOW + timedelta(seconds=2))
    (state,) = watch.board(NOW)
    assert (state.lag.to_us, state.lag.to_list) == (40.0, 2.0)
    assert watch.slowest_lag() == 2.0


def test_the_board_costs_as_many_queries_however_many_sources(
    make_source: Callable[..., Source], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        make_source(f"s{number}")
    with django_assert_max_num_queries(5):
        watch.board(NOW)


def test_the_board_is_a_screen_for_those_who_watch(client: Client, source: Source) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    assert client.get(reverse("desk-watch")).status_code in {302, 403}
    client.force_login(UserFactory(is_superuser=True))
    assert str(source) in client.get(reverse("desk-watch")).content.decode()
    assert "<html" not in client.get(reverse("desk-watch"), {"part": "1"}).content.decode()
