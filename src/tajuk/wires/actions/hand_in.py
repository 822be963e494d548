"""Keep bytes that came in, before anything looks into them."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from tajuk.wires import payloads
from tajuk.wires.models import Delivery, Payload, Source


class KeyReused(Exception):
    """The sender used one idempotency key for two different payloads."""


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
    # The file first: a row without its bytes would be worse than bytes without a row.
    sha256 = payloads.keep(data)
    name, media_type = _clean(name)[:255], _clean(media_type)[:127]
    with transaction.atomic():
        if key and _is_used(source, key, sha256):
            raise KeyReused(f"the key {key[:60]!r} came with another payload before")
        payload, _ = Payload.objects.get_or_create(
            sha256=sha256,
            defaults={
                "size": len(data),
                "media_type": media_type,
                "name": name,
                "source": source,
                "received_at": now,
            },
        )
        delivery = _delivery(source, payload, name=name, now=now, by=by, key=key)
        Source.objects.filter(pk=source.pk).update(last_heard_at=now)
    return delivery


def _is_used(source: Source, key: str, sha256: str) -> bool:
    return Delivery.objects.filter(source=source, key=key).exclude(payload__sha256=sha256).exists()


def _delivery(
    source: Source, payload: Payload, *, name: str, now: datetime, by: AbstractBaseUser | None, key: str
) -> Delivery:
    defaults = {"name": name, "received_at": now, "received_by": by, "key": key or None}
    try:
        with transaction.atomic():
            return Delivery.objects.get_or_create(source=source, payload=payload, defaults=defaults)[0]
    except IntegrityError:
        raise KeyReused(f"the key {key[:60]!r} came with another payload before") from None


def _clean(text: str) -> str:
    """Return text that any database keeps: no NUL, no lone surrogates (undecodable file names)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
