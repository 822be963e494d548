"""Alerts: a source that moved, a story whose fate is to be decided, an embargo to be confirmed."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Derivation
from tajuk.common import clock
from tajuk.desk import alerts
from tajuk.desk.actions.resolve import Outcome, resolve
from tajuk.desk.forms import ResolveForm
from tajuk.desk.views.headers import header, story_header

MOST = 100


@permission_required("articles.change_article", raise_exception=True)
def listed(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, for a time, for a look."""
    now, user = clock.now(), _user(request)
    context = {
        **header(_("Alerts"), "warning"),
        "decisions": list(alerts.to_decide(now)[:MOST]),
        "embargoes": list(alerts.to_confirm(now)[:MOST]),
        "moved": [(edge, alerts.name_of(edge)) for edge in alerts.moved(user)[:MOST]],
    }
    return render(request, "desk/alerts.html", context)


@permission_required("articles.change_article", raise_exception=True)
def moved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show paragraph by paragraph what a source said and says now, and take the editor's word on it."""
    edge = get_object_or_404(Derivation.objects.select_related("article__locale"), pk=pk)
    story = edge.article
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            resolve(
                edge, outcome=Outcome(said["outcome"]), note=said["note"], seen=said["seen"], by=_user(request),
                now=clock.now(),
            )  # fmt: skip
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("Noted: the story is up to date with its source."))
        return redirect(reverse("stories:edit", args=[story.pk]))
    if not Derivation.objects.filter(pk=pk).moved().exists():
        messages.info(request, _("Its source has not moved since."))
        return redirect(reverse("stories:edit", args=[story.pk]))
    alert = alerts.alert_of(edge)
    context = {
        **story_header(_("The source moved"), "rotate", story),
        "story": story,
        "alert": alert,
        "form": form if form.is_bound else ResolveForm(initial={"seen": alert.mark}),
    }
    return render(request, "desk/alert.html", context, status=422 if form.is_bound else 200)


def _user(request: HttpRequest) -> Any:
    return request.user
