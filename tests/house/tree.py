"""The repository as the house tests see it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/tajuk"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@cache
def tracked() -> list[Path]:
    """Return the files of the repository: those in git, and those that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def modules() -> Iterator[Path]:
    """Yield the package's Python modules, without migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a module."""
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(found, ast.Call):
            yield found


def shown(path: Path) -> str:
    """Return a path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def first_column(page: str) -> set[str]:
    """Return the code words that stand in the first column of a reference page's tables."""
    rows = (ROOT / page).read_text(encoding="utf-8").splitlines()
    cells = (row.split("|")[1].strip() for row in rows if row.startswith("| `"))
    return {cell.strip("`") for cell in cells}
