"""Let stories leave the news sitemap when they are two days old, though nothing else happens then."""

from datetime import datetime, timedelta

from tajuk.articles.models import Article
from tajuk.press import scheduler
from tajuk.press.actions import changed
from tajuk.press.enums import Priority
from tajuk.site.sitemaps import NEWS_AGE, NEWS_KEY

_NEVER = timedelta(days=1)
_until: list[datetime] = []  # up to when it was carried by this process


def register() -> None:
    """Have the scheduler do it."""
    _until.clear()
    scheduler.register("news sitemap", next_due=next_due, act=carry)


def next_due(now: datetime) -> datetime | None:
    """Return when the next story becomes too old; a process that was just started carries the last day once."""
    since = _until[0] if _until else now - _NEVER
    recent = Article.objects.filter(live=True, published_at__gt=since - NEWS_AGE).order_by("published_at")
    first: datetime | None = recent.values_list("published_at", flat=True).first()
    return first + NEWS_AGE if first else None


def carry(now: datetime) -> None:
    """Tell the press that stories have become too old up to `now`."""
    changed([NEWS_KEY], priority=Priority.FRONT, reason="two days", now=now)
    _until[:] = [now]
