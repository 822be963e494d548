"""A Redis server of the tests' own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.servers import free_port, listens, running


@contextlib.contextmanager
def redis(folder: Path, port: int = 0) -> Iterator[str]:
    """Run Redis in `folder` and give its address (`redis://127.0.0.1:port/0`); nothing is kept on disk."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        "/usr/bin/redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        folder,
    ]
    with running(command, folder, lambda: listens(port)):
        yield f"redis://127.0.0.1:{port}/0"
