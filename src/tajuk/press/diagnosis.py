"""Check an installation: what is not right, and what mends it, a line each."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tajuk.common import clock
from tajuk.press import locks
from tajuk.press.models import OutboxEntry
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source

OK, WARNING, FAULT = "ok", "warning", "fault"
GIGABYTE = 1_000_000_000
WAITS_TOO_LONG = timedelta(minutes=5)
SILENT = timedelta(hours=24)
WIB_SECONDS = 7 * 3_600


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `ok`, `warning` or `fault`, in words, and what mends it."""

    check: str
    state: str
    words: str
    mend: str = ""


def diagnose() -> Iterator[Finding]:
    """Yield a finding for every check; one that cannot be made is a fault itself."""
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            yield check(name)
        except DatabaseError as trouble:
            line = str(trouble).splitlines()[0] if str(trouble) else type(trouble).__name__
            yield Finding(name, FAULT, f"the database says: {line}", "see that it runs, then `tajuk migrate`")
        except OSError as trouble:
            yield Finding(
                name,
                FAULT,
                f"{trouble.strerror}: {trouble.filename}",
                "give the account that runs Tajuk the folder",
            )


def data_folder(name: str) -> Finding:
    """Check that the data folder can be written to."""
    folder = Path(settings.DATA)
    if not folder.is_dir():
        return Finding(
            name, FAULT, f"{folder} is not there", "`tajuk up` makes it, or name another with --data"
        )
    probe = folder / f".doctor-{os.getpid()}"
    probe.write_bytes(b"")
    probe.unlink()
    return Finding(name, OK, str(folder))


def disk_space(name: str) -> Finding:
    """Check that there is room for plates, media and raw wires."""
    free = shutil.disk_usage(settings.DATA).free
    words = f"{free / GIGABYTE:.1f} GB free"
    if free < GIGABYTE:
        return Finding(
            name, FAULT if free < GIGABYTE / 10 else WARNING, words, "make room, or move the data folder"
        )
    return Finding(name, OK, words)


def database(name: str) -> Finding:
    """Check that the database answers and has every migration."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(name, FAULT, f"{len(missing)} migrations are not applied", "`tajuk migrate`")
    return Finding(name, OK, f"{connection.vendor}, up to date")


def journal(name: str) -> Finding:
    """Check that SQLite writes ahead, so that readers do not wait for writers."""
    if connection.vendor != "sqlite":
        return Finding(name, OK, "not SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode != "wal":
        return Finding(
            name, FAULT, f"journal mode is {mode}", "move the data folder to a local disk: WAL needs one"
        )
    return Finding(name, OK, "write-ahead log")


def static_files(name: str) -> Finding:
    """Check that styles and scripts are collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return Finding(name, FAULT, "they are not collected", "`tajuk collectstatic`, or `tajuk up` once")
    return Finding(name, OK, str(manifest.parent))


def secret_key(name: str) -> Finding:
    """Check that the key that signs sessions is nobody else's."""
    path = Path(settings.DATA) / "secret.key"
    if not path.exists():
        return Finding(name, OK, "from the environment")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding(name, FAULT, f"{path} has mode {mode:o}", f"`chmod 600 {path}`")
    return Finding(name, OK, "readable by its owner only")


def worker(name: str) -> Finding:
    """Check that a process bakes, schedules and takes in."""
    with locks.sole("background.lock") as free:
        if free:
            return Finding(
                name, WARNING, "no process runs here", "`tajuk up`, or the worker of your installation"
            )
    return Finding(name, OK, "running")


def outbox(name: str) -> Finding:
    """Check that what changed reaches the plates soon."""
    oldest = OutboxEntry.objects.waiting().order_by("created_at").first()
    if oldest is None:
        return Finding(name, OK, "empty")
    age = clock.now() - oldest.created_at
    words = f"the oldest entry waits for {_span(age)}"
    if age > WAITS_TOO_LONG:
        return Finding(name, FAULT, words, "`tajuk press status` says what fails")
    return Finding(name, OK, words)


def sources(name: str) -> Finding:
    """Check that the wires speak."""
    now = clock.now()
    listened = Source.objects.enabled().filter(kind__in=[SourceKind.FOLDER, SourceKind.PUSH, SourceKind.POLL])
    failing = [row.slug for row in listened if row.failures]
    silent = [row.slug for row in listened if row.last_item_at and now - row.last_item_at > SILENT]
    if failing or silent:
        words = "; ".join(
            f"{what}: {', '.join(slugs)}"
            for what, slugs in (("failing", failing), ("silent for a day", silent))
            if slugs
        )
        return Finding(name, WARNING, words, "see the sources in the desk; switch off those that have ended")
    return Finding(name, OK, f"{len(listened)} listened to")


def clock_and_zone(name: str) -> Finding:
    """Check that the clock is not behind what is written already, and that Jakarta is seven hours ahead of UTC."""
    now = clock.now()
    newest = max((path.stat().st_mtime for path in Path(settings.DATA).iterdir()), default=0.0)
    if newest > now.timestamp() + 60:
        behind = _span(timedelta(seconds=newest - now.timestamp()))
        return Finding(
            name, FAULT, f"the clock is {behind} behind the newest file", "set the clock: embargoes need it"
        )
    offset = now.astimezone(clock.WIB).utcoffset()
    if offset is None or offset.total_seconds() != WIB_SECONDS:
        return Finding(
            name, FAULT, f"Asia/Jakarta is {offset} from UTC here", "bring the system's time zones up to date"
        )
    return Finding(name, OK, f"{now.astimezone(clock.WIB):%Y-%m-%d %H:%M:%S} WIB")


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


CHECKS: tuple[Callable[[str], Finding], ...] = (
    data_folder, disk_space, database, journal, static_files, secret_key, worker, outbox, sources, clock_and_zone,
)  # fmt: skip
