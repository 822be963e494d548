"""What the data says of instruments at a moment: the figures that copy of that time is compared with."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from tajuk.common.clock import WIB
from tajuk.markets.enums import Kind
from tajuk.markets.figures.names import RUPIAH, Named, currencies_in, finder_of
from tajuk.markets.models import DailyBar, Instrument, IntradayBar, Quote
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule
from tajuk.markets.shown import quote_of, sight_of
from tajuk.markets.states import change_of

# Enough for the last close of the year before last, and ten years are never read for a paragraph.
_BACK: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Fact:
    """An instrument's figures on the trading day that a moment belongs to; None is what nobody knows.

    `closes` are those of days before `day`, by date. Where the change is not known, `previous` is None.
    """

    symbol: str
    kind: str
    currency: str
    names: tuple[str, ...]
    value: Decimal | None = None
    as_of: datetime | None = None
    day: date | None = None
    previous: Decimal | None = None
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    closes: Mapping[date, Decimal] = field(default_factory=dict)
    inverse: tuple[str, ...] = ()
    pk: int = 0

    @property
    def named(self) -> Named:
        """Return the instrument as far as copy names it."""
        return Named(self.symbol, self.kind, self.currency, self.names, self.inverse)

    def close_before(self, day: date) -> Decimal | None:
        """Return the last close before a day."""
        return self.closes[max(known)] if (known := [one for one in self.closes if one < day]) else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of instruments at `moment`, by symbol; `found` are those that the copy names."""

    moment: datetime
    by_symbol: Mapping[str, Fact]
    found: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """Return the date in the newsroom."""
        return self.moment.astimezone(WIB).date()

    @property
    def named(self) -> tuple[Named, ...]:
        """Return the instruments that copy may name."""
        return tuple(fact.named for fact in self.by_symbol.values())


def facts_at(moment: datetime, copy: str | None = None, *, also: Collection[int] = ()) -> Facts:
    """Return what the newsroom knew at a moment of every active instrument, or of those that `copy` may name.

    With a copy, the figures of the instruments whose ids are in `also` are read besides.

    A moment before the latest quote is answered from that day's bar when its close stood by then, and in a
    session that is over from the minutes that are kept. Three queries at most.
    """
    rows = list(
        Instrument.objects.filter(is_active=True)
        .select_related("quote__link")
        .order_by("display_order", "symbol")
    )
    found: frozenset[str] = frozenset()
    wanted = rows
    if copy is not None:
        found = _named_in(rows, copy)
        money = bool(RUPIAH.search(copy) or currencies_in(copy))
        # Rates of exchange belong to any currency that a text speaks of.
        wanted = [
            row
            for row in rows
            if row.symbol in found or row.pk in also or (money and row.kind == Kind.CURRENCY)
        ]
    bars, clocks = _bars(wanted, moment), schedules()
    late = [row for row in wanted if (quote := quote_of(row)) is not None and quote.as_of > moment]
    minutes = _minutes(late, moment) if late else {}
    facts = {}
    for row in rows:
        schedule, days = clocks[row.calendar_id], bars.get(row.pk, {})
        if row in wanted:
            facts[row.symbol] = _fact(row, schedule, days, minutes.get(row.pk), moment)
        else:
            facts[row.symbol] = Fact(
                row.symbol, row.kind, row.currency, row.spoken_names, inverse=row.inverse_names, pk=row.pk
            )
    return Facts(moment, facts, found)


def _named_in(rows: Iterable[Instrument], copy: str) -> frozenset[str]:
    named = tuple(
        Named(row.symbol, row.kind, row.currency, row.spoken_names, row.inverse_names) for row in rows
    )
    return frozenset(hit.symbol for hit in finder_of(named).find(copy))


@dataclass(frozen=True, slots=True)
class _Bar:
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal


def _bars(rows: Iterable[Instrument], moment: datetime) -> dict[int, dict[date, _Bar]]:
    today = moment.astimezone(WIB).date()
    found: dict[int, dict[date, _Bar]] = {}
    told = DailyBar.objects.filter(
        instrument__in=[row.pk for row in rows], date__gt=today - _BACK, date__lte=today
    ).order_by()
    for pk, day, first, high, low, close in told.values_list(
        "instrument_id", "date", "open", "high", "low", "close"
    ):
        found.setdefault(pk, {})[day] = _Bar(first, high, low, close)
    return found


