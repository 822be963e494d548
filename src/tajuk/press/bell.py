"""Wake the worker of this machine, from any process: a named pipe in the data folder."""

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


def _pipe() -> Path:
    return Path(settings.DATA) / "run" / "press.bell"


def ring() -> None:
    """Wake the worker if one listens; never wait, never fail."""
    with contextlib.suppress(OSError):
        pipe = os.open(_pipe(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, b"!")
        finally:
            os.close(pipe)


class Bell:
    """The listening end."""

    def __init__(self) -> None:
        """Make the pipe when it is missing, and listen."""
        path = _pipe()
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Open for both, so that the pipe never looks closed when the last ringer goes.
        self._end = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> bool:
        """Wait until somebody rings, at most `seconds`; say whether somebody did."""
        heard, _, _ = select.select([self._end], [], [], max(0.0, seconds))
        if heard:
            with contextlib.suppress(BlockingIOError):
                os.read(self._end, 65_536)
        return bool(heard)

    def close(self) -> None:
        """Listen no more."""
        os.close(self._end)
