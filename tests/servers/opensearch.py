"""A server of OpenSearch's protocol for tests: osmem, which keeps its indexes in memory and is written by others.

OpenSearch itself is in no registry of packages. osmem answers 400 where OpenSearch does, by the same names.
"""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch


@dataclass(frozen=True, slots=True)
class Node:
    """A running server; `url` is its address without an index."""

    url: str
    pid: int

    @property
    def client(self) -> Any:
        """Return a client of its own, for looking behind the product's back."""
        return OpenSearch(self.url, timeout=20, max_retries=0)


def program() -> Path | None:
    """Return where osmem's program is, None on machines for which there is none."""
    spec = find_spec("osmem_server")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "bin" / "osmem-server"


@contextlib.contextmanager
def opensearch(port: int = 0) -> Iterator[Node]:
    """Run a server with no index; it ends with the block, and with its parent."""
    found = program()
    assert found is not None
    command = [str(found), "-addr", f"127.0.0.1:{port}", "-no-ja"]
    # It is given nothing: no variable, no folder.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}, cwd="/", text=True
    )
    assert process.stdin and process.stdout
    try:
        told = json.loads(process.stdout.readline())
        yield Node(told["url"], process.pid)
    finally:
        process.stdin.close()
        process.terminate()
        process.wait(15)
        process.stdout.close()
