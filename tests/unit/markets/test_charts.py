"""Charts are plain SVG that the content policy lets through, with a table that says the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tajuk.markets.charts import line_chart, sparkline

SVG = "{http://www.w3.org/2000/svg}"
VALUES = st.lists(
    st.decimals(min_value=-1000, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    min_size=2,
    max_size=60,
)


def points(values: list[Decimal]) -> list[tuple[date, Decimal]]:
    return [(date(2024, 1, 1) + timedelta(days=number), value) for number, value in enumerate(values)]


@given(VALUES)
def test_every_point_lies_within_the_box(values: list[Decimal]) -> None:
    chart = line_chart(
        points(values), key="c", title="T", description="D", language="id", decimals=2, width=100, height=50
    )
    assert chart is not None
    root = etree.fromstring(chart.svg)
    line = root.find("polyline[@class='chart-line']")
    assert line is not None
    pairs = [tuple(map(float, pair.split(","))) for pair in line.get("points", "").split()]
    assert len(pairs) == len(values) == len(chart.rows)
    assert all(0 <= x <= 100.05 and 0 <= y <= 50 for x, y in pairs)


def test_a_chart_names_itself_and_keeps_the_content_policy() -> None:
    title = '<script>"IHSG" & kawan</script>'
    chart = line_chart(
        points([Decimal(7100), Decimal("7141.5")]),
        key="idx",
        title=title,
        description="Naik.",
        language="id",
        decimals=0,
    )
    assert chart is not None
    root = etree.fromstring(chart.svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "idx-title idx-description")
    assert root.findtext("title") == title
    assert "style=" not in chart.svg and "<script>" not in chart.svg and "currentColor" in chart.svg
    assert chart.rows == (("2 Januari 2024", "7.142"), ("1 Januari 2024", "7.100"))
    assert (chart.low, chart.high, chart.first, chart.last) == (
        "7.100",
        "7.142",
        "1 Januari 2024",
        "2 Januari 2024",
    )


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_points_make_no_chart(count: int) -> None:
    few = points([Decimal(1)] * count)
    assert line_chart(few, key="c", title="T", description="D", language="id", decimals=0) is None
    assert sparkline([value for _, value in few], label="x") == ""


def test_a_sparkline_is_small_and_speaks() -> None:
    values = [Decimal(7000 + number * 7 % 50) for number in range(60)]
    svg = sparkline(values, label="IHSG 60 hari: 7.000 ke 7.041")
    assert len(svg) < 1200
    assert etree.fromstring(svg).get("aria-label") == "IHSG 60 hari: 7.000 ke 7.041"


def test_a_value_that_does_not_move_is_a_line_in_the_middle() -> None:
    svg = sparkline([Decimal(5)] * 3, label="x", width=10, height=10)
    assert 'points="0.0,5.0 5.0,5.0 10.0,5.0"' in svg
