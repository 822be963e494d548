"""The one way in for bytes, whichever way they came."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from tajuk.wires.actions.hand_in import Arrived, hand_in, hand_in_all
from tajuk.wires.actions.read_delivery import Receipt, already, read_deliveries, read_delivery
from tajuk.wires.models import Source
from tajuk.wires.reading import Reading


def receive(
    data: bytes,
    *,
    source: Source,
    name: str = "",
    media_type: str = "",
    now: datetime,
    by: AbstractBaseUser | None = None,
    key: str = "",
    reading: Reading | None = None,
) -> Receipt:
    """Keep the bytes, then read them; committed when it returns, and the same bytes change nothing again.

    The caller bounds the size (`payloads.max_bytes()`). Unreadable bytes are kept, too, and quarantined with
    one line. Raise `KeyReused` when `key`, the sender's mark against repeats, came with other bytes before.
    """
    delivery = hand_in(data, source=source, name=name, media_type=media_type, now=now, by=by, key=key)
    if delivery.read_at:
        return already(delivery)
    return read_delivery(delivery, data, now=now, reading=reading)


def receive_all(
    arrived: Sequence[tuple[Arrived, Reading]], *, source: Source, now: datetime
) -> list[Receipt]:
    """Keep what came together, then record it: two transactions for all of it, as `receive` has for each."""
    deliveries = hand_in_all([each for each, _ in arrived], source=source, now=now)
    readings = [reading for _, reading in arrived]
    return read_deliveries(list(zip(deliveries, readings, strict=True)), now=now)
