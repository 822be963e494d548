"""What the package imports when it runs is pinned for those who only run it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_everything_imported_at_run_time_is_in_the_run_time_pins() -> None:
    pins = (ROOT / "requirements" / "run.txt").read_text()
    pinned = {_plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", pins, re.MULTILINE)}
    extras = _extras()
    homes = packages_distributions()
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "src" / "tajuk").rglob("*.py")
        for name, is_late in _imported(ast.parse(path.read_text()))
        if name not in sys.stdlib_module_names and name != "tajuk"
        # What an extra brings may be imported where it is needed, never when the module is.
        if not {_plain(home) for home in homes.get(name, [])} & (pinned | extras if is_late else pinned)
    }
    assert strangers == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _extras() -> set[str]:
    """Return the packages of the project's extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [each for extra in project["optional-dependencies"].values() for each in extra]
    return {_plain(re.split(r"[^A-Za-z0-9._-]", each)[0]) for each in wanted}


def _imported(node: ast.AST, *, is_late: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the first names of what is imported, and whether within a function; not type checkers' own blocks."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _imported(other, is_late=is_late)
            continue
        if isinstance(child, ast.Import):
            yield from ((alias.name.partition(".")[0], is_late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0], is_late
        yield from _imported(child, is_late=is_late or isinstance(child, ast.FunctionDef))
