"""A verb that takes a story down starts without what it does not need: each second counts then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

UNWANTED = (
    "bs4", "feedparser", "html5lib", "ninja", "numpy", "pydantic", "requests", "rest_framework", "yaml",
    "tajuk.config.urls", "tajuk.desk.wagtail_hooks", "tajuk.wires.parsers", "wagtail.admin.urls",
    "wagtail.api.v3.routers",
)  # fmt: skip
_PROGRAM = """
import sys
import django
django.setup()
from django.core.management import get_commands, load_command_class
load_command_class(get_commands()[{verb!r}], {verb!r})
from wagtail.log_actions import registry
from tajuk.desk.management.story_command import verbs_named
with verbs_named():
    for action in ("tajuk.kill", "tajuk.hold", "tajuk.lift-hold", "tajuk.correct", "wagtail.publish"):
        assert registry.action_exists(action), action
assert not registry.has_scanned_for_actions
print(*[name for name in {unwanted!r} if name in sys.modules])
"""


@pytest.mark.parametrize("verb", ["kill", "correct"])
def test_a_verb_starts_without_what_it_does_not_need(verb: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(verb=verb, unwanted=UNWANTED)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.base",
            "TAJUK_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
