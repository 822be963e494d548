"""What the pages of instruments show beside the quote itself: key figures, ranges, charts, tiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from tajuk.common.notation import UNKNOWN, Language, format_number, format_time
from tajuk.markets.enums import Kind
from tajuk.markets.histories import history_of, minutes_of
from tajuk.markets.models import Instrument
from tajuk.markets.queries import InstrumentPage
from tajuk.markets.ranges import Comparison, RangeChart, compared, range_charts
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import BarItem


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a value stands between the lowest and the highest of a time, in per cent of the way."""

    name: str
    low: str
    high: str
    place: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """The charts of an instrument's page."""

    ranges: list[RangeChart]
    chosen: str
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of the heat map: `heat` from -3 to 3."""

    item: BarItem
    heat: int


def key_figures(page: InstrumentPage, language: Language) -> list[Figure]:
    """Return the figures of the day and the year, `–` for those that are not known, and the state of the market."""
    decimals = page.instrument.decimals_value

    def text(figure: Decimal | int | None, places: int = decimals) -> str:
        return UNKNOWN if figure is None else format_number(figure, places, language)

    figures = [
        Figure(_("Previous close"), text(page.item.previous_close)),
        Figure(_("Open"), text(page.open)),
        Figure(_("High"), text(page.high)),
        Figure(_("Low"), text(page.low)),
        Figure(_("52-week high"), text(page.year_high)),
        Figure(_("52-week low"), text(page.year_low)),
        Figure(_("Volume"), text(page.volume, 0)),
        Figure(_("Market"), str(page.phase.label)),
    ]
    if page.next_change:
        figures.append(Figure(_("Next change"), format_time(page.next_change)))
    return figures


def extents(page: InstrumentPage, language: Language) -> list[Extent]:
    """Return the range of the day and of 52 weeks, those that are known, with the value's place in each."""
    told = (
        (_("Range of the day"), page.low, page.high),
        (_("Range of 52 weeks"), page.year_low, page.year_high),
    )
    found = []
    for name, low, high in told:
        value = page.item.value
        if value is None or low is None or high is None or high <= low:
            continue
        place = float((min(max(value, low), high) - low) / (high - low) * 100)
        ends = [format_number(end, page.instrument.decimals_value, language) for end in (low, high)]
        found.append(Extent(name, ends[0], ends[1], round(place, 1)))
    return found


def drawings(page: InstrumentPage, others: Sequence[Instrument], now: datetime, language: Language) -> Drawn:
    """Return the charts of every range, and a year beside the first index of `others`."""
    row = page.instrument
    today = schedules()[row.calendar_id].local_date(now)
    history = history_of(row, today)
    charts = range_charts(
        row, history, minutes_of(row, now), today=today, previous=page.item.previous_close, language=language
    )
    other = next((each for each in others if each.kind == Kind.INDEX), None)
    comparison = (
        compared(row, other, history, history_of(other, today), today=today, language=language)
        if other
        else None
    )
    keys = [chart.key for chart in charts]
    return Drawn(
        charts, next((key for key in ("1d", "1m") if key in keys), keys[0] if keys else ""), comparison
    )


def tiles(items: Sequence[BarItem]) -> list[Tile]:
    """Return the tiles of the heat map: indices of sectors and shares whose change is known, the best first."""
    known = [
        item for item in items if item.kind in {Kind.INDEX, Kind.EQUITY} and item.change_percent is not None
    ]
    known.sort(key=lambda item: item.change_percent or Decimal(), reverse=True)
    return [Tile(item, _heat(item.change_percent or Decimal())) for item in known]


def _heat(percent: Decimal) -> int:
    strength = (
        0
        if not percent
        else 1
        if abs(percent) < Decimal("0.5")
        else 2
        if abs(percent) < Decimal("1.5")
        else 3
    )
    return strength if percent > 0 else -strength
