"""What readers are shown of a quote: figures, state and time, as data and as text in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.utils.translation import override, pgettext

from tajuk.common.bilingual import pick
from tajuk.common.clock import WIB
from tajuk.common.notation import (
    UNKNOWN,
    Language,
    format_change,
    format_moment,
    format_number,
    format_percent,
    format_time,
)
from tajuk.markets.enums import Direction, State
from tajuk.markets.models import Instrument, Quote
from tajuk.markets.sessions import Schedule
from tajuk.markets.states import Change, Sight, change_of, state_of

LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")


@dataclass(frozen=True, slots=True)
class Shown:
    """An item's texts in one language; `–` stands for what is not known."""

    name: str
    unit: str
    value: str
    change: str
    percent: str
    state: str
    time: str
    moment: str
    licence: str


@dataclass(frozen=True, slots=True)
class BarItem:
    """An instrument as the bar shows it: figures as `Decimal`, and `shown[language]` as text.

    `change`, `change_percent` and `previous_close` are `None` where they are not known; `value` and `as_of`
    where there is no quote at all.
    """

    symbol: str
    slug: str
    name: str
    kind: str
    value: Decimal | None
    previous_close: Decimal | None
    change: Decimal | None
    change_percent: Decimal | None
    direction: Direction
    as_of: datetime | None
    state: State
    delay_minutes: int
    decimals_value: int
    decimals_change: int
    is_simulated: bool
    licence_line: str
    may_redistribute: bool
    provider: str
    shown: Mapping[Language, Shown]


def sight_of(instrument: Instrument, quote: Quote | None) -> Sight | None:
    """Return what a quote's worth depends on; nothing without a quote."""
    if quote is None:
        return None
    return Sight(
        quote.value,
        quote.as_of,
        quote.previous_close,
        quote.previous_close_date,
        quote.is_halted,
        timedelta(seconds=instrument.expected_seconds),
        timedelta(minutes=quote.link.delay_minutes if quote.link else 0),
    )


def quote_of(instrument: Instrument) -> Quote | None:
    """Return the quote that came with the instrument, if there is one."""
    return getattr(instrument, "quote", None)


def item_of(instrument: Instrument, schedule: Schedule, now: datetime) -> BarItem:
    """Return an instrument, loaded with its quote, link and provider, as it is shown at a moment."""
    quote = quote_of(instrument)
    sight = sight_of(instrument, quote)
    state, change = state_of(sight, schedule, now), change_of(sight, schedule, now)
    link = quote.link if quote else None
    shown = {language: _shown(instrument, quote, change, state, language, now) for language in LANGUAGES}
    return BarItem(
        symbol=instrument.symbol,
        slug=instrument.slug,
        name=instrument.name_id,
        kind=instrument.kind,
        value=quote.value if quote else None,
        previous_close=quote.previous_close if quote else None,
        change=change.absolute if change else None,
        change_percent=change.percent if change else None,
        direction=change.direction if change else Direction.UNKNOWN,
        as_of=quote.as_of if quote else None,
        state=state,
        delay_minutes=link.delay_minutes if link else 0,
        decimals_value=instrument.decimals_value,
        decimals_change=instrument.decimals_change,
        is_simulated=instrument.is_simulated,
        licence_line=shown["id"].licence,
        may_redistribute=link.may_redistribute if link else False,
        provider=link.provider.name if link else "",
        shown=shown,
    )


def _shown(
    instrument: Instrument,
    quote: Quote | None,
    change: Change | None,
    state: State,
    language: Language,
    now: datetime,
) -> Shown:
    link = quote.link if quote else None
    return Shown(
        name=pick(instrument, "name", language),
        unit=pick(instrument, "unit", language),
        value=format_number(quote.value, instrument.decimals_value, language) if quote else UNKNOWN,
        change=format_change(change.absolute if change else None, instrument.decimals_change, language),
        percent=format_percent(change.percent if change else None, language),
        state=state_text(state, link.delay_minutes if link else 0, language),
        time=_time_text(quote.as_of, language, now) if quote else "",
        moment=format_moment(quote.as_of, language) if quote else "",
        licence=pick(link, "licence_line", language) if link else "",
    )


def _time_text(as_of: datetime, language: Language, now: datetime) -> str:
    """Return the time of a quote of today, with day and month before it for an older one."""
    if is_of_today(as_of, now):
        return format_time(as_of)
    _weekday, _, rest = format_moment(as_of, language).partition(", ")
    day, month, year = rest.partition(" / ")[0].split()
    this_year = format_moment(now, language).partition(" / ")[0].endswith(year)
    return f"{day} {month[:3]}{'' if this_year else ' ' + year} / {format_time(as_of)}"


def is_of_today(as_of: datetime, now: datetime) -> bool:
    """Tell whether a quote's time falls on the day that readers have, so that its date need not be said."""
    return as_of.astimezone(WIB).date() == now.astimezone(WIB).date()


@lru_cache(maxsize=256)
def state_text(state: State, delay_minutes: int, language: Language) -> str:
    """Return a state in words; a delayed one says by how many minutes."""
    with override(language):
        if state == State.DELAYED:
            return pgettext("state of a quote", "Delayed %(minutes)d min") % {"minutes": delay_minutes}
        return str(state.label)


def state_words(language: Language) -> dict[str, str]:
    """Return the states of quotes in words for scripts, with `{}` for the minutes of a delay."""
    states = {state.value: state_text(state, 0, language) for state in State if state is not State.DELAYED}
    with override(language):
        delayed = pgettext("state of a quote", "Delayed %(minutes)d min").replace("%(minutes)d", "{}")
    return {**states, State.DELAYED.value: delayed}
