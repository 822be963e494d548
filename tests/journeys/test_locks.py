"""Many hands at once on PostgreSQL: a verb is done once, the others are told so, and nobody waits for ever."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.database import REPOSITORY
from tests.product import environment
from tests.servers.postgresql import postgresql

pytestmark = [pytest.mark.enable_socket, pytest.mark.long]
ROUNDS = 25


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of everything that many hands did at once."""
    folder = tmp_path_factory.mktemp("locks")
    with postgresql(folder / "postgresql") as cluster:
        settings = {
            "TAJUK_DATABASE": cluster.url, "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.postgresql",
        }  # fmt: skip
        (folder / "data").mkdir()
        given = environment(folder / "data", **settings)
        _run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], given)
        said: dict[str, Any] = json.loads(
            _run([sys.executable, "-m", "tests.journeys.locks", str(ROUNDS)], given)
        )
    assert said["database"] == "postgresql"
    return said


def _run(command: list[str], given: dict[str, str]) -> str:
    done = subprocess.run(
        command, env=given, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("verb", ["hold", "release", "kill", "reinstate"])
def test_verb_by_many_hands_is_done_once_and_the_others_are_told(told: dict[str, Any], verb: str) -> None:
    assert told["story"][verb] == {"done": 1, "refused": told["hands"] - 1}


def test_row_38_address_subscribes_once_and_a_pass_signs_in_once(told: dict[str, Any]) -> None:
    found = told["subscriptions"]
    assert found["subscribe"] == {"done": 1, "refused": told["hands"] - 1}
    assert found["use_pass"] == {"done": 1, "nothing": told["hands"] - 1}
    assert found["end"] == {"done": 1, "refused": told["hands"] - 1}


def test_moved_source_is_resolved_once(told: dict[str, Any]) -> None:
    assert told["moved"] == {"done": 1, "refused": told["hands"] - 1}


def test_verbs_up_and_down_the_graph_never_wait_for_each_other_for_ever(told: dict[str, Any]) -> None:
    assert set(told["graph"]) <= {"done", "refused"}, told["graph"]


def test_deliveries_of_the_same_stories_in_any_order_never_wait_for_each_other_for_ever(
    told: dict[str, Any],
) -> None:
    assert told["deliveries"] == {"done": ROUNDS * told["hands"]}
