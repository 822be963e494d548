"""The markets' work in the background: the simulator, and the watch over states that change silently."""

import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models import Max

from tajuk.common import clock
from tajuk.markets import queries
from tajuk.markets.actions import set_official_close
from tajuk.markets.actions.closes import DayFigures
from tajuk.markets.enums import Provenance
from tajuk.markets.models import Instrument, Provider, Quote
from tajuk.markets.models.instruments import BAR_KEY
from tajuk.markets.polling import fetch
from tajuk.markets.providers import simulator
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import quote_of
from tajuk.markets.signals import quotes_changed
from tajuk.markets.specs import instruments

IN_SESSION: Final = 5.0
OUTSIDE: Final = 60.0


def run_simulator(stop: threading.Event) -> None:
    """Write simulated ticks until `stop` is set, in its own thread, if `TAJUK_MARKET_SIMULATOR` is on."""
    if not settings.TAJUK_MARKET_SIMULATOR:
        stop.wait()
        return
    states: Mapping[str, str] = {}
    try:
        while not stop.is_set():
            close_old_connections()
            now = clock.now()
            simulate(now)
            states = tell_new_states(states, now=now)
            stop.wait(pause_after(now))
    finally:
        connections.close_all()


def simulate(now: datetime) -> int:
    """Do one step of the simulator: closes that are due, then ticks; return how many quotes were written."""
    provider = Provider.objects.filter(key="simulator", is_on=True).first()
    if provider is None:
        return 0
    closed = close_days(now)
    applied = fetch(provider, now=now).applied
    return closed + (applied.applied if applied else 0)


def close_days(now: datetime) -> int:
    """Set the simulated close of every trading day that ended since the last one; return how many.

    A newsroom that slept for a week wakes up with the week's closes, and the changes that follow.
    """
    rows = Instrument.objects.filter(
        is_simulated=True, is_active=True, symbol__in=instruments(), quote__isnull=False
    ).select_related("quote")
    done = 0
    for row in rows.annotate(last_bar=Max("bars__date")).order_by("display_order", "symbol"):
        last = schedules()[row.calendar_id].last_close(now)
        if last and row.last_bar and row.last_bar < last[0]:
            done += _close_until(row, row.last_bar, last[0], now)
    return done


def _close_until(row: Instrument, closed: date, until: date, now: datetime) -> int:
    schedule, spec, quote = schedules()[row.calendar_id], instruments()[row.symbol], quote_of(row)
    value, done = row.bars.get(date=closed).close, 0
    traded = schedule.trading_date(quote.as_of) if quote else None
    while (day := schedule.next_trading_day(closed)) is not None and day <= until:
        before = value
        value = quote.value if quote and day == traded else simulator.next_close(spec, value, day)
        opened, high, low = simulator.day_range(spec, day, before, value)
        set_official_close(
            row, date=day, value=value, now=now, provenance=Provenance.SIMULATED,
            figures=DayFigures(opened, high, low, simulator.volume_of(spec, day)),
        )  # fmt: skip
        closed, done = day, done + 1
    return done


def tell_new_states(before: Mapping[str, str], *, now: datetime) -> Mapping[str, str]:
    """Send `quotes_changed` for instruments whose state or known change is another one than `before`.

    A market opens and closes, and a feed falls silent, without a tick. Return what to compare with next time.
    """
    present = {
        item.symbol: f"{item.state.value} {'' if item.change is None else 'known'}"
        for item in queries.board(now)
    }
    changed = frozenset(symbol for symbol, state in present.items() if before.get(symbol) != state)
    if before and changed:
        quotes_changed.send_robust(Quote, symbols=changed, keys=frozenset({BAR_KEY}), now=now)
    return present


def pause_after(now: datetime) -> float:
    """Return the seconds until the next step: few while an instrument of the bar is in session."""
    rows = Instrument.objects.filter(on_bar=True, is_active=True).order_by()
    return IN_SESSION if queries.trades(rows, now) else OUTSIDE
