"""What the browser of a subscriber carries: a signed ticket that names the subscriber and the key of the moment."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from tajuk.readers.models import Subscriber

LIFE = timedelta(days=90)
_SALT = "tajuk.readers.ticket"


def ticket_of(subscriber: Subscriber) -> str:
    """Return the ticket of a subscriber, good for `LIFE` and as long as the key stands."""
    return signing.dumps([subscriber.pk, subscriber.key], salt=_SALT)


def holder_of(ticket: str) -> Subscriber | None:
    """Return whose ticket this is, ended subscriptions included; None for one that is forged, old or called in."""
    try:
        told: Any = signing.loads(ticket, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    pk, key = told
    found: Subscriber | None = Subscriber.objects.select_related("plan").filter(pk=pk).first()
    return found if found and secrets.compare_digest(found.key, key) else None


def seconds_of(subscriber: Subscriber, now: datetime) -> int:
    """Return how long a browser keeps a ticket that it gets now."""
    return max(0, int(min(LIFE, subscriber.until - now).total_seconds()))
