"""Fill a new data folder with the demo newsroom, and remember how to log in to it."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def accounts() -> str | None:
    """Return the lines that say how to log in, or None when the demo was never made here."""
    try:
        return _file().read_text("utf-8")
    except FileNotFoundError:
        return None


def fill() -> int:
    """Make the demo newsroom in a process of its own; return its exit code."""
    return subprocess.run([sys.executable, "-m", "tajuk.config.demonstration"], check=False).returncode


def main() -> None:
    """Make the demo newsroom, and write down its accounts."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("demo")
    from tajuk.demo.management.commands.demo import log_in_lines

    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text("\n".join(log_in_lines()), "utf-8")


def _file() -> Path:
    return Path(settings.DATA) / "run" / "demo.txt"


if __name__ == "__main__":
    main()
