"""The store: whole plates whatever happens, and every process hears of a change."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tajuk.edge.addresses import file_name, with_query
from tajuk.edge.journal import Journal
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore


@pytest.fixture
def store(tmp_path: Path) -> PlateStore:
    return PlateStore(tmp_path / "plates")


def files(store: PlateStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file() and path.parent.name != "journal"]


def test_a_plate_is_found_again(store: PlateStore) -> None:
    plate = plate_of("/a", [b"one"])
    assert store.write(plate)
    found = store.read("/a")
    assert found is not None
    assert found.plate == plate
    assert not found.stale
    assert store.read("/b") is None
    assert list(store.addresses()) == ["/a"]


def test_plates_that_are_written_together_are_each_whole_or_refused(
    store: PlateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(plate_of("/0", [b"one"]))
    real = PlateStore.write

    def full(self: PlateStore, plate: Plate) -> bool:
        if plate.path == "/3":
            raise OSError("full")
        return real(self, plate)

    monkeypatch.setattr(PlateStore, "write", full)
    said = store.write_all([plate_of(f"/{number}", [b"one"]) for number in range(20)])
    assert [isinstance(each, OSError) for each in said] == [number == 3 for number in range(20)]
    assert said[0] is False
    assert sorted(store.addresses()) == sorted(f"/{number}" for number in range(20) if number != 3)


def test_an_unchanged_bake_writes_nothing(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one"], baked_at="2024"))
    [path] = files(store)
    before, generation = path.stat(), store.journal.generation
    assert not store.write(plate_of("/a", [b"one"], baked_at="2025"))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert store.journal.generation == generation


def test_a_stale_plate_is_marked_until_it_is_baked_again_even_unchanged(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one"]))
    store.mark_stale("/a", "/never-baked")
    found = store.read("/a")
    assert found is not None and found.stale
    assert not store.write(plate_of("/a", [b"one"]))
    found = store.read("/a")
    assert found is not None and not found.stale
    assert store.read("/never-baked") is None


def test_a_deleted_plate_leaves_nothing(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one"]))
    store.mark_stale("/a")
    store.delete("/a")
    assert files(store) == []
    store.delete("/a")


def test_a_damaged_plate_is_no_plate(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one" * 100]))
    [path] = files(store)
    data = path.read_bytes()
    path.write_bytes(data[:-3])
    assert store.read("/a") is None
    path.write_bytes(b"")
    assert store.read("/a") is None
    assert store.write(plate_of("/a", [b"one" * 100]))
    assert store.read("/a") is not None


def test_a_plate_under_anothers_name_is_not_served(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one"]))
    [path] = files(store)
    other = store.folder / file_name("/b")
    other.parent.mkdir(exist_ok=True)
    path.rename(other)
    assert store.read("/b") is None


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_plate(
    store: PlateStore, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    store.write(plate_of("/a", [b"old"]))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(OSError, match="No space"):
            store.write(plate_of("/a", [b"new"]))
    found = store.read("/a")
    assert found is not None
    assert found.plate.identity() == b"old"
    assert len(files(store)) == 1
    assert store.write(plate_of("/a", [b"new"]))


def test_a_plate_that_the_disk_did_not_confirm_is_written_again(
    store: PlateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs: list[int] = []
    real = os.fsync

    def fail_at_the_folder(descriptor: int) -> None:
        syncs.append(descriptor)
        if Path(f"/proc/self/fd/{descriptor}").is_dir() and len(syncs) == 3:
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail_at_the_folder)
    with pytest.raises(OSError, match="Input/output"):
        store.write(plate_of("/a", [b"new"]))
    assert store.write(plate_of("/a", [b"new"]))


def test_the_sweep_takes_what_dead_writers_left_and_nothing_else(store: PlateStore) -> None:
    store.write(plate_of("/a", [b"one"]))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = store.folder / ".new" / f"{dead.pid}-abc"
    left.write_bytes(b"half")
    at_work = store.folder / ".new" / f"{os.getpid()}-abc"
    at_work.write_bytes(b"half")
    assert store.sweep() == 1
    assert not left.exists()
    assert at_work.exists()
    assert store.sweep(now=time.time() + 3600) == 1
    assert store.read("/a") is not None


WRITER = """
import sys, itertools
from pathlib import Path
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore
store = PlateStore(Path(sys.argv[1]))
print("go", flush=True)
for turn in itertools.count():
    store.write(plate_of("/a", [b"%d " % turn * 5000, "bar", b"%d " % turn * 5000]))
