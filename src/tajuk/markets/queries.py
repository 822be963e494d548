"""What pages, fragments and commands ask of the markets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, QuerySet

from tajuk.common.dependencies import note
from tajuk.markets.enums import Kind, Phase
from tajuk.markets.models import DailyBar, Instrument
from tajuk.markets.models.instruments import BAR_KEY, INSTRUMENTS_KEY
from tajuk.markets.models.quotes import days_key
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Span
from tajuk.markets.shown import BarItem, item_of, quote_of


def _quoted() -> QuerySet[Instrument]:
    """Return active instruments with all that showing them takes, in one query."""
    return Instrument.objects.filter(is_active=True).select_related("quote__link__provider")


def _items(rows: Sequence[Instrument] | QuerySet[Instrument], now: datetime) -> tuple[BarItem, ...]:
    clocks = schedules()
    return tuple(item_of(row, clocks[row.calendar_id], now) for row in rows)


def bar(now: datetime) -> tuple[BarItem, ...]:
    """Return the market bar in its order, in one query; notes `list:market-bar`."""
    note(BAR_KEY)
    return _items(_quoted().filter(on_bar=True).order_by("display_order", "symbol"), now)


def board(now: datetime) -> tuple[BarItem, ...]:
    """Return every active instrument, bar or not, in one query."""
    note(BAR_KEY, INSTRUMENTS_KEY)
    return _items(_quoted().order_by("display_order", "symbol"), now)


def by_kind(now: datetime) -> dict[Kind, tuple[BarItem, ...]]:
    """Return the board as tables by kind, kinds without an instrument left out."""
    return tables_of(board(now))


def tables_of(items: Sequence[BarItem]) -> dict[Kind, tuple[BarItem, ...]]:
    """Return items by kind, kinds without one left out."""
    tables = {kind: tuple(item for item in items if item.kind == kind) for kind in Kind}
    return {kind: rows for kind, rows in tables.items() if rows}


def named(symbols: Sequence[str], now: datetime) -> tuple[BarItem, ...]:
    """Return the instruments that a text names, in that order, those that are known; one query."""
    note(BAR_KEY)
    found = {item.symbol: item for item in _items(_quoted().filter(symbol__in=set(symbols)).order_by(), now)}
    return tuple(found[symbol] for symbol in dict.fromkeys(symbols) if symbol in found)


def movers(now: datetime, *, kind: Kind = Kind.EQUITY, limit: int = 5) -> tuple[tuple[BarItem, ...], ...]:
    """Return the risers and the fallers of a kind, the strongest first, as far as changes are known."""
    return movers_of(board(now), kind=kind, limit=limit)


def movers_of(
    items: Sequence[BarItem], *, kind: Kind = Kind.EQUITY, limit: int = 5
) -> tuple[tuple[BarItem, ...], tuple[BarItem, ...]]:
    """Return the risers and the fallers among items, as `movers` does."""
    known = [item for item in items if item.kind == kind and item.change_percent]
    known.sort(key=lambda item: item.change_percent or Decimal(), reverse=True)
    risers = [item for item in known if (item.change_percent or 0) > 0]
    fallers = [item for item in reversed(known) if (item.change_percent or 0) < 0]
    return tuple(risers[:limit]), tuple(fallers[:limit])


def snapshot(now: datetime) -> dict[str, Any]:
    """Return what `/_/market.json` holds: every active instrument's figures and state at `now`.

    `version` grows with time, so that a client never goes back; figures are JSON numbers, unknown ones null;
    `open` tells whether a market of the bar trades now, and so how often it is worth asking.
    """
    note(BAR_KEY, INSTRUMENTS_KEY)
    rows = list(_quoted().order_by("display_order", "symbol"))
    return {
        "version": int(now.timestamp() * 1000),
        "as_of": now.isoformat(timespec="seconds"),
        "open": trades(rows, now),
        "instruments": [entry(item) for item in _items(rows, now)],
    }


def trades(rows: Iterable[Instrument], now: datetime) -> bool:
    """Tell whether one of the instruments on the bar is in session, or in its closing auction."""
    clocks = schedules()
    phases = {clocks[row.calendar_id].phase_at(now) for row in rows if row.on_bar and row.is_active}
    return not phases.isdisjoint({Phase.SESSION, Phase.PRE_CLOSE})


def entry(item: BarItem) -> dict[str, Any]:
    """Return an item as the snapshot tells it: these members and no other."""
    return {
        "symbol": item.symbol,
        "name": item.shown["id"].name,
        "value": _json(item.value),
        "previous_close": _json(item.previous_close),
        "change": _json(item.change),
        "change_percent": _json(item.change_percent),
        "as_of": item.as_of.isoformat(timespec="seconds") if item.as_of else None,
        "state": item.state.value,
    }


def _json(figure: Decimal | None) -> int | float | None:
    """Return a figure as a JSON number; its shortest text is the decimal itself up to 15 digits."""
    if figure is None:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)


@dataclass(frozen=True, slots=True)
class Day:
    """A trading day of an instrument's history."""

    date: date
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal
    volume: int | None
    provenance: str


def history(instrument: Instrument, days: int, *, until: date) -> tuple[Day, ...]:
    """Return the daily bars of the last `days` calendar days up to `until`, oldest first; one query.

    Notes `list:daily-bars:<id>`.
    """
    note(days_key(instrument.pk))
    rows = DailyBar.objects.filter(
        instrument=instrument, date__gt=until - timedelta(days=days), date__lte=until
    ).order_by("date")
    return tuple(
        Day(*row) for row in rows.values_list("date", "open", "high", "low", "close", "volume", "provenance")
    )


def beside(instrument: Instrument) -> list[Instrument]:
    """Return what an instrument may be compared with, the other instruments of the bar in its order; one query."""
    note(INSTRUMENTS_KEY)
    rows = Instrument.objects.filter(is_active=True, on_bar=True).exclude(pk=instrument.pk)
    return list(rows.only("symbol", "slug", "kind").order_by("display_order", "symbol"))


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """All that an instrument's page shows of figures; days oldest first, spans in UTC."""

    instrument: Instrument
    item: BarItem
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: int | None
    year_high: Decimal | None
    year_low: Decimal | None
    phase: Phase
    next_change: datetime | None
    today: tuple[Span, ...]


def instrument_page(slug: str, now: datetime) -> InstrumentPage | None:
    """Return the page of the active instrument with that slug, or nothing; two queries."""
    note(BAR_KEY)
    instrument = _quoted().filter(slug=slug).first()
    if instrument is None:
        return None
    schedule = schedules()[instrument.calendar_id]
    today, quote = schedule.local_date(now), quote_of(instrument)
    year = DailyBar.objects.filter(instrument=instrument, date__gt=today - timedelta(days=365)).aggregate(
        high=Max("high"), low=Min("low")
    )
    return InstrumentPage(
        instrument=instrument,
        item=item_of(instrument, schedule, now),
        open=quote.open if quote else None,
        high=quote.high if quote else None,
        low=quote.low if quote else None,
        volume=quote.volume if quote else None,
        year_high=max(
            (f for f in (year["high"], quote.high if quote else None) if f is not None), default=None
        ),
        year_low=min((f for f in (year["low"], quote.low if quote else None) if f is not None), default=None),
        phase=schedule.phase_at(now),
        next_change=schedule.next_change(now),
        today=schedule.spans(schedule.trading_date(now) or today),
    )
