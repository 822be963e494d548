"""Take ticks and closes that a provider pushes: a token says who speaks, a key makes a delivery count once."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from tajuk.markets.actions.apply_ticks import apply_ticks
from tajuk.markets.actions.closes import BadClose, DayFigures, set_official_close
from tajuk.markets.actions.quarantine import hold_unreadable
from tajuk.markets.enums import Provenance
from tajuk.markets.models import Instrument, Provider, PushReceipt
from tajuk.markets.ticks import BadTick, Tick, figures_of, read_tick

# A sender that repeats itself does so within minutes; a week is ample.
_RECEIPTS_KEPT = timedelta(days=7)
_MOST_ERRORS = 20


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
    items: Sequence[Mapping[str, Any]],
    *,
    provider: Provider,
    key: str,
    digest: str,
    now: datetime,
    closes: Sequence[Mapping[str, Any]] = (),
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
    answer |= _close(closes, provider, now, answer["errors"])
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
    # What was pushed is anything that JSON holds.
    named = [(item["symbol"], item) for item in bad if isinstance(item, dict) and "symbol" in item]
    hold_unreadable([row for row in named if isinstance(row[0], str)], provider=provider, now=now)
    applied = apply_ticks(ticks, provider=provider, now=now)
    return {
        "applied": applied.applied,
        "older": applied.older,
        "outranked": applied.outranked,
        "quarantined": applied.quarantined,
        "unknown": applied.unknown,
        "unreadable": len(errors),
        "errors": errors[:_MOST_ERRORS],
    }


def _close(
    items: Sequence[Mapping[str, Any]], provider: Provider, now: datetime, errors: list[dict[str, Any]]
) -> dict[str, Any]:
    done = 0
    for number, item in enumerate(items):
        try:
            _set_close(item, provider, now)
            done += 1
        except (BadTick, BadClose) as error:
            errors.append({"close": number, "error": str(error)})
    return {"closes": done, "errors": errors[:_MOST_ERRORS]}


def _set_close(item: Mapping[str, Any], provider: Provider, now: datetime) -> None:
    """Set one close that was pushed; raise `BadTick` or `BadClose` in one line."""
    if not isinstance(item, Mapping):
        raise BadTick("a close is an object")
    symbol, figures = str(item.get("symbol", ""))[:20], figures_of(item)
    instrument = Instrument.objects.filter(
        symbol=symbol.replace("\0", ""), providers__provider=provider, is_active=True
    ).first()
    if instrument is None:
        raise BadTick(f"symbol: {symbol!r} is not in this provider's chain")
    if "value" not in figures:
        raise BadTick("value: is missing")
    try:
        day = date.fromisoformat(str(item.get("date")))
    except ValueError:
        raise BadTick(f"date: {str(item.get('date'))[:40]!r} is not a date") from None
    set_official_close(
        instrument,
        date=day,
        value=figures["value"],
        now=now,
        provenance=Provenance.OFFICIAL if item.get("official") is True else Provenance.PROVIDER,
        figures=DayFigures(figures.get("open"), figures.get("high"), figures.get("low")),
    )
