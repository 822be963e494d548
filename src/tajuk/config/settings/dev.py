"""What a developer of Tajuk changes: debug pages, plain static addresses."""

from tajuk.config.settings.base import *  # noqa: F403  (settings modules extend one another)

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
