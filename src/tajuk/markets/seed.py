"""Fill a newsroom with the demo's calendars, instruments, quotes and simulated history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction

from tajuk.markets.enums import DayKind, Phase, Provenance, Rhythm
from tajuk.markets.models import (
    Calendar,
    DailyBar,
    Instrument,
    IntradayBar,
    Provider,
    ProviderLink,
    Quote,
    SessionTemplate,
    TradingDay,
)  # fmt: skip
from tajuk.markets.models.instruments import slug_of_symbol
from tajuk.markets.providers import simulator
from tajuk.markets.schedules import forget, schedules
from tajuk.markets.seed_minutes import minutes_of
from tajuk.markets.sessions import Schedule
from tajuk.markets.specs import Spec, calendars, instruments

# Five years and some weeks, so that a chart of five years is whole.
HISTORY: Final = timedelta(days=5 * 366 + 30)
_LICENCE_ID: Final = "Data simulasi untuk demo, bukan data pasar."
_LICENCE_EN: Final = "Simulated data for the demo, not market data."


@dataclass(frozen=True, slots=True)
class Seeded:
    """How much a seeding added."""

    calendars: int
    instruments: int
    bars: int


@transaction.atomic
def seed_markets(*, now: datetime, history: timedelta = HISTORY) -> Seeded:
    """Add the demo's calendars, instruments, quotes and history that are not there yet; leave the rest alone.

    Quotes stand at the figures of the design, as of the market's last moment by `now`; days go back as far as
    `history`.
    """
    added_calendars = seed_calendars()
    forget()
    providers = [_simulator(), _push()]
    known = set(Instrument.objects.values_list("symbol", flat=True))
    specs = [spec for symbol, spec in instruments().items() if symbol not in known]
    rows = _add_instruments(specs, providers)
    bars = _add_figures(specs, rows, providers[0], now, history)
    return Seeded(added_calendars, len(rows), bars)


@transaction.atomic
def seed_calendars() -> int:
    """Add the calendars that are not there yet, with hours and special days; return how many."""
    told = calendars()
    known = set(Calendar.objects.values_list("key", flat=True))
    added = [row for row in told["calendar"] if row["key"] not in known]
    for row in added:
        fields = {name: row[name] for name in ("key", "name_id", "name_en", "zone", "rhythm")}
        calendar = Calendar.objects.create(**fields, source=" ".join(row["source"].split()))
        SessionTemplate.objects.bulk_create(_hours(calendar, row.get("hours", [])))
        TradingDay.objects.bulk_create(_days(calendar, told["holidays"], row["holidays"]))
    forget()
    return len(added)


def _hours(calendar: Calendar, groups: Sequence[Mapping[str, Any]]) -> Iterator[SessionTemplate]:
    for group in groups:
        for weekday in group["weekdays"]:
            for phase, opens, closes in group["spans"]:
                yield SessionTemplate(
                    calendar=calendar,
                    weekday=weekday,
                    phase=phase,
                    opens=time.fromisoformat(opens),
                    closes=time.fromisoformat(closes),
                    valid_from=group["valid_from"],
                    valid_to=group.get("valid_to"),
                    day_kind=group.get("day_kind", DayKind.NORMAL),
                    opens_day_before=group.get("opens_day_before", False),
                )


def _days(
    calendar: Calendar, sets: Sequence[Mapping[str, Any]], wanted: Sequence[str]
) -> Iterator[TradingDay]:
    for group in sets:
        if group["set"] in wanted:
            for day, name_id, name_en in group["days"]:
                yield TradingDay(
                    calendar=calendar, date=day, kind=DayKind.CLOSED, name_id=name_id, name_en=name_en,
                    source=group["source"], is_provisional=group.get("provisional", False),
                )  # fmt: skip


def _simulator() -> Provider:
    # Now and then a feed is down, a value leaps or comes with its point misplaced: a desk has something to look at.
    weather = {"outages": 0.003, "jumps": 0.00005, "slips": 0.00005}
    fields = {
        "name": "Simulator",
        "adapter": "simulator",
        "is_on": True,
        "poll_seconds": 5,
        "settings": weather,
    }
    return Provider.objects.get_or_create(key="simulator", defaults=fields)[0]


def _push() -> Provider:
    return Provider.objects.get_or_create(key="push", defaults={"name": "Push", "adapter": "push"})[0]


def _add_instruments(specs: Sequence[Spec], providers: Sequence[Provider]) -> dict[str, Instrument]:
    places = {symbol: place for place, symbol in enumerate(instruments(), 1)}
    ids = dict(Calendar.objects.values_list("key", "pk"))
    shared = (
        "symbol", "name_id", "name_en", "kind", "exchange", "unit_id", "unit_en", "currency",
        "decimals_value", "decimals_change", "may_be_negative", "expected_seconds", "on_bar",
    )  # fmt: skip
    rows = Instrument.objects.bulk_create(
        Instrument(
            **{name: getattr(spec, name) for name in shared},
            slug=slug_of_symbol(spec.symbol),
            calendar_id=ids[spec.calendar],
            is_simulated=True,
            display_order=10 * places[spec.symbol],
        )
        for spec in specs
    )
    ProviderLink.objects.bulk_create(
        ProviderLink(
            instrument=row, provider=provider, order=order, code=row.symbol,
            licence_line_id=_LICENCE_ID, licence_line_en=_LICENCE_EN, may_redistribute=order == 0,
        )
        for row in rows
        for order, provider in enumerate(providers)
    )  # fmt: skip
    return {row.symbol: row for row in rows}


def _add_figures(
    specs: Sequence[Spec],
    rows: Mapping[str, Instrument],
    provider: Provider,
    now: datetime,
    history: timedelta,
) -> int:
    links = dict(ProviderLink.objects.filter(provider=provider).values_list("instrument_id", "pk"))
    quotes: list[Quote] = []
    bars: list[DailyBar] = []
    minutes: list[IntradayBar] = []
    for spec in specs:
        row = rows[spec.symbol]
        days, as_of, is_open = _known_days(schedules()[row.calendar_id], now, history)
        made = list(_bars(spec, row, days, is_open))
        bars += made
        quote = _quote(spec, made, is_open)
        quote.instrument, quote.link_id, quote.as_of, quote.received_at = row, links[row.pk], as_of, now
        quotes.append(quote)
        minutes += minutes_of(spec, schedules()[row.calendar_id], made, quote)
    Quote.objects.bulk_create(quotes)
    DailyBar.objects.bulk_create(bars, batch_size=2000)
    IntradayBar.objects.bulk_create(minutes, batch_size=2000)
    return len(bars)


def _known_days(schedule: Schedule, now: datetime, history: timedelta) -> tuple[list[date], datetime, bool]:
    """Return the days whose close stands, oldest first, the market's last word, and if a new day is begun."""
    today = schedule.local_date(now)
    if schedule.rhythm == Rhythm.IRREGULAR:
        # A meeting a month, on its twentieth.
        months = (date(today.year, today.month, 1) - timedelta(days=15 + 30 * back) for back in range(40))
        meetings = sorted({month.replace(day=20) for month in months})
        return meetings, datetime.combine(meetings[-1], time(14, 30), schedule.zone), False
    last = schedule.last_close(now)
    if last is None:
        raise ValueError(f"no trading day is known before {now}")
    days = [last[0]]
    while (before := schedule.previous_trading_day(days[-1])) and before > today - history:
        days.append(before)
    traded = [
        span for span in schedule.spans(schedule.trading_date(now) or today) if span.phase == Phase.SESSION
    ]
    begun = [span for span in traded if span.opens <= now]
    if schedule.rhythm == Rhythm.SESSIONS and begun and schedule.trading_date(now) != last[0]:
        return days[::-1], min(now, begun[-1].closes), True
    return days[::-1], last[1], False


