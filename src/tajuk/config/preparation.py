"""Bring a data folder up to date with the code: migrations and static files, only when something is new.

Loading Django takes seconds, so whether it is needed is found out without it: a stamp in the data folder
says for which code it was prepared and which migrations the database had then.
"""

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import tajuk

_PACKAGE = Path(tajuk.__file__).parent
_WITH_MIGRATIONS = ("Django", "wagtail", "django-taggit", "django-tasks-db", "django-modelcluster")


def is_prepared() -> bool:
    """Say whether the data folder was prepared for this code and nothing was taken from it since."""
    try:
        stamp = json.loads(_stamp_file().read_text())
    except (OSError, ValueError):
        return False
    return bool(stamp == _stamp() and Path(str(settings.STATIC_ROOT)).is_dir())


def prepare() -> int:
    """Migrate and collect static files in a process of its own; return its exit code."""
    return subprocess.run([sys.executable, "-m", "tajuk.config.preparation"], check=False).returncode


def main() -> None:
    """Migrate, collect static files, and set the stamp."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_assets()
    _stamp_file().parent.mkdir(parents=True, exist_ok=True)
    _stamp_file().write_text(json.dumps(_stamp()))


def collect_assets() -> None:
    """Put assets where they are served from; those of older editions stay, for pages in caches and tabs name them."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _stamp_file() -> Path:
    return Path(settings.DATA) / "run" / "prepared.json"


def _stamp() -> dict[str, str]:
    return {
        "settings": settings.SETTINGS_MODULE,
        "versions": " ".join(version(name) for name in _WITH_MIGRATIONS),
        "migrations": _digest(_PACKAGE.glob("*/migrations/*.py")),
        "assets": _digest(_PACKAGE.glob("assets/**/*"), _PACKAGE.glob("*/static/**/*")),
        "applied": _applied(),
    }


def _digest(*groups: Iterable[Path]) -> str:
    seen = hashlib.blake2b(digest_size=12)
    for path in sorted(path for group in groups for path in group if path.is_file()):
        state = path.stat()
        seen.update(f"{path.relative_to(_PACKAGE)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _applied() -> str:
    """Return a digest of the applied migrations of an SQLite database; another one answers for itself."""
    database = settings.DATABASES["default"]
    if not str(database["ENGINE"]).endswith("sqlite3"):
        return "elsewhere"
    path = Path(str(database["NAME"]))
    if not path.exists():
        return "none"
    try:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.Error as error:
        return f"unreadable: {error}"
    return hashlib.blake2b(repr(rows).encode(), digest_size=12).hexdigest()


if __name__ == "__main__":
    main()
