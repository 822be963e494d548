"""Hold back ticks that cannot be believed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import transaction

from tajuk.markets.enums import Decision, Reason
from tajuk.markets.models import Instrument, Provider, QuarantinedTick

logger = logging.getLogger(__name__)

_LONGEST_PAYLOAD = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """A tick to hold back: of which instrument, why, as it came, beside which last good value."""

    instrument: Instrument
    reason: Reason
    payload: Mapping[str, Any]
    last_value: Decimal | None


@transaction.atomic
def hold(held: Sequence[Held], *, provider: Provider, now: datetime) -> None:
    """Keep the ticks in quarantine: one waiting row an instrument and reason, which counts repetitions."""
    if not held:
        return
    instruments = {one.instrument.pk for one in held}
    rows = QuarantinedTick.objects.select_for_update().filter(
        provider=provider, instrument__in=instruments, decision=Decision.PENDING
    )
    waiting = {(row.instrument_id, row.reason): row for row in rows}
    for one in held:
        row = waiting.get((one.instrument.pk, one.reason))
        if row is None:
            row = QuarantinedTick(
                instrument=one.instrument, provider=provider, reason=one.reason, first_at=now, count=0
            )
            waiting[one.instrument.pk, one.reason] = row
            logger.warning("quarantined %s from %s: %s", one.instrument, provider.key, one.reason.value)
        row.payload, row.last_value, row.last_at = _bounded(one.payload), one.last_value, now
        row.count += 1
    for row in waiting.values():
        if row.last_at == now:
            row.save()


def hold_unreadable(
    rows: Sequence[tuple[str, Mapping[str, Any]]], *, provider: Provider, now: datetime
) -> None:
    """Keep what came for instruments of the provider's, by symbol, and tells no tick."""
    if not rows:
        return
    symbols = {symbol for symbol, _ in rows if symbol.isprintable()}
    known = Instrument.objects.filter(symbol__in=symbols, providers__provider=provider)
    by_symbol = {row.symbol: row for row in known.select_related("quote").order_by()}
    held = [
        Held(row, Reason.UNREADABLE, payload, getattr(getattr(row, "quote", None), "value", None))
        for symbol, payload in rows
        if (row := by_symbol.get(symbol))
    ]
    hold(held, provider=provider, now=now)


def _bounded(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload as it came, or the beginning of it where it is absurdly long; NUL fits no database."""
    text = (
        orjson.dumps(payload, default=str, option=orjson.OPT_NON_STR_KEYS)
        .decode()
        .replace("\\u0000", "\ufffd")
    )
    kept: dict[str, Any] = orjson.loads(text)
    return kept if len(text) <= _LONGEST_PAYLOAD else {"cut": text[:_LONGEST_PAYLOAD]}
