"""Keep account of a provider's polls: whose turn it is, what was remembered, and when its breaker opens."""

import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tajuk.markets.enums import Breaker
from tajuk.markets.models import Provider, ProviderHealth

logger = logging.getLogger(__name__)

# After so many failures in a row a provider is left alone, and tried once each time the wait is over.
FAILURES_TO_OPEN: Final = 3
LONGEST_WAIT: Final = timedelta(minutes=15)
# How far, as a part of the interval, a poll may lie off its time, so that none call in step.
JITTER: Final = 0.1
# A poll that has not come back after this long is taken for dead, as its process may be.
_LEASE: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a poll failed, in one line, and how long the source asked to be left alone."""

    text: str
    wait: timedelta | None = None


def claim_turn(provider: Provider, *, now: datetime, due_only: bool = True) -> ProviderHealth | None:
    """Take the provider's turn to be polled; nothing when it is not due or another process has taken it."""
    health, _ = ProviderHealth.objects.get_or_create(provider=provider)
    if due_only and not is_due(health, now):
        return None
    is_open = health.breaker in {Breaker.OPEN, Breaker.HALF_OPEN}
    breaker = Breaker.HALF_OPEN if is_open else Breaker.CLOSED
    turn = ProviderHealth.objects.filter(pk=health.pk, next_poll_at=health.next_poll_at)
    if not turn.update(next_poll_at=now + _LEASE, asked_at=now, breaker=breaker):
        return None
    health.asked_at, health.breaker = now, breaker
    return health


def is_due(health: ProviderHealth, now: datetime) -> bool:
    """Tell whether a provider's time has come; a clock that was set back makes everybody due."""
    if health.next_poll_at is None or health.next_poll_at <= now:
        return True
    return health.asked_at is not None and health.asked_at > now


def note_answer(
    health: ProviderHealth, *, poll_seconds: int, memory: Mapping[str, Any], now: datetime
) -> None:
    """Note that a poll succeeded: the breaker closes, and the next poll comes after the interval."""
    if health.breaker != Breaker.CLOSED:
        logger.warning("%s answers again", health.provider.key)
    ProviderHealth.objects.filter(pk=health.pk).update(
        breaker=Breaker.CLOSED,
        failures=0,
        answered_at=now,
        memory=memory,
        next_poll_at=now + _jittered(timedelta(seconds=poll_seconds)),
    )


def note_failure(health: ProviderHealth, trouble: Trouble, *, poll_seconds: int, now: datetime) -> None:
    """Note that a poll failed: wait twice as long each time, and open the breaker when it goes on."""
    failures = health.failures + 1
    is_open = failures >= FAILURES_TO_OPEN
    wait = max(trouble.wait or timedelta(), wait_after(failures, poll_seconds))
    ProviderHealth.objects.filter(pk=health.pk).update(
        breaker=Breaker.OPEN if is_open else Breaker.CLOSED,
        failures=failures,
        last_error=trouble.text[:500],
        failed_at=now,
        next_poll_at=now + _jittered(wait),
    )
    logger.warning(
        "%s could not be read (%d in a row%s): %s",
        health.provider.key,
        failures,
        ", breaker open" if is_open else "",
        trouble.text,
    )


def ask_now(provider: Provider, *, now: datetime) -> None:
    """Have a provider asked at once, whatever its breaker says; the desk's button."""
    ProviderHealth.objects.update_or_create(provider=provider, defaults={"next_poll_at": now})


def wait_after(failures: int, poll_seconds: int) -> timedelta:
    """Return how long to leave a provider alone: its interval, doubled with each failure, up to a quarter hour."""
    interval = timedelta(seconds=poll_seconds)
    doubled: timedelta = interval * 2 ** min(failures, 16)
    return max(interval, min(doubled, LONGEST_WAIT))


def _jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  (spreads load, guards nothing)
