"""The one way in for bytes, whichever way they came."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from tajuk.wires.actions.hand_in import hand_in
from tajuk.wires.actions.read_delivery import Receipt, already, read_delivery
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
