"""Rows 3, 4, 5: a worker that is killed, a disk that is full or lies; by SIGKILL, strace and a tiny file system."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.database import REPOSITORY
from tests.product import environment, newsroom

RENAMES = ("rename", "renameat", "renameat2")
FEW, MANY = 20, 200
EVERY_RENAME = ",".join(RENAMES)

Seen = dict[str, Any]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small newsroom of the test's own."""
    return newsroom(tmp_path / "data")


def pressing(data: Path, *arguments: str, seconds: float = 400) -> Seen:
    """Run a scenario of `tests.pressing` on the newsroom and return what it saw."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.pressing", *arguments],
        env=environment(data), cwd=REPOSITORY, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    seen: Seen = json.loads(done.stdout)
    return seen


def is_right(seen: Seen) -> None:
    """Fail unless every page shows what was published, whole, and nothing waits or was left behind."""
    assert seen["versions"] == dict.fromkeys(seen["versions"], seen["published"]), (
        "pages, lists and feed agree"
    )
    assert {name: seen[name] for name in ("wrong", "differ", "waiting", "empty", "left")} == {
        "wrong": [],
        "differ": [],
        "waiting": 0,
        "empty": [],
        "left": [],
    }


def reader_met_nothing_wrong(seen: Seen) -> None:
    """Fail unless the reader found every page whole and every listed story there, none older than a list said."""
    assert seen["reader"]["wrong"] == []
    assert seen["reader"]["rounds"] > 3, "it looked"


def kill(data: Path, count: int, seconds: float) -> None:
    seed = random.randrange(10_000)
    seen = pressing(data, "kill-loop", str(count), str(seed), seconds=seconds)
    print(
        f"seed {seed}: {count} workers killed, {seen['killed']}, {seen['reader']['rounds']} rounds of the reader"
    )
    is_right(seen)
    reader_met_nothing_wrong(seen)
    assert seen["missing"] == [], "no publish is lost"
    assert seen["killed"].get("at work", 0) >= count // 5, "the kills came too late to mean anything"


def test_row_4_workers_killed_at_any_moment_tear_nothing_and_lose_nothing(data: Path) -> None:
    kill(data, FEW, 400)


@pytest.mark.long
def test_row_4_two_hundred_killed_workers_tear_nothing_and_lose_nothing(data: Path) -> None:
    kill(data, MANY, 1_200)


def test_row_4_a_worker_killed_at_a_rename_leaves_the_old_page_and_the_next_one_finishes(data: Path) -> None:
    seen = pressing(data, "kill-at", EVERY_RENAME, "3")
    assert all(seen["died"][::2]), "it was killed at its first call; a second one may be another thread's"
    is_right(seen)
    reader_met_nothing_wrong(seen)


@pytest.mark.long
@pytest.mark.parametrize("call", [EVERY_RENAME, "fsync", "openat", "write"])
def test_row_4_a_worker_killed_at_any_call_tears_nothing(data: Path, call: str) -> None:
    seen = pressing(data, "kill-at", call, "25", seconds=1_200)
    assert sum(seen["died"]) > 10
    is_right(seen)
    reader_met_nothing_wrong(seen)


def publish(data: Path, count: int, seconds: float) -> None:
    seen = pressing(data, "kill-publishers", str(count), str(random.randrange(10_000)), seconds=seconds)
    assert seen["torn"] == [], "a story is out with its changes entered, or not at all"
    assert 0 < seen["done"] < count, "some were killed before, some after"
    is_right(seen)


@pytest.mark.long
def test_row_4_a_publisher_killed_at_any_moment_has_published_all_or_nothing(data: Path) -> None:
    publish(data, MANY, 1_200)


@pytest.mark.parametrize(
    ("call", "error", "when"),
    [(EVERY_RENAME, "ENOSPC", "1+"), pytest.param("write", "ENOSPC", "1+", marks=pytest.mark.long)],
    ids=["rename", "write"],
)
def test_row_3_disk_full_keeps_the_old_page_whole_and_tells(
    data: Path, call: str, error: str, when: str
) -> None:
    seen = pressing(data, "refuse", call, error, when)
    refused_and_mended(seen, "No space left")


@pytest.mark.parametrize(
    "when", [pytest.param("1", marks=pytest.mark.long, id="once"), pytest.param("1+", id="always")]
)
def test_row_5_a_failed_fsync_is_a_failure_and_is_tried_from_the_start(data: Path, when: str) -> None:
    seen = pressing(data, "refuse", "fsync", "EIO", when)
    refused_and_mended(seen, "Input/output error")


def refused_and_mended(seen: Seen, words: str) -> None:
    refused = seen["refused"]
    assert refused["whole"] and refused["old"], "the old page stands"
    assert refused["empty"] == []
    assert any(words in error for _, _, error in refused["failing"]), "the publish is marked as failed"
    assert any(words in line for line in seen["alarms"]), "and somebody is told"
    is_right(seen)
    reader_met_nothing_wrong(seen)
    assert seen["missing"] == []


@pytest.fixture
def tiny(data: Path) -> Iterator[Path]:
    """A file system with little room that holds the plates."""
    if os.geteuid():
        pytest.skip("mounting takes root; strace puts the same error into the calls without")
    folder = data / "plates"
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_row_3_a_file_system_without_room_keeps_the_old_page_whole(data: Path, tiny: Path) -> None:
    seen = pressing(data, "fill-disk", str(tiny))
    refused = seen["refused"]
    assert refused["old"] and refused["empty"] == [] and refused["left"] == []
    assert any("No space left" in error for _, _, error in refused["failing"])
    assert seen["settled"], "with room again all is made"
    is_right(seen)
