"""Line charts as SVG made on the server: no script, no inline style, and a table that says the same.

Colours and widths are the style sheet's (`currentColor`, classes): the content policy allows no `style`
attribute. `preserveAspectRatio` and `vector-effect` let a chart take any width without thicker lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tajuk.common.notation import Language, format_date, format_number

_PAD = 4
# More points than this are no finer on any screen: each bucket then keeps its lowest and its highest.
MOST_POINTS = 320


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and what it shows: `svg` for the eye, `rows` of date and value for a table, newest first."""

    svg: SafeString
    rows: tuple[tuple[str, str], ...]
    low: str
    high: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a drawing: its values at even steps, and its class."""

    values: Sequence[float]
    name: str = "chart-line"


def sparkline(values: Sequence[Decimal], *, label: str, width: int = 120, height: int = 32) -> SafeString:
    """Return a small line without axes, `label` being the sentence that stands for it; empty below two."""
    if len(values) < 2:
        return SafeString("")
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<polyline class="sparkline-line" points="{}" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>',
        label, width, height, width, height, _points([float(value) for value in values], width, height),
    )  # fmt: skip


def line_chart(
    points: Sequence[tuple[date, Decimal]],
    *,
    key: str,
    title: str,
    description: str,
    language: Language,
    decimals: int,
    width: int = 640,
    height: int = 240,
) -> Chart | None:
    """Return a chart of dated values, oldest first, with its table; nothing below two points.

    `key` makes the ids of title and description unique on a page.
    """
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    return Chart(
        svg=drawing(
            [Line([float(value) for value in values])],
            key=key, title=title, description=description, width=width, height=height,
        ),
        rows=tuple(
            (format_date(day, language, weekday=False), format_number(value, decimals, language))
            for day, value in reversed(points)
        ),
        low=format_number(min(values), decimals, language),
        high=format_number(max(values), decimals, language),
        first=format_date(points[0][0], language, weekday=False),
        last=format_date(points[-1][0], language, weekday=False),
    )  # fmt: skip


def drawing(
    lines: Sequence[Line],
    *,
    key: str,
    title: str,
    description: str,
    base: float | None = None,
    width: int = 640,
    height: int = 240,
) -> SafeString:
    """Return lines over one scale; a single one with its area below, `base` as a level across.

    `key` makes the ids of title and description unique on a page.
    """
    values = [value for line in lines for value in line.values] + ([] if base is None else [base])
    low, high = min(values), max(values)
    drawn = [(line.name, _points(line.values, width, height, low=low, high=high)) for line in lines]
    area = (
        format_html(
            '<polygon class="chart-area" points="0,{} {} {},{}" fill="currentColor" fill-opacity="0.08"/>',
            height, drawn[0][1], width, height,
        )
        if len(drawn) == 1
        else ""
    )  # fmt: skip
    level = (
        format_html(
            '<path class="chart-base" d="M0 {}H{}" stroke="currentColor" stroke-opacity="0.55" stroke-dasharray="4 4" '
            'vector-effect="non-scaling-stroke"/>',
            f"{_across(base, low, high, height):.1f}", width,
        )
        if base is not None
        else ""
    )  # fmt: skip
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-description" '
        'viewBox="0 0 {width} {height}" preserveAspectRatio="none"><title id="{key}-title">{title}</title>'
        '<desc id="{key}-description">{description}</desc><g class="chart-grid" stroke="currentColor" '
        'stroke-opacity="0.15">{grid}</g>{level}{area}{lines}</svg>',
        key=key, width=width, height=height, title=title, description=description, level=level, area=area,
        grid=_grid(width, height),
        lines=format_html_join(
            "",
            '<polyline class="{}" points="{}" fill="none" stroke="currentColor" '
            'stroke-width="2" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>',
            drawn,
        ),
    )  # fmt: skip


def thinned(values: Sequence[float], most: int = MOST_POINTS) -> Sequence[float]:
    """Return at most so many of the values, with every peak and trough that one could see."""
    if len(values) <= most:
        return values
    size = len(values) / (most // 2 - 1)
    kept = [values[0]]
    for number in range(most // 2 - 1):
        bucket = values[round(number * size) : round((number + 1) * size)]
        low, high = min(bucket), max(bucket)
        kept += [low, high] if bucket.index(low) <= bucket.index(high) else [high, low]
    return [*kept, values[-1]]


def _points(
    values: Sequence[float], width: int, height: int, *, low: float | None = None, high: float | None = None
) -> str:
    low, high = min(values) if low is None else low, max(values) if high is None else high
    # A line that does not move runs through the middle.
    scale = (height - 2 * _PAD) / (high - low) if high > low else 0.0
    across = width / (len(values) - 1)
    base = height - _PAD if scale else height / 2
    return " ".join(
        [f"{place * across:.1f},{base - (value - low) * scale:.1f}" for place, value in enumerate(values)]
    )


def _across(value: float, low: float, high: float, height: int) -> float:
    return height - _PAD - (value - low) * ((height - 2 * _PAD) / (high - low)) if high > low else height / 2


def _grid(width: int, height: int) -> SafeString:
    rows = (_PAD + (height - 2 * _PAD) * part / 4 for part in range(5))
    return format_html_join(
        "", '<path d="M0 {}H{}" vector-effect="non-scaling-stroke"/>', ((f"{row:.1f}", width) for row in rows)
    )
