"""A front being laid out at the desk: the list on the screen, what its buttons do, what each row shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _

from tajuk.articles.models import Article, Restriction
from tajuk.common.text import Words
from tajuk.desk.standing import embargo_end, standing
from tajuk.fronts.layouts import MOST, Plan, tidy
from tajuk.fronts.models import FrontPage, Layout
from tajuk.fronts.queries import placed
from tajuk.staff.models import User

FOUND = 20  # stories offered at once


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an editor has on the screen and has not saved: `version` is the layout that it was begun with."""

    version: int
    plan: Plan
    note: str = ""
    asked: str = ""

    @classmethod
    def of(cls, layout: Layout | None) -> Self:
        """Return the sheet of a layout as it was saved."""
        return cls(layout.number if layout else 0, layout.plan if layout else ())

    @classmethod
    def read(cls, posted: QueryDict, name: str = "entry") -> Self:
        """Return the sheet that a browser posted; whatever is no number is an automatic place."""
        plan = tidy(_number(value) for value in posted.getlist(name)[: 2 * MOST])
        return cls(
            _number(posted.get("version", "")) or 0,
            plan,
            posted.get("note", "")[:200],
            posted.get("q", "")[:100],
        )

    def after(self, verb: str, value: str) -> Self:
        """Return the sheet after a button: `up`, `down`, `first`, `out` of a row (from 0), `add`, `lead` of a story."""
        if (number := _number(value)) is None:
            return self
        entries = list(self.plan)
        if verb in ("add", "lead"):
            entries = _with(entries, number, is_lead=verb == "lead")
        elif number < MOST:
            entries += [None] * max(0, number + 2 - len(entries))  # automatic rows are moved, too
            entries = _moved(entries, verb, number)
        return replace(self, plan=tidy(entries))


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _with(entries: list[int | None], story: int, *, is_lead: bool) -> list[int | None]:
    """Put a story first, the others moving into the next automatic place; or into that place itself."""
    if story in entries:
        entries.remove(story)
    free = entries.index(None) if None in entries else len(entries)
    del entries[free : free + 1]
    entries.insert(0 if is_lead else free, story)
    return entries


def _moved(entries: list[int | None], verb: str, row: int) -> list[int | None]:
    target = {"up": max(0, row - 1), "down": row + 1, "first": 0}.get(verb)
    if verb == "out":
        entries[row] = None
    elif target is not None:
        entries.insert(target, entries.pop(row))
    return entries


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the screen. `place` is where readers see it, `None` while it waits."""

    index: int
    place: int | None
    name: str
    entry: int | None
    story: Article | None
    standing: tuple[str, Words]
    until: datetime | None = None
    is_last: bool = False


def rows(front: FrontPage, plan: Plan, now: datetime) -> list[Row]:
    """Return what stands in each place, and which chosen stories wait for what."""
    found = placed(
        plan, section=front.section, language=front.locale.language_code, limit=front.places, now=now
    )
    stories = _stories_of(plan)
    made: list[Row] = []
    place = 0
    for index, each in enumerate(found):
        place += each.story is not None
        chosen = stories.get(each.entry) if each.entry is not None else None
        kind = standing(chosen, now) if chosen is not None else ("", "")
        if chosen is not None and each.story is None and kind[0] == "live":
            kind = "held", _("May not leave")  # its rights, say
        made.append(
            Row(
                index,
                place if each.story is not None else None,
                name_of(front, place) if each.story is not None else "",
                each.entry,
                chosen or each.story,
                kind,
                embargo_end(chosen, now) if chosen is not None else None,
                index == len(found) - 1,
            )
        )
    return made


def _stories_of(plan: Plan) -> dict[int, Article]:
    found = Article.objects.filter(pk__in=[pk for pk in plan if pk is not None])
    return {row.pk: row for row in with_standing(found)}


def with_standing(found):  # type: ignore[no-untyped-def]  # of and to a queryset of stories
    """Fetch with each story what tells how it stands."""
    restrictions = Prefetch("restrictions", queryset=Restriction.objects.select_related("by"))
    return found.select_related("section", "locale").prefetch_related(restrictions).defer("body")


def offered(front: FrontPage, sheet: Sheet) -> list[Article]:
    """Return stories of the edition that are not on the sheet: the newest, or those with the words asked for."""
    found = Article.objects.in_language(front.locale.language_code).with_words(sheet.asked)
    if front.section_id and not sheet.asked:
        found = found.filter(section_id=front.section_id)
    chosen = [pk for pk in sheet.plan if pk is not None]
    found = found.exclude(pk__in=chosen).exclude(restrictions__kind="kill", restrictions__lifted_at=None)
    return list(with_standing(found).order_by("-created_at", "-pk")[:FOUND])


def name_of(front: FrontPage, place: int) -> str:
    """Return what a place is called on the page that readers see."""
    if place == 1:
        return _("Lead")
    if front.section_id:
        return _("With its summary") if place <= 3 else _("List")
    if place <= 3:
        return _("Below the lead")
    return _("Beside the lead") if place <= 7 else _("Editors' choice")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list that is compared with another: whether only this list has it."""

    words: Words
    language: str
    is_own: bool


def compared(plan: Plan, other: Plan) -> list[Line]:
    """Return a plan in words, marked where the other one has it not, or at another place."""
    stories = _stories_of(plan)
    places = {entry: index for index, entry in enumerate(other)}

    def lines() -> Iterator[Line]:
        for index, entry in enumerate(plan):
            story = stories.get(entry) if entry is not None else None
            words = story.headline if story else _("Automatic") if entry is None else f"#{entry}"
            own = other[index : index + 1] != (None,) if entry is None else places.get(entry) != index
            yield Line(words, story.language if story else "", own)

    return list(lines())


@dataclass(frozen=True, slots=True)
class Saved:
    """A layout in the history: when, by whom, and how it differs from the one before."""

    layout: Layout
    by: str
    new: int
    gone: int


def who(account: User | None) -> str:
    """Return the name of an account, or that it was the operator."""
    return (account.get_full_name() or account.get_username()) if account is not None else _("the operator")


def history(front: FrontPage, most: int = 20) -> list[Saved]:
    """Return the layouts of a front, the newest first."""
    layouts = list(front.layouts.select_related("by").order_by("-number")[: most + 1])
    before = [*(set(each.plan) - {None} for each in layouts[1:]), set()]
    found = []
    for layout, earlier in zip(layouts, before, strict=False):
        here = set(layout.plan) - {None}
        found.append(Saved(layout, who(layout.by), len(here - earlier), len(earlier - here)))
    return found[:most]
