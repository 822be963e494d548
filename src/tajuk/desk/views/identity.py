"""Let the publisher choose what the paper is called and how it looks."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.common import clock
from tajuk.desk.identity import SCHEME_NAMES, IdentityForm
from tajuk.desk.views.headers import header
from tajuk.fronts.actions import change_identity
from tajuk.fronts.colours import LEAST
from tajuk.fronts.identity import Font
from tajuk.fronts.models import Masthead

PERMISSION = "fronts.change_masthead"


@permission_required(PERMISSION, raise_exception=True)
def identity(request: HttpRequest) -> HttpResponse:
    """Show the paper's name, logo, fonts and colours with a preview and each contrast; save what can be read."""
    masthead = Masthead.load()
    if request.method != "POST":
        return _show(request, IdentityForm(masthead=masthead))
    form = IdentityForm(request.POST, request.FILES, masthead=masthead)
    if request.POST.get("do") == "house":
        return _show(request, IdentityForm(masthead=Masthead(name=masthead.name)))
    if request.POST.get("do") != "save" or not form.is_valid():
        return _show(request, form, status=422 if request.POST.get("do") == "save" else 200)
    return _save(request, form)


def _save(request: HttpRequest, form: IdentityForm) -> HttpResponse:
    said, by = form.cleaned_data, _account(request)
    fonts = Font(said["headline_font"]), Font(said["text_font"])
    try:
        change_identity(
            form.masthead, name=said["name"], chosen=form.chosen, fonts=fonts, by=by, now=clock.now(),
            **said["kept"],
        )  # fmt: skip
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=422)
    messages.success(
        request,
        _("The identity is saved; the pages follow one after the other, those that are read most first."),
    )
    return redirect(reverse("desk-identity"))


def _account(request: HttpRequest) -> Any:
    return request.user


def _show(request: HttpRequest, form: IdentityForm, status: int = 200) -> HttpResponse:
    context = {
        **header(_("Identity"), "site"),
        "form": form,
        "least": LEAST,
        "scheme_names": SCHEME_NAMES,
        "is_saving": request.POST.get("do") == "save",
    }
    return render(request, "desk/identity.html", context, status=status)
