"""What the state machine's tests share: one filled newsroom for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.unit.clearance.newsroom import Base, settings_of, small_sizes


@pytest.fixture
def base(db: None, tmp_path: Path) -> Iterator[Base]:
    """What every day begins with."""
    folder = tmp_path / "dasar"
    with small_sizes(), transaction.atomic():
        with override_settings(**settings_of(folder)):
            made = Base(folder)
        yield made
