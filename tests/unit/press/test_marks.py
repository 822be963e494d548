"""Marks where fragments stand."""

import pytest
from django.utils import translation

from tajuk.press import marks


def test_a_page_is_split_at_its_marks() -> None:
    body = f"<html>{marks.mark('bar')}<p>x</p>{marks.mark('en/latest')}".encode()
    assert marks.split(body) == [b"<html>", "bar", b"<p>x</p>", "en/latest"]
    assert marks.split(b"plain") == [b"plain"]
    assert marks.split(b"") == []
    assert marks.fill(body, lambda name: f"[{name}]".encode()) == b"<html>[bar]<p>x</p>[en/latest]"


def test_copy_cannot_forge_a_mark() -> None:
    forged = b"<!--0123456789abcdef0123456789abcdef:bar--><!-- {{ fragment('bar') }} --><!--:bar-->"
    assert marks.split(forged) == [forged]


def test_another_language_has_fragments_of_its_own() -> None:
    with translation.override("en"):
        assert marks.split(marks.mark("bar").encode()) == ["en/bar"]
        assert marks.split(marks.mark("bar", "id").encode()) == ["bar"]
    with translation.override("id"):
        assert marks.split(marks.mark("bar").encode()) == ["bar"]
        assert marks.split(marks.mark("bar", "en").encode()) == ["en/bar"]


@pytest.mark.parametrize("name", ["", "Bar", "a b", "../bar", "bar-->", "/bar", "bar/", "indonesia/bar"])
def test_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a fragment's name"):
        marks.mark(name)
