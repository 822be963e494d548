"""What the desk says of a file that could not be read is said in its language, whatever the reader of it wrote."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import tajuk.wires
from tajuk.desk import unreadable
from tajuk.desk.unreadable import LINES, in_words

WIRES = Path(tajuk.wires.__file__).parent
SAYING = {"Unreadable", "refuse_above"}


def said() -> Iterator[tuple[str, set[str]]]:
    """Yield each line that a reader of wires may write, with one letter (or nothing) for what varies in it."""
    for path in sorted(WIRES.rglob("*.py")):
        if path.name == "limits.py":
            continue  # `refuse_above` itself: what it is called with stands where it is called
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in SAYING
                and node.args
            ):
                for text in texts(node.args[-1]):
                    more = (
                        {f"more than 9 {each}" for each in text} if node.func.id == "refuse_above" else text
                    )
                    yield f"{path.name}:{node.lineno}", more


def texts(node: ast.expr) -> list[set[str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [{node.value}]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        parts = [[part.value] if isinstance(part, ast.Constant) else ["x", ""] for part in node.values]
        return [{"".join(map(str, chosen)) for chosen in product(*parts)}]
    return []  # a name: what it stands for is written elsewhere


def is_known(line: str) -> bool:
    return any(pattern.fullmatch(line) for _line, pattern in unreadable._patterns())


def test_every_line_that_wires_write_has_its_words() -> None:
    found = list(said())
    assert len(found) > 50
    unknown = [(place, lines) for place, lines in found if not any(map(is_known, lines))]
    # These begin with what the bytes are: a JPEG picture that is damaged, a ZIP archive, not a story.
    assert [
        (place, lines)
        for place, lines in unknown
        if not any(line.startswith(("x", " ", ",")) for line in lines)
    ] == []


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("too large: 12,345 bytes, more than 10,000", "too large: %(size)s bytes, more than %(most)s"),
        ("XML of a kind that is not known (<x>)", "XML of a kind that is not known (<%(name)s>)"),
        ("a PNG picture that is damaged", "a PNG picture that is damaged"),
        ("more than 2,000,000 characters in one text", "more than %(most)s characters in one text"),
    ],
)
def test_what_varies_is_kept(monkeypatch: pytest.MonkeyPatch, reason: str, line: str) -> None:
    monkeypatch.setattr(unreadable, "gettext", lambda message: f"[{message}]")
    assert line in LINES
    assert in_words(reason) == f"[{reason}]"


def test_what_is_not_known_is_shown_as_it_was_written() -> None:
    assert in_words("something else <b>") == "something else <b>"
