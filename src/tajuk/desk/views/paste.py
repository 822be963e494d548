"""Paste a manuscript: see what was read out of it, then make it a draft."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.common import clock
from tajuk.desk.actions.paste import paste
from tajuk.desk.copy import copy_of
from tajuk.desk.forms import PasteForm
from tajuk.desk.views.headers import header
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Story, Unreadable


@permission_required("articles.add_article", raise_exception=True)
def manuscript(request: HttpRequest) -> HttpResponse:
    """Read pasted text; the first answer shows the fields, the second makes the draft."""
    form = PasteForm(request.POST or None)
    story = _read(form) if form.is_bound and form.is_valid() else None
    if story is not None and "make" in request.POST:
        try:
            made = paste(story, by=request.user, now=clock.now())  # type: ignore[arg-type]  # a signed-in account
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The manuscript is a draft now."))
            if made.notes:
                noted = _("Not known here, kept in the editor's note: %(name)s") % {
                    "name": " · ".join(made.notes)
                }
                messages.warning(request, noted)
            return redirect(reverse("stories:edit", args=[made.article.pk]))
    context = {
        **header(_("Paste a manuscript"), "paste", (_("Stories"), reverse("stories:list"))),
        "form": form,
        "story": story,
        "copy": copy_of(story) if story else None,
    }
    return render(request, "desk/paste.html", context)


def _read(form: PasteForm) -> Story | None:
    try:
        return read_bytes(form.cleaned_data["text"].encode(), "tempel.txt")[0]
    except Unreadable as trouble:
        form.add_error("text", str(trouble))
        return None
