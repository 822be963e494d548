"""The worker: what a change reaches is baked, in order, and nothing is lost or stuck."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from tajuk.common import clock
from tajuk.edge.store import PlateStore
from tajuk.press import bell, editions, following, locks
from tajuk.press import worker as working
from tajuk.press.actions import bake_later, changed
from tajuk.press.bake import Baked, bake, store
from tajuk.press.enums import Priority
from tajuk.press.fragments import register
from tajuk.press.models import OutboxEntry, PlateDependency, PlateRecord
from tajuk.press.plates import Policy, edition, policy_of, register_addresses, register_setting
from tajuk.press.readership import register_order
from tajuk.press.worker import Worker
from tests.unit.press import urls

pytestmark = pytest.mark.django_db(transaction=True)


def kept(address: str) -> bytes | None:
    stored = store().read(address)
    return stored.plate.identity() if stored else None


def is_stale(address: str) -> bool:
    stored = store().read(address)
    return stored is not None and stored.stale


def work_off() -> int:
    worker, count = Worker(), 0
    while done := worker.turn():
        count += done
        assert count < 1_000
    return count


@pytest.fixture
def baked_in_order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    order: list[str] = []
    real = working.bake_together

    def noted(due: Mapping[str, Policy], **options: bool) -> list[Baked]:
        order.extend(due)
        return real(due, **options)

    monkeypatch.setattr(working, "bake_together", noted)
    return order


def test_a_change_reaches_what_was_made_from_it_and_nothing_else() -> None:
    for address in ("/", "/berita-1", "/berita-2"):
        bake(address)
    urls.texts.update({"front": "new front", "article 1": "new one", "article 2": "new two"})
    changed(["tests.article:1"], priority=Priority.ARTICLE)
    assert work_off() == 1
    assert b"new front" in (kept("/") or b"")
    assert b"new one" in (kept("/berita-1") or b"")
    assert b"new two" not in (kept("/berita-2") or b"")
    assert not OutboxEntry.objects.waiting().exists()


def test_a_new_story_is_baked_before_the_pages_that_link_to_it(baked_in_order: list[str]) -> None:
    bake("/")
    register("bar")
    bake("/_/fragments/bar")
    changed(["list:latest", "list:quotes"], paths=["/berita-9"], priority=Priority.ARTICLE)
    work_off()
    assert baked_in_order == ["/berita-9", "/_/fragments/bar", "/"]
    assert PlateRecord.objects.filter(path="/berita-9").exists()


def test_a_lazy_page_is_left_stale_and_not_baked(baked_in_order: list[str]) -> None:
    bake("/terbaru/")
    changed(["list:latest"], paths=["/terbaru/", "/terbaru/?page=7"])
    work_off()
    assert baked_in_order == []
    assert is_stale("/terbaru/")
    assert kept("/terbaru/?page=7") is None


def test_a_withdrawal_leaves_no_lazy_page_that_shows_it() -> None:
    bake("/terbaru/")
    bake("/berita-1")
    urls.texts["article 1"] = "withdrawn"
    changed(["tests.article:1"], priority=Priority.WITHDRAWAL)
    work_off()
    assert kept("/terbaru/") is None
    assert b"withdrawn" in (kept("/berita-1") or b"")


def test_a_withdrawal_takes_other_stories_that_show_it_away_at_once_and_bakes_them_afterwards() -> None:
    bake("/berita-1")
    bake("/berita-2")
    PlateDependency.objects.create(plate=PlateRecord.objects.get(path="/berita-2"), key="tests.article:1")
    urls.texts.update({"article 1": "withdrawn", "article 2": "without it"})
    changed(["tests.article:1"], paths=["/berita-1"], priority=Priority.WITHDRAWAL)
    worker = Worker()
    worker.turn()
    assert b"withdrawn" in (kept("/berita-1") or b"")
    assert kept("/berita-2") is None
    worker.turn()
    assert b"without it" in (kept("/berita-2") or b"")


def test_a_withdrawal_that_cannot_be_baked_takes_the_page_away() -> None:
    bake("/berita-1")
    urls.broken.add("article 1")
    changed(["tests.article:1"], priority=Priority.WITHDRAWAL)
    work_off()
    assert kept("/berita-1") is None
    urls.broken.clear()
    with clock.shifted(timedelta(minutes=1)):
        work_off()
    assert kept("/berita-1") is not None


def test_the_most_pressing_is_baked_first(baked_in_order: list[str]) -> None:
    bake_later(["/berita-5"], priority=Priority.ARCHIVE)
    bake_later(["/berita-4"], priority=Priority.FRONT)
    bake_later(["/berita-3"], priority=Priority.ARTICLE)
    bake_later(["/berita-2"], priority=Priority.BREAKING)
    bake_later(["/berita-1"], priority=Priority.WITHDRAWAL)
    work_off()
    assert baked_in_order == [f"/berita-{number}" for number in range(1, 6)]


def test_a_withdrawal_cuts_in_between_the_pages_of_a_batch(
    baked_in_order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bake_later([f"/berita-{number}" for number in range(1, 20)], priority=Priority.FRONT)
    real = working.bake_together

    def interrupted(due: Mapping[str, Policy], **options: bool) -> list[Baked]:
        if not baked_in_order:
            bake_later(["/berita-99"], priority=Priority.WITHDRAWAL)
        return real(due, **options)

    monkeypatch.setattr(working, "bake_together", interrupted)
    work_off()
    assert baked_in_order.index("/berita-99") < 10
    assert set(baked_in_order) == {f"/berita-{number}" for number in [*range(1, 20), 99]}
    assert not OutboxEntry.objects.waiting().exists()


def test_what_waits_for_the_same_thing_is_done_with_it(baked_in_order: list[str]) -> None:
    bake("/berita-1")
    for priority in (Priority.ARTICLE, Priority.FRONT, Priority.BREAKING):
        changed(["tests.article:1"], priority=priority)
    assert work_off() == 3
    assert baked_in_order == ["/berita-1"]


def test_one_page_that_fails_stops_no_other_and_is_tried_again() -> None:
    for address in ("/", "/berita-1", "/terbaru/"):
        bake(address)
    urls.broken.add("article 1")
    urls.texts["front"] = "new front"
    changed(["tests.article:1"], priority=Priority.ARTICLE)
    work_off()
    assert b"new front" in (kept("/") or b"")
    assert b"article 1" in (kept("/berita-1") or b"")
    [entry] = OutboxEntry.objects.failing()
    assert (entry.name, entry.attempts) == ("/berita-1", 1)
    assert "answers 500" in entry.last_error
    first_due = entry.due_at
    with clock.shifted(timedelta(seconds=10)):
        work_off()
    [entry] = OutboxEntry.objects.failing()
    assert entry.attempts == 2
    assert entry.due_at - clock.now() > timedelta(seconds=10) > first_due - clock.now()
    urls.broken.clear()
    urls.texts["article 1"] = "mended"
    with clock.shifted(timedelta(seconds=60)):
        work_off()
    assert b"mended" in (kept("/berita-1") or b"")
    assert not OutboxEntry.objects.waiting().exists()


def test_a_change_while_its_page_is_baked_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    bake("/berita-1")
    real, times = working.bake_together, []

    def changing(due: Mapping[str, Policy], **options: bool) -> list[Baked]:
        times.extend(due)
        result = real(due, **options)
        if len(times) == 1:
            urls.texts["article 1"] = "second"
            changed(["tests.article:1"], priority=Priority.ARTICLE)
        return result

    monkeypatch.setattr(working, "bake_together", changing)
    urls.texts["article 1"] = "first"
    changed(["tests.article:1"], priority=Priority.ARTICLE)
    work_off()
    assert len(times) == 2
    assert b"second" in (kept("/berita-1") or b"")


def test_a_worker_that_died_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    bake("/berita-1")
    urls.texts["article 1"] = "second"
    changed(["tests.article:1"], priority=Priority.ARTICLE)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(working, "bake_together", die)
        with pytest.raises(KeyboardInterrupt):
            Worker().turn()
    assert OutboxEntry.objects.waiting().count() == 1
    work_off()
    assert b"second" in (kept("/berita-1") or b"")


def test_a_change_that_reaches_very_much_is_mostly_for_the_archive(
    monkeypatch: pytest.MonkeyPatch, baked_in_order: list[str]
) -> None:
    monkeypatch.setattr(working, "_AT_ONCE", 3)
    bake_later([f"/berita-{number}" for number in range(1, 9)], priority=Priority.ARTICLE)
    Worker().turn()
    assert len(baked_in_order) == 3
    assert OutboxEntry.objects.all().by_priority()["archive"] == 5
    work_off()
    assert sorted(set(baked_in_order)) == sorted(f"/berita-{number}" for number in range(1, 9))


def test_a_change_that_reaches_a_crowd_of_stories_looks_at_the_first_and_leaves_the_others_to_the_gaps(
    monkeypatch: pytest.MonkeyPatch, baked_in_order: list[str]
) -> None:
    for number in range(1, 9):
        bake(f"/berita-{number}")
    for record in PlateRecord.objects.all():
        PlateDependency.objects.create(plate=record, key="tests.agency:1")
    urls.texts |= {f"article {number}": f"renamed {number}" for number in range(1, 9)}
    looked_at: list[str] = []
    monkeypatch.setattr(following, "MOST", 3)

    def noted(path: str) -> Policy | None:
        looked_at.append(path)
        return policy_of(path)

    monkeypatch.setattr(following, "policy_of", noted)
    try:
        changed(["tests.agency:1"])
        worker = Worker()
        while worker.turn():
            pass
        assert len(looked_at) == len(baked_in_order) == 3
        assert not OutboxEntry.objects.waiting().exists()
        assert PlateRecord.objects.filter(edition="").count() == 5
        while worker.catch_up_with_edition(count=2):
            pass
        assert not PlateRecord.objects.filter(edition="").exists()
        assert all(
            f"renamed {number}".encode() in (kept(f"/berita-{number}") or b"") for number in range(1, 9)
        )
    finally:
        for number in range(1, 9):
            del urls.texts[f"article {number}"]


def test_a_crowd_of_stories_that_show_what_was_withdrawn_goes_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(1, 7):
        bake(f"/berita-{number}")
    for record in PlateRecord.objects.all():
        PlateDependency.objects.create(plate=record, key="tests.picture:1")
    monkeypatch.setattr(following, "MOST", 2)
    changed(["tests.picture:1"], priority=Priority.WITHDRAWAL)
    Worker().turn()
    assert not [number for number in range(1, 7) if kept(f"/berita-{number}")]


def test_a_story_waits_for_one_page_of_an_older_edition_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker()
    counts: list[int] = []

    def catch_up(*, count: int) -> int:
        counts.append(count)
        return count

    monkeypatch.setattr(worker, "catch_up_with_edition", catch_up)
    assert worker._catch_up() > 0
    bake_later(["/berita-1"], priority=Priority.ARTICLE)
    worker.turn()
    assert 0 < worker._catch_up() <= working._SELDOM
    assert counts == [working._CALM_COUNT]
    worker._story_at -= working._SELDOM
    assert worker._catch_up() >= working._SELDOM
    worker._story_at -= working._CALM_SECONDS
    worker._catch_up()
    assert counts == [working._CALM_COUNT, 1, working._CALM_COUNT]


def test_pages_of_an_older_edition_leave_two_thirds_of_the_time_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter([0.0, 0.03, 10.0, 20.0])
    monkeypatch.setattr(editions, "bake_together", lambda tried: [])
    monkeypatch.setattr(editions, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    catching = editions.Catching(lambda *args: None)
    catching.step(4)
    assert catching.rest == pytest.approx(0.06)
    catching.step(4)
    assert catching.rest == editions._LONGEST_REST


def test_what_is_due_is_made_between_two_pages_of_an_older_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker rests as long as it likes between pages of an older edition: news end the rest."""
    stop, began, entered = threading.Event(), threading.Event(), threading.Event()

    def catch_up(self: Worker) -> float:
        began.set()
        return 3_600.0

    def turn(self: Worker) -> int:
        if began.is_set():
            entered.set()
        return 0

    monkeypatch.setattr(Worker, "_catch_up", catch_up)
    monkeypatch.setattr(Worker, "turn", turn)
    thread = threading.Thread(target=Worker().run, args=(stop,))
    thread.start()
    try:
        assert began.wait(30)
        changed(["list:latest"], priority=Priority.ARTICLE)
        assert entered.wait(30)
    finally:
        stop.set()
        bell.ring()
        thread.join(30)


