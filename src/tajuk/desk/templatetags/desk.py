"""How the desk's templates write a moment: the clock for today, the date for any other day."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.common.sanitize import clean_blocks
from tajuk.common.text import Words
from tajuk.desk.standing import standing
from tajuk.desk.unreadable import in_words

register = template.Library()


@register.filter
def moment(value: datetime | None, clock_format: str = "H:i") -> str:
    """Return `19:13` for a moment of today, `23 Nov 19:13` for this year's, `23 Nov 2025` for an older one."""
    if value is None:
        return ""
    local, today = timezone.localtime(value), timezone.localtime(clock.now())
    if local.date() == today.date():
        return date_format(local, clock_format)
    if local.year == today.year or abs((local - today).days) < 31:
        return date_format(local, "j M H:i")
    return date_format(local, "j M Y")


@register.filter
def to_the_second(value: datetime | None) -> str:
    """Return `19:13:22` for a moment of today; any other day as `moment` does."""
    return moment(value, "H:i:s")


@register.filter
def in_full(value: datetime | None) -> str:
    """Return `23 Nov 2026, 19:13:22 WIB`."""
    return date_format(timezone.localtime(value), "j M Y, H:i:s T") if value else ""


@register.filter
def cleaned(markup: str) -> SafeString:
    """Return stored copy as the sanitiser lets it through once more: rows may be older than today's rules."""
    return SafeString(clean_blocks(markup))


@register.simple_tag
def standing_of(story: Article) -> tuple[str, Words]:
    """Return how a story stands: a class name and the words."""
    return standing(story, clock.now())


@register.filter
def pair(one: object, other: object) -> tuple[object, object]:
    """Return both, to walk through."""
    return one, other


@register.filter
def why_unreadable(reason: str) -> str:
    """Return why a file could not be read, in the desk's language."""
    return in_words(reason)
