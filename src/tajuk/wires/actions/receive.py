"""The one way in for bytes, whichever way they came."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import InterfaceError, OperationalError, transaction

from tajuk.wires import payloads
from tajuk.wires.actions.hand_in import Arrived, KeyReused, hand_in_all
from tajuk.wires.actions.read_delivery import Receipt, read_deliveries
from tajuk.wires.models import Source
from tajuk.wires.reading import Reading, read
from tajuk.wires.turns import hold_turn, turn

log = logging.getLogger(__name__)


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
    """Keep the bytes, then read and record them; committed when it returns, and the same bytes change nothing again.

    The caller bounds the size (`payloads.max_bytes()`). Unreadable bytes are kept, too, and quarantined with
    one line. Raise `KeyReused` when `key`, the sender's mark against repeats, came with other bytes before.
    """
    kept = payloads.keep(data)
    arrived = Arrived(data, name, media_type, key)
    reading = reading or read(data, name)
    return _received([arrived], [reading], [kept], source, now, by)[0]


def receive_all(
    arrived: Sequence[tuple[Arrived, Reading]], *, source: Source, now: datetime
) -> list[Receipt]:
    """Keep what came together, then record it: one transaction for all of it, as `receive` has for each."""
    kept = [payloads.keep(each.data) for each, _ in arrived]
    return _received([each for each, _ in arrived], [reading for _, reading in arrived], kept, source, now)


def _received(
    arrived: Sequence[Arrived],
    readings: Sequence[Reading],
    kept: Sequence[str],
    source: Source,
    now: datetime,
    by: AbstractBaseUser | None = None,
) -> list[Receipt]:
    """Note and record in one transaction; where recording fails, the bytes are noted, to be read again later."""
    with turn():
        try:
            with transaction.atomic():
                hold_turn()
                deliveries = hand_in_all(arrived, source=source, now=now, by=by, kept=kept)
                return read_deliveries(list(zip(deliveries, readings, strict=True)), now=now)
        except (InterfaceError, OperationalError, KeyReused):
            raise
        except Exception:
            log.exception("wires: %d files of %s could not be recorded at once", len(arrived), source.slug)
            deliveries = hand_in_all(arrived, source=source, now=now, by=by, kept=kept)
            return read_deliveries(list(zip(deliveries, readings, strict=True)), now=now)