def test_lists_that_take_long_are_made_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([100.0, 100.2, 200.0, 200.001, 300.0, 309.0])
    monkeypatch.setattr(working, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    worker = Worker()
    monkeypatch.setattr(worker, "_bake_all", lambda due, priority: True)
    policy = policy_of("/")
    assert policy is not None
    pauses = []
    for _ in range(3):
        worker._owed = {"/": policy}
        assert worker._bake_owed(Priority.FRONT)
        pauses.append(worker._lists_pause)
    assert pauses == pytest.approx([0.4, working._LISTS_SECONDS, working._LISTS_LONGEST])


def test_an_address_whose_view_is_gone_loses_its_plate() -> None:
    bake("/berita-1")
    PlateRecord.objects.update(path="/cari")
    changed(["tests.article:1"])
    bake_later(["/nowhere"])
    work_off()
    assert not PlateRecord.objects.exists()
    assert not OutboxEntry.objects.waiting().exists()


def test_a_new_edition_is_baked_little_by_little(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        bake(f"/berita-{number}")
    PlateRecord.objects.update(edition="old")
    urls.broken.add("article 2")
    worker = Worker()
    assert worker.catch_up_with_edition(count=2) == 2
    assert worker.catch_up_with_edition(count=2) in {1, 2}
    while worker.catch_up_with_edition(count=2):
        pass
    assert list(PlateRecord.objects.filter(edition="old").values_list("path", flat=True)) == ["/berita-2"]
    assert kept("/berita-2") is not None


def test_fragments_that_were_never_baked_are_baked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    register("bar")
    register("en/bar")
    worker = Worker()
    assert worker.catch_up_with_edition() == 2
    assert worker.catch_up_with_edition() == 0
    assert kept("/_/fragments/en/bar") == b"[en/bar]"


def test_further_pages_of_an_eager_list_are_lazy(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = policy_of("/terbaru/")
    assert policy is not None
    eager = replace(policy, eager=True)
    monkeypatch.setattr(following, "policy_of", lambda path: eager)
    bake("/terbaru/", policy=eager)
    bake("/terbaru/?page=2", policy=eager)
    urls.texts["list"] = "new"
    changed(["list:latest"])
    work_off()
    assert not is_stale("/terbaru/")
    assert (kept("/terbaru/") or b"").startswith(b"new")
    assert is_stale("/terbaru/?page=2")


def test_a_page_that_is_not_eager_any_more_is_left_stale() -> None:
    bake("/terbaru/")
    PlateRecord.objects.update(eager=True)
    changed(["list:latest"])
    work_off()
    assert is_stale("/terbaru/")


def test_what_was_done_long_ago_is_forgotten() -> None:
    changed(["a"])
    work_off()
    assert OutboxEntry.objects.count() == 1
    with clock.shifted(timedelta(minutes=11)):
        Worker().turn()
    assert OutboxEntry.objects.count() == 0


def test_only_one_worker_works() -> None:
    with locks.sole("press.lock") as first:
        assert first
        held: list[bool] = []

        def other() -> None:
            with locks.sole("press.lock") as second:
                held.append(second)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert held == [False]
    with locks.sole("press.lock") as again:
        assert again


def test_another_process_takes_over_when_the_worker_is_killed() -> None:
    code = (
        "import sys, fcntl, os, time;"
        "f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); fcntl.flock(f, fcntl.LOCK_EX);"
        "print('held', flush=True); time.sleep(60)"
    )
    path = locks.run_folder() / "press.lock"
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    with locks.sole("press.lock") as mine:
        assert not mine
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with locks.sole("press.lock") as mine:
        assert mine


def run_until(done: Callable[[], bool]) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=Worker().run, args=(stop,))
    thread.start()
    try:
        until = time.monotonic() + 10
        while not done() and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join()
    assert done()


def test_the_running_worker_bakes_within_a_blink_of_the_commit() -> None:
    bake("/berita-1")
    waits: list[float] = []

    def change_once_it_runs() -> None:
        time.sleep(0.3)
        urls.texts["article 1"] = "second"
        changed(["tests.article:1"], priority=Priority.ARTICLE)
        started = time.monotonic()
        while b"second" not in (kept("/berita-1") or b""):
            time.sleep(0.002)
            if time.monotonic() - started > 5:
                return
        waits.append(time.monotonic() - started)

    changing = threading.Thread(target=change_once_it_runs)
    changing.start()
    run_until(lambda: bool(waits))
    changing.join()
    assert waits[0] < 0.5


def test_the_worker_outlives_a_database_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = Worker.turn, []

    def down(self: Worker) -> int:
        if len(failures) < 1:
            failures.append(1)
            raise OperationalError("down")
        return real(self)

    monkeypatch.setattr(Worker, "turn", down)
    bake_later(["/berita-1"])
    run_until(lambda: kept("/berita-1") is not None)
    assert failures


def test_the_command_says_what_waits_and_bakes(capsys: pytest.CaptureFixture[str]) -> None:
    register("bar")
    register_addresses(lambda: ["/", "/berita-1", "/berita-2"])
    bake_later(["/berita-3"], priority=Priority.ARTICLE)
    call_command("press", "status")
    assert "waiting: 1 article" in capsys.readouterr().out
    call_command("press", "bake", "--all")
    assert "4 addresses" in capsys.readouterr().err
    call_command("press", "bake", "--all")
    assert "0 addresses" in capsys.readouterr().err
    call_command("press", "status", "--json")
    assert '"article": 2' in capsys.readouterr().out
    call_command("press", "bake", "/berita-1", "--json")
    assert capsys.readouterr().out == '{"address": "/berita-1", "result": "unchanged"}\n'
    with pytest.raises(SystemExit) as wrong:
        call_command("press", "bake", "/cari")
    assert wrong.value.code == 1


def test_verify_names_the_plates_that_differ(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("/", "/berita-1", "/berita-2", "/terbaru/"):
        bake(address)
    call_command("press", "verify")
    assert capsys.readouterr().out == ""
    urls.texts["article 1"] = "other"
    urls.broken.add("list")
    store().delete("/berita-2")
    with pytest.raises(SystemExit) as differing:
        call_command("press", "verify")
    assert differing.value.code == 1
    lines = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert lines == {
        "/berita-1": "differs from what would be baked now",
        "/berita-2": "has no whole plate",
        "/terbaru/": "/terbaru/ answers 500",
    }


def test_lists_are_made_once_for_what_comes_in_within_a_moment(
    baked_in_order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_LISTS_SECONDS", 60.0)
    bake("/")
    worker = Worker()
    worker._lists_at, worker._lists_pause = -60.0, 60.0
    for number in (1, 2, 3):
        urls.texts["front"] = f"with {number}"
        changed(["list:latest"], paths=[f"/berita-{number}"], priority=Priority.ARTICLE)
        assert worker.turn()
        assert kept(f"/berita-{number}") is not None
    assert baked_in_order == ["/berita-1", "/", "/berita-2", "/berita-3"]
    assert OutboxEntry.objects.waiting().count() == 3, "two stories and the list, entered once"
    while worker.turn():
        pass
    assert baked_in_order[-1] == "/" and len(baked_in_order) == 5
    assert b"with 3" in (kept("/") or b"")
    assert not OutboxEntry.objects.waiting().exists()


def test_a_setting_that_every_page_shows_makes_an_edition(baked_in_order: list[str]) -> None:
    name = ["Harian"]
    register_setting(lambda: name)
    for address in ("/berita-1", "/", "/terbaru/"):
        bake(address)
    worker = Worker()
    assert worker.catch_up_with_edition() == 0
    name[0] = "Koran"
    register_order(lambda: ["/berita-1"])
    assert worker.catch_up_with_edition(count=1) == 1
    others = PlateRecord.objects.exclude(edition=edition()).values_list("path", flat=True)
    assert set(others) == {"/berita-1", "/terbaru/"}, "fronts come first"
    assert worker.catch_up_with_edition(count=1) == 1
    assert set(others.all()) == {"/terbaru/"}, "then what is read most"
    while worker.catch_up_with_edition():
        pass
    assert not others.all().exists()


def test_row_3_a_disk_that_is_full_at_the_start_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, tried, waited = threading.Event(), [], []

    def sweep(self: PlateStore) -> int:
        tried.append(1)
        if len(tried) < 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return 0

    def turn(self: Worker) -> int:
        assert len(tried) == 3, "nothing is taken before the dead worker's entries were given back"
        stop.set()
        return 0

    monkeypatch.setattr(PlateStore, "sweep", sweep)
    monkeypatch.setattr(Worker, "turn", turn)
    monkeypatch.setattr(stop, "wait", lambda seconds: waited.append(seconds))
    Worker().run(stop)
    assert waited == [1.0, 2.0]
    assert caplog.text.count("No space left") >= 2
