"""What all tests share: Hypothesis's profiles, the browser, and a data folder that is gone afterwards."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.database import migrated

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What lands is judged by the same examples each time; new ones are looked for in the long runs.
hypothesis_settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile(
    "long",
    hypothesis_settings.get_profile("ci"),
    derandomize=False,
    database=DirectoryBasedExampleDatabase(".cache/hypothesis"),
    max_examples=5_000,
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Begin with the copy that `django_db_modify_db_settings` made instead of an empty database."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give this process a copy of the migrated database."""
    copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
    shutil.copy(migrated(), copy)
    settings.DATABASES["default"]["TEST"]["NAME"] = str(copy)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return where Chromium or Chrome is, for Playwright's `executable_path`."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    pytest.fail(
        "no Chromium or Chrome: `tools/chromium` installs Debian's, or says what to install", pytrace=False
    )


def pytest_unconfigure() -> None:
    """Remove the data folder that the test settings made for this process."""
    data = Path(settings.DATA) if settings.configured else None
    if data and data.name.startswith("tajuk-test-"):
        shutil.rmtree(data, ignore_errors=True)
