"""The markets' work in the background: polls, simulated closes, the watch over silent changes, retention."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, Final

from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models import Max

from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.markets import polling, queries
from tajuk.markets.actions import forget_minutes, set_official_close
from tajuk.markets.actions.closes import DayFigures
from tajuk.markets.actions.polls import claim_turn, is_due
from tajuk.markets.enums import Provenance, State
from tajuk.markets.models import Instrument, Provider, ProviderHealth, Quote
from tajuk.markets.models.instruments import BAR_KEY
from tajuk.markets.providers import simulator
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import BarItem, is_of_today, quote_of
from tajuk.markets.signals import quotes_changed
from tajuk.markets.specs import instruments

logger = logging.getLogger(__name__)

ROUND_SECONDS: Final = 1.0
IN_SESSION: Final = 5.0
OUTSIDE: Final = 60.0
CARE_SECONDS: Final = 3_600.0
_AT_ONCE: Final = 8


def run_quotes(stop: threading.Event) -> None:
    """Ask providers, each at its own time, and watch over what changes silently, until `stop` is set."""
    poller, watch, care = Poller(Daemons()), Watch(), _Every(tidy)
    try:
        while not stop.is_set():
            close_old_connections()
            now = clock.now()
            if settings.TAJUK_MARKET_SIMULATOR:
                watch.close_days(now)
            poller.round(now)
            watch.look(now)
            care(now)
            stop.wait(ROUND_SECONDS)
    finally:
        connections.close_all()


class Daemons(Executor):
    """Threads that hold up no end of the process: a source that never answers is not waited for."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run `fn` in a thread of its own; nobody asks what it returns."""
        threading.Thread(target=fn, args=args, kwargs=kwargs, name="quotes", daemon=True).start()
        return Future()


class Poller:
    """Gives every provider a thread for its poll, so that a slow one holds up no other."""

    def __init__(self, pool: Executor) -> None:
        """Begin with nobody asked."""
        self._pool = pool
        self._busy: set[int] = set()

    def round(self, now: datetime) -> int:
        """Begin the polls that are due; return how many."""
        begun = 0
        known = {row.pk: row for row in ProviderHealth.objects.order_by()}
        for provider in polling.polled():
            if len(self._busy) >= _AT_ONCE:
                break
            if provider.pk in self._busy or not is_due(known.get(provider.pk) or ProviderHealth(), now):
                continue
            if health := claim_turn(provider, now=now):
                self._busy.add(provider.pk)
                self._pool.submit(self._poll, provider, health, now)
                begun += 1
        return begun

    def _poll(self, provider: Provider, health: ProviderHealth, now: datetime) -> None:
        try:
            polling.poll(provider, health, now=now)
        except Exception:
            logger.exception("%s: its poll could not be noted", provider.key)
        finally:
            self._busy.discard(provider.pk)
            close_old_connections()


class Watch:
    """Looks, more often while a market trades, at what changes without a tick: closes and states."""

    def __init__(self) -> None:
        """Begin with no states known."""
        self._states: Mapping[str, str] = {}
        self._next_look = self._next_close = 0.0

    def close_days(self, now: datetime) -> None:
        """Set simulated closes that are due, when it is time to look for them."""
        if time.monotonic() >= self._next_close:
            close_days(now)
            self._next_close = time.monotonic() + IN_SESSION

    def look(self, now: datetime) -> None:
        """Tell states that changed, when it is time to look for them."""
        if time.monotonic() >= self._next_look:
            self._states = tell_new_states(self._states, now=now)
            self._next_look = time.monotonic() + pause_after(now)


class _Every:
    """Calls something once an hour."""

    def __init__(self, call: Callable[[datetime], object]) -> None:
        self._call, self._next = call, 0.0

    def __call__(self, now: datetime) -> None:
        if time.monotonic() >= self._next:
            self._call(now)
            self._next = time.monotonic() + CARE_SECONDS


def tidy(now: datetime) -> int:
    """Remove the figures of minutes that are older than `TAJUK_INTRADAY_DAYS`; return how many."""
    return forget_minutes(before=now - timedelta(days=settings.TAJUK_INTRADAY_DAYS))


def close_days(now: datetime) -> int:
    """Set the simulated close of every trading day that ended since the last one; return how many.

    A newsroom that slept for a week wakes up with the week's closes, and the changes that follow.
    """
    if not Provider.objects.filter(key="simulator", is_on=True).exists():
        return 0
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
    """Send `quotes_changed` for instruments whose state, known change or date to show is another one than `before`.

    A market opens and closes, a feed falls silent and a day ends without a tick; the log is told of feeds that fell
    silent. With nothing before, everything is told: plates may be older than this process. Return what to compare
    with next time.
    """
    items = queries.board(now)
    present = {item.symbol: _sight(item, now) for item in items}
    changed = frozenset(symbol for symbol, sight in present.items() if before.get(symbol) != sight)
    silent = sorted(item.symbol for item in items if item.state == State.STALE and item.symbol in changed)
    if before and silent:
        logger.warning("no longer updating: %s", ", ".join(silent))
    if changed:
        quotes_changed.send_robust(Quote, symbols=changed, keys=frozenset({BAR_KEY}), now=now)
    return present


def _sight(item: BarItem, now: datetime) -> str:
    dated = item.as_of is not None and not is_of_today(item.as_of, now)
    return f"{item.state.value} {'' if item.change is None else 'known'} {'dated' if dated else ''}"


def pause_after(now: datetime) -> float:
    """Return the seconds until the next look: few while an instrument of the bar is in session, never past midnight.

    Older quotes are told with their date from then on, and readers' scripts write it by themselves.
    """
    rows = Instrument.objects.filter(on_bar=True, is_active=True).order_by()
    pause = IN_SESSION if queries.trades(rows, now) else OUTSIDE
    return min(pause, (_next_midnight(now) - now).total_seconds())


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(WIB).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time_of_day.min, WIB)
