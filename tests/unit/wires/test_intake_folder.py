"""The watched folder: partial files are waited for, bad ones move aside, nothing is lost."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from tajuk.wires import intake, payloads, tasks
from tajuk.wires.enums import Outcome, SourceKind
from tajuk.wires.models import Payload, Quarantine, Source, WireItem
from tests.unit.wires.conftest import HOSTILE, in_a_newsroom, ninjs

SAMPLES = Path(__file__).parents[2] / "samples" / "wires"
PAGE = b"Rupiah menguat\n\nJakarta (Kawat) - Rupiah menguat pada Senin, kata bank sentral di Jakarta.\n"


@pytest.fixture
def folder(make_source: Callable[..., Source], tmp_path: Path) -> Path:
    """Return the watched folder of a source `masuk`."""
    make_source("masuk", SourceKind.FOLDER)
    place = tmp_path / "intake" / "masuk"
    place.mkdir(parents=True)
    return place


@pytest.fixture
def sweep(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Outcome]]:
    """Return a sweep that tries nothing at first sight; `rested` pretends that files have lain there so long."""
    monkeypatch.setattr(intake, "TRIED_BYTES", 0)
    return sweeping(folder)


@pytest.fixture
def look(folder: Path) -> Callable[..., list[Outcome]]:
    """Return a sweep of the folder as it is."""
    return sweeping(folder)


def sweeping(folder: Path) -> Callable[..., list[Outcome]]:
    watcher = intake.Watcher(folder.parent)

    def once(rested: float = 0) -> list[Outcome]:
        for path, rest in watcher._resting.items():
            watcher._resting[path] = intake.Rest(rest.signature, rest.since - rested)
        return [receipt.outcome for receipt in watcher.sweep(Source.objects.folders())]

    return once


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_dropped_file_is_taken_in_once_it_rests(folder: Path, sweep: Callable[..., list[Outcome]]) -> None:
    (folder / "a.txt").write_bytes(PAGE)
    assert sweep() == []
    assert sweep(rested=0.3) == [Outcome.ACCEPTED]
    assert names(folder) == {"done/a.txt"}
    assert WireItem.objects.get().source.slug == "masuk"


def test_a_file_whose_form_tells_that_it_is_whole_is_taken_in_at_first_sight(
    folder: Path, look: Callable[..., list[Outcome]]
) -> None:
    (folder / "a.json").write_bytes(ninjs())
    assert look() == [Outcome.ACCEPTED]
    assert names(folder) == {"done/a.json"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_no_part_of_a_file_is_taken_in_at_first_sight(
    folder: Path, look: Callable[..., list[Outcome]], share: float
) -> None:
    for path in SAMPLES.iterdir():
        if path.suffix in {".xml", ".json", ".txt", ".html"}:
            data = path.read_bytes().rstrip()
            (folder / path.name).write_bytes(data[: min(int(len(data) * share), len(data) - 1)])
    assert look() == []
    assert WireItem.objects.count() == 0


def test_a_file_that_still_grows_is_waited_for(folder: Path, sweep: Callable[..., list[Outcome]]) -> None:
    data = ninjs()
    (folder / "a.json").write_bytes(data[:20])
    assert sweep() == []
    (folder / "a.json").write_bytes(data[:40])
    assert sweep(rested=0.3) == []
    assert sweep(rested=0.3) == []  # it rests, but does not read: it may still be on its way
    (folder / "a.json").write_bytes(data)
    assert sweep() == []
    assert sweep(rested=0.3) == [Outcome.ACCEPTED]
    assert not Quarantine.objects.exists()


def test_uploads_in_progress_links_and_folders_are_left_alone(
    folder: Path, sweep: Callable[..., list[Outcome]], tmp_path: Path
) -> None:
    for name in (".hidden.json", "a.json.tmp", "b.part", "c.filepart", "d~"):
        (folder / name).write_bytes(ninjs())
    secret = tmp_path / "secret"
    secret.write_bytes(ninjs())
    (folder / "link.json").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    sweep()
    assert sweep(rested=9) == []
    (folder / "a.json.tmp").rename(folder / "a.json")
    sweep()
    assert sweep(rested=0.3) == [Outcome.ACCEPTED]


def test_a_bad_file_moves_aside_and_the_next_is_read(
    folder: Path, sweep: Callable[..., list[Outcome]]
) -> None:
    for number, (name, data) in enumerate(HOSTILE.items()):
        (folder / f"{number} {name}").write_bytes(data)
    (folder / "kosong").touch()
    (folder / "z.json").write_bytes(ninjs())
    sweep()
    assert sweep(rested=9).count(Outcome.ACCEPTED) == 1
    assert len([name for name in names(folder) if name.startswith("failed/")]) == len(HOSTILE) + 1
    assert Quarantine.objects.open().count() == len(HOSTILE) + 1
    assert WireItem.objects.count() == 1


def test_a_file_that_is_too_long_is_not_read_at_all(
    folder: Path, sweep: Callable[..., list[Outcome]], settings: Any
) -> None:
    settings.TAJUK_WIRE_MAX_BYTES = 1000
    with (folder / "besar.xml").open("wb") as file:
        file.truncate(2**30)
    sweep()
    sweep(rested=9)
    assert "longer than 1000 bytes" in Quarantine.objects.get().reason
    assert names(folder) == {"failed/besar.xml"}
    assert not Payload.objects.exists()


def test_a_file_is_left_in_its_place_when_the_database_is_away(
    folder: Path, sweep: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is away")

    (folder / "a.json").write_bytes(ninjs())
    sweep()
    with monkeypatch.context() as patched:
        patched.setattr(intake, "receive_all", away)
        with pytest.raises(OperationalError):
            sweep(rested=1)
    assert names(folder) == {"a.json"}
    assert sweep(rested=1) == [Outcome.ACCEPTED]


def test_files_of_one_name_do_not_cover_each_other(folder: Path, sweep: Callable[..., list[Outcome]]) -> None:
    for version in "12":
        (folder / "a.json").write_bytes(ninjs(version=version))
        sweep()
        sweep(rested=1)
    assert len(names(folder)) == 2
    assert WireItem.objects.get().versions.count() == 2


def test_what_was_done_a_week_ago_is_pruned(folder: Path, sweep: Callable[..., list[Outcome]]) -> None:
    (folder / "a.json").write_bytes(ninjs())
    os.utime(folder / "a.json", (0, 0))
    sweep()
    sweep(rested=1)
    assert intake.prune_done(Source.objects.folders(), folder.parent) == 0
    os.utime(folder / "done" / "a.json", (0, 0))
    assert intake.prune_done(Source.objects.folders(), folder.parent) == 1


DROP = """
from tajuk.wires import tasks
from tajuk.wires.intake import intake_root

