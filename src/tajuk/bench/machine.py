"""What machine the figures come from, and how busy it was."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tajuk
from tajuk.common import clock

BUSY = 0.5
_PACKAGES = ("Django", "wagtail", "granian", "isal")
_PROGRAMS = {
    "nginx": ("nginx", "-v"),
    "varnish": ("varnishd", "-V"),
    "wrk": ("wrk", "-v"),
    "hugo": ("hugo", "version"),
    "postgresql": ("psql", "--version"),
    "php": ("php", "--version"),
    "mariadb": ("mariadbd", "--version"),
}
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)*")


def load_average() -> float:
    """Return how many processes wanted to run over the last minute, on average."""
    return os.getloadavg()[0]


def describe() -> dict[str, Any]:
    """Return the machine, its system, and the versions of all that is measured."""
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{_system()}, Linux {platform.release()}",
        "load": round(load_average(), 2),
        "versions": {"tajuk": tajuk.__version__, "Python": platform.python_version()}
        | {name: version(name) for name in _PACKAGES}
        | {name: found for name, command in _PROGRAMS.items() if (found := _version(command))},
    }


def warning() -> str | None:
    """Return a line of warning when the machine is busy with something else, None when it is quiet."""
    load = load_average()
    if load <= BUSY * (os.cpu_count() or 1):
        return None
    return (
        f"the machine is busy (load {load:.1f} on {os.cpu_count()} cores): compare ratios and CPU time, "
        "not requests a second or milliseconds"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _system() -> str:
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return platform.system()


def _version(command: tuple[str, ...]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = _VERSION.search(done.stdout + done.stderr)
    return found[0] if found else None
