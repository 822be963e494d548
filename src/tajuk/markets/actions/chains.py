"""Who may speak of an instrument now: the first provider of its chain, or a later one while those before are silent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tajuk.markets.enums import Breaker, Phase
from tajuk.markets.models import Provider, ProviderLink
from tajuk.markets.schedules import schedules

# The time of the last word of a link is written no more often than this: a tick costs no write of its own.
_COARSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Place:
    """A provider's place in an instrument's chain: its link, and until when those before it are to be waited for."""

    link: ProviderLink
    outranked_until: datetime | None = None

    def is_outranked(self, now: datetime) -> bool:
        """Tell whether a provider before this one has spoken lately."""
        return self.outranked_until is not None and now <= self.outranked_until


def patience_of(link: ProviderLink, poll_seconds: int) -> timedelta:
    """Return how long a link may be silent until the next in the chain is heard."""
    return timedelta(seconds=max(2 * link.instrument.expected_seconds, 3 * poll_seconds))


def places(symbols: Iterable[str], provider: Provider, now: datetime) -> dict[str, Place]:
    """Return the provider's places in the chains of these instruments, by symbol; two queries."""
    rows = ProviderLink.objects.filter(
        provider=provider, instrument__symbol__in=set(symbols), instrument__is_active=True
    )
    own = list(rows.select_related("instrument").order_by())
    waits = _waits(own, now)
    return {link.instrument.symbol: Place(link, waits.get(link.pk)) for link in own}


def _waits(own: Iterable[ProviderLink], now: datetime) -> Mapping[int, datetime]:
    """Return until when each of the links waits for those before it, where there are any that speak."""
    by_instrument = {link.instrument_id: link for link in own}
    others = (
        ProviderLink.objects.filter(
            # What was heard in the future was heard by a clock that was ahead.
            instrument__in=by_instrument,
            provider__is_on=True,
            heard_at__lte=now,
        )
        .exclude(pk__in=[link.pk for link in by_instrument.values()])
        .exclude(provider__health__breaker=Breaker.OPEN)
        .order_by()
        .values_list("pk", "instrument", "order", "heard_at", "provider__poll_seconds")
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for pk, instrument, order, heard_at, poll_seconds in others:
        link = by_instrument[instrument]
        if (order, pk) < (link.order, link.pk) and heard_at is not None:
            found[link.pk].append(heard_at + patience_of(link, poll_seconds))
    return {pk: max(until) for pk, until in found.items()}


def remember_heard(said: Mapping[int, tuple[ProviderLink, datetime]], now: datetime) -> None:
    """Note which links spoke; a feed that repeats an old tick while its market trades has not spoken.

    `said` is the latest source time by link.
    """
    heard = [
        link.pk
        for link, as_of in said.values()
        if (link.heard_at is None or now - link.heard_at >= _COARSE) and _is_fresh(link, as_of, now)
    ]
    if heard:
        ProviderLink.objects.filter(pk__in=heard).update(heard_at=now)


def _is_fresh(link: ProviderLink, as_of: datetime, now: datetime) -> bool:
    patience = timedelta(seconds=2 * link.instrument.expected_seconds, minutes=link.delay_minutes)
    if now - as_of <= patience:
        return True
    return schedules()[link.instrument.calendar_id].phase_at(now) not in {Phase.SESSION, Phase.PRE_CLOSE}
