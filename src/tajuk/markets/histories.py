"""An instrument's past for charts: daily closes, kept in this process until they change, and the last days' minutes."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Lock
from typing import Any, Final, TypeVar

from django.db.models import Count, Max, Sum

from tajuk.common.dependencies import note
from tajuk.markets.models import DailyBar, Instrument, IntradayBar
from tajuk.markets.models.quotes import days_key

T = TypeVar("T")

_YEARS: Final = timedelta(days=5 * 366 + 7)
_MINUTES: Final = timedelta(days=8)
_MOST: Final = 400

Closes = Sequence[tuple[date, Decimal]]
Minutes = Sequence[tuple[datetime, Decimal]]


@dataclass(slots=True)
class History:
    """Five years of closes, oldest first, and what was made of them; replaced whole when a close changes."""

    stamp: Hashable
    days: tuple[date, ...]
    closes: tuple[Decimal, ...]
    _made: dict[Hashable, Any] = field(default_factory=dict)

    def since(self, day: date) -> list[tuple[date, Decimal]]:
        """Return the closes from a day on."""
        start = bisect_left(self.days, day)
        return list(zip(self.days[start:], self.closes[start:], strict=True))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` returns, made once for a key as long as the closes are the same."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made


_kept: dict[tuple[str, int], History] = {}
_guard = Lock()


def history_of(instrument: Instrument, today: date) -> History:
    """Return the closes of the last five years: one query to see whether they changed, another when they did.

    Notes `list:daily-bars:<id>`.
    """
    note(days_key(instrument.pk))
    rows = DailyBar.objects.filter(instrument=instrument, date__gt=today - _YEARS, date__lte=today)
    seen = rows.aggregate(count=Count("pk"), last=Max("date"), total=Sum("close"), key=Max("pk"))
    stamp = (today, *seen.values())
    place = (rows.db, instrument.pk)
    known = _kept.get(place)
    if known is not None and known.stamp == stamp:
        return known
    told = list(rows.order_by("date").values_list("date", "close"))
    fresh = History(stamp, tuple(day for day, _ in told), tuple(close for _, close in told))
    with _guard:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[place] = fresh
    return fresh


def minutes_of(instrument: Instrument, now: datetime) -> list[tuple[datetime, Decimal]]:
    """Return what is kept of the last days' minutes, oldest first: the last tick of each and its value; one query."""
    rows = IntradayBar.objects.filter(instrument=instrument, opens_at__gt=now - _MINUTES, last_at__lte=now)
    return list(rows.order_by("opens_at").values_list("last_at", "close"))
