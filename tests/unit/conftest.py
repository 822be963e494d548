"""What unit tests share: a process that remembers nothing of the test before."""

from collections.abc import Iterator

import pytest

from tajuk.clearance import actions


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    """Forget which deliveries this process noted: the next test's stories may carry the same numbers."""
    actions._noted.clear()
    yield
    actions._noted.clear()
