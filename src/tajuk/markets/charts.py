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


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and what it shows: `svg` for the eye, `rows` of date and value for a table, newest first."""

    svg: SafeString
    rows: tuple[tuple[str, str], ...]
    low: str
    high: str
    first: str
    last: str


def sparkline(values: Sequence[Decimal], *, label: str, width: int = 120, height: int = 32) -> SafeString:
    """Return a small line without axes, `label` being the sentence that stands for it; empty below two."""
    if len(values) < 2:
        return SafeString("")
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<polyline class="sparkline-line" points="{}" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>',
        label, width, height, width, height, _points(values, width, height),
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
    low, high = min(values), max(values)
    svg = format_html(
        '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-description" '
        'viewBox="0 0 {width} {height}" preserveAspectRatio="none"><title id="{key}-title">{title}</title>'
        '<desc id="{key}-description">{description}</desc><g class="chart-grid" stroke="currentColor" '
        'stroke-opacity="0.15">{grid}</g>'
        '<polygon class="chart-area" points="0,{height} {line} {width},{height}" fill="currentColor" '
        'fill-opacity="0.08"/><polyline class="chart-line" points="{line}" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>',
        key=key, width=width, height=height, title=title, description=description,
        grid=_grid(width, height), line=_points(values, width, height),
    )  # fmt: skip
    return Chart(
        svg=svg,
        rows=tuple(
            (format_date(day, language, weekday=False), format_number(value, decimals, language))
            for day, value in reversed(points)
        ),
        low=format_number(low, decimals, language),
        high=format_number(high, decimals, language),
        first=format_date(points[0][0], language, weekday=False),
        last=format_date(points[-1][0], language, weekday=False),
    )


def _points(values: Sequence[Decimal], width: int, height: int) -> str:
    low, high = min(values), max(values)
    # A line that does not move runs through the middle.
    scale = (height - 2 * _PAD) / float(high - low) if high > low else 0.0
    across = width / (len(values) - 1)
    base = height - _PAD if scale else height / 2
    return " ".join(
        f"{place * across:.1f},{base - float(value - low) * scale:.1f}" for place, value in enumerate(values)
    )


def _grid(width: int, height: int) -> SafeString:
    rows = (_PAD + (height - 2 * _PAD) * part / 4 for part in range(5))
    return format_html_join(
        "", '<path d="M0 {}H{}" vector-effect="non-scaling-stroke"/>', ((f"{row:.1f}", width) for row in rows)
    )
