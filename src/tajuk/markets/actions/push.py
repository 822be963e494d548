"""Take ticks that a provider pushes: a token says who speaks, a key makes a delivery count once."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from tajuk.markets.actions.apply_ticks import apply_ticks
from tajuk.markets.actions.quarantine import Held, hold
from tajuk.markets.enums import Reason
from tajuk.markets.models import Instrument, Provider, PushReceipt
from tajuk.markets.ticks import BadTick, Tick, read_tick

# A sender that repeats itself does so within minutes; a week is ample.
_RECEIPTS_KEPT = timedelta(days=7)


class KeyReused(Exception):
    """The idempotency key came before with another body."""


def digest_of(token: str) -> str:
    """Return what is stored of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_push_token(provider: Provider, *, by: AbstractBaseUser | None, now: datetime) -> str:
    """Give the provider a new token, the only time it is seen, and switch it on; the old token ends."""
    token = secrets.token_urlsafe(32)
    provider.token_digest, provider.is_on = digest_of(token), True
    provider.save(update_fields=["token_digest", "is_on"])
    return token


@transaction.atomic
def receive_push(
    items: Sequence[Mapping[str, Any]], *, provider: Provider, key: str, digest: str, now: datetime
) -> dict[str, Any]:
    """Apply a delivery once and return its answer; the same key and digest is answered as before.

    Raise `KeyReused` when the key came with another body. Ticks that cannot be read are quarantined when
    their instrument is known, and counted as `unreadable` either way.
    """
    # The provider's row serialises its own deliveries: two of one key at once are applied once.
    Provider.objects.select_for_update(no_key=True).filter(pk=provider.pk).values_list("pk").get()
    receipt = PushReceipt.objects.filter(provider=provider, key=key).first()
    if receipt is not None:
        if receipt.digest != digest:
            raise KeyReused(f"the key {key!r} came before with another body")
        return dict(receipt.answer)
    answer = _apply(items, provider, now)
    PushReceipt.objects.create(provider=provider, key=key, digest=digest, answer=answer, received_at=now)
    PushReceipt.objects.filter(received_at__lt=now - _RECEIPTS_KEPT).delete()
    return answer


def _apply(items: Sequence[Mapping[str, Any]], provider: Provider, now: datetime) -> dict[str, Any]:
    ticks: list[Tick] = []
    errors: list[dict[str, Any]] = []
    bad: list[Mapping[str, Any]] = []
    for number, item in enumerate(items):
        try:
            ticks.append(read_tick(item))
        except BadTick as error:
            errors.append({"tick": number, "error": str(error)})
            bad.append(item)
    _hold_unreadable(bad, provider, now)
    applied = apply_ticks(ticks, provider=provider, now=now)
    return {
        "applied": applied.applied,
        "older": applied.older,
        "quarantined": applied.quarantined,
        "unknown": applied.unknown,
        "unreadable": len(errors),
        "errors": errors[:20],
    }


def _hold_unreadable(items: Sequence[Mapping[str, Any]], provider: Provider, now: datetime) -> None:
    # What was pushed is anything that JSON holds.
    told = [item for item in items if isinstance(item, dict)]
    named = [item for item in told if isinstance(item.get("symbol"), str)]
    known = Instrument.objects.filter(
        symbol__in={item["symbol"] for item in named}, providers__provider=provider
    )
    by_symbol = {row.symbol: row for row in known.select_related("quote").order_by()} if named else {}
    held = [
        Held(row, Reason.UNREADABLE, item, getattr(getattr(row, "quote", None), "value", None))
        for item in named
        if (row := by_symbol.get(item["symbol"]))
    ]
    hold(held, provider=provider, now=now)
