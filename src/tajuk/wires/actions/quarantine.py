"""Set aside what cannot be read."""

import logging
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from tajuk.wires.models import Payload, Quarantine, Source

log = logging.getLogger(__name__)


@transaction.atomic
def quarantine(
    payload: Payload | None, *, source: Source, reason: str, name: str = "", now: datetime
) -> Quarantine:
    """Note that a payload (or, without one, the file `name`) cannot be read, once while it is open."""
    line = " ".join(reason.split())[:500] or "unreadable"
    same = {"source": source, "resolved_at": None} | ({"payload": payload} if payload else {"name": name})
    found, made = Quarantine.objects.get_or_create(
        **same, defaults={"reason": line, "at": now, "name": name[:255], "payload": payload}
    )
    if made:
        log.warning("wires: %s from %s is in quarantine: %s", name or payload, source.slug, line)
    elif found.reason != line:
        Quarantine.objects.filter(pk=found.pk).update(reason=line)
    return found


@transaction.atomic
def resolve(row: Quarantine, *, by: AbstractBaseUser | None, now: datetime) -> None:
    """Mark a quarantined file as dealt with."""
    Quarantine.objects.filter(pk=row.pk, resolved_at=None).update(resolved_at=now, resolved_by=by)
