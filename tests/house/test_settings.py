"""Every setting and every environment variable is in the reference, and the reference names no other."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, calls, first_column, modules

READERS = {"text", "whole", "flag", "names", "require"}
PAGE = "docs/reference/settings.md"


def variables() -> Iterator[str]:
    for path in modules():
        for call in calls(path):
            if is_read(call):
                yield from (word.value for word in call.args if is_variable(word))


def is_read(call: ast.Call) -> bool:
    """Say whether a call reads the environment: `env.text("…")`, and in `env.py` itself `text("…")`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in READERS | {"get"}


def is_variable(word: ast.expr) -> bool:
    return isinstance(word, ast.Constant) and str(word.value).startswith("TAJUK_")


def names() -> Iterator[str]:
    for path in sorted((PACKAGE / "config/settings").glob("*.py")):
        for line in ast.parse(path.read_text()).body:
            targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
            yield from (name.id for name in targets if isinstance(name, ast.Name) and name.id.isupper())


@pytest.mark.parametrize("found", [variables, names])
def test_everything_that_can_be_set_is_in_the_reference(found):
    assert set(found()) - first_column(PAGE) == set()


def test_the_reference_names_nothing_that_cannot_be_set():
    assert first_column(PAGE) - set(variables()) - set(names()) == set()
