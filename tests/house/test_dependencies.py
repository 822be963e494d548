"""What the package imports when it runs is pinned for those who only run it."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_everything_imported_at_run_time_is_in_the_run_time_pins() -> None:
    pins = (ROOT / "requirements" / "run.txt").read_text()
    pinned = {_plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", pins, re.MULTILINE)}
    homes = packages_distributions()
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "src" / "tajuk").rglob("*.py")
        for name in _imported(ast.parse(path.read_text()))
        if name not in sys.stdlib_module_names and name != "tajuk"
        if not {_plain(home) for home in homes.get(name, [])} & pinned
    }
    assert strangers == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(node: ast.AST) -> Iterator[str]:
    """Yield the first names of what is imported, but for type checkers' own blocks."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _imported(other)
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0]
        yield from _imported(child)
