"""A process that takes orders answers each in turn, and its end is told rather than waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

from tajuk.bench.newsrooms import Newsroom, NotMade
from tajuk.bench.orders import Hand, taking_orders

_PROGRAM = "from tajuk.bench.orders import serve\nserve({'double': lambda of: {'is': 2 * of}, 'end': lambda: exit(3)})"


def begun(program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_orders_are_answered_in_turn_and_the_process_ends_with_them() -> None:
    with begun(_PROGRAM) as process:
        hand = Hand(process)
        hand.send("double", of=4)
        hand.send("double", of=5)
        assert (hand.read(), hand.read()) == ({"is": 8}, {"is": 10})
        assert hand.ask("double", of="ka") == {"is": "kaka"}
    assert process.returncode == 0


@pytest.mark.parametrize("program", ["raise SystemExit(1)", _PROGRAM])
def test_a_process_that_ends_is_told(program: str) -> None:
    with begun(program) as process, pytest.raises(NotMade, match="has ended"):
        Hand(process).ask("end")


def test_what_the_process_says_is_kept_beside_its_newsroom(tmp_path: Path) -> None:
    with pytest.raises(NotMade, match="has ended"), taking_orders("tajuk.nothing_here", Newsroom(tmp_path)):
        pass
    assert "No module named tajuk.nothing_here" in (tmp_path / "nothing_here.log").read_text()
