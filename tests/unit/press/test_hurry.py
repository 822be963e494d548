"""What has to be quick on the command line does not look through the whole installation first."""

from io import StringIO

import pytest
from django.core.management import CommandError, load_command_class
from django.core.management.base import BaseCommand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(*args: object, **kwargs: object) -> None:
        raise AssertionError("checks were run")

    monkeypatch.setattr(BaseCommand, "check", checked)


def _call(app: str, verb: str, *words: str) -> str:
    command, told = load_command_class(app, verb), StringIO()
    given = vars(command.create_parser("tajuk", verb).parse_args(words))
    command.execute(**{"skip_checks": False, **given, "stdout": told})
    return told.getvalue()


@pytest.mark.parametrize("verb", ["kill", "hold", "block", "correct"])
def test_a_verb_that_takes_a_story_off_runs_no_checks(verb: str) -> None:
    words = ["--wrong", "a", "--right", "b"] if verb == "correct" else ["--reason", "a test"]
    with pytest.raises(CommandError, match="987654321"):
        _call("tajuk.desk", verb, "987654321", *words)


def test_status_of_the_press_runs_no_checks() -> None:
    assert "waiting" in _call("tajuk.press", "press", "status")
