"""Rendering as a reader, and keeping what was rendered."""

import gzip
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from tajuk.common import clock
from tajuk.edge.answer import Edge
from tajuk.press import bake as baking
from tajuk.press import middleware
from tajuk.press.bake import Baked, Flights, bake, bake_together, leave_stale, store
from tajuk.press.enums import Priority, Target
from tajuk.press.models import OutboxEntry, PlateDependency, PlateRecord
from tajuk.press.refresh import Refresher
from tajuk.press.render import NotBakeable, render
from tests.unit.press import urls

pytestmark = pytest.mark.django_db


def kept(address: str) -> bytes:
    stored = store().read(address)
    assert stored is not None
    return stored.plate.identity()


def test_a_page_is_rendered_as_an_anonymous_reader_of_the_sites_own_host() -> None:
    rendered = render("/terbaru/?page=2")
    [request] = urls.seen
    assert request.get_host() == "127.0.0.1:8000"
    assert request.COOKIES == {}
    assert request.GET.dict() == {"page": "2"}
    assert rendered.status == 200
    assert rendered.keys == {"list:latest", "tests.article:1"}


def test_a_baked_page_keeps_its_security_headers_and_gets_its_cache_policy() -> None:
    bake("/berita-1")
    stored = store().read("/berita-1")
    assert stored is not None
    headers = dict(stored.plate.headers)
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src" in headers["content-security-policy"]
    assert headers["cache-control"] == (
        "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=30"
    )
    assert not {"vary", "content-length", "set-cookie", "date"} & set(headers)
    assert stored.plate.fragments == ("bar",)
    assert stored.plate.counted
    assert stored.plate.kind == "article"


def test_the_same_policy_in_another_order_is_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bake("/terbaru/").written
    real = urls.HttpResponse
    policy = "; ".join(reversed(dict(render("/terbaru/").headers)["content-security-policy"].split("; ")))
    monkeypatch.setattr(
        urls, "HttpResponse", lambda text: real(text, headers={"Content-Security-Policy": policy})
    )
    assert not bake("/terbaru/").written


def test_a_bake_writes_down_what_it_was_made_from() -> None:
    bake("/")
    record = PlateRecord.objects.get(path="/")
    assert (record.kind, record.eager, record.status, record.stale) == ("front", True, 200, False)
    assert set(record.dependencies.values_list("key", flat=True)) == {"list:latest", "tests.article:1"}
    assert list(PlateRecord.objects.depending_on(["tests.article:1"])) == [record]
    assert not PlateRecord.objects.depending_on(["tests.article:2"]).exists()


def test_an_unchanged_bake_writes_neither_file_nor_row(
    django_assert_num_queries: Callable[..., object],
) -> None:
    assert bake("/").written
    generation = store().journal.generation
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # pytest-django's context manager
        assert not bake("/", follow=False).written
    assert store().journal.generation == generation


def test_dependencies_follow_the_page() -> None:
    bake("/")
    record = PlateRecord.objects.get(path="/")
    PlateDependency.objects.create(plate=record, key="gone")
    record.keys = [*record.keys, "gone"]
    record.save()
    bake("/")
    assert set(record.dependencies.values_list("key", flat=True)) == {"list:latest", "tests.article:1"}


@pytest.mark.parametrize("address", ["/kue", "/alir", "/pribadi", "/cari", "/basis-data", "/nowhere"])
def test_what_is_not_for_everybody_is_not_baked(address: str) -> None:
    urls.broken.add("front")
    with pytest.raises(NotBakeable):
        bake(address)
    assert not PlateRecord.objects.exists()


def test_a_page_that_is_not_there_has_no_plate_and_loses_the_one_it_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert bake("/berita-404").plate is None
    bake("/berita-1")
    monkeypatch.setattr(urls, "_text", lambda name: (_ for _ in ()).throw(urls.Http404))
    assert bake("/berita-1").plate is None
    assert store().read("/berita-1") is None
    assert not PlateRecord.objects.exists()


