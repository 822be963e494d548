"""What each market does today, and the days on which one does not trade: the calendar of the session."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tajuk.common.bilingual import pick
from tajuk.common.clock import WIB
from tajuk.common.notation import Language, format_date, format_time
from tajuk.markets.enums import DayKind, Phase, Rhythm
from tajuk.markets.models import Calendar, TradingDay
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule

_AHEAD: Final = timedelta(days=60)
_MOST_DAYS: Final = 8


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a market's day: its phase, from when until when, and whether it is now."""

    phase: str
    text: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Market:
    """A market now: its name, what it does, when that changes, and its hours of the trading day."""

    name: str
    phase: str
    is_open: bool
    next_change: str
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs: its date, its occasion, what it is, and which markets keep it."""

    date: str
    occasion: str
    kind: str
    markets: str


def markets_now(now: datetime, language: Language) -> list[Market]:
    """Return the markets with an instrument that is shown, as they are at a moment; one query."""
    rows = Calendar.objects.filter(instruments__is_active=True).distinct().order_by("key")
    clocks = schedules()
    found = [_market(row, clocks[row.pk], now, language) for row in rows]
    return sorted(found, key=lambda market: not market.hours)


def _market(row: Calendar, schedule: Schedule, now: datetime, language: Language) -> Market:
    day = schedule.trading_date(now) if schedule.rhythm != Rhythm.IRREGULAR else None
    span, change = schedule.span_at(now), schedule.next_change(now)
    spans = schedule.spans(day) if day is not None and day == schedule.local_date(now) else ()
    phase = schedule.phase_at(now)
    return Market(
        name=pick(row, "name", language),
        phase=str(phase.label),
        is_open=phase in {Phase.SESSION, Phase.PRE_CLOSE},
        next_change=_moment(change, now, language) if change else "",
        hours=tuple(
            Hours(
                str(each.phase.label),
                f"{each.opens.astimezone(WIB):%H:%M}–{format_time(each.closes)}",
                span is not None and each == span,
            )
            for each in spans
        ),
    )


def _moment(when: datetime, now: datetime, language: Language) -> str:
    day = when.astimezone(WIB).date()
    if day == now.astimezone(WIB).date():
        return format_time(when)
    return f"{format_date(day, language).rpartition(' ')[0]}, {format_time(when)}"


def special_days(now: datetime, language: Language) -> list[SpecialDay]:
    """Return the next days on which a market that is shown differs, markets of one occasion together; one query."""
    today = now.astimezone(WIB).date()
    rows = (
        TradingDay.objects.filter(
            date__gte=today, date__lte=today + _AHEAD, calendar__instruments__is_active=True
        )
        .exclude(kind=DayKind.NORMAL)
        .select_related("calendar")
        .distinct()
        .order_by("date", "calendar__key")
    )
    together: dict[tuple[date, str, str], list[str]] = {}
    for row in rows:
        occasion = pick(row, "name", language)
        together.setdefault((row.date, occasion, row.kind), []).append(pick(row.calendar, "name", language))
    return [
        SpecialDay(
            format_date(day, language), occasion, str(DayKind(kind).label), "; ".join(dict.fromkeys(names))
        )
        for (day, occasion, kind), names in list(together.items())[:_MOST_DAYS]
    ]
