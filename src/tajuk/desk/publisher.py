"""What the publisher's front page of the desk tells: what runs and ends, what the paper looks like, how it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tajuk.articles.models import Article, Correction
from tajuk.common.text import Words
from tajuk.fronts.colours import LEAST, pairs
from tajuk.fronts.models import Masthead, Popularity
from tajuk.fronts.rows import cleared_rows
from tajuk.promos.models import Course, Promo
from tajuk.readers.models import Subscriber

FIRST = 6
SOON = timedelta(days=14)
WEEK = timedelta(days=7)
_LOOKED_AT = 3  # so many times as many of the most read, for those that the gate keeps in


@dataclass(frozen=True, slots=True)
class Campaign:
    """A promo that runs, or will: from and until when; `ends_soon` within two weeks."""

    promo: Promo
    is_running: bool
    ends_soon: bool


def campaigns(now: datetime) -> list[Campaign]:
    """Return the promos that run, those that end first before the others, then those to come in their order."""
    running = Promo.objects.running(now).order_by(F("ends_at").asc(nulls_last=True), "display_order")
    found = [Campaign(row, True, row.ends_at is not None and row.ends_at <= now + SOON) for row in running]
    to_come = Promo.objects.filter(is_on=True, starts_at__gt=now).order_by("starts_at", "display_order")
    return found + [Campaign(row, False, False) for row in to_come[:FIRST]]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """How many go on, and who ends: within two weeks from now, or within the last one."""

    active: int
    ending: int
    lapsed: int
    rows: tuple[Subscriber, ...]


def subscriptions(now: datetime) -> Subscriptions:
    """Return how subscriptions stand, the next to end first."""
    everybody = Subscriber.objects.all()
    ending = everybody.filter(until__gt=now, until__lte=now + SOON)
    return Subscriptions(
        everybody.active(now).count(),
        ending.count(),
        everybody.filter(until__gt=now - WEEK, until__lte=now).count(),
        tuple(ending.select_related("plan").order_by("until", "pk")[:FIRST]),
    )


def courses(now: datetime) -> list[tuple[Course, bool]]:
    """Return the academy's next courses, and before them those still on offer that have begun already."""
    begun = Q(starts_at__isnull=False, starts_at__lte=now)
    on_offer = Course.objects.filter(is_on=True, starts_at__isnull=False).order_by("starts_at", "pk")
    over, to_come = on_offer.filter(begun)[:FIRST], on_offer.filter(starts_at__gt=now)[:FIRST]
    return [*((row, True) for row in over), *((row, False) for row in to_come)]


def warnings(masthead: Masthead) -> Iterator[Words]:
    """Yield what is missing or cannot be read of the paper's identity."""
    if not masthead.logo:
        yield _("There is no logo: the name stands in its place.")
    elif not masthead.dark_logo:
        yield _("There is no logo for dark screens.")
    if weak := sum(not pair.is_readable for pair in pairs(masthead.colours)):
        words = ngettext(
            "%(n)d text has too little contrast: less than %(least)s.",
            "%(n)d texts have too little contrast: less than %(least)s.",
            weak,
        )
        yield words % {"n": weak, "least": LEAST}
    missing = {
        _("the publisher's name"): masthead.publisher,
        _("the desk's e-mail address"): masthead.contact,
        _("the tagline"): masthead.tagline_id,
    }
    for name, value in missing.items():
        if not value:
            yield _("Not filled in: %(what)s.") % {"what": name}


def corrections(now: datetime) -> tuple[int, list[Correction]]:
    """Return how many corrections readers were told of in the last seven days, and the newest."""
    found = Correction.objects.filter(at__gt=now - WEEK, at__lte=now).order_by("-at")
    shown = found.select_related("article__section", "article__locale").defer("article__body")
    return found.count(), list(shown[:FIRST])


def most_read(now: datetime) -> list[Article]:
    """Return the stories of both editions that are read most, as far as readers may see them."""
    ids = Popularity.objects.order_by("-weight").values_list("pk", flat=True)[: _LOOKED_AT * FIRST]
    return list(cleared_rows(list(ids), "most-read", now).values())[:FIRST]
