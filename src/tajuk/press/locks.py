"""Locks between the processes of one machine, by files in the data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def run_folder() -> Path:
    """Return the folder for what lives as long as a process: locks and pipes."""
    folder = Path(settings.DATA) / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Wait for the lock `name` and hold it."""
    descriptor = os.open(run_folder() / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def sole(name: str) -> Iterator[bool]:
    """Hold the lock `name` if nobody else does; say whether it is held."""
    descriptor = os.open(run_folder() / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
