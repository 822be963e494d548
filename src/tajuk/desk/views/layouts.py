"""Lay out a front: the list of fronts, and the screen of one, which works without a script."""

from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.common import clock, editions
from tajuk.desk import layouts
from tajuk.desk.layouts import Sheet
from tajuk.desk.views.headers import header
from tajuk.fronts.actions import Overtaken, lay_out, may_lay_out
from tajuk.fronts.layouts import merge
from tajuk.fronts.models import FrontPage, Layout
from tajuk.fronts.queries import newest_layout

SAVES = {"save": "entry", "mine": "mine"}  # buttons that save, and the list that each of them saves


@permission_required("wagtailadmin.access_admin", raise_exception=True)
def listed(request: HttpRequest) -> HttpResponse:
    """List the fronts of both editions that the account may lay out, with who saved each last."""
    newest = Layout.objects.filter(front=OuterRef("pk")).order_by("-number").values("pk")[:1]
    found = FrontPage.objects.live().select_related("locale", "section").annotate(newest=Subquery(newest))
    mine = [row for row in found.order_by("path") if may_lay_out(row, _account(request))]
    saved = Layout.objects.select_related("by").in_bulk([row.newest for row in mine if row.newest])
    fronts = [
        (row, saved.get(row.newest), layouts.who(saved[row.newest].by) if row.newest else "") for row in mine
    ]
    return render(request, "desk/fronts.html", {**header(_("Fronts"), "home"), "fronts": fronts})


def laid_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what stands on a front, do what a button says to the list on the screen, and save it."""
    front = _front(request, pk)
    newest = newest_layout(front)
    if request.method != "POST":
        return _show(request, front, newest, _begun(request, front, newest))
    verb, _colon, value = request.POST.get("do", "").partition(":")
    sheet = Sheet.read(request.POST, SAVES.get(verb, "entry"))
    if verb not in SAVES:
        return _show(request, front, newest, sheet.after(verb, value))
    return _save(request, front, sheet)


def since(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Answer one line when somebody else saved the front after `version`, else nothing."""
    front = _front(request, pk)
    newest = newest_layout(front)
    overtaken = newest if newest is not None and newest.number > version else None
    context = {"newest": overtaken, "by": layouts.who(overtaken.by) if overtaken else ""}
    return render(request, "desk/layout_since.html", context)


def _account(request: HttpRequest) -> Any:
    return request.user


def _front(request: HttpRequest, pk: int) -> FrontPage:
    front: FrontPage = get_object_or_404(FrontPage.objects.select_related("locale", "section"), pk=pk)
    if not may_lay_out(front, _account(request)):
        raise PermissionDenied
    return front


def _begun(request: HttpRequest, front: FrontPage, newest: Layout | None) -> Sheet:
    """Return what the screen opens with: what holds, or an older layout to take up again."""
    sheet, asked = Sheet.of(newest), request.GET.get("from", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        return sheet
    older = get_object_or_404(Layout, front=front, number=int(asked))
    return Sheet(sheet.version, older.plan, _("As in version %(number)d") % {"number": older.number})


def _save(request: HttpRequest, front: FrontPage, sheet: Sheet) -> HttpResponse:
    by = _account(request)
    try:
        saved = lay_out(
            front, entries=sheet.plan, version=sheet.version, by=by, now=clock.now(), note=sheet.note
        )
    except Overtaken as overtaken:
        return _overtaken(request, front, overtaken.newest, sheet)
    except NotPossible as refusal:
        notices.error(request, str(refusal))
        return _show(request, front, newest_layout(front), sheet, status=422)
    words = _("The front is saved as version %(number)d; readers see it within a second.")
    messages.success(request, words % {"number": saved.number})
    return redirect(reverse("desk-layout", args=[front.pk]))


def _overtaken(request: HttpRequest, front: FrontPage, newest: Layout, mine: Sheet) -> HttpResponse:
    """Show who saved what meanwhile beside one's own list, and both put together, to be saved or not."""
    base = Layout.objects.filter(front=front, number=mine.version).first()
    merged = Sheet(newest.number, merge(base.plan if base else (), newest.plan, mine.plan), mine.note)
    conflict = {
        "by": layouts.who(newest.by),
        "newest": newest,
        "mine": mine.plan,
        "their_lines": layouts.compared(newest.plan, mine.plan),
        "my_lines": layouts.compared(mine.plan, newest.plan),
    }
    return _show(request, front, newest, merged, status=409, conflict=conflict)


def _show(
    request: HttpRequest,
    front: FrontPage,
    newest: Layout | None,
    sheet: Sheet,
    *,
    status: int = 200,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    now = clock.now()
    context = {
        **header(str(front), "home", (_("Fronts"), reverse("desk-fronts"))),
        "front": front,
        "sheet": sheet,
        "rows": layouts.rows(front, sheet.plan, now),
        "offered": layouts.offered(front, sheet),
        "history": layouts.history(front),
        "newest": newest,
        "is_changed": sheet.plan != (newest.plan if newest else ()),
        "conflict": conflict,
        "address": f"/{editions.of_language(front.locale.language_code).prefix}"
        + (f"{front.section.slug}/" if front.section else ""),
    }
    return render(request, "desk/layout.html", context, status=status)
