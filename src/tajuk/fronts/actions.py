"""Write what fronts go by: what an editor lays out, and how much stories are read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import log2

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article
from tajuk.common.text import one_line
from tajuk.fronts import colours, files
from tajuk.fronts.identity import Font, style_sheet
from tajuk.fronts.layouts import tidy
from tajuk.fronts.models import FrontPage, Layout, Masthead, Popularity
from tajuk.fronts.queries import newest_layout
from tajuk.staff.models import User

HALF_LIFE = 8 * 3600.0  # seconds
TOP = 20  # as many as the longest list of the most read shows


class Overtaken(Exception):
    """Somebody saved the front since: `newest` is what holds now. Nothing was written."""

    def __init__(self, newest: Layout) -> None:
        """Remember what holds now."""
        super().__init__(f"version {newest.number} was saved meanwhile")
        self.newest = newest


def may_lay_out(front: FrontPage, user: User) -> bool:
    """Tell whether an account may lay out a front: whoever may publish that page."""
    return bool(front.permissions_for_user(user).can_publish())


def lay_out(
    front: FrontPage,
    *,
    entries: Iterable[int | None],
    version: int,
    by: User | None,
    now: datetime,
    note: str = "",
) -> Layout:
    """Save what stands in a front's places: ids of stories of its edition, `None` for the newest; return the layout.

    `version` is the number of the layout that the editor began with, 0 for none. Raise `Overtaken` when another
    one holds by now, and `NotPossible` for a story that is none of this edition's.
    """
    if by is not None and not may_lay_out(front, by):
        raise PermissionDenied("publish_page")
    try:
        return _lay_out(front, list(tidy(entries)), version, by, now, one_line(note)[:200])
    except IntegrityError:  # two saved at the same moment: the number is taken
        if (newest := newest_layout(front)) is not None and newest.number != version:
            raise Overtaken(newest) from None
        raise


@transaction.atomic
def _lay_out(
    front: FrontPage, entries: list[int | None], version: int, by: User | None, now: datetime, note: str
) -> Layout:
    FrontPage.objects.select_for_update(of=("self",)).get(pk=front.pk)
    newest = newest_layout(front)
    if newest is not None and newest.number != version:
        raise Overtaken(newest)
    chosen = {entry for entry in entries if entry is not None}
    known = set(Article.objects.filter(pk__in=chosen, locale=front.locale_id).values_list("pk", flat=True))
    if missing := chosen - known:
        raise NotPossible(
            _("No story of this edition: %(ids)s.") % {"ids": ", ".join(map(str, sorted(missing)))}
        )
    layout = Layout.objects.create(front=front, number=version + 1, entries=entries, at=now, by=by, note=note)
    log(instance=front, action="tajuk.lay_out", user=by, data={"version": layout.number, "entries": entries})
    return layout


@transaction.atomic
def change_identity(
    masthead: Masthead,
    *,
    name: str,
    chosen: colours.Chosen,
    by: User | None,
    now: datetime,
    fonts: tuple[Font, Font] = (Font.SERIF, Font.SANS),
    **kept: dict[str, object] | None,
) -> Masthead:
    """Change what the paper is called and how it looks; every page follows as an edition.

    `chosen` are colours by scheme and name (`"light-nila": "#2a3890"`), `fonts` those of headlines and of text;
    `own_headline`, `own_text`, `logo` and `dark_logo` are what `files.keep_font` and `keep_logo` returned, `{}` for
    none, and stay as they are when not named. Raise `NotPossible` where text would not be readable.
    """
    if by is not None and not by.has_perm("fronts.change_masthead"):
        raise PermissionDenied("fronts.change_masthead")
    if wrong := [name for name, value in chosen.items() if not colours.is_colour(value)]:
        raise NotPossible(_("No colour: %(names)s.") % {"names": ", ".join(wrong)})
    if any(not pair.is_readable for pair in colours.pairs(chosen)):
        raise NotPossible(_("Text could not be read with these colours."))
    masthead.name = one_line(name)[:60]
    masthead.colours = {key: value for key, value in chosen.items() if value != _usual(key)}
    masthead.headline_font, masthead.text_font = fonts
    for field in ("own_headline", "own_text", "logo", "dark_logo"):
        if (value := kept.get(field)) is not None:
            setattr(masthead, field, value)
    if Font.OWN in fonts and not all(
        own
        for font, own in zip(fonts, (masthead.own_headline, masthead.own_text), strict=True)
        if font == Font.OWN
    ):
        raise NotPossible(_("Hand in the font of your own first."))
    sheet = style_sheet(masthead.looks)
    masthead.style = files.keep(sheet.encode(), "css") if sheet else ""
    masthead.save()
    log(instance=masthead, action="tajuk.identity", user=by, data={"colours": masthead.colours})
    return masthead


def _usual(key: str) -> str:
    scheme, _dash, name = key.partition("-")
    return colours.colour({}, name, scheme)


@transaction.atomic
def count_views(views: Mapping[int, int], *, now: datetime) -> int:
    """Add views by article id; ids that are no article are left out. Return how many articles were counted.

    Only when the order of those at the top changes is that news to the pages that show it.
    """
    before = _top()
    wanted = {pk: number for pk, number in views.items() if number > 0}
    there = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    known = {row.pk: row.weight for row in Popularity.objects.select_for_update().filter(pk__in=there)}
    rows = [Popularity(pk=pk, weight=_heavier(known.get(pk), wanted[pk], now)) for pk in sorted(there)]
    Popularity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=["weight"]
    )
    if (after := _top()) != before:
        Popularity.objects.get(pk=after[0]).save()
    return len(rows)


def _top() -> list[int]:
    return list(Popularity.objects.order_by("-weight", "-pk").values_list("pk", flat=True)[:TOP])


def _heavier(weight: float | None, views: int, now: datetime) -> float:
    """Return `log2(2 ** weight + views * 2 ** (now / HALF_LIFE))` without leaving the range of floats."""
    new = now.timestamp() / HALF_LIFE + log2(views)
    if weight is None:
        return new
    high, low = max(new, weight), min(new, weight)
    return high + log2(1 + 2.0 ** (low - high))
