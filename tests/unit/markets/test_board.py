"""The markets board shows how it goes with each provider, and takes the desk's decisions."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tajuk.common import clock
from tajuk.markets import board
from tajuk.markets.actions import apply_ticks
from tajuk.markets.enums import Breaker, Decision, Health, Provenance
from tajuk.markets.models import (
    DailyBar,
    Instrument,
    Provider,
    ProviderHealth,
    QuarantinedTick,
    Quote,
)  # fmt: skip
from tests.unit.markets.conftest import tick, wib

pytestmark = pytest.mark.django_db
Make = Callable[..., Instrument]
NOW = wib("2024-01-19 10:01")


@pytest.fixture
def desk(client: Client) -> Client:
    """Return a client of an editor."""
    person = get_user_model().objects.create_user("editor", "editor@example.test", "rahasia-sekali")
    person.groups.add(Group.objects.get(name="Desk editors"))
    client.force_login(person)
    return client


@pytest.fixture
def held(make_instrument: Make, provider: Provider) -> QuarantinedTick:
    make_instrument()
    apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=NOW)
    apply_ticks([tick("IDX", "71410", "2024-01-19 10:01")], provider=provider, now=NOW)
    return QuarantinedTick.objects.get()


def test_the_board_tells_of_everything_that_wants_an_eye(desk: Client, held: QuarantinedTick) -> None:
    troubled = Provider.objects.create(key="slow", name="Lambat", adapter="json", is_on=True)
    ProviderHealth.objects.create(
        provider=troubled, breaker=Breaker.OPEN, failures=4, last_error="status 503"
    )
    with clock.shifted(NOW + timedelta(minutes=10) - clock.now()):
        page = desk.get(reverse("markets-board"))
        found = page.context["board"]
    text = page.content.decode()
    states = {row.provider.key: row.state for row in found.providers}
    assert states == {"feed": Health.SPEAKS, "slow": Health.OPEN}
    assert ([row.item.symbol for row in found.silent], len(found.waiting), found.alarms) == (["IDX"], 1, 4)
    assert [(row.item.symbol, str(row.day)) for row in found.closes] == [("IDX", "2024-01-18")]
    for shown in ("status 503", "71.410", "7.141", reverse("markets-quarantined", args=[held.pk])):
        assert shown in text
    with clock.shifted(NOW - clock.now()):
        assert b"<html" not in desk.get(reverse("markets-board-results")).content


@pytest.mark.parametrize(("verb", "value"), [("accept", 71410), ("reject", 7141)])
def test_an_editor_accepts_or_rejects_with_a_reason(
    desk: Client, held: QuarantinedTick, verb: str, value: int
) -> None:
    address = reverse("markets-quarantined", args=[held.pk])
    with clock.shifted(NOW - clock.now()):
        assert b"71410" in desk.get(address).content
        answer = desk.post(address, {verb: "1", "note": "pemecahan saham"})
        again = desk.post(address, {"accept": "1"}, follow=True)
    assert (answer.status_code, answer["Location"]) == (302, reverse("markets-board"))
    held.refresh_from_db()
    assert held.decision == (Decision.ACCEPTED if verb == "accept" else Decision.REJECTED)
    assert (held.note, held.decided_by and held.decided_by.get_username()) == ("pemecahan saham", "editor")
    assert Quote.objects.get().value == value
    assert "judged already" in again.content.decode()


def test_an_editor_sets_the_close_that_is_waited_for(desk: Client, held: QuarantinedTick) -> None:
    address = reverse("markets-close", args=["idx"])
    with clock.shifted(NOW - clock.now()):
        assert b"2024-01-18" in desk.get(address).content
        assert (
            b"is not a trading day" in desk.post(address, {"date": "2024-01-14", "value": "7.180,42"}).content
        )
        assert desk.post(address, {"date": "2024-01-18", "value": "tujuh ribu"}).status_code == 200
        assert desk.post(address, {"date": "2024-01-18", "value": "7.180,42"}).status_code == 302
        assert board.missing_closes(clock.now()) == {}
    bar = DailyBar.objects.get()
    assert (bar.close, bar.provenance) == (Decimal("7180.42"), Provenance.OFFICIAL)


def test_a_provider_is_asked_at_once(desk: Client) -> None:
    row = Provider.objects.create(key="slow", name="Lambat", adapter="json", is_on=True)
    assert desk.post(reverse("markets-ask", args=[row.pk])).status_code == 302
    assert ProviderHealth.objects.get().next_poll_at is not None
    assert desk.get(reverse("markets-ask", args=[row.pk])).status_code == 405


def test_reporters_are_not_let_in(client: Client, held: QuarantinedTick) -> None:
    person = get_user_model().objects.create_user("reporter", "r@example.test", "rahasia-sekali")
    person.groups.add(Group.objects.get(name="Reporters"))
    client.force_login(person)
    for name, args in (
        ("markets-board", []), ("markets-board-results", []), ("markets-quarantined", [held.pk]),
        ("markets-close", ["idx"]),
    ):  # fmt: skip
        answer = client.get(reverse(name, args=args))
        assert answer.status_code in {302, 403}, name
        assert b"71410" not in answer.content


def test_the_board_takes_as_many_queries_for_one_as_for_all(
    desk: Client, seeded: Callable[[object], None]
) -> None:
    seeded(NOW)
    with clock.shifted(NOW - clock.now()):
        board.board(NOW)
        with CaptureQueriesContext(connection) as many:
            board.board(NOW)
        Instrument.objects.exclude(symbol="IDX").delete()
        with CaptureQueriesContext(connection) as one:
            board.board(NOW)
    assert len(one) == len(many) <= 8
