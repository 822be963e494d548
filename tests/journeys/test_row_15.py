"""Row 15: a killed story is gone, whatever else waits and whether or not there is a worker."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.database import REPOSITORY
from tests.product import environment, newsroom

pytestmark = pytest.mark.enable_socket
P99_SECONDS = 1.0


def kill(folder: Path, *arguments: str) -> dict[str, Any]:
    """Kill stories in a newsroom of its own; return the figures."""
    data = newsroom(folder / "data")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.killing", *arguments], env=environment(data), cwd=REPOSITORY,
        capture_output=True, text=True, timeout=1_200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    sys.stdout.write(done.stdout)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_row_15_killed_story_is_gone_with_the_worker_dead(tmp_path: Path) -> None:
    told = kill(tmp_path, "--no-worker", "--kills", "3", "--waiting", "0")
    assert told["left"] > 0, "nobody did the worker's work"
    assert told["last leak"]["most"] < P99_SECONDS


@pytest.mark.long
def test_row_15_killed_story_is_gone_within_a_second_with_10000_changes_waiting(tmp_path: Path) -> None:
    told = kill(tmp_path, "--kills", "100", "--waiting", "10000")
    assert told["waiting"] == 10_000
    assert told["left"] > 5_000, "they were to wait while the stories were killed"
    assert told["last leak"]["p99"] < P99_SECONDS
