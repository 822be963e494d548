"""Put a file in place so that at every moment, even a power cut's, one whole file is there."""

import contextlib
import os
import secrets
import time
from pathlib import Path

TEMPORARY = ".new"
_ABANDONED_SECONDS = 600


def write_whole(path: Path, data: bytes, *, new: Path, durable: bool = True) -> None:
    """Write `data` to `path` by way of the folder `new` of the same file system.

    Without `durable` a power cut may bring the old file back. Raises `OSError`, the old file untouched.
    """
    folder, made = _opened(path.parent)
    try:
        if made and durable:
            _sync_folder(path.parent.parent)
        name = new / f"{os.getpid()}-{secrets.token_hex(6)}"
        try:
            _fill(name, data, durable=durable)
            os.replace(name, path.name, dst_dir_fd=folder)
        except OSError:
            with contextlib.suppress(OSError):
                name.unlink()
            raise
        if durable:
            os.fsync(folder)
    finally:
        os.close(folder)


def sweep(new: Path, *, now: float | None = None) -> int:
    """Remove from the folder `new` what writers that died left behind; return how many files that were."""
    swept, moment = 0, time.time() if now is None else now
    for path in new.iterdir():
        with contextlib.suppress(OSError, ValueError):
            writer = int(path.name.partition("-")[0])
            if not _alive(writer) or moment - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink()
                swept += 1
    return swept


def _opened(folder: Path) -> tuple[int, bool]:
    """Return a descriptor of `folder`, and whether it had to be made."""
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY), False
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY), True


def _fill(name: Path, data: bytes, *, durable: bool) -> None:
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        if durable:
            os.fsync(file)
    finally:
        os.close(file)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
