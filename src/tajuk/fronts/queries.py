"""What stands on a front: an editor's slots first, then the newest cleared stories, no story twice."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tajuk.articles.models import Article
from tajuk.common import prepared
from tajuk.common.dependencies import note
from tajuk.common.shelf import once
from tajuk.fronts.models import FrontPage, StaticPage
from tajuk.fronts.rows import SPARE, cleared_rows, gate_ahead, newest_ids, newest_of, rows_of
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
        by_id = cleared_rows(slots, "front", now)
        chosen = [by_id[pk] for pk in slots if pk in by_id]
    used = {article.pk for article in chosen}
    place = section.pk if section else None
    ids = [pk for pk in newest_ids(place, language, "front", now, limit + len(used)) if pk not in used]
    fill = ids[: max(0, limit - len(chosen))]
    rows = rows_of(fill)
    return chosen[:limit] + [rows[pk] for pk in fill if pk in rows]


def static_pages(language: str) -> QuerySet[StaticPage]:
    """Return the live static pages of an edition, for the footer."""
    note("list:static-pages")
    pages: QuerySet[StaticPage] = StaticPage.objects.live().filter(locale__language_code=language)
    return pages.order_by("path")


def most_read(language: str, *, limit: int, exit_name: str, now: datetime) -> list[Article]:
    """Return up to `limit` cleared articles of an edition, the most read first, filled up with the newest."""
    note(f"list:latest:{language}", "list:most-read")
    return once(
        ("most read", language, limit, exit_name), lambda: _most_read(language, limit, exit_name, now)
    )


def _most_read(language: str, limit: int, exit_name: str, now: datetime) -> list[Article]:
    def make(moment: datetime) -> Any:
        here = Article.objects.in_language(language).filter(live=True, published_at__lte=moment)
        return (
            here.filter(popularity__isnull=False)
            .order_by("-popularity__weight", "-pk")
            .values_list("pk")[:most]
        )

    most = limit + SPARE
    read = list(
        cleared_rows(prepared.ids(("most read", language, most), make, now=now), exit_name, now).values()
    )
    if len(read) >= limit:
        return read[:limit]
    known = {row.pk for row in read}
    rest = newest_of(None, language, exit_name, now, limit + len(known))
    return read + [row for row in rest if row.pk not in known][: limit - len(read)]


def newest_of_each(
    sections: Sequence[Section], language: str, *, limit: int, now: datetime, without: Collection[int] = ()
) -> dict[Section, list[Article]]:
    """Return up to `limit` of each section's newest cleared articles for its block on the home page."""
    note(*(f"list:section:{section.pk}:{language}" for section in sections))
    most = limit + len(without)
    gate_ahead([section.pk for section in sections], language, "front", now, most)
    ids = {
        section: [pk for pk in newest_ids(section.pk, language, "front", now, most) if pk not in without][
            :limit
        ]
        for section in sections
    }
    rows = rows_of({pk for found in ids.values() for pk in found})
    return {section: [rows[pk] for pk in found if pk in rows] for section, found in ids.items()}
