"""Providers push ticks with a token; a delivery counts once, and a bad one is answered in one line."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from tajuk.markets import views
from tajuk.markets.actions import issue_push_token
from tajuk.markets.enums import Reason
from tajuk.markets.models import Instrument, Provider, PushReceipt, QuarantinedTick, Quote
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db
NOW = wib("2024-01-19 10:00:05")
GOOD = {"symbol": "IDX", "value": "7141.25", "as_of": "2024-01-19T10:00:00+07:00"}
Push = Callable[..., HttpResponse]


@pytest.fixture
def push(make_instrument: Callable[..., Instrument], provider: Provider) -> Push:
    """Return what posts ticks as `feed` at ten o'clock."""
    make_instrument()
    token = issue_push_token(provider, by=None, now=NOW)

    def post(body: Any, *, key: str = "k1", bearer: str = token, method: str = "post") -> HttpResponse:
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": key}
        request = getattr(RequestFactory(), method)(
            "/api/v1/markets/ticks", raw, content_type="application/json", headers=headers
        )
        with time_machine.travel(NOW, tick=False):
            return views.ticks(request)

    return post


def told(response: HttpResponse) -> dict[str, Any]:
    return dict(orjson.loads(response.content))


def test_a_delivery_is_applied(push: Push) -> None:
    response = push({"ticks": [GOOD, {**GOOD, "symbol": "XYZ"}]})
    nothing = dict.fromkeys(("older", "outranked", "quarantined", "unreadable", "closes"), 0)
    counts = {"applied": 1, "unknown": 1, **nothing, "errors": []}
    assert (response.status_code, told(response)) == (200, counts)
    assert str(Quote.objects.get().value) == "7141.25000000"


def test_a_repeated_delivery_is_answered_the_same_and_applied_once(push: Push) -> None:
    first, again = push({"ticks": [GOOD]}), push({"ticks": [GOOD]})
    assert told(first) == told(again)
    assert told(again)["applied"] == 1
    assert PushReceipt.objects.count() == 1
    assert told(push({"ticks": [GOOD]}, key="k2"))["older"] == 1


def test_a_key_that_comes_with_another_body_is_refused(push: Push) -> None:
    push({"ticks": [GOOD]})
    assert push({"ticks": []}).status_code == 409


def test_unreadable_ticks_are_named_and_quarantined(push: Push) -> None:
    bad = [{**GOOD, "value": "7.141,25"}, "x", {"symbol": "XYZ"}, None, {**GOOD, "symbol": ["IDX"]}]
    answer = told(push({"ticks": [*bad, GOOD]}))
    assert (answer["applied"], answer["unreadable"]) == (1, 5)
    assert answer["errors"][0] == {"tick": 0, "error": "value: '7.141,25' is not a figure"}
    assert QuarantinedTick.objects.get().reason == Reason.UNREADABLE


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"<html>", 400), (b'{"ticks": [', 400), (b"[]", 400), (b'{"ticks": {}}', 400),
        (b'{"ticks": "\xff"}', 400), (orjson.dumps({"ticks": [0] * 5001}), 413),
        (b" " * (2 * 1024 * 1024 + 1), 413),
    ],
    ids=range(8),
)  # fmt: skip
def test_bad_bodies_are_refused_in_one_line(push: Push, body: bytes, status: int) -> None:
    response = push(body)
    assert response.status_code == status
    assert "\n" not in told(response)["error"]
    assert not Quote.objects.exists()


@pytest.mark.parametrize("bearer", ["", "wrong", "k1"])
def test_without_the_token_nothing_is_taken(push: Push, bearer: str) -> None:
    response = push({"ticks": [GOOD]}, bearer=bearer)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="markets"')
    assert not Quote.objects.exists()


def test_a_provider_that_is_switched_off_is_not_heard(push: Push, provider: Provider) -> None:
    Provider.objects.filter(pk=provider.pk).update(is_on=False)
    assert push({"ticks": [GOOD]}).status_code == 401


def test_a_new_token_ends_the_old_one(push: Push, provider: Provider) -> None:
    issue_push_token(provider, by=None, now=NOW)
    assert push({"ticks": [GOOD]}).status_code == 401


@pytest.mark.parametrize("key", ["", "a b", "x" * 121, "ä"])
def test_the_key_is_needed(push: Push, key: str) -> None:
    assert push({"ticks": [GOOD]}, key=key).status_code == 400


def test_reading_the_address_is_no_way_in(push: Push) -> None:
    assert push(b"", method="get").status_code == 405
    assert "no-store" in push({"ticks": []}, key="k3")["Cache-Control"]
