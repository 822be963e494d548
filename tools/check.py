"""Run every check that `make check` promises, two at a time; fail at the end, naming those that failed."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import node

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv/bin"
TEST = {"DJANGO_SETTINGS_MODULE": "tajuk.config.settings.test"}
# Made values: the production settings refuse to start without them, and `check --deploy` needs no database.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.production",
    "TAJUK_SECRET_KEY": "made-for-the-deployment-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "TAJUK_ADDRESS": "https://news.example",
    "TAJUK_HOSTS": "news.example",
    "TAJUK_DATABASE": "postgres://newsroom:made@db.example:5432/newsroom",
}


@dataclass(frozen=True)
class Check:
    """One check: its name, its command line (or a function that makes it), and what its environment adds."""

    name: str
    command: list[str] | Callable[[], list[str]]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How one check went: exit code, what it printed, and how many seconds it took."""

    check: Check
    code: int
    said: str
    seconds: float


def tool(name: str, *arguments: str) -> list[str]:
    """Return the command line of a tool that stands in the environment."""
    return [str(BIN / name), *arguments]


def django(*arguments: str) -> list[str]:
    """Return the command line of a Django management command."""
    return tool("python", "-m", "django", *arguments)


def desk_templates() -> list[str]:
    """Return the folders of Django templates, one for each app that has them."""
    return [str(path) for path in sorted(ROOT.glob("src/tajuk/*/templates")) if path.is_dir()]


def templates(name: str, folders: list[str], *options: str) -> list[Check]:
    """Return the check of the folders that hold a template; djlint takes having none for a failure."""
    filled = [folder for folder in folders if next((ROOT / folder).rglob("*.html"), None)]
    return [Check(name, tool("djlint", "--lint", "--quiet", *options, *filled))] if filled else []


def checks() -> list[Check]:
    """Return all checks, the slow ones first so that the two lanes end together."""
    return [
        Check("types (mypy)", tool("mypy")),
        Check(
            "scripts (eslint)",
            lambda: node.run(
                "eslint",
                "--max-warnings",
                "0",
                "--no-warn-ignored",
                "--pass-on-no-patterns",
                "--no-error-on-unmatched-pattern",
                "src",
            ),
        ),
        Check(
            "styles (stylelint)",
            lambda: node.run("stylelint", "--allow-empty-input", "--max-warnings", "0", "src/**/*.css"),
        ),
        *templates("desk templates (djlint)", desk_templates()),
        *templates("reader templates (djlint)", ["src/tajuk/templates"], "--profile", "jinja"),
        Check("layers (import-linter)", tool("lint-imports", "--cache-dir", ".cache/import-linter")),
        Check("migrations", django("makemigrations", "--check", "--dry-run"), TEST),
        Check("deployment", django("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Check("code (ruff check)", tool("ruff", "check", "--quiet", "--output-format", "concise", ".")),
        Check(
            "format (ruff format)",
            tool("ruff", "format", "--check", "--quiet", "--output-format", "concise", "."),
        ),
    ]


def carry_out(check: Check) -> Outcome:
    """Run one check and keep what it printed."""
    started = time.monotonic()
    try:
        command = check.command() if callable(check.command) else check.command
    except node.Missing as missing:
        return Outcome(check, 1, str(missing), time.monotonic() - started)
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | check.environment, capture_output=True, text=True, check=False
    )
    return Outcome(check, done.returncode, done.stdout + done.stderr, time.monotonic() - started)


def tell(outcome: Outcome) -> None:
    """Print one line for a check, and what it found when it failed."""
    print(
        f"{'ok  ' if outcome.code == 0 else 'FAIL'} {outcome.seconds:6.1f} s  {outcome.check.name}",
        flush=True,
    )
    if outcome.code:
        print(outcome.said.strip() or f"exit code {outcome.code}", flush=True)


@contextlib.contextmanager
def scratch() -> Iterator[None]:
    """Give every check one temporary folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tajuk-check-") as folder:
        os.environ |= {"TMPDIR": folder, "TAJUK_DATA": str(Path(folder, "data"))}
        yield


def main() -> int:
    """Run the checks; return 0 when all are right, 1 otherwise."""
    wanted = [
        check for check in checks() if not sys.argv[1:] or any(word in check.name for word in sys.argv[1:])
    ]
    failed = []
    with scratch(), ThreadPoolExecutor(2) as lanes:
        for future in [lanes.submit(carry_out, check) for check in wanted]:
            outcome = future.result()
            tell(outcome)
            if outcome.code:
                failed.append(outcome.check.name)
    if failed:
        print(f"{len(failed)} of {len(wanted)} checks failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
