"""What stands on a front: what an editor laid out, then the newest cleared stories, no story twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Locale

from tajuk.articles.models import Article
from tajuk.common import prepared
from tajuk.common.dependencies import note
from tajuk.common.shelf import once
from tajuk.fronts.layouts import Plan
from tajuk.fronts.models import FrontPage, Layout, Popularity, StaticPage
from tajuk.fronts.rows import SPARE, cleared_rows, gate_ahead, newest_ids, newest_of, rows_of
from tajuk.topics.models import Section

_READ = 1_000  # of all editions, among which those of one are looked for
_LOOK_UP = 200
_BY_WEIGHT = ("-weight", "-pk")


def front_of(section: Section | None, language: str) -> FrontPage | None:
    """Return the live front of a section (`None`: home) in a language edition."""
    note("list:fronts")
    front: FrontPage | None = (
        FrontPage.objects.live().filter(section=section, locale__language_code=language).first()
    )
    return front


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a layout and the story that readers see there: `None` where the chosen one has to wait."""

    entry: int | None
    story: Article | None


def newest_layout(front: FrontPage) -> Layout | None:
    """Return the layout of a front that holds."""
    return Layout.objects.filter(front=front).order_by("-number").first()


def stories_of(
    front: FrontPage | None, *, section: Section | None, language: str, limit: int, now: datetime
) -> list[Article]:
    """Return up to `limit` cleared articles: as an editor laid them out, then the newest of the section or of all."""
    layout = newest_layout(front) if front is not None else None
    plan = layout.plan if layout else ()
    found = placed(plan, section=section, language=language, limit=limit, now=now)
    return [each.story for each in found if each.story is not None][:limit]


def placed(plan: Plan, *, section: Section | None, language: str, limit: int, now: datetime) -> list[Placed]:
    """Return what stands in the places of a plan, then automatic ones until `limit` stories are seen.

    A chosen story that may not be seen yet (or any more) keeps its entry, and those below it move up meanwhile.
    """
    note(f"list:section:{section.pk}:{language}" if section else f"list:latest:{language}")
    chosen = [pk for pk in plan if pk is not None]
    note(*(f"articles.article:{pk}" for pk in chosen))
    by_id = cleared_rows(chosen, "front", now)
    place = section.pk if section else None
    ids = newest_ids(place, language, "front", now, limit + len(by_id))
    automatic = max(limit - len(by_id), min(limit, plan.count(None)))
    fill = [pk for pk in ids if pk not in by_id][:automatic]
    rows = rows_of(fill)
    newest = iter([rows[pk] for pk in fill if pk in rows])
    waiting = len(chosen) - len(by_id)
    entries = [*plan, *[None] * (limit + waiting - len(plan))]
    return [Placed(entry, next(newest, None) if entry is None else by_id.get(entry)) for entry in entries]


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
    read = list(cleared_rows(_read_most(language, limit + SPARE), exit_name, now).values())
    if len(read) >= limit:
        return read[:limit]
    known = {row.pk for row in read}
    rest = newest_of(None, language, exit_name, now, limit + len(known))
    return read + [row for row in rest if row.pk not in known][: limit - len(read)]


def _read_most(language: str, most: int) -> list[int]:
    """Return the ids of an edition's stories that are read most.

    By the index of weights, a part at a time: asked in one query, SQLite walks through the edition's whole archive.
    """
    ids = prepared.ids(
        "read most", lambda _: Popularity.objects.order_by(*_BY_WEIGHT).values_list("pk")[:_READ]
    )
    code = dict(Locale.objects.values_list("pk", "language_code"))
    found: list[int] = []
    for start in range(0, len(ids), _LOOK_UP):
        part = ids[start : start + _LOOK_UP]
        locales = dict(Article.objects.filter(pk__in=part).values_list("pk", "locale_id"))
        found += [pk for pk in part if pk in locales and code[locales[pk]] == language]
        if len(found) >= most:
            break
    return found[:most]


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
