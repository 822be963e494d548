"""`tajuk doctor` names each fault and what mends it, and lives through a database that does not."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tajuk.press.diagnosis import diagnose

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.DATA, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o600)
    yield tmp_path


def found() -> dict[str, str]:
    return {finding.check: finding.state for finding in diagnose()}


def test_each_fault_is_named(data: Path) -> None:
    states = found()
    assert states["data folder"] == states["secret key"] == states["database"] == "ok"
    assert states["static files"] == "fault"
    assert states["worker"] == "warning"
    (data / "secret.key").chmod(0o644)
    assert found()["secret key"] == "fault"
    with pytest.raises(CommandError) as caught:
        call_command("doctor", stdout=StringIO())
    assert caught.value.returncode == 1


def test_database_that_does_not_answer_is_one_fault_among_the_others(data: Path) -> None:
    with patch("tajuk.press.diagnosis.MigrationExecutor", side_effect=OperationalError("unable to open")):
        states = found()
    assert states["database"] == "fault"
    assert states["secret key"] == "ok"
