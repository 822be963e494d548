"""A view that shows a story past the gate fails the house: each way that anybody thought of is tried on it."""

import ast
import re

import pytest

from tests.house.injected import BROKEN, BY_COLUMN, complaints
from tests.house.test_exits import ASKS, named, outside, told_by_a_verdict
from tests.house.tree import PACKAGE, shown

INJECTED = "src/tajuk/site/views/injected.py"


#: What `test_exits.py` asks of each module by name.
ASKED_THERE = ("shows words", "reads text", "makes a verdict")


def test_no_module_reads_a_story_past_the_gate() -> None:
    found = {
        path: told
        for path, tree in outside()
        if (told := [each for each in complaints(path, tree) if not each.startswith(ASKED_THERE)])
    }
    assert found == {}


@pytest.mark.parametrize("way", sorted(BROKEN))
def test_view_that_shows_a_story_past_the_gate_is_caught(way: str) -> None:
    tree = ast.parse(BROKEN[way])
    unasked = [
        keyword
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "whole" and not told_by_a_verdict(keyword.value, function, INJECTED)
    ]
    assert list(complaints(INJECTED, tree)) or unasked, "nobody would have noticed"


def test_who_asks_for_words_by_column_has_asked_the_gate() -> None:
    trees = dict(outside())
    assert set(BY_COLUMN) <= set(trees), "no longer there"
    assert [
        path
        for path, how in BY_COLUMN.items()
        if path in trees and how == "cleared" and not named(trees[path]) & ASKS
    ] == []


def test_templates_get_no_body_of_an_article() -> None:
    reads = re.compile(
        r"\.(?:body|raw_data|stream_data|latest_revision|live_revision|editors_note|usage_terms)\b"
    )
    templates = (PACKAGE / "templates").rglob("*.*")
    assert [
        (shown(path), found[0])
        for path in templates
        for found in reads.finditer(path.read_text(encoding="utf-8"))
    ] == []
