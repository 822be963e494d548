"""The charts of an instrument's page: one for each range of time, with its table, and one beside another instrument."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tajuk.common.clock import WIB
from tajuk.common.notation import (
    MINUS,
    UNKNOWN,
    Language,
    format_date,
    format_number,
    format_percent,
    format_time,
)
from tajuk.markets import charts
from tajuk.markets.charts import Line
from tajuk.markets.histories import History
from tajuk.markets.models import Instrument

Points = Sequence[tuple[datetime, Decimal]] | Sequence[tuple[date, Decimal]]


class Range(Enum):
    """How far back a chart goes."""

    DAY = "1D"
    WEEK = "5D"
    MONTH = "1M"
    HALF = "6M"
    YEAR_TO_DATE = "YTD"
    YEAR = "1Y"
    FIVE_YEARS = "5Y"


_BACK: Final = {Range.MONTH: 31, Range.HALF: 183, Range.YEAR: 366, Range.FIVE_YEARS: 5 * 366}


@dataclass(frozen=True, slots=True)
class RangeChart:
    """A chart of one range: its short and its long name, the ends of its axes, what it changed, and a table."""

    key: str
    label: str
    name: str
    svg: SafeString
    low: str
    high: str
    first: str
    last: str
    change: str
    way: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two instruments from the same day on, in per cent: the lines' names with what each changed, and a table."""

    svg: SafeString
    names: tuple[str, str]
    changes: tuple[str, str]
    low: str
    high: str
    first: str
    last: str
    rows: tuple[tuple[str, str, str], ...]


def name_of(which: Range) -> str:
    """Return a range's name in the reader's language."""
    return {
        Range.DAY: pgettext("range of a chart", "One day"),
        Range.WEEK: pgettext("range of a chart", "Five days"),
        Range.MONTH: pgettext("range of a chart", "One month"),
        Range.HALF: pgettext("range of a chart", "Six months"),
        Range.YEAR_TO_DATE: pgettext("range of a chart", "This year"),
        Range.YEAR: pgettext("range of a chart", "One year"),
        Range.FIVE_YEARS: pgettext("range of a chart", "Five years"),
    }[which]


def label_of(which: Range) -> str:
    """Return the few letters of a range in the reader's language."""
    return {
        Range.DAY: pgettext("short range of a chart", "1D"),
        Range.WEEK: pgettext("short range of a chart", "5D"),
        Range.MONTH: pgettext("short range of a chart", "1M"),
        Range.HALF: pgettext("short range of a chart", "6M"),
        Range.YEAR_TO_DATE: pgettext("short range of a chart", "YTD"),
        Range.YEAR: pgettext("short range of a chart", "1Y"),
        Range.FIVE_YEARS: pgettext("short range of a chart", "5Y"),
    }[which]


def range_charts(
    instrument: Instrument,
    history: History,
    minutes: Sequence[tuple[datetime, Decimal]],
    *,
    today: date,
    previous: Decimal | None,
    language: Language,
) -> list[RangeChart]:
    """Return the charts, the shortest range first; one without two points to draw has no picture.

    Those of days are of closes, kept with the history; those of minutes are drawn anew. `previous` is the close
    that today's change is told against.
    """
    found = [_of_minutes(which, instrument, minutes, previous, language) for which in (Range.DAY, Range.WEEK)]
    for which in list(Range)[2:]:
        start = (
            today.replace(month=1, day=1) if which is Range.YEAR_TO_DATE else today - timedelta(_BACK[which])
        )
        key = (which, start, language, instrument.decimals_value, instrument.name)
        found.append(history.once(key, _daily(which, instrument, history, start, language)))
    return [chart or _empty(which) for which, chart in zip(Range, found, strict=True)]


def _empty(which: Range) -> RangeChart:
    key = which.value.lower()
    return RangeChart(
        key, label_of(which), name_of(which), SafeString(""), "", "", "", "", UNKNOWN, "unknown", ()
    )


def _daily(
    which: Range, instrument: Instrument, history: History, start: date, language: Language
) -> Callable[[], RangeChart | None]:
    def make() -> RangeChart | None:
        points = history.since(start)
        if which is Range.YEAR_TO_DATE and len(points) < len(history.days):
            # This year's change is told against the last close of the year before.
            before = [point for point in history.since(start - timedelta(days=15)) if point[0] < start]
            points = [*before[-1:], *points]
        return _chart(which, instrument, points, language, base=None)

    return make


def _of_minutes(
    which: Range,
    instrument: Instrument,
    minutes: Sequence[tuple[datetime, Decimal]],
    previous: Decimal | None,
    language: Language,
) -> RangeChart | None:
    if which is Range.DAY and minutes:
        last = minutes[-1][0].astimezone(WIB).date()
        minutes = [point for point in minutes if point[0].astimezone(WIB).date() == last]
    return _chart(which, instrument, minutes, language, base=previous if which is Range.DAY else None)


