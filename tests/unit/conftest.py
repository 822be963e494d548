"""What unit tests share: a process that remembers nothing of the test before."""

from collections.abc import Iterator

import pytest

from tajuk.articles.nearness import keeping
from tajuk.clearance import actions
from tajuk.site.search import spelling


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    """Forget which deliveries this process noted: the next test's stories may carry the same numbers."""
    actions._noted.clear()
    yield
    actions._noted.clear()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget the profiles and words of the stories of the test before."""
    keeping.forget()
    spelling.forget()
