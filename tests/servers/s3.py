"""S3-compatible storage of the tests' own: moto's server, in memory."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.servers import free_port, listens, running

BUCKET = "tajuk"


@contextlib.contextmanager
def s3(folder: Path) -> Iterator[str]:
    """Run the storage with an empty bucket, and give what TAJUK_PLATES takes."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(command, folder, lambda: listens(port)):
        httpx.put(f"http://127.0.0.1:{port}/{BUCKET}").raise_for_status()
        yield f"s3://{BUCKET}/plates?endpoint=http://127.0.0.1:{port}&key=x&secret=y"