def _chart(
    which: Range, instrument: Instrument, points: Points, language: Language, *, base: Decimal | None
) -> RangeChart | None:
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    start, end = base or values[0], values[-1]
    decimals, name = instrument.decimals_value, name_of(which)
    low, high = min(values), max(values)
    percent = (end - start) / abs(start) * 100 if start else None
    change = format_percent(percent, language, minus=MINUS, plus="+")
    return RangeChart(
        key=which.value.lower(),
        label=label_of(which),
        name=name,
        svg=charts.drawing(
            [Line(charts.thinned([float(value) for value in values]))],
            key=f"range-{which.value.lower()}",
            title=f"{instrument.symbol}, {name}",
            description=_("From %(start)s to %(end)s: %(change)s; lowest %(low)s, highest %(high)s.")
            % {
                "start": _when(points[0][0], language), "end": _when(points[-1][0], language), "change": change,
                "low": format_number(low, decimals, language), "high": format_number(high, decimals, language),
            },
            base=float(base) if base is not None else None,
        ),
        low=format_number(low, decimals, language),
        high=format_number(high, decimals, language),
        first=_when(points[0][0], language),
        last=_when(points[-1][0], language),
        change=change,
        way="flat" if end == start else "up" if end > start else "down",
        rows=tuple(
            (_when(when, language), format_number(value, decimals, language))
            for when, value in reversed(_told(which, points))
        ),
    )  # fmt: skip


def _told(which: Range, points: Points) -> list[tuple[datetime | date, Decimal]]:
    """Return the points that the table tells: the last of each half hour, day, week or month."""
    last: dict[object, tuple[datetime | date, Decimal]] = {}
    for when, value in points:
        last[_bucket(which, when)] = (when, value)
    return list(last.values())


def _bucket(which: Range, when: datetime | date) -> object:
    if isinstance(when, datetime):
        seconds = int(when.timestamp())
        return seconds // (1_800 if which is Range.DAY else 10_800)
    if which is Range.MONTH:
        return when
    return (when.year, when.month) if which is Range.FIVE_YEARS else when.isocalendar()[:2]


def _when(when: datetime | date, language: Language) -> str:
    if isinstance(when, datetime):
        local = when.astimezone(WIB)
        day, month, _year = format_date(local.date(), language, weekday=False).split()
        return f"{day} {month[:3]} / {format_time(local)}"
    return format_date(when, language, weekday=False)


def compared(
    one: Instrument, other: Instrument, history: History, beside: History, *, today: date, language: Language
) -> Comparison | None:
    """Return a year of both from their first common day on, in per cent; nothing below two common days."""
    start = today - timedelta(_BACK[Range.YEAR])

    def make() -> Comparison | None:
        second = dict(beside.since(start))
        both = [(day, close, second[day]) for day, close in history.since(start) if day in second]
        if len(both) < 2 or not both[0][1] or not both[0][2]:
            return None
        return _comparison(one, other, both, language)

    return history.once(("compared", other.symbol, beside.stamp, start, language), make)


def _comparison(
    one: Instrument, other: Instrument, both: list[tuple[date, Decimal, Decimal]], language: Language
) -> Comparison:
    first = both[0]
    lines = [[(row[1] / first[1] - 1) * 100 for row in both], [(row[2] / first[2] - 1) * 100 for row in both]]
    names = (one.symbol, other.symbol)

    def text(figure: Decimal) -> str:
        return format_percent(figure, language, minus=MINUS, plus="+")

    months = {row[0].replace(day=1): number for number, row in enumerate(both)}
    every = [float(value) for line in lines for value in line]
    return Comparison(
        svg=charts.drawing(
            [Line(charts.thinned([float(value) for value in line]), name)
             for line, name in zip(lines, ("chart-line", "chart-line chart-line--other"), strict=True)],
            key="compared",
            title=_("%(one)s and %(other)s in per cent") % {"one": names[0], "other": names[1]},
            description=_("Since %(day)s: %(one)s %(change)s, %(other)s %(beside)s.")
            % {"day": format_date(first[0], language, weekday=False), "one": names[0], "other": names[1],
               "change": text(lines[0][-1]), "beside": text(lines[1][-1])},
            base=0.0,
        ),
        names=names,
        changes=(text(lines[0][-1]), text(lines[1][-1])),
        low=text(Decimal(str(min(every)))),
        high=text(Decimal(str(max(every)))),
        first=format_date(first[0], language, weekday=False),
        last=format_date(both[-1][0], language, weekday=False),
        rows=tuple(
            (format_date(both[number][0], language, weekday=False), text(lines[0][number]), text(lines[1][number]))
            for number in reversed(months.values())
        ),
    )  # fmt: skip
