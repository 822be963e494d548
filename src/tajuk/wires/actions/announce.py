"""Tell the apps above of committed changes, and again until every one of them has heard."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from tajuk.wires.enums import Change
from tajuk.wires.models import WireItem, WireVersion
from tajuk.wires.signals import version_received

log = logging.getLogger(__name__)


def announce(versions: Iterable[WireVersion], *, now: datetime) -> int:
    """Send `version_received` for each change in turn and mark what every receiver took; return how many."""
    heard = [version.pk for version in versions if _told(version)]
    WireVersion.objects.filter(pk__in=heard).update(announced_at=now)
    return len(heard)


def announce_leftovers(*, now: datetime, after: timedelta = timedelta(seconds=30), limit: int = 200) -> int:
    """Announce what a stopped process or a failed receiver left untold; return how many were heard."""
    waiting = list(WireVersion.objects.unannounced(now - after)[:limit])
    return announce(waiting, now=now) if waiting else 0


def _told(version: WireVersion) -> bool:
    answers = version_received.send_robust(
        sender=WireItem, item=version.item, version=version, change=Change(version.change)
    )
    failures = [(receiver, error) for receiver, error in answers if isinstance(error, Exception)]
    for receiver, error in failures:
        log.error("wires: %r did not take %s of %s: %r", receiver, version.change, version.item, error)
    return not failures
