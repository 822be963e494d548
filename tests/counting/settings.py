"""The embedded default, with renders counted."""

from tajuk.config.settings.base import *  # noqa: F403  (settings modules extend one another)
from tajuk.config.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.counting"]
