"""The gate for lists: the same policies as one condition of a query."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import exits

MOMENTS = ("published_at", "embargo_until", "expire_at")


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


def next_change(after: datetime) -> datetime | None:
    """Return the first moment after `after` at which time alone changes what may leave, if there is one."""
    moments = [
        Article.objects.filter(live=True, **{f"{field}__gt": after})
        .order_by(field)
        .values_list(field, flat=True)
        .first()
        for field in MOMENTS
    ]
    ends = Restriction.objects.filter(lifted_at__isnull=True, until__gt=after)
    moments.append(ends.order_by("until").values_list("until", flat=True).first())
    return min((moment for moment in moments if moment), default=None)


def changed_between(after: datetime, until: datetime) -> list[Article]:
    """Return the articles that time alone cleared or blocked after `after` and up to `until`."""
    own = Q()
    for field in MOMENTS:
        own |= Q(**{f"{field}__gt": after, f"{field}__lte": until})
    ends = Restriction.objects.filter(lifted_at__isnull=True, until__gt=after, until__lte=until).values(
        "article"
    )
    return list(Article.objects.filter(own | Q(pk__in=ends), live=True).select_related("locale"))
