"""Charts of instruments' histories in stories: all of a page's in two queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tajuk.articles.body import Block
from tajuk.common import shelf
from tajuk.common.clock import WIB
from tajuk.common.dependencies import note
from tajuk.common.notation import Language
from tajuk.markets import charts
from tajuk.markets.models import DailyBar, Instrument

MOST_ROWS = 250

Points = list[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class FigureChart:
    """A chart with its title, the ends of its axes, and the figures as a table, the newest first."""

    title: str
    svg: SafeString
    low: str
    high: str
    first: str
    last: str
    note: str
    rows: tuple[tuple[str, str], ...]


def charts_of(blocks: Sequence[Block], language: Language, now: datetime) -> dict[str, FigureChart]:
    """Return the charts of those blocks by block id; one without two closes to draw is left out."""
    wanted = [(block.id, block.value) for block in blocks if block.value.get("instrument")]
    if not wanted:
        return {}
    ids = {int(value["instrument"]) for _, value in wanted}
    instruments = shelf.many("active instrument", ids, _load_instruments)
    longest = max((int(value.get("days") or 90) for _, value in wanted), default=0)
    today = now.astimezone(WIB).date()
    closes = _closes(ids & instruments.keys(), today - timedelta(days=longest))
    found = {}
    for key, value in wanted:
        instrument = instruments.get(int(value["instrument"]))
        start = today - timedelta(days=int(value.get("days") or 90))
        points = [point for point in closes[instrument.pk] if point[0] > start] if instrument else []
        if instrument and (chart := chart_of(instrument, points, key, value.get("title") or "", language)):
            found[key] = chart
    return found


def _closes(ids: set[int], since: date) -> dict[int, Points]:
    note(*(f"list:daily-bars:{pk}" for pk in ids))

    def load(missing: list[int]) -> dict[int, Points]:
        rows: dict[int, Points] = defaultdict(list)
        bars = DailyBar.objects.filter(instrument_id__in=missing, date__gt=since).order_by("date")
        for pk, day, close in bars.values_list("instrument_id", "date", "close"):
            rows[pk].append((day, close))
        return rows

    return defaultdict(list, shelf.many(("closes", since), ids, load))


def _load_instruments(ids: list[int]) -> dict[int, Instrument]:
    return {row.pk: row for row in Instrument.objects.filter(pk__in=ids, is_active=True)}


def chart_of(
    instrument: Instrument, points: Points, key: str, title: str, language: Language
) -> FigureChart | None:
    """Return the chart of an instrument's closes, oldest first; nothing below two of them."""
    name = (
        f"{instrument.symbol} - {instrument.name}"
        if instrument.name != instrument.symbol
        else instrument.symbol
    )
    drawn = charts.line_chart(
        points[-MOST_ROWS:],
        key=f"chart-{key}",
        title=title or name,
        description=_("Line chart of daily closes; the same figures stand in the table below."),
        language=language,
        decimals=instrument.decimals_value,
    )
    if drawn is None:
        return None
    unit = f" {instrument.unit}" if instrument.unit else ""
    return FigureChart(
        title=title or name,
        svg=drawn.svg,
        low=drawn.low,
        high=drawn.high,
        first=drawn.first,
        last=drawn.last,
        note=_("%(symbol)s, daily closes.") % {"symbol": instrument.symbol} + unit,
        rows=drawn.rows,
    )
