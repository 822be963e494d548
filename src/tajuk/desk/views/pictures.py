"""Withdraw a picture from every page, or give it back."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.common import clock
from tajuk.desk.forms import ReasonForm
from tajuk.desk.views.headers import header
from tajuk.pictures.actions import PictureNotPossible, restore, withdraw
from tajuk.pictures.models import Picture

MAY = "articles.hold_article"


@permission_required(MAY, raise_exception=True)
def withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then withdraw a picture; of a withdrawn one, ask why it may be shown again."""
    picture = get_object_or_404(Picture, pk=pk)
    form = ReasonForm(request.POST or None)
    is_out = picture.withdrawn_at is not None
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        act = restore if is_out else withdraw
        try:
            act(picture, reason=form.cleaned_data["reason"], by=by, now=clock.now())
        except PictureNotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The picture is back.") if is_out else _("The picture is withdrawn."))
        return redirect(reverse("wagtailimages:edit", args=[pk]))
    label = label_of(picture)
    pictures = (
        (_("Pictures"), reverse("wagtailimages:index")),
        (picture.title, reverse("wagtailimages:edit", args=[pk])),
    )
    context = {
        **header(label, "image", *pictures),
        "picture": picture,
        "form": form,
        "label": label,
        "is_out": is_out,
    }
    return render(request, "desk/picture.html", context, status=422 if form.is_bound else 200)


def label_of(picture: Picture) -> str:
    """Return what the verb for a picture is called."""
    return _("Show it again") if picture.withdrawn_at is not None else _("Withdraw the picture")
