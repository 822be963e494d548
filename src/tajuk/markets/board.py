"""What the markets board shows: how it goes with the providers, what waits for a decision, what is silent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.db.models import Count, QuerySet

from tajuk.common.notation import UNKNOWN, format_number
from tajuk.markets import queries
from tajuk.markets.enums import Adapter, Breaker, Decision, Health, Rhythm, State
from tajuk.markets.models import Instrument, Provider, ProviderHealth, ProviderLink, QuarantinedTick, Quote
from tajuk.markets.models.instruments import MAX_DECIMALS
from tajuk.markets.providers import PUSHED
from tajuk.markets.schedules import schedules
from tajuk.markets.shown import BarItem

MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider: how it goes, for how many instruments it stands and speaks, and how late its ticks come."""

    provider: Provider
    health: ProviderHealth | None
    state: Health
    linked: int
    speaks: int
    lag: timedelta | None
    is_polled: bool


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A tick that was held back: what it said, beside the last good value."""

    row: QuarantinedTick
    said: str
    last: str


@dataclass(frozen=True, slots=True)
class SilentRow:
    """An instrument that does not update: as it is shown, and for how long it has been silent."""

    item: BarItem
    silence: timedelta | None


@dataclass(frozen=True, slots=True)
class MissingClose:
    """An instrument whose change cannot be told, because the close of a day is missing."""

    item: BarItem
    day: date


@dataclass(frozen=True, slots=True)
class Board:
    """All that the markets board shows at a moment."""

    now: datetime
    providers: tuple[ProviderRow, ...]
    waiting: tuple[HeldRow, ...]
    silent: tuple[SilentRow, ...]
    closes: tuple[MissingClose, ...]
    states: Mapping[State, int]

    @property
    def alarms(self) -> int:
        """Return how many things want somebody's eye."""
        troubled = sum(row.state in {Health.FAILING, Health.OPEN} for row in self.providers)
        return len(self.waiting) + len(self.silent) + len(self.closes) + troubled


def board(now: datetime) -> Board:
    """Return the markets board; as many queries for one instrument as for all."""
    items = queries.board(now)
    days = missing_closes(now)
    return Board(
        now=now,
        providers=_providers(now),
        waiting=tuple(held(row) for row in waiting()[:MOST_WAITING]),
        silent=tuple(
            SilentRow(item, now - item.as_of if item.as_of else None)
            for item in items
            if item.state in {State.STALE, State.NO_DATA}
        ),
        closes=tuple(MissingClose(item, days[item.symbol]) for item in items if item.symbol in days),
        states=dict(Counter(item.state for item in items)),
    )


def held(row: QuarantinedTick) -> HeldRow:
    """Return a quarantined tick as the desk reads it."""
    said = row.payload.get("value", UNKNOWN)
    try:
        figure = Decimal(str(said))
        said = _written(figure) if figure.is_finite() else str(said)
    except InvalidOperation:
        said = str(said)
    return HeldRow(row, said[:40], UNKNOWN if row.last_value is None else _written(row.last_value))


def _written(figure: Decimal) -> str:
    """Return a figure with the decimals that it has: here the point is what may be wrong."""
    decimals = max(0, -int(figure.normalize().as_tuple().exponent))
    return format_number(figure, min(decimals, MAX_DECIMALS), "id")


def waiting() -> QuerySet[QuarantinedTick]:
    """Return the ticks that nobody has judged, the newest first."""
    rows = QuarantinedTick.objects.filter(decision=Decision.PENDING)
    return rows.select_related("instrument", "provider").order_by("-last_at", "-pk")


def missing_closes(now: datetime) -> dict[str, date]:
    """Return by symbol the day whose close must come before a change can be told; one query."""
    rows = Instrument.objects.filter(is_active=True, quote__isnull=False).select_related("quote")
    found: dict[str, date] = {}
    for row in rows.order_by():
        schedule, quote = schedules()[row.calendar_id], row.quote
        if schedule.rhythm == Rhythm.IRREGULAR or (day := schedule.trading_date(quote.as_of)) is None:
            continue
        last = schedule.last_close(now)
        previous = schedule.previous_trading_day(day)
        if last and quote.as_of < last[1] - 2 * timedelta(seconds=row.expected_seconds):
            found[row.symbol] = last[0]
        elif previous and quote.previous_close_date != previous:
            found[row.symbol] = previous
    return found


def _providers(now: datetime) -> tuple[ProviderRow, ...]:
    linked = dict(
        ProviderLink.objects.filter(instrument__is_active=True)
        .order_by()
        .values_list("provider")
        .annotate(Count("pk"))
    )
    speaks = dict(Quote.objects.order_by().values_list("link__provider").annotate(Count("pk")))
    healths = {row.pk: row for row in ProviderHealth.objects.order_by()}
    rows = []
    for provider in Provider.objects.order_by("-is_on", "key"):
        health, count = healths.get(provider.pk), speaks.get(provider.pk, 0)
        lag = None
        if health and health.tick_as_of and health.tick_received_at:
            lag = max(health.tick_received_at - health.tick_as_of, timedelta())
        state = health_of(provider, health, count)
        polled = provider.adapter not in PUSHED
        rows.append(ProviderRow(provider, health, state, linked.get(provider.pk, 0), count, lag, polled))
    return tuple(rows)


def health_of(provider: Provider, health: ProviderHealth | None, speaks: int) -> Health:
    """Return how it goes with a provider that speaks for so many instruments."""
    if not provider.is_on or (provider.adapter == Adapter.SIMULATOR and not settings.TAJUK_MARKET_SIMULATOR):
        return Health.OFF
    if health is None or not (health.answered_at or health.tick_received_at or health.failures):
        return Health.NEW
    if health.breaker != Breaker.CLOSED:
        return Health.OPEN
    if health.failures:
        return Health.FAILING
    return Health.SPEAKS if speaks else Health.STANDS_BY
