"""Whatever happens in whatever order: no exit lets out what may not leave, each shows what must."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.clearance import looks
from tests.unit.clearance.machine import Newsday
from tests.unit.clearance.newsroom import Base

pytestmark = pytest.mark.django_db
QUICK = [
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
]  # a failure is told as it was met: shrinking takes minutes
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def run(base: Base, look: Any, folder: Path, *, bakes: bool = True, **profile: Any) -> None:
    """Run the state machine with readers who look so closely."""
    told = {"base": base, "folder": folder, "look": staticmethod(look), "bakes": bakes}
    machine = type("Newsday", (Newsday,), told)
    chosen = settings(deadline=None, suppress_health_check=CALM, print_blob=True, phases=QUICK, **profile)
    run_state_machine_as_test(machine, settings=chosen)


def test_rows_13_14_15_26_gate_is_right_whatever_happens(base: Base, tmp_path: Path) -> None:
    run(base, looks.at_the_gate, tmp_path, bakes=False, max_examples=10, stateful_step_count=15)


def test_rows_13_14_15_26_no_exit_leaks_whatever_happens(base: Base, tmp_path: Path) -> None:
    run(base, looks.at_everything, tmp_path, max_examples=2, stateful_step_count=6)


@pytest.mark.long
def test_rows_13_14_15_26_gate_is_right_all_day_long(base: Base, tmp_path: Path) -> None:
    run(base, looks.at_the_gate, tmp_path, bakes=False, max_examples=250, stateful_step_count=40)


@pytest.mark.long
def test_rows_13_14_15_26_no_exit_leaks_all_day_long(base: Base, tmp_path: Path) -> None:
    run(base, looks.at_everything, tmp_path, max_examples=15, stateful_step_count=25)
