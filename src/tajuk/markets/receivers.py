"""React to edits of the calendars in this process at once."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tajuk.markets.models import Calendar, SessionTemplate, TradingDay
from tajuk.markets.schedules import forget


@receiver([post_save, post_delete], sender=Calendar)
@receiver([post_save, post_delete], sender=SessionTemplate)
@receiver([post_save, post_delete], sender=TradingDay)
def forget_schedules(**kwargs: Any) -> None:
    """Read the calendars anew: now for this transaction, and once more for those that read in between."""
    forget()
    transaction.on_commit(forget)
