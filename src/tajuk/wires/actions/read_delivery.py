"""Read what was handed in, and put every story of it in its place."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import DataError, IntegrityError, transaction

from tajuk.wires import payloads
from tajuk.wires.actions.announce import announce
from tajuk.wires.actions.quarantine import quarantine, resolve
from tajuk.wires.actions.record_version import Recorded, record_version
from tajuk.wires.actions.sort import Choosers, choosers
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Delivery, Payload, Quarantine, Source
from tajuk.wires.reading import Reading, read
from tajuk.wires.turns import hold_turn

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of bytes that came in: for `quarantined`, `reason` is one line that says why."""

    outcome: Outcome
    payload: Payload
    recorded: tuple[Recorded, ...] = ()
    reason: str = ""


def read_delivery(
    delivery: Delivery, data: bytes, *, now: datetime, reading: Reading | None = None, again: bool = False
) -> Receipt:
    """Read the delivery's bytes and record its stories in one transaction, or quarantine it.

    A delivery that was read is left alone unless `again`; `reading` spares reading the bytes a second time.
    """
    if delivery.attempts > MOST_ATTEMPTS and not again:
        reading = Reading((), f"reading it has stopped the process {MOST_ATTEMPTS} times")
    reading = reading or read(data, delivery.name)
    return read_deliveries([(delivery, reading)], now=now, again=again)[0]


@transaction.atomic
def read_deliveries(
    deliveries: Sequence[tuple[Delivery, Reading]], *, now: datetime, again: bool = False
) -> list[Receipt]:
    """Record what was read of several deliveries, as `read_delivery` does, in one transaction."""
    hold_turn()
    waiting = Delivery.objects.select_for_update().filter(pk__in=[delivery.pk for delivery, _ in deliveries])
    read_before = dict(waiting.values_list("pk", "read_at"))
    chosen = choosers()
    receipts = [
        already(delivery)
        if read_before[delivery.pk] and not again
        else _record(delivery, reading, chosen, now)
        for delivery, reading in deliveries
    ]
    (waiting if again else waiting.filter(read_at=None)).update(read_at=now)
    _note_items(deliveries, receipts, now)
    changed = [each.version for receipt in receipts for each in receipt.recorded if each.change]
    if changed:
        transaction.on_commit(lambda: announce(changed, now=now))
    return receipts


def read_leftovers(*, now: datetime, after: timedelta = timedelta(seconds=60), limit: int = 100) -> int:
    """Read what was stored but not read when a process stopped; return how many deliveries that were."""
    waiting = list(Delivery.objects.unread(now - after)[:limit])
    for delivery in waiting:
        # Counted before the reading, so that bytes that stop the whole process are not tried for ever.
        delivery.attempts += 1
        Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts)
        try:
            data = delivery.payload.content()
        except payloads.Damaged as error:
            read_deliveries([(delivery, Reading((), str(error)))], now=now)
        else:
            read_delivery(delivery, data, now=now)
    return len(waiting)


def read_again(row: Quarantine, *, by: AbstractBaseUser | None, now: datetime) -> Receipt:
    """Read a quarantined payload with today's reader; the row is resolved when that succeeds.

    Raise `ValueError` when its bytes were never stored, `payloads.Damaged` when they are no longer there.
    """
    if row.payload is None:
        raise ValueError(f"the bytes of {row.name} were not stored")
    deliveries = Delivery.objects.select_related("payload", "source__agency")
    delivery = deliveries.get(source=row.source_id, payload=row.payload)
    receipt = read_delivery(delivery, row.payload.content(), now=now, again=True)
    if not receipt.reason:
        resolve(row, by=by, now=now)
    return receipt


def already(delivery: Delivery) -> Receipt:
    """Return the receipt of a delivery that was dealt with before."""
    row = Quarantine.objects.open().filter(source=delivery.source_id, payload=delivery.payload_id).first()
    if row:
        return Receipt(Outcome.QUARANTINED, delivery.payload, reason=row.reason)
    return Receipt(Outcome.REPEATED, delivery.payload)


def _record(delivery: Delivery, reading: Reading, chosen: Choosers, now: datetime) -> Receipt:
    recorded, reasons = _record_all(reading, delivery, chosen, now)
    return _receipt(delivery, tuple(recorded), "; ".join(reasons), now)


def _record_all(
    reading: Reading, delivery: Delivery, chosen: Choosers, now: datetime
) -> tuple[list[Recorded], list[str]]:
    recorded: list[Recorded] = []
    reasons = [reading.reason] if reading.reason else []
    for position, story in enumerate(reading.stories):
        try:
            recorded.append(
                record_version(story, delivery=delivery, position=position, now=now, chosen=chosen)
            )
        except (DataError, IntegrityError, TypeError, ValueError) as error:
            # One story that no table takes must not cost the others of the same payload.
            log.exception("wires: story %d of %s could not be kept", position + 1, delivery.payload.sha256)
            reasons.append(f"story {position + 1} could not be kept: {type(error).__name__}")
    return recorded, reasons


def _receipt(delivery: Delivery, recorded: tuple[Recorded, ...], reason: str, now: datetime) -> Receipt:
    if not reason:
        return Receipt(Outcome.ACCEPTED, delivery.payload, recorded)
    row = quarantine(delivery.payload, source=delivery.source, reason=reason, name=delivery.name, now=now)
    return Receipt(Outcome.QUARANTINED, delivery.payload, recorded, row.reason)


def _note_items(
    deliveries: Sequence[tuple[Delivery, Reading]], receipts: Sequence[Receipt], now: datetime
) -> None:
    """Note of each source that brought something new when that was."""
    told = {
        delivery.source_id
        for (delivery, _), receipt in zip(deliveries, receipts, strict=True)
        if any(each.fresh for each in receipt.recorded)
    }
    if told:
        Source.objects.filter(pk__in=told).update(last_item_at=now)
