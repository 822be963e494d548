"""Stories as teasers show them, fetched once for all pages that are made in one go."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from wagtail.models import Locale

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.prepared import cleared_among
from tajuk.clearance.queries import RIGHTS_KEY, cleared
from tajuk.common import prepared, shelf
from tajuk.common.dependencies import note
from tajuk.pictures.models import Picture
from tajuk.topics.models import Section

Row = TypeVar("Row", bound=Model)

SPARE = 12  # looked at besides, for those that the gate keeps in
FEW = 900
_LOOK_UP = 500
_FEW_ROWS = 24  # for more of them it pays to fetch the rows they share by themselves


def cleared_rows(ids: Collection[int], exit_name: str, now: datetime) -> dict[int, Article]:
    """Return those of the articles that may leave by an exit, fetched `for_cards`, by id."""
    return rows_of(cleared_ids(ids, exit_name, now))


def newest(stories: ArticleQuerySet, exit_name: str, now: datetime, limit: int) -> list[Article]:
    """Return the newest of `stories` that may leave by an exit, fetched `for_cards`."""
    return _listed(newest_among(stories, exit_name, now, limit))


def newest_among(stories: ArticleQuerySet, exit_name: str, now: datetime, limit: int) -> list[int]:
    """Return the ids of the newest of `stories` that may leave by an exit."""
    candidates = stories.filter(live=True, published_at__lte=now).newest_first().values_list("pk", flat=True)
    ids = _first(lambda count: list(candidates[:count]), exit_name, now, limit)
    if ids is None:
        ids = list(cleared(stories, exit_name, now).newest_first().values_list("pk", flat=True)[:limit])
    return ids


def stories_of(relation: Any, column: str, pk: int | None) -> ArticleQuerySet:
    """Return the stories of a topic, an instrument, an agency or a person: `relation` joins them by `column`.

    Of few it says which: without that, a database walks through every story of the edition to find five.
    """
    ids = list(relation.objects.filter(**{column: pk}).values_list("article_id", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return Article.objects.filter(pk__in=set(ids))
    return Article.objects.filter(pk__in=relation.objects.filter(**{column: pk}).values("article_id"))


def newest_ids(section: int | None, language: str, exit_name: str, now: datetime, limit: int) -> list[int]:
    """Return the ids of the newest stories of a section, or of all, in an edition that may leave by an exit."""
    key = ("newest", section, language, exit_name, limit)
    return shelf.once(key, lambda: _newest_ids(section, language, exit_name, now, limit))


def newest_of(section: int | None, language: str, exit_name: str, now: datetime, limit: int) -> list[Article]:
    """Return the newest stories of a section, or of all, in an edition that may leave by an exit."""
    return _listed(newest_ids(section, language, exit_name, now, limit))


def gate_ahead(sections: Collection[int], language: str, exit_name: str, now: datetime, limit: int) -> None:
    """Ask the gate once of all that `newest_ids` is about to ask of for each of the sections."""
    wanted = [pk for section in sections for pk in _candidates(section, language, now, limit + SPARE)]
    cleared_ids(wanted, exit_name, now)


def _newest_ids(section: int | None, language: str, exit_name: str, now: datetime, limit: int) -> list[int]:
    ids = _first(lambda count: _candidates(section, language, now, count), exit_name, now, limit)
    if ids is None:
        stories = Article.objects.in_language(language)
        stories = stories if section is None else stories.filter(section_id=section)
        ids = list(cleared(stories, exit_name, now).newest_first().values_list("pk", flat=True)[:limit])
    return ids


def _candidates(section: int | None, language: str, now: datetime, count: int) -> list[int]:
    """Return the newest published stories of a section, or of all, in an edition; the gate is not asked."""

    def make(*given: Any) -> Any:
        within = Article.objects.in_language(language).filter(live=True, published_at__lte=given[-1])
        within = within.filter(section_id=given[0]) if section is not None else within
        return within.newest_first().values_list("pk")[:count]

    key = ("newest", section is None, language, count)
    numbers = () if section is None else (section,)
    return shelf.once((*key, section), lambda: prepared.ids(key, make, *numbers, now=now))


def _first(
    candidates: Callable[[int], list[int]], exit_name: str, now: datetime, limit: int
) -> list[int] | None:
    """Return the first `limit` candidates that may leave; None where so many are kept in that it takes a query."""
    count = limit + SPARE
    ids = candidates(count)
    allowed = set(cleared_ids(ids, exit_name, now))
    found = [pk for pk in ids if pk in allowed][:limit]
    return None if len(found) < limit and len(ids) == count else found


def cleared_ids(ids: Collection[int], exit_name: str, now: datetime) -> list[int]:
    """Return those of the ids that may leave by an exit, in order; exits of one use let the same out of a list."""

    def ask(missing: list[int]) -> dict[int, bool]:
        return dict.fromkeys(cleared_among(missing, exit_name, now), True)

    note(RIGHTS_KEY)
    return list(shelf.many(("cleared", exits.get(exit_name).use), ids, ask))


def _listed(ids: list[int]) -> list[Article]:
    rows = rows_of(ids)
    return [rows[pk] for pk in ids if pk in rows]


def rows_of(ids: Collection[int]) -> dict[int, Article]:
    """Return articles, fetched `for_cards`, by id; whether they may leave is the caller's to ask."""

    def load(missing: list[int]) -> dict[int, Article]:
        if len(missing) <= _FEW_ROWS:
            return Article.objects.for_cards().in_bulk(missing)
        found: dict[int, Article] = {}
        for start in range(0, len(missing), _LOOK_UP):
            found |= Article.objects.for_cards_alone().in_bulk(missing[start : start + _LOOK_UP])
        _join(found.values())
        return found

    return shelf.many("card", ids, load)


def _join(rows: Collection[Article]) -> None:
    """Give stories what `for_cards` joins to them: each section, edition and picture is made of its row once."""
    sections = _named(Section, {row.section_id for row in rows})
    locales = _named(Locale, {row.locale_id for row in rows})
    pictures = _named(Picture, {row.lead_picture_id for row in rows if row.lead_picture_id})
    for row in rows:
        row.section, row.locale = sections[row.section_id], locales[row.locale_id]
        row.lead_picture = pictures[row.lead_picture_id] if row.lead_picture_id else None


def _named(model: type[Row], ids: Collection[int]) -> dict[int, Row]:
    """Return rows by id, made once for all that is on the shelf."""
    return shelf.many(
        ("rows", model), ids, lambda missing: dict(model._default_manager.in_bulk(missing)) if missing else {}
    )
