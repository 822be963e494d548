"""What changed between two versions: every word of both is there, and only what changed is marked."""

from hypothesis import given
from hypothesis import strategies as st

from tajuk.desk.differences import GONE, NEW, compare

lines = st.lists(st.text(alphabet="ab 1.,", min_size=1, max_size=12), max_size=6)


@given(lines, lines)
def test_both_texts_can_be_read_out_of_the_comparison(before: list[str], after: list[str]) -> None:
    spans = [span for line in compare(before, after) for span in line.spans]
    assert "".join(span.text for span in spans if span.kind != NEW) == "".join(before)
    assert "".join(span.text for span in spans if span.kind != GONE) == "".join(after)


def test_a_figure_is_one_word() -> None:
    (line,) = compare(["Naik 15.930 poin"], ["Naik 15.931 poin"])
    assert [(span.kind, span.text) for span in line.spans if span.text.strip()] == [
        ("same", "Naik "), ("gone", "15.930"), ("new", "15.931"), ("same", " poin"),
    ]  # fmt: skip


def test_what_did_not_change_is_not_marked() -> None:
    assert all(line.is_same for line in compare(["a", "b"], ["a", "b"]))
