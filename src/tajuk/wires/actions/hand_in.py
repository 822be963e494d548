"""Keep bytes that came in, before anything looks into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from tajuk.wires import payloads
from tajuk.wires.models import Delivery, Payload, Source


class KeyReused(Exception):
    """The sender used one idempotency key for two different payloads."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes as they came: under which name, of which type, and with which mark of the sender's against repeats."""

    data: bytes
    name: str = ""
    media_type: str = ""
    key: str = ""


def hand_in(
    data: bytes,
    *,
    source: Source,
    name: str = "",
    media_type: str = "",
    now: datetime,
    by: AbstractBaseUser | None = None,
    key: str = "",
) -> Delivery:
    """Store the bytes and note the delivery, committed on return; the same bytes give the same delivery.

    Raise `KeyReused` when `key` came with other bytes before, `OSError` when the bytes cannot be kept.
    """
    return hand_in_all([Arrived(data, name, media_type, key)], source=source, now=now, by=by)[0]


def hand_in_all(
    arrived: Sequence[Arrived],
    *,
    source: Source,
    now: datetime,
    by: AbstractBaseUser | None = None,
    kept: Sequence[str] | None = None,
) -> list[Delivery]:
    """Store what came together from one source, as `hand_in` does, in one transaction.

    `kept` are the digests of bytes that were put into the store already.
    """
    # The files first: a row without its bytes would be worse than bytes without a row.
    digests = [payloads.keep(each.data) for each in arrived] if kept is None else kept
    try:
        return _note(arrived, digests, source, now, by)
    except IntegrityError:
        # The same bytes came by another way at the same moment: they are found this time.
        return _note(arrived, digests, source, now, by)


@transaction.atomic
def _note(
    arrived: Sequence[Arrived],
    digests: Sequence[str],
    source: Source,
    now: datetime,
    by: AbstractBaseUser | None,
) -> list[Delivery]:
    noted = []
    for each, sha256 in zip(arrived, digests, strict=True):
        if each.key and _is_used(source, each.key, sha256):
            raise KeyReused(f"the key {each.key[:60]!r} came with another payload before")
        payload = next(iter(Payload.objects.filter(sha256=sha256)), None)
        known = payload and next(iter(Delivery.objects.filter(source=source, payload=payload)), None)
        payload = payload or _payload(each, sha256, source, now)
        noted.append(known or _delivery(each, payload, source, now, by))
        noted[-1].source, noted[-1].payload = source, payload
    Source.objects.filter(pk=source.pk).update(last_heard_at=now)
    return noted


def _is_used(source: Source, key: str, sha256: str) -> bool:
    return Delivery.objects.filter(source=source, key=key).exclude(payload__sha256=sha256).exists()


def _payload(arrived: Arrived, sha256: str, source: Source, now: datetime) -> Payload:
    return Payload.objects.create(
        sha256=sha256,
        size=len(arrived.data),
        media_type=_clean(arrived.media_type)[:127],
        name=_clean(arrived.name)[:255],
        source=source,
        received_at=now,
    )


def _delivery(
    arrived: Arrived, payload: Payload, source: Source, now: datetime, by: AbstractBaseUser | None
) -> Delivery:
    return Delivery.objects.create(
        source=source,
        payload=payload,
        name=_clean(arrived.name)[:255],
        key=arrived.key or None,
        received_at=now,
        received_by_id=by.pk if by else None,
    )


def _clean(text: str) -> str:
    """Return text that any database keeps: no NUL, no lone surrogates (undecodable file names)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
