"""A migrated database made once for all test processes: migrating takes twelve seconds, copying a file none.

It is made anew when a migration, the pins or the newsroom's roles change.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
CACHE = REPOSITORY / ".cache" / "database"


def migrated() -> Path:
    """Return the file of a migrated, empty newsroom, making it where it is missing."""
    CACHE.mkdir(parents=True, exist_ok=True)
    made = CACHE / f"{_digest()}.sqlite3"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in CACHE.glob("*.sqlite3"):
                old.unlink()
            _make(made)
    return made


def _make(target: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {
            "TAJUK_DATA": data,
            "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.base",
        }
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True)
        database = Path(data) / "newsroom.sqlite3"
        subprocess.run([sys.executable, "-c", _CHECKPOINT, str(database)], check=True)
        shutil.copy(database, target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)


# A copy of the file alone is whole only when the write-ahead log is empty.
_CHECKPOINT = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')"


def _digest() -> str:
    digest = hashlib.sha256()
    package = REPOSITORY / "src" / "tajuk"
    for path in [
        *sorted(package.glob("*/migrations/*.py")),
        package / "desk" / "roles.py",
        REPOSITORY / "requirements" / "dev.txt",
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
