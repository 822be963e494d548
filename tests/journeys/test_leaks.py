"""Rows 13, 14, 15 and 26 on the running product: whatever happens, no reader at the edge or at nginx meets a leak."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.database import REPOSITORY
from tests.product import environment, newsroom

pytestmark = pytest.mark.enable_socket


def day_of(folder: Path, *options: str, patience: int = 600) -> dict[str, Any]:
    """Run a day on a newsroom of its own; fail with what it says, or where nginx or the product stumbled."""
    data = newsroom(folder / "data")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.newsday", *options],
        env=environment(data, TAJUK_FEED_FULL_TEXT="1"), cwd=REPOSITORY, capture_output=True, text=True,
        timeout=patience, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:] + (data / "up.log").read_text()[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    sys.stdout.write(done.stdout)
    assert (told["tracebacks"], told["nginx"]) == (0, 0)
    assert told["cache"].get("HIT", 0) > 0, "nothing came out of nginx's cache: it was not tried"
    return told


def test_rows_13_14_15_26_no_reader_meets_a_leak_whatever_happens(tmp_path: Path) -> None:
    told = day_of(tmp_path, "--seconds", "1", "--steps", "1")
    assert told["steps"] >= 3
    assert told["asked"] > 300
    assert told["withdrawals"] > 0


@pytest.mark.long
def test_rows_13_14_15_26_no_reader_meets_a_leak_all_day_long(tmp_path: Path) -> None:
    told = day_of(tmp_path, "--seconds", "600", "--steps", "20", patience=1_200)
    assert told["steps"] > 100
    assert told["withdrawals"] > 20
    assert told["read whole"] > 20


@pytest.mark.long
def test_rows_14_15_no_cache_that_obeys_the_headers_keeps_a_leak_for_a_minute(tmp_path: Path) -> None:
    told = day_of(tmp_path, "--obeying", "--seconds", "120", "--steps", "8", patience=1_200)
    assert told["withdrawals"] > 0
    assert told["cache"]["STALE"] > 0, "it kept what is stale while it asked anew, as the headers let it"
    assert max(told["slowest"].values(), default=0.0) < 60