"""


def test_a_writer_killed_at_any_moment_leaves_whole_plates(store: PlateStore) -> None:
    """Row 4 of the faults: 20 kills here, the long loop is in the journeys."""
    store.write(plate_of("/a", [b"start"]))
    for turn in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store.folder)], stdout=subprocess.PIPE, env=os.environ
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.002 * turn)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found = store.read("/a")
        assert found is not None
        words = found.plate.identity().split()
        assert len(set(words)) == 1
        assert store.write(plate_of("/b", [b"%d" % turn]))
    store.sweep()
    assert not [path for path in files(store) if path.parent.name == ".new"]


def test_the_journal_tells_another_process(store: PlateStore) -> None:
    seen = store.journal.generation
    code = (
        "import sys; from pathlib import Path; from tajuk.edge.store import PlateStore;"
        "from tajuk.edge.plates import Plate, plate_of;"
        "s = PlateStore(Path(sys.argv[1]));"
        "s.write(plate_of('/dari/sana', [b'x'])); s.delete('/baris\\nbaru')"
    )
    subprocess.run([sys.executable, "-c", code, str(store.folder)], check=True)
    assert store.journal.generation != seen
    generation, lines = store.journal.since(seen)
    assert lines == ["+/dari/sana", "-/baris\nbaru"]
    assert store.journal.since(generation) == (generation, [])


def test_a_journal_that_began_anew_says_that_lines_are_gone(tmp_path: Path) -> None:
    writer, reader = Journal(tmp_path, limit=200), Journal(tmp_path, limit=200)
    start = reader.generation
    for turn in range(50):
        writer.append(f"+/address/{turn}")
    generation, lines = reader.since(start)
    assert lines is None
    writer.append("+/last")
    assert reader.since(generation)[1] == ["+/last"]
    assert len(list(tmp_path.glob("changes.*"))) <= 2


@pytest.mark.parametrize("room", [0, 7], ids=["none", "for a part"])
def test_row_3_lines_that_have_no_room_make_every_reader_forget_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, room: int
) -> None:
    writer, reader = Journal(tmp_path), Journal(tmp_path)
    writer.append("+/before")
    with (tmp_path / "changes.0").open("ab") as log:
        log.write(b"\n+/left by a writer that died, longer than what is refused")
    early, real = reader.generation, os.write
    seen = generation = early

    def full(descriptor: int, data: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data[:room])

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        for _ in range(3):
            seen = reader.generation
            writer.append("-/killed")
            generation, lines = reader.since(seen)
            assert lines is None and generation != seen
            assert reader.since(generation) == (generation, [])
    assert "No space left" in caplog.text
    writer.append("+/after")
    assert reader.since(generation)[1] == ["+/after"]
    assert reader.since(seen)[1] is None
    assert reader.since(early)[1] is None


def test_a_line_survives_a_writer_that_died_in_the_middle(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    start = journal.generation
    with (tmp_path / "changes.0").open("ab") as log:
        log.write(b"\n+/half")
    journal.append("+/whole")
    assert "+/whole" in (journal.since(start)[1] or [])


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/terbaru/"),
        ("utm_source=x&fbclid=1", "/terbaru/"),
        ("page=2", "/terbaru/?page=2"),
        ("utm_source=x&page=2&a=b", "/terbaru/?page=2"),
        ("page=2&page=3", "/terbaru/?page=2"),
        ("page=", "/terbaru/"),
        ("page=../../etc", "/terbaru/"),
        ("page=%0a2", "/terbaru/"),
        ("page=" + "9" * 41, "/terbaru/"),
        ("sort=a&page=2", "/terbaru/?page=2&sort=a"),
        ("&".join(f"k{n}=1" for n in range(80)) + "&page=2", "/terbaru/"),
        ("page=2&" + "x" * 3000, "/terbaru/"),
    ],
)
def test_only_allowed_plain_query_keys_are_part_of_an_address(query: str, address: str) -> None:
    assert with_query("/terbaru/", query, ("page", "sort")) == address
