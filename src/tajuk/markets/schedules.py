"""The schedules of all markets, read from the database and kept for a minute."""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tajuk.markets.enums import DayKind, Phase, Rhythm
from tajuk.markets.models import Calendar, SessionTemplate, TradingDay
from tajuk.markets.sessions import Hours, Schedule

# The bar is composed every few seconds and hours change a few times a year. Another process's edit of a
# calendar is seen after this many seconds; one's own at once (`forget`).
_KEPT_SECONDS = 60.0


@dataclass(slots=True)
class _Kept:
    schedules: Mapping[int, Schedule]
    until: float


_kept = _Kept({}, 0.0)


def forget() -> None:
    """Read the calendars anew at the next question."""
    _kept.until = 0.0


def schedules() -> Mapping[int, Schedule]:
    """Return every market's schedule by the id of its calendar."""
    if time.monotonic() >= _kept.until:
        _kept.schedules = _read()
        _kept.until = time.monotonic() + _KEPT_SECONDS
    return _kept.schedules


def _read() -> dict[int, Schedule]:
    hours: dict[int, list[Hours]] = defaultdict(list)
    for line in SessionTemplate.objects.order_by():
        hours[line.calendar_id].append(
            Hours(
                line.weekday,
                Phase(line.phase),
                line.opens,
                line.closes,
                line.valid_from,
                line.valid_to,
                DayKind(line.day_kind),
                line.opens_day_before,
            )
        )
    days: dict[int, dict[date, DayKind]] = defaultdict(dict)
    for calendar, day, kind in TradingDay.objects.order_by().values_list("calendar_id", "date", "kind"):
        days[calendar][day] = DayKind(kind)
    return {
        row.pk: Schedule(row.tzinfo, Rhythm(row.rhythm), hours[row.pk], days[row.pk])
        for row in Calendar.objects.order_by()
    }
