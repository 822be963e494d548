"""What a peer is: something that can be installed, and that serves the article while a block lasts."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tajuk.bench.content import Copy, Page

Tell = Callable[[str], None]
FILES = Path(__file__).parent / "files"
_POLICY = Path("/usr/sbin/policy-rc.d")


class NotHad(Exception):
    """A peer that cannot be had or started here; the text says what was tried."""


@dataclass(frozen=True, slots=True)
class Served:
    """An address that a peer serves: whose processes answer, how it is asked for, and what it must answer, if known."""

    name: str
    url: str
    pids: Callable[[], Sequence[int]]
    headers: Mapping[str, str] = field(default_factory=lambda: {"Accept-Encoding": "gzip"})
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is served: the page ready made, and its article as data. `work` is the bench's own folder."""

    page: Page
    copy: Copy
    work: Path


class Peer(Protocol):
    """A peer."""

    def serving(self, subject: Subject, tell: Tell) -> AbstractContextManager[list[Served]]:
        """Install what is missing and serve the subject; raise `NotHad` when that cannot be."""


def debian(packages: Mapping[str, str], tell: Tell) -> None:
    """Install Debian's packages whose programs (or files) are missing; raise `NotHad` when that cannot be."""
    missing = [package for package, path in packages.items() if not Path(path).exists()]
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise NotHad(
            f"missing here: {', '.join(missing)} (Debian's packages; the bench installs them as root)"
        )
    tell(f"installing for the bench: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    made = not _POLICY.exists()
    if made:
        # A service that Debian would start takes a port and CPU time that is not its own.
        _POLICY.write_text("#!/bin/sh\nexit 101\n")
        _POLICY.chmod(0o755)
    try:
        subprocess.run(["apt-get", "update", "-qq"], env=environment, capture_output=True, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    finally:
        if made:
            _POLICY.unlink(missing_ok=True)
    if done.returncode:
        raise NotHad(f"apt-get install {' '.join(missing)}: {done.stderr.strip()[-300:]}")


def python(packages: Sequence[str], folder: Path, tell: Tell) -> Path:
    """Install Python packages, without what they depend on, into a folder; return it. Raise `NotHad`."""
    if not folder.exists():
        tell(f"installing for the bench: {' '.join(packages)}")
        uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        pip = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
        command = [*pip, "install", "--quiet", "--no-deps", "--target", str(folder), *packages]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            raise NotHad(f"{' '.join(packages)}: {done.stderr.strip()[-300:]}")
    return folder


def fresh(folder: Path) -> Path:
    """Return the folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