def _bars(spec: Spec, row: Instrument, days: Sequence[date], is_open: bool) -> Iterator[DailyBar]:
    """Yield the days' bars: the last close is the design's value, or while a day is open its previous one."""
    closes = list(simulator.days_back(spec, days[: len(days) - (not is_open)], spec.previous_close))[::-1]
    if not is_open:
        closes.append((days[-1], spec.value))
    before = closes[0][1]
    for day, close in closes:
        opened, high, low = simulator.day_range(spec, day, before, close)
        yield DailyBar(
            instrument=row, date=day, open=opened, high=high, low=low, close=close,
            volume=simulator.volume_of(spec, day), provenance=Provenance.SIMULATED,
        )  # fmt: skip
        before = close


def _quote(spec: Spec, bars: Sequence[DailyBar], is_open: bool) -> Quote:
    last, previous = bars[-1], bars[-1] if is_open else bars[-2]
    ends = sorted((spec.value, spec.previous_close))
    opened, low, high = (spec.previous_close, *ends) if is_open else (last.open, last.low, last.high)
    return Quote(
        value=spec.value,
        previous_close=spec.previous_close,
        previous_close_date=previous.date,
        previous_close_provenance=Provenance.SIMULATED,
        open=opened,
        high=high,
        low=low,
        volume=None if is_open else last.volume,
    )
