"""The store of raw bytes: named by content, on disk for good before anything is acknowledged."""

import contextlib
import hashlib
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

UNFINISHED = ".unfinished"
# Folders whose own entry this process has put on disk for good.
_standing: set[Path] = set()


class Damaged(Exception):
    """Stored bytes that are gone or no longer have their digest; the text is one line."""


def max_bytes() -> int:
    """Return how long one payload may be, in bytes (`TAJUK_WIRE_MAX_BYTES`, else 20 MB)."""
    return int(getattr(settings, "TAJUK_WIRE_MAX_BYTES", 20_000_000))


def keep(data: bytes) -> str:
    """Store `data` durably under its SHA-256 and return that; raise `OSError` when it cannot be kept."""
    sha256 = hashlib.sha256(data).hexdigest()
    storage, name = storages["payloads"], _name(sha256)
    if place := _local_path(storage, name):
        _write_durably(place, data)
    elif not storage.exists(name):
        storage.save(name, ContentFile(data))
    return sha256


def load(sha256: str) -> bytes:
    """Return the bytes stored under `sha256`; raise `Damaged` when they are not there or not the same."""
    try:
        with storages["payloads"].open(_name(sha256)) as file:
            data: bytes = file.read()
    except FileNotFoundError:
        raise Damaged(f"the bytes of {sha256} are gone") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(f"the bytes of {sha256} were changed on disk")
    return data


def sweep_unfinished(older_than_seconds: float = 3600) -> int:
    """Remove what killed writers left in the store and return how many files that were."""
    place = _local_path(storages["payloads"], "")
    removed = 0
    for leftover in place.rglob(f"*{UNFINISHED}") if place and place.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - leftover.stat().st_mtime > older_than_seconds:
                leftover.unlink()
                removed += 1
    return removed


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _local_path(storage: Storage, name: str) -> Path | None:
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        # Object storage: it is durable once it has answered.
        return None


def _write_durably(place: Path, data: bytes) -> None:
    folder = place.parent
    if not folder.is_dir():
        _standing.discard(folder)
        folder.mkdir(parents=True, exist_ok=True)
    if not place.exists() or place.stat().st_size != len(data):
        unfinished = place.with_name(f"{place.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    # Also when the file was there: whoever put it may not have come to this line yet.
    _sync_folder(folder)
    if folder not in _standing:
        _sync_folder(folder.parent)
        _standing.add(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
