"""Set the official close of a trading day: the one source of the next day's change."""

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  (the argument is called `date`)
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from tajuk.markets.enums import Provenance
from tajuk.markets.models import DailyBar, Instrument, Quote
from tajuk.markets.models.instruments import BAR_KEY
from tajuk.markets.schedules import schedules
from tajuk.markets.sessions import Schedule
from tajuk.markets.signals import closes_changed, quotes_changed


class BadClose(ValueError):
    """A close that cannot be one; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What else is known of the day that a close ends."""

    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: int | None = None


@transaction.atomic
def set_official_close(
    instrument: Instrument,
    *,
    date: Date,
    value: Decimal,
    now: datetime,
    by: AbstractBaseUser | None = None,
    provenance: Provenance = Provenance.OFFICIAL,
    figures: DayFigures = DayFigures(),
) -> DailyBar:
    """Record the close of `date`, and mend the quote that waits for it; send `quotes_changed` on commit.

    A quote of that very day takes the value as of the close; a quote of the next day takes it as its previous
    close. Raise `BadClose` for a day without trading, a close still to come, and a value that cannot be.
    """
    schedule = schedules()[instrument.calendar_id]
    closed_at = _closed_at(schedule, date, now)
    if value == 0 or (value < 0 and not instrument.may_be_negative):
        raise BadClose(f"{value} cannot be a close of {instrument}")
    Instrument.objects.select_for_update(no_key=True).filter(pk=instrument.pk).values_list("pk").get()
    official = DailyBar.objects.filter(instrument=instrument, date=date, provenance=Provenance.OFFICIAL)
    if provenance != Provenance.OFFICIAL and official.exists():
        raise BadClose(f"an official close of {date:%Y-%m-%d} is known")
    quote = Quote.objects.filter(instrument=instrument).first()
    if quote is not None and schedule.trading_date(quote.as_of) == date:
        known = DayFigures(quote.open, quote.high, quote.low, quote.volume)
    else:
        known = DayFigures()
    bar = _write_bar(instrument, date, value, provenance, figures, known)
    if quote is not None:
        _mend(quote, bar, closed_at, schedule, now)
    if by is not None:
        log(instrument, "markets.set_close", user=by, data={"date": f"{date:%Y-%m-%d}", "value": str(value)})
    told = {"symbols": frozenset({instrument.symbol}), "now": now}
    for signal, sender, keys in (
        (closes_changed, DailyBar, frozenset(bar.list_keys())),
        (quotes_changed, Quote, frozenset({BAR_KEY})),
    ):
        transaction.on_commit(partial(signal.send_robust, sender, keys=keys, **told))
    return bar


def _closed_at(schedule: Schedule, day: Date, now: datetime) -> datetime:
    closed_at, stamp = schedule.close_of(day), schedule.stamp_of_close(day)
    if closed_at is None or stamp is None:
        raise BadClose(f"{day:%Y-%m-%d} is not a trading day")
    if closed_at > now:
        raise BadClose(f"the market closes only at {closed_at:%Y-%m-%d %H:%M} UTC")
    return stamp


def _write_bar(
    instrument: Instrument,
    day: Date,
    value: Decimal,
    provenance: Provenance,
    figures: DayFigures,
    known: DayFigures,
) -> DailyBar:
    high, low = figures.high or known.high, figures.low or known.low
    bar, _ = DailyBar.objects.update_or_create(
        instrument=instrument,
        date=day,
        defaults={
            "close": value,
            "open": figures.open or known.open,
            # The closing auction may end outside what was traded before it.
            "high": max(high, value) if high is not None else None,
            "low": min(low, value) if low is not None else None,
            "volume": known.volume if figures.volume is None else figures.volume,
            "provenance": provenance,
        },
    )
    return bar


def _mend(quote: Quote, bar: DailyBar, closed_at: datetime, schedule: Schedule, now: datetime) -> None:
    day = schedule.trading_date(quote.as_of)
    if day is None:
        return
    if day == bar.date:
        quote.value, quote.as_of, quote.received_at = bar.close, max(quote.as_of, closed_at), now
        quote.high, quote.low = bar.high, bar.low
    elif day < bar.date:
        # The feed was silent all that day: the close is the only word of it.
        _roll_to(quote, bar, closed_at, schedule, now)
    elif schedule.previous_trading_day(day) == bar.date:
        quote.previous_close, quote.previous_close_date = bar.close, bar.date
        quote.previous_close_provenance = bar.provenance
    quote.save()


def _roll_to(quote: Quote, bar: DailyBar, closed_at: datetime, schedule: Schedule, now: datetime) -> None:
    previous = schedule.previous_trading_day(bar.date)
    before = (
        DailyBar.objects.filter(instrument=bar.instrument_id, date=previous).first() if previous else None
    )
    if before is not None:
        quote.previous_close, quote.previous_close_date = before.close, before.date
        quote.previous_close_provenance = before.provenance
    quote.value, quote.as_of, quote.received_at, quote.sequence = bar.close, closed_at, now, 0
    quote.open, quote.high, quote.low, quote.volume = bar.open, bar.high, bar.low, bar.volume
