"""Running products for the journeys: one that nobody changes, and one where stories come and go."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.product import Product, newsroom

HERE = Path(__file__).parent
MAX_BYTES = 200_000


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with a small newsroom that stays as it is."""
    with Product(newsroom(tmp_path_factory.mktemp("tetap") / "data")) as running:
        yield running


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with a newsroom that the journeys change, each its own stories."""
    data = newsroom(tmp_path_factory.mktemp("hidup") / "data")
    with Product(data, TAJUK_WIRE_MAX_BYTES=str(MAX_BYTES)) as running:
        yield running


def soon(true: Callable[[], object], seconds: float, every: float = 0.05) -> float:
    """Return after how many seconds `true` held; fail when that is not within `seconds`."""
    started = time.monotonic()
    while not true():
        waited = time.monotonic() - started
        assert waited < seconds, f"not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - started


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try once more what fails here, and say so: real processes share their time with all else that runs."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))
