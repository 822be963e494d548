"""What a quote is worth now: its state and its change, derived from the quote, the session and the clock.

The rule of the previous close comes from a day in January 2011 when a feed died before the close and the last
tick was taken for it: -1,65% was shown where -2,12% was right (Kontan, 20 January 2011). A change is told
only against the sourced close of the very trading day before, and a day whose close is missing has none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tajuk.common.notation import rounded
from tajuk.markets.enums import Direction, Phase, Rhythm, State
from tajuk.markets.sessions import Schedule
from tajuk.markets.ticks import TOLERATED_SKEW

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known of an instrument's quote, as far as its worth depends on it."""

    value: Decimal
    as_of: datetime
    previous_close: Decimal | None = None
    previous_close_date: date | None = None
    is_halted: bool = False
    expected: timedelta = timedelta(seconds=60)
    delay: timedelta = timedelta()

    @property
    def patience(self) -> timedelta:
        """Return how long a silence is borne before the quote counts as stale."""
        return 2 * self.expected + self.delay


@dataclass(frozen=True, slots=True)
class Change:
    """A change against the previous close: absolute, and in percentage points with two decimals."""

    absolute: Decimal
    percent: Decimal

    @property
    def direction(self) -> Direction:
        """Return which way the value went."""
        if not self.absolute:
            return Direction.FLAT
        return Direction.UP if self.absolute > 0 else Direction.DOWN


def state_of(sight: Sight | None, schedule: Schedule, now: datetime) -> State:
    """Return the one state that a quote has at a moment."""
    if sight is None:
        return State.NO_DATA
    if sight.as_of > now + TOLERATED_SKEW:
        # Left by a clock that was ahead: its silence could not be counted for days.
        return State.STALE
    if sight.is_halted:
        return State.HALTED
    if schedule.rhythm != Rhythm.SESSIONS:
        # Between fixings nothing trades: what was fixed last is final until the next, unless that is overdue.
        return State.STALE if _missed_close(sight, schedule, now) else State.CLOSED
    span = schedule.span_at(now)
    if span is None or span.phase in {Phase.CLOSED, Phase.PRE_OPEN, Phase.POST_CLOSE}:
        return State.CLOSED
    if span.phase == Phase.BREAK:
        return State.BREAK
    if _silence(sight, schedule, now) > sight.patience:
        return State.STALE
    return State.DELAYED if sight.delay else State.LIVE


def _silence(sight: Sight, schedule: Schedule, now: datetime) -> timedelta:
    """Return how long the market has traded in this session without a word of the instrument."""
    day = schedule.trading_date(now)
    begun = [
        span
        for span in (schedule.spans(day) if day else ())
        if span.phase == Phase.SESSION and span.opens <= now
    ]
    if not begun:
        return timedelta()
    # In the closing auction nothing is traded: the silence ended with the session.
    return min(now, begun[-1].closes) - max(sight.as_of, begun[-1].opens)


def _missed_close(sight: Sight, schedule: Schedule, now: datetime) -> bool:
    """Tell whether a close stood by now that the quote does not hold."""
    last = schedule.last_close(now - sight.patience)
    return last is not None and sight.as_of < last[1] - 2 * sight.expected


def change_of(sight: Sight | None, schedule: Schedule, now: datetime) -> Change | None:
    """Return the change against the previous close, or nothing where it cannot be known."""
    if sight is None or not sight.previous_close or sight.previous_close_date is None:
        return None
    day = schedule.trading_date(sight.as_of)
    if day is None:
        return None
    if schedule.rhythm == Rhythm.IRREGULAR:
        if sight.previous_close_date > day:
            return None
    elif sight.previous_close_date != schedule.previous_trading_day(day) or _missed_close(
        sight, schedule, now
    ):
        return None
    absolute = sight.value - sight.previous_close
    return Change(absolute, rounded(absolute / abs(sight.previous_close) * _HUNDRED, 2))
