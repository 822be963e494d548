"""The address that agencies push to: one payload once, strangers turned away, limits kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from tajuk.wires import payloads, views
from tajuk.wires.actions import (
    KeyReused,
    hand_in,
    renew_token,
)
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Payload, Quarantine, Source
from tests.unit.wires.conftest import HOSTILE, NOW, in_a_newsroom, ninjs


@pytest.fixture
def pushed(make_source: Callable[..., Source]) -> tuple[Source, str]:
    """Return a source that is pushed to, and its token."""
    source = make_source("dorong", SourceKind.PUSH)
    return source, renew_token(source, by=None, now=NOW)


@pytest.fixture
def post(pushed: tuple[Source, str]) -> Callable[..., Any]:
    """Return a poster of bytes, with the right token unless headers say otherwise."""

    def send(data: bytes = b"", slug: str = "dorong", query: str = "", **headers: str) -> Any:
        request = RequestFactory(enforce_csrf_checks=True).post(
            f"/api/v1/wires/{slug}{query}",
            data,
            content_type="application/json",
            headers={"Authorization": f"Bearer {pushed[1]}"}
            | {k.replace("_", "-"): v for k, v in headers.items()},
        )
        return views.intake(request, slug)

    return send


def told(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_pushed_story_is_accepted_once(post: Callable[..., Any]) -> None:
    first, again = post(ninjs(), query="?name=/tmp/a.json"), post(ninjs())
    assert (first.status_code, again.status_code) == (202, 200)
    assert told(first)["items"] == [{"guid": "urn:kawat:1", "version": "1", "change": "new"}]
    assert told(first)["payload"] == told(again)["payload"] == Payload.objects.get().sha256
    assert Payload.objects.get().name == "a.json"
    assert first["Cache-Control"] == "no-store"


def test_the_token_may_come_in_a_header_of_its_own(
    post: Callable[..., Any], pushed: tuple[Source, str]
) -> None:
    assert post(ninjs(), Authorization="", X_Tajuk_Token=pushed[1]).status_code == 202


@pytest.mark.parametrize(
    ("slug", "headers", "status"),
    [
        ("dorong", {"Authorization": "Bearer wrong"}, 401),
        ("dorong", {"Authorization": ""}, 401),
        ("dorong", {"Authorization": "Basic xyz"}, 401),
        ("tidak-ada", {}, 404),
        ("kawat-desk", {}, 404),
    ],
)
def test_strangers_are_turned_away_and_leave_nothing(
    post: Callable[..., Any], source: Source, slug: str, headers: dict[str, str], status: int
) -> None:
    answer = post(ninjs(), slug=slug, **headers)
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer) == (status == 401)
    assert not Payload.objects.exists()


def test_a_source_that_is_switched_off_is_not_there(post: Callable[..., Any]) -> None:
    Source.objects.update(enabled=False)
    assert post(ninjs()).status_code == 404


def test_what_is_too_long_is_cut_off(post: Callable[..., Any], settings: Any) -> None:
    settings.TAJUK_WIRE_MAX_BYTES = 100
    assert post(b"x" * 101).status_code == 413
    assert post(b"").status_code == 422
    assert not Payload.objects.exists()


def test_unreadable_copy_is_kept_and_answered_422(post: Callable[..., Any]) -> None:
    first, again = post(HOSTILE["xxe"]), post(HOSTILE["xxe"])
    assert (first.status_code, again.status_code) == (422, 422)
    assert told(first)["error"] == told(again)["error"] == Quarantine.objects.get().reason


def test_an_idempotency_key_stands_for_one_payload(
    post: Callable[..., Any], pushed: tuple[Source, str]
) -> None:
    assert post(ninjs(), Idempotency_Key="k1").status_code == 202
    assert post(ninjs(), Idempotency_Key="k1").status_code == 200
    other = post(ninjs("urn:kawat:2"), Idempotency_Key="k1")
    assert other.status_code == 422
    assert "another payload" in told(other)["error"]
    with pytest.raises(KeyReused):
        hand_in(b"other", source=pushed[0], now=NOW, key="k1")
    assert post(ninjs(), Idempotency_Key="k" * 256).status_code == 422


def test_a_newsroom_that_cannot_keep_it_asks_for_it_again(
    post: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(payloads, "keep", full)
    answer = post(ninjs())
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


urlpatterns = [path("api/v1/wires/", include("tajuk.wires.urls"))]


@override_settings(ROOT_URLCONF=__name__)
def test_the_address_takes_posts_without_a_csrf_token_and_nothing_else(pushed: tuple[Source, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {pushed[1]}"}
    answer = client.post("/api/v1/wires/dorong", ninjs(), content_type="application/json", headers=headers)
    assert answer.status_code == 202
    assert client.get("/api/v1/wires/dorong", headers=headers).status_code == 405


CROWD = """
from django.test import RequestFactory
from tajuk.wires import signals, views
from tajuk.wires.actions import renew_token

source = Source.objects.create(slug="s", name="S", agency=agency, kind="push")
headers = {"X-Tajuk-Token": renew_token(source, by=None, now=now())}
answers, told, gate = [], [], threading.Barrier(20)
signals.version_received.connect(lambda **kwargs: told.append(1), weak=False)

def post():
    request = RequestFactory().post("/", data, content_type="application/json", headers=headers)
    gate.wait()
    answers.append(views.intake(request, "s").status_code)
    connections.close_all()

threads = [threading.Thread(target=post) for _ in range(20)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
counts = [model.objects.count() for model in (Payload, Delivery, WireItem, WireVersion)]
print(json.dumps({"answers": sorted(answers), "counts": counts, "told": len(told)}))
"""


def test_twenty_posts_of_one_payload_at_once_store_one(tmp_path: Path) -> None:
    found = in_a_newsroom(CROWD, tmp_path)
    assert found["counts"] == [1, 1, 1, 1]
    assert set(found["answers"]) <= {200, 202}
    assert len(found["answers"]) == 20
    assert found["told"] == 1
