"""The gate for lists: the same policies as one condition of a query."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import exits


def cleared(articles: ArticleQuerySet, exit_name: str, now: datetime) -> ArticleQuerySet:
    """Return those of `articles` that may leave by the exit of that name at `now`, as one query.

    Raise `clearance.exits.UnknownExit` for an exit that is not registered.
    """
    exits.get(exit_name)
    restricted = Restriction.objects.in_force(now).filter(article=OuterRef("pk"))
    return (
        articles.filter(live=True, published_at__lte=now)
        .exclude(Q(embargo_until__gt=now) | Q(expire_at__lte=now))
        .filter(~Exists(restricted))
    )


def next_change(now: datetime) -> datetime | None:
    """Return the next moment after `now` at which time alone changes what may leave, if there is one."""
    moments = [
        Article.objects.filter(live=True, published_at__gt=now).order_by("published_at").values_list("published_at", flat=True).first(),
        Article.objects.filter(live=True, embargo_until__gt=now).order_by("embargo_until").values_list("embargo_until", flat=True).first(),
        Article.objects.filter(live=True, expire_at__gt=now).order_by("expire_at").values_list("expire_at", flat=True).first(),
        Restriction.objects.filter(lifted_at__isnull=True, until__gt=now).order_by("until").values_list("until", flat=True).first(),
    ]  # fmt: skip
    return min((moment for moment in moments if moment), default=None)