def test_a_redirect_and_a_withdrawal_are_kept_when_asked_for_but_not_by_any_reader() -> None:
    bake("/berita-410", create=False)
    bake("/berita-301", create=False)
    assert not PlateRecord.objects.exists()
    bake("/berita-410")
    bake("/berita-301")
    assert PlateRecord.objects.filter(status__in=[301, 302, 410]).count() == 2


def test_the_record_stands_before_the_plate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash between the two must not leave a plate that never hears of a change."""

    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(store()), "write", die)
        with pytest.raises(KeyboardInterrupt):
            bake("/")
    assert PlateRecord.objects.filter(path="/").exists()
    assert store().read("/") is None
    assert bake("/").written


def test_a_change_during_a_bake_leaves_the_plate_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    real = baking.render

    def slow(address: str) -> object:
        rendered = real(address)
        now = clock.now()
        OutboxEntry.objects.create(
            target=Target.KEY,
            name="list:latest",
            priority=Priority.FRONT,
            stamp=1,
            created_at=now,
            due_at=now,
            handled_at=now,
            done_at=now,
        )
        return rendered

    monkeypatch.setattr(baking, "render", slow)
    bake("/terbaru/")
    stored = store().read("/terbaru/")
    assert stored is not None and stored.stale
    assert PlateRecord.objects.get(path="/terbaru/").stale
    monkeypatch.setattr(baking, "render", real)
    bake("/terbaru/")
    stored = store().read("/terbaru/")
    assert stored is not None and not stored.stale


def test_the_first_reader_has_the_page_baked(client: Client) -> None:
    response = client.get("/berita-1", headers={"cookie": "a=b", "accept-language": "en"})
    assert response.content == b"<html>[bar]<p>article 1</p>[bar]</html>"
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    assert kept("/_/fragments/bar") == b"[bar]"
    urls.texts["article 1"] = "never seen"
    assert client.get("/berita-1").content == response.content


def test_the_edge_serves_what_was_baked(client: Client) -> None:
    client.get("/berita-1")
    answer = Edge(store()).answer("GET", "/berita-1", "", {"accept-encoding": "gzip"})
    assert answer is not None
    body = gzip.decompress(answer.body) if ("content-encoding", "gzip") in answer.headers else answer.body
    assert body == b"<html>[bar]<p>article 1</p>[bar]</html>"


def test_only_allowed_query_keys_make_pages(client: Client) -> None:
    client.get("/terbaru/?page=2&utm_source=x&evil=1")
    client.get("/terbaru/?fbclid=1")
    assert sorted(PlateRecord.objects.values_list("path", flat=True)) == ["/terbaru/", "/terbaru/?page=2"]
    assert b"evil" not in kept("/terbaru/?page=2")
    assert b"fbclid" not in kept("/terbaru/")


def test_a_query_cannot_be_smuggled_into_an_address() -> None:
    render("/terbaru/?page=2#x&y=1\r\nHost: evil")
    assert urls.seen[0].get_host() == "127.0.0.1:8000"


def test_pages_without_plates_get_their_fragments_inline(client: Client) -> None:
    assert client.get("/cari?q=emas").content == b"<p>emas</p>[bar]"
    assert store().read("/cari") is None
    urls.broken.add("bar")
    store().delete("/_/fragments/bar")
    client.raise_request_exception = False
    assert client.get("/cari?q=emas").content == b"<p>emas</p>"


def test_with_baking_off_nothing_is_kept(client: Client, settings: Settings) -> None:
    settings.PRESS_BAKES_ON_REQUEST = False
    response = client.get("/berita-1")
    assert response.content == b"<html>[bar]<p>article 1</p>[bar]</html>"
    assert response["Cache-Control"].startswith("public")
    assert not PlateRecord.objects.exists()
    assert store().read("/berita-1") is None


def test_a_page_that_cannot_be_kept_is_answered_all_the_same(client: Client) -> None:
    assert client.get("/kue").cookies["a"].value == "b"
    assert client.get("/pribadi").status_code == 200


def test_a_page_that_cannot_be_baked_again_is_served_as_it_was(client: Client) -> None:
    client.raise_request_exception = False
    client.get("/terbaru/")
    leave_stale(["/terbaru/"])
    urls.broken.add("list")
    response = client.get("/terbaru/")
    assert (response.status_code, response.content[:6]) == (200, b"list 1")


def test_without_a_database_the_answer_is_the_last_good_page_or_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    client.get("/terbaru/")
    leave_stale(["/terbaru/"])

    def down(*_: object, **__: object) -> Baked:
        raise OperationalError("down")

    monkeypatch.setattr(middleware, "bake", down)
    assert client.get("/terbaru/").status_code == 200
    response = client.get("/berita-7")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "5",
        "no-store",
    )


def test_an_error_of_the_site_stays_one_while_the_database_answers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(middleware, "_database_answers", lambda: True)
    assert client.get("/basis-data").status_code == 500
    monkeypatch.setattr(middleware, "_database_answers", lambda: False)
    assert client.get("/basis-data").status_code == 503


def test_a_disk_that_refuses_still_lets_the_reader_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(store()), "write", full)
    assert client.get("/terbaru/").status_code == 200


def test_twenty_at_once_are_one_bake() -> None:
    flights, bakes = Flights(), []
    start = threading.Barrier(20)

    def work() -> Baked:
        bakes.append(1)
        time.sleep(0.2)
        return Baked("/x", None, written=True)

    results: list[Baked] = []

    def ask() -> None:
        start.wait()
        results.append(flights.fly("/x", work))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bakes) == 1
    assert len(results) == 20
    assert len(set(map(id, results))) == 1
    flights.fly("/x", work)
    assert len(bakes) == 2


def test_an_error_reaches_all_who_wait_and_the_next_tries_again() -> None:
    flights, errors = Flights(), []
    start = threading.Barrier(5)

    def work() -> Baked:
        time.sleep(0.1)
        raise NotBakeable("no")

    def ask() -> None:
        start.wait()
        try:
            flights.fly("/x", work)
        except NotBakeable as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 5
    assert flights.fly("/x", lambda: Baked("/x", None, written=False)).address == "/x"


@pytest.mark.django_db(transaction=True)
def test_the_refresher_bakes_behind_the_readers_backs(tmp_path: Path) -> None:
    bake("/terbaru/")
    leave_stale(["/terbaru/"])
    urls.texts["list"] = "fresh"
    refresher = Refresher()
    refresher("/terbaru/")
    refresher("/nowhere")
    refresher._pool.shutdown(wait=True)
    assert kept("/terbaru/").startswith(b"fresh")
    stored = store().read("/terbaru/")
    assert stored is not None and not stored.stale


def test_row_36_a_page_that_another_process_has_baked_meanwhile_is_not_baked_again() -> None:
    bake("/berita-1")
    urls.seen.clear()
    urls.texts["article 1"] = "never asked"
    baked = bake("/berita-1", create=False, needed=True)
    assert baked.plate is not None and not baked.written
    assert urls.seen == []
    leave_stale(["/berita-1"])
    assert bake("/berita-1", create=False, needed=True).written


def test_a_page_that_is_not_there_is_rendered_once(client: Client) -> None:
    response = client.get("/berita-404")
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert len(urls.seen) == 1


def test_what_is_baked_together_fails_apart() -> None:
    urls.broken.add("article 2")
    said = {
        each.address: each for each in bake_together(dict.fromkeys(["/berita-1", "/berita-2", "/berita-404"]))
    }
    assert said["/berita-1"].written
    assert isinstance(said["/berita-2"].error, NotBakeable)
    assert said["/berita-404"].plate is None and said["/berita-404"].error is None
    assert list(PlateRecord.objects.values_list("path", flat=True)) == ["/berita-1"]


def test_a_view_that_needs_a_session_cannot_be_baked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "_text", lambda name: str(urls.seen[-1].session))
    with pytest.raises(NotBakeable):
        bake("/berita-1")