def _minutes(rows: Iterable[Instrument], moment: datetime) -> dict[int, tuple[datetime, Decimal]]:
    """Return the last value that is kept from before a moment, of each instrument that has one of that day."""
    told = IntradayBar.objects.filter(
        instrument__in=[row.pk for row in rows], last_at__lte=moment, opens_at__gt=moment - timedelta(days=1)
    ).order_by("opens_at")
    return {pk: (at, close) for pk, at, close in told.values_list("instrument_id", "last_at", "close")}


def _fact(
    row: Instrument,
    schedule: Schedule,
    bars: Mapping[date, _Bar],
    minute: tuple[datetime, Decimal] | None,
    moment: datetime,
) -> Fact:
    quote = quote_of(row)
    if quote is not None and quote.as_of <= moment:
        told = _now(row, quote, schedule, moment)
    else:
        told = _then(schedule, bars, minute, moment)
    day = told.get("day") or schedule.local_date(moment)
    told["closes"] = {one: bar.close for one, bar in bars.items() if one < day}
    return Fact(
        row.symbol, row.kind, row.currency, row.spoken_names, inverse=row.inverse_names, pk=row.pk, **told
    )


def _now(row: Instrument, quote: Quote, schedule: Schedule, moment: datetime) -> dict[str, Any]:
    change = change_of(sight_of(row, quote), schedule, moment)
    return {
        "value": quote.value, "as_of": quote.as_of, "day": schedule.trading_date(quote.as_of),
        "previous": quote.previous_close if change else None,
        "open": quote.open, "high": quote.high, "low": quote.low,
    }  # fmt: skip


def _then(
    schedule: Schedule, bars: Mapping[date, _Bar], minute: tuple[datetime, Decimal] | None, moment: datetime
) -> dict[str, Any]:
    day, closed = schedule.trading_date(moment), schedule.last_close(moment)
    if day is None:
        return {}
    before = schedule.previous_trading_day(day)
    told: dict[str, Any] = {"day": day, "previous": bars[before].close if before and before in bars else None}
    if closed is not None and closed[0] == day and (bar := bars.get(day)) is not None:
        return told | {
            "value": bar.close, "as_of": closed[1], "open": bar.open, "high": bar.high, "low": bar.low
        }  # fmt: skip
    if minute is not None and schedule.trading_date(minute[0]) == day:
        return told | {"as_of": minute[0], "value": minute[1]}
    return told


def facts_from(told: Mapping[str, Any]) -> Facts:
    """Return facts that a file tells: `at`, and `instruments` by symbol with figures as text.

    Each may have `kind`, `currency`, `names`, `value`, `as_of`, `previous`, `open`, `high`, `low` and `closes`
    (date to figure). Raise `ValueError` or `KeyError` for what is none.
    """
    moment = datetime.fromisoformat(told["at"])
    if moment.tzinfo is None:
        raise ValueError("`at` has no zone")
    return Facts(
        moment, {symbol: _from_row(symbol, row, moment) for symbol, row in told["instruments"].items()}
    )


def _from_row(symbol: str, row: Mapping[str, Any], moment: datetime) -> Fact:
    as_of = datetime.fromisoformat(row["as_of"]) if "as_of" in row else moment
    closes = {date.fromisoformat(day): Decimal(close) for day, close in row.get("closes", {}).items()}
    return Fact(
        symbol, row["kind"], row.get("currency", ""), tuple(row.get("names", ())), as_of=as_of.astimezone(UTC),
        day=as_of.astimezone(WIB).date(), closes=closes, value=_figure(row, "value"),
        previous=_figure(row, "previous"), open=_figure(row, "open"), high=_figure(row, "high"),
        low=_figure(row, "low"),
    )  # fmt: skip


def _figure(row: Mapping[str, Any], name: str) -> Decimal | None:
    return None if row.get(name) is None else Decimal(row[name])
