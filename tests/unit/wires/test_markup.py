"""Blocks from markup: the quick way gives what the slow way gives, and a second cleaning changes nothing."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.common.sanitize import clean_inline
from tajuk.wires.blocks import Paragraph
from tajuk.wires.markup import blocks_in, html_blocks, parse_html

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from(" \n\t"), max_size=30
)
TEXTS = WORDS.map(lambda text: escape(text).replace("&#x27;", "'").replace("\u00a0", "&nbsp;"))


@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(["", " ", "\n", "\n\n  "]))
def test_bare_paragraphs_are_read_as_a_walk_over_their_tree_reads_them(texts, between):
    markup = between.join(f"<p>{text}</p>" for text in texts)
    assert html_blocks(markup) == blocks_in(parse_html(markup))


TAGS = ("a", "em", "strong", "b", "i", "sup", "q", "span", "font", "script", "u", "s", "code")
TREES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(
        st.sampled_from(TAGS),
        st.sampled_from(
            ["", " href='https://example.com/a?b=1&amp;c=2'", " href='javascript:x'", " onclick='x'"]
        ),
        st.lists(inner, max_size=3),
    ).map(lambda made: f"<{made[0]}{made[1]}>{''.join(made[2])}</{made[0]}>"),
    max_leaves=8,
)


@given(TREES)
def test_what_was_written_anew_passes_the_sanitiser_unchanged(markup):
    for block in html_blocks(f"<div><p>{markup}</p></div>"):
        if isinstance(block, Paragraph):
            cleaned = clean_inline(block.html).replace("&nbsp;", "\u00a0")
            assert cleaned == block.html


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("<p>a <a href='https://x.example/'>b <a href='https://y.example/'>c</a></a></p>", 2),
        ("<p><a href='https://x.example/\"onclick=1'>b</a></p>", 0),
    ],
)
def test_links_stand_within_no_link(markup, html):
    (block,) = html_blocks(markup)
    assert block.html.count("<a ") == html
    assert "onclick" not in block.html or "<a " not in block.html
