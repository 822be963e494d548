"""Mark who works on a wire item; the draft itself is the desk's."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from tajuk.wires.models import WireItem


def mark_taken(item: WireItem, *, by: AbstractBaseUser, now: datetime) -> bool:
    """Mark the item as taken by `by`; return False when somebody else was quicker."""
    free = WireItem.objects.filter(pk=item.pk, taken_by=None)
    if free.update(taken_by=by, taken_at=now) == 0:
        item.refresh_from_db(fields=["taken_by", "taken_at"])
        return bool(item.taken_by_id == by.pk)
    item.taken_by_id, item.taken_at = by.pk, now
    return True


def give_back(item: WireItem, *, by: AbstractBaseUser, now: datetime) -> None:
    """Put the item back among those that nobody works on."""
    WireItem.objects.filter(pk=item.pk).update(taken_by=None, taken_at=None)
    item.taken_by, item.taken_at = None, None
