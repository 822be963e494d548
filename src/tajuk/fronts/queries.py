"""What stands on a front: an editor's slots first, then the newest cleared stories, no story twice."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from tajuk.articles.models import Article
from tajuk.clearance.queries import cleared
from tajuk.common.dependencies import note
from tajuk.fronts.models import FrontPage, StaticPage
from tajuk.topics.models import Section


def front_of(section: Section | None, language: str) -> FrontPage | None:
    """Return the live front of a section (`None`: home) in a language edition."""
    note("list:fronts")
    front: FrontPage | None = (
        FrontPage.objects.live().filter(section=section, locale__language_code=language).first()
    )
    return front


def stories_of(
    front: FrontPage | None, *, section: Section | None, language: str, limit: int, now: datetime
) -> list[Article]:
    """Return up to `limit` cleared articles: the front's slots, then the newest of the section or of all."""
    note(f"list:section:{section.pk}:{language}" if section else f"list:latest:{language}")
    chosen: list[Article] = []
    if front is not None:
        slots = list(front.slots.order_by("sort_order").values_list("article_id", flat=True))
        note(*(f"articles.article:{pk}" for pk in slots))
        by_id = {a.pk: a for a in cleared(Article.objects.filter(pk__in=slots).for_cards(), "front", now)}
        chosen = [by_id[pk] for pk in slots if pk in by_id]
    newest = Article.objects.in_language(language).newest_first().for_cards()
    if section is not None:
        newest = newest.filter(section=section)
    fill = cleared(newest, "front", now).exclude(pk__in=[article.pk for article in chosen])
    return chosen[:limit] + list(fill[: max(0, limit - len(chosen))])


def static_pages(language: str) -> QuerySet[StaticPage]:
    """Return the live static pages of an edition, for the footer."""
    note("list:static-pages")
    pages: QuerySet[StaticPage] = StaticPage.objects.live().filter(locale__language_code=language)
    return pages.order_by("path")


def most_read(language: str, *, limit: int, exit_name: str, now: datetime) -> list[Article]:
    """Return up to `limit` cleared articles of an edition, the most read first, filled up with the newest."""
    note(f"list:latest:{language}", "list:most-read")
    here = cleared(Article.objects.in_language(language).for_cards(), exit_name, now)
    read = list(here.filter(popularity__isnull=False).order_by("-popularity__weight", "-pk")[:limit])
    rest = here.exclude(pk__in=[article.pk for article in read]).newest_first()
    return read + list(rest[: limit - len(read)])


def newest_of(
    section: Section, language: str, *, limit: int, now: datetime, without: Sequence[int] = ()
) -> list[Article]:
    """Return up to `limit` of a section's newest cleared articles for its block on the home page."""
    note(f"list:section:{section.pk}:{language}")
    rows = Article.objects.in_language(language).filter(section=section).newest_first().for_cards()
    return list(cleared(rows, "front", now).exclude(pk__in=without)[:limit])
