"""Note what was delivered to whom; give partners their tokens."""

import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tajuk.clearance.models import Delivery, Partner
from tajuk.wires.models.sources import digest_of_token

_PAUSE_SECONDS = 600.0  # the same version to nobody in particular is noted no more often than this
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """A story in the version that leaves, and how much of it: `text`, `teaser`, `withheld`, `canceled`."""

    article: int
    version: str
    shown: str


_noted: dict[tuple[str, Delivered], float] = {}
_guard = threading.Lock()


def deliver(stories: Iterable[Delivered], *, exit_name: str, to: Partner | None, now: datetime) -> int:
    """Note deliveries before they are answered; return how many rows were written.

    To a partner each is noted; to anybody else a version is noted at most every ten minutes by each process, so that
    readers of the open API cannot keep the database busy.
    """
    who = to.slug if to else ""
    fresh = [story for story in stories if to is not None or _is_fresh(exit_name, story)]
    if not fresh:
        return 0
    rows = [
        Delivery(
            who=who, exit=exit_name, article_id=story.article, version=story.version[:40], shown=story.shown,
            first_at=now, last_at=now,
        )
        # In one order: two who note the same stories at once would else wait for each other.
        for story in sorted(set(fresh), key=astuple)
    ]  # fmt: skip
    Delivery.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article", "who", "exit", "version", "shown"],
        update_fields=["last_at"],
    )
    return len(rows)


def _is_fresh(exit_name: str, story: Delivered) -> bool:
    moment = time.monotonic()
    with _guard:
        if moment - _noted.get((exit_name, story), -_PAUSE_SECONDS) < _PAUSE_SECONDS:
            return False
        if len(_noted) >= _MOST_REMEMBERED:
            _noted.clear()
        _noted[exit_name, story] = moment
    return True


def forget_deliveries(now: datetime) -> int:
    """Delete what was last delivered longer ago than is kept; return how many rows."""
    kept = timedelta(days=settings.TAJUK_DELIVERY_DAYS)
    deleted, _ = Delivery.objects.filter(last_at__lt=now - kept).delete()
    return deleted


@transaction.atomic
def renew_token(partner: Partner) -> str:
    """Make a new token, which ends the old one, and return it: it is shown once and kept as a digest."""
    token = secrets.token_urlsafe(32)
    partner.token_digest = digest_of_token(token)
    partner.save(update_fields=["token_digest"])
    return token
