"""How the ways in are doing: what is silent, what fails, what piles up, and how long copy takes to the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tajuk.wires.enums import ASKED, SourceKind
from tajuk.wires.models import Delivery, Quarantine, Source, WireVersion

#: Lag is told of so many of a source's newest versions.
LOOKED_AT = 50
#: A quarantine that grew by so many in an hour is an alarm.
GROWING = 5
#: What is asked on a schedule is late when nothing was heard for so many of its intervals, ten minutes at least.
LATE_INTERVALS = 5
LATE_LEAST = timedelta(minutes=10)
SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lag:
    """Medians of a source's newest versions, in seconds: from the agency's time to us, and from there to the list."""

    to_us: float | None = None
    to_list: float | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source on the watch board; `alarms` are lines for people, in the language in force."""

    source: Source
    lag: Lag
    quarantined: int
    quarantined_lately: int
    items_lately: int
    alarms: tuple[str, ...]


def board(now: datetime) -> list[SourceState]:
    """Return how every source that is switched on is doing, those with alarms first; five queries in all."""
    waiting = _waiting(Q())
    lately = _waiting(Q(at__gte=now - SPAN))
    items = dict(_by_source(WireVersion.objects.filter(received_at__gte=now - SPAN)))
    lags = _lags()
    states = [
        SourceState(
            source,
            lags.get(source.pk, Lag()),
            waiting.get(source.pk, 0),
            lately.get(source.pk, 0),
            items.get(source.pk, 0),
            tuple(_alarms(source, lately.get(source.pk, 0), now)),
        )
        for source in Source.objects.enabled().select_related("agency").order_by("name")
    ]
    return sorted(states, key=lambda state: not state.alarms)


def silent_sources(now: datetime) -> int:
    """Return how many sources are silent longer than they should be."""
    return sum(bool(_silence(source, now)) for source in Source.objects.enabled())


def failing_sources() -> int:
    """Return how many sources failed when they were last asked."""
    return Source.objects.polled().filter(failures__gt=0).count()


def unread_deliveries() -> int:
    """Return how much was kept and is not read yet."""
    return Delivery.objects.filter(read_at=None).count()


def quarantined() -> int:
    """Return how much lies in quarantine."""
    return Quarantine.objects.open().count()


def slowest_lag() -> float:
    """Return the longest median of the sources, in seconds, from arrival to the list."""
    return max((lag.to_list for lag in _lags().values() if lag.to_list is not None), default=0.0)


def _alarms(source: Source, lately: int, now: datetime) -> Iterable[str]:
    if source.failures:
        yield _("%(n)s failures in a row: %(error)s") % {"n": source.failures, "error": source.last_error}
    if silence := _silence(source, now):
        yield silence
    if lately >= GROWING:
        yield _("%(n)s files went to quarantine within an hour") % {"n": lately}


def _silence(source: Source, now: datetime) -> str:
    if source.silent_after_minutes and source.kind not in {SourceKind.PASTE, SourceKind.COMMAND}:
        allowed = timedelta(minutes=source.silent_after_minutes)
        if source.last_item_at is None or now - source.last_item_at > allowed:
            return _("nothing new for longer than %(n)s minutes") % {"n": source.silent_after_minutes}
    if source.kind in ASKED and source.last_heard_at and not source.failures:
        allowed = max(LATE_LEAST, timedelta(seconds=source.interval_seconds) * LATE_INTERVALS)
        if now - source.last_heard_at > allowed:
            return _("not asked for too long: is the newsroom's worker alive?")
    return ""


def _waiting(lately: Q) -> dict[int, int]:
    return dict(_by_source(Quarantine.objects.filter(lately, resolved_at=None)))


def _by_source(rows: "object") -> Iterable[tuple[int, int]]:
    counted: Iterable[tuple[int, int]] = rows.values_list("source").annotate(Count("pk"))  # type: ignore[attr-defined]
    return counted


def _lags() -> dict[int, Lag]:
    newest = WireVersion.objects.order_by("-pk").values_list(
        "source", "version_created", "received_at", "announced_at"
    )[: LOOKED_AT * 20]
    by_source: dict[int, list[tuple[datetime | None, datetime, datetime | None]]] = {}
    for source, created, received, announced in newest:
        rows = by_source.setdefault(source, [])
        if len(rows) < LOOKED_AT:
            rows.append((created, received, announced))
    return {source: _lag(rows) for source, rows in by_source.items()}


def _lag(rows: Iterable[tuple[datetime | None, datetime, datetime | None]]) -> Lag:
    rows = list(rows)
    to_us = [
        (received - created).total_seconds()
        for created, received, _ in rows
        if created and created <= received
    ]
    to_list = [(announced - received).total_seconds() for _, received, announced in rows if announced]
    return Lag(median(to_us) if to_us else None, median(to_list) if to_list else None)
