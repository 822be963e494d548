"""Which promos and courses a page shows."""

from datetime import datetime

from tajuk.common.dependencies import note
from tajuk.promos.models import Course, Promo


def running(place: str, now: datetime) -> list[Promo]:
    """Return the promos of a place that run now, in the desk's order."""
    note("list:promos")
    return list(Promo.objects.running(now).filter(place=place).select_related("picture"))


def courses() -> list[Course]:
    """Return the academy's courses that are switched on, in the desk's order."""
    note("list:courses")
    return list(Course.objects.filter(is_on=True).select_related("picture"))
