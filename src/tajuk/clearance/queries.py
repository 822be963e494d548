"""The gate for lists: the same policies as one condition of a query."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, ArticleRights, Restriction
from tajuk.clearance import exits
from tajuk.clearance.rights import ARCHIVE_DAYS, may_leave, site_territory
from tajuk.common.dependencies import note
from tajuk.pictures.models import Picture
from tajuk.wires.models import Agency, Source

MOMENTS = ("published_at", "embargo_until", "go_live_at", "expire_at")
#: Every list stands under this key: it depends on contracts of agencies that it does not show.
RIGHTS_KEY = "list:rights"


def cleared(
    articles: ArticleQuerySet, exit_name: str, now: datetime, *, territory: str = ""
) -> ArticleQuerySet:
    """Return those of `articles` that may leave by the exit of that name at `now`, as one query.

    `territory` is the country of whoever stands behind the exit, by default that of the site's readers.
    Raise `clearance.exits.UnknownExit` for an exit that is not registered.
    """
    exit_ = exits.get(exit_name)
    note(RIGHTS_KEY)
    restricted = Restriction.objects.in_force(now).filter(article=OuterRef("pk"))
    return (
        articles.filter(live=True, published_at__lte=now)
        .exclude(Q(embargo_until__gt=now) | Q(go_live_at__gt=now) | Q(expire_at__lte=now))
        .filter(~Exists(restricted))
        .filter(may_leave(exit_.use, territory or site_territory(), now))
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
    pictures = Picture.objects.filter(expires_at__gt=after).order_by("expires_at")
    moments.append(pictures.values_list("expires_at", flat=True).first())
    for stories, days in _to_be_archived():
        due = stories.filter(published_at__gt=after - days).order_by("published_at")
        first = due.values_list("published_at", flat=True).first()
        moments.append(first + days if first else None)
    return min((moment for moment in moments if moment), default=None)


def changed_between(after: datetime, until: datetime) -> list[Article]:
    """Return the articles that time alone cleared or blocked after `after` and up to `until`."""
    own = Q()
    for field in MOMENTS:
        own |= Q(**{f"{field}__gt": after, f"{field}__lte": until})
    ends = Restriction.objects.filter(lifted_at__isnull=True, until__gt=after, until__lte=until).values(
        "article"
    )
    found = Article.objects.filter(own | Q(pk__in=ends), live=True).select_related("locale")
    archived = [
        article
        for stories, days in _to_be_archived()
        for article in stories.filter(
            published_at__gt=after - days, published_at__lte=until - days
        ).select_related("locale")
    ]
    return list({article.pk: article for article in [*found, *archived]}.values())


def pictures_expired_between(after: datetime, until: datetime) -> list[Picture]:
    """Return the pictures whose time ended after `after` and up to `until`."""
    return list(Picture.objects.filter(expires_at__gt=after, expires_at__lte=until))


def _to_be_archived() -> Iterator[tuple[ArticleQuerySet, timedelta]]:
    """Yield the stories that may not stay in the archive with the time that they may stand: a pair for each contract.

    Too many rather than too few: an editor may have arranged otherwise for one of them, and the gate decides.
    """
    live = Article.objects.filter(live=True)
    for agency in Agency.objects.filter(may_archive=False):
        both = Q(agencies=agency) | Q(derivations__source__agency=agency)
        yield live.filter(both).distinct(), timedelta(days=agency.archive_days)
    for source in Source.objects.filter(may_archive=False):
        yield live.filter(derivations__source=source).distinct(), timedelta(days=source.archive_days)
    own = ArticleRights.objects.filter(Q(may_archive=False) | Q(archive_days__isnull=False))
    for days in own.values_list("archive_days", flat=True).distinct().order_by():
        named = live.filter(own_rights__in=own.filter(archive_days=days))
        if days is None:
            named = live.filter(own_rights__in=own.filter(archive_days__isnull=True))
        yield named, timedelta(days=ARCHIVE_DAYS if days is None else days)
