"""What the tests change: quick passwords, a data folder of their own."""

import os
import tempfile

os.environ["TAJUK_DATA"] = tempfile.mkdtemp(prefix="tajuk-test-")

from tajuk.config.settings.base import *  # noqa: F403  (settings modules extend one another)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PRESS_BAKES_ON_REQUEST = False  # no test reads what another one baked
# Tests lose nothing when the machine dies: no fsync for each of their thousands of commits.
DATABASES = {
    "default": DATABASES["default"]  # noqa: F405
    | {
        "TEST": {},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    }
}