Source.objects.create(slug="masuk", name="S", agency=agency, kind="folder")
stop = threading.Event()
thread = threading.Thread(target=tasks.run_intake, args=(stop,))
thread.start()
place = intake_root() / "masuk"
while not place.is_dir():
    time.sleep(0.01)
(place / ".a").write_bytes(data)
(place / ".a").rename(place / "a.json")
dropped = time.monotonic()
listed = WireItem.objects.filter(current__headline="Rupiah menguat")
while not listed.all().exists() and time.monotonic() < dropped + 30:
    time.sleep(0.01)
taken = time.monotonic() - dropped
while not (place / "done" / "a.json").exists() and time.monotonic() < dropped + 30:
    time.sleep(0.01)
stop.set()
thread.join(5)
left = sorted(path.name for path in place.iterdir())
print(json.dumps({"taken": taken, "alive": thread.is_alive(), "left": left, "beats": list(tasks.beats)}))
"""


def test_the_loop_puts_a_dropped_file_into_the_list_within_two_seconds(tmp_path: Path) -> None:
    found = in_a_newsroom(DROP, tmp_path)
    assert found.pop("taken") < 2
    assert found == {"alive": False, "left": ["done"], "beats": ["wires.intake"]}


@pytest.mark.django_db
def test_a_round_that_fails_does_not_end_the_loop(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    rounds: list[int] = []
    stop = threading.Event()

    def fail(**kwargs: object) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        raise OperationalError("away")

    monkeypatch.setattr(tasks.poll, "due", fail)
    monkeypatch.setattr(tasks, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(tasks.connections, "close_all", lambda: None)
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    tasks.run_polls(stop)
    assert len(rounds) == 3
    assert "3 in a row" in caplog.text


def test_files_that_came_together_are_kept_in_one_transaction(
    folder: Path, sweep: Callable[..., list[Outcome]]
) -> None:
    for number in range(intake.TOGETHER):
        (folder / f"{number}.json").write_bytes(ninjs(f"urn:a:{number}"))
    sweep()
    with CaptureQueriesContext(connection) as captured:
        assert sweep(rested=0.3) == [Outcome.ACCEPTED] * intake.TOGETHER
    assert sum("wires_rule" in query["sql"] for query in captured) == 1
    assert WireItem.objects.count() == intake.TOGETHER
    assert Source.objects.get().last_item_at == WireItem.objects.latest("received_at").received_at


def test_a_file_that_cannot_be_kept_stops_none_that_came_with_it(
    folder: Path, sweep: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = payloads.keep

    def full(data: bytes) -> str:
        if b"urn:a:1" in data:
            raise OSError("no room")
        return keep(data)

    for number in range(3):
        (folder / f"{number}.json").write_bytes(ninjs(f"urn:a:{number}"))
    sweep()
    monkeypatch.setattr(payloads, "keep", full)
    assert sweep(rested=0.3) == [Outcome.ACCEPTED] * 2
    assert names(folder) == {"1.json", "done/0.json", "done/2.json"}
    monkeypatch.undo()
    assert sweep(rested=intake.AGAIN_SECONDS + 1) == [Outcome.ACCEPTED]


def test_a_damaged_file_moves_aside_alone(folder: Path, sweep: Callable[..., list[Outcome]]) -> None:
    (folder / "a.json").write_bytes(ninjs("urn:a:1"))
    (folder / "b.json").write_bytes(HOSTILE["truncated"])
    (folder / "c.json").write_bytes(ninjs("urn:a:3"))
    sweep()
    assert sorted(sweep(rested=3)) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.QUARANTINED]
    assert names(folder) == {"done/a.json", "failed/b.json", "done/c.json"}


def test_the_same_bytes_twice_in_one_sweep_are_one_story(
    folder: Path, sweep: Callable[..., list[Outcome]]
) -> None:
    for name in ("a.json", "b.json"):
        (folder / name).write_bytes(ninjs())
    sweep()
    assert len(sweep(rested=0.3)) == 2
    assert names(folder) == {"done/a.json", "done/b.json"}
    assert (WireItem.objects.count(), Payload.objects.count()) == (1, 1)
    assert WireItem.objects.get().versions.count() == 1
