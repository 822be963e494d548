"""The one sanitiser: what is allowed, what is not, and that a second pass changes nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.common.sanitize import clean_blocks, clean_inline, safe_href, text_of, too_deep


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("a <b>b</b> <i>c</i>", "a <b>b</b> <i>c</i>"),
        ("<p>a</p>", "a"),
        ("a<script>alert(1)</script>b", "ab"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("<em onclick=x style=y class=z>a</em>", "<em>a</em>"),
        ('<a href="https://a.example/?b=1&amp;c=2">x</a>',
         '<a href="https://a.example/?b=1&amp;c=2" rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="//evil.example">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="/section/story-1">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ("a\x00b\x1bc\u202ed", "abcd"),
    ],
)  # fmt: skip
def test_running_text_keeps_emphasis_and_safe_links_only(html, clean):
    assert clean_inline(html) == clean


def test_blocks_keep_the_shape_of_a_text():
    html = "<h2>A</h2><p>b</p><ul><li>c</li></ul><blockquote>d</blockquote>"
    html += "<table><tbody><tr><td>e</td></tr></tbody></table>"
    assert clean_blocks(html) == html


@pytest.mark.parametrize(
    "href", ["//evil.example", "/\\evil.example", "\\\\evil.example", "evil.html", "?next=x"]
)
def test_own_links_are_paths_of_this_site(href):
    assert "href" not in clean_inline(f'<a href="{href}">x</a>', own_links=True)
    assert 'href="/pasar/x-1"' in clean_inline('<a href="/pasar/x-1">x</a>', own_links=True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<b>b</b>c", "abc"),
        ("<p>a</p><p>b</p>", "a b"),
        ("a<br>b", "a b"),
        ("AT&amp;T &lt;x&gt;", "AT&T <x>"),
        ("<style>p{}</style>a", "a"),
        ("  a \n b\u00a0c ", "a b c"),
    ],
)
def test_the_text_of_markup_is_one_line(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", True), ("mailto:a@b.example", True), ("http://a", True), ("HTTPS://A", True),
        ("javascript:alert(1)", False), ("//a.example", False), ("/x", False), ("", False), (None, False),
        ("https:a", False), ("https://", False), ("java\tscript:x", False), ('https://a" onclick="x', False),
        ("ftp://a", False), ("https://a b", False),
    ],
)  # fmt: skip
def test_an_address_is_kept_whole_or_not_at_all(url, kept):
    assert safe_href(url) == (url if kept else "")


@given(st.text(alphabet="<>/abip \"'=&;#x!-[]hrefscript:\n", max_size=200))
def test_a_second_pass_changes_nothing(html):
    once = clean_blocks(html)
    assert clean_blocks(once) == once
    assert clean_inline(clean_inline(html)) == clean_inline(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x",
        "<b><i>" * 50_000,
        "<p " + "a=1 " * 100_000 + ">x",
        "<" * 200_000,
        "&" * 200_000,
    ],
)
def test_markup_made_to_take_long_does_not(html):
    started = time.perf_counter()
    clean_inline(html)
    clean_blocks(html)
    text_of(html)
    assert time.perf_counter() - started < 4


def test_an_honest_long_text_is_not_too_deep():
    assert not too_deep("<p>a <b>b</b><br>c</p>" * 2000 + "<p>x" * 2000)
