"""A newsroom from before the layouts keeps what its editors had put on its fronts (migration 0004)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.database import REPOSITORY, migrated
from tests.servers.postgresql import postgresql


def brought_to_today(data: Path, **variables: str) -> dict[str, Any]:
    """Return what `older_newsroom` tells of a newsroom in a data folder."""
    environment = os.environ | {
        "TAJUK_DATA": str(data), "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.base",
        "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}", **variables,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.unit.fronts.older_newsroom"]
    done = subprocess.run(
        command, env=environment, cwd=data, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def is_as_it_was(told: dict[str, Any]) -> None:
    home, energy = told["layouts"]["home"][0], told["layouts"]["energy"][0]
    assert sorted(home[2:]) == [1, 3] and home[:2] == [0, 4], "in the order of the places"
    assert sorted(energy) == [0, 2]
    assert told["layouts"]["empty"] == [] and told["numbers"] == [1, 1]
    assert told["home"][:4] == home, "what the editors had put there stands first"
    assert told["energy"][:2] == energy
    assert sorted(told["home"]) == list(range(6)), "and the newest fill up"
    assert told["back"] == home


def test_old_slots_stand_on_the_pages_of_today(tmp_path: Path) -> None:
    shutil.copy(migrated(), tmp_path / "newsroom.sqlite3")
    is_as_it_was(brought_to_today(tmp_path))


@pytest.mark.long
@pytest.mark.enable_socket
def test_old_slots_stand_on_the_pages_of_today_on_postgresql(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with postgresql(tmp_path / "pg") as cluster:
        is_as_it_was(
            brought_to_today(
                data,
                DJANGO_SETTINGS_MODULE="tajuk.config.settings.postgresql",
                TAJUK_DATABASE=cluster.url,
            )
        )
