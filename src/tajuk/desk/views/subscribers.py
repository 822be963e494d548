"""Renew a subscription, end it, make the link that signs its browser in: each asks why, but for the link."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from tajuk.common import clock
from tajuk.desk.forms import ReasonForm
from tajuk.desk.views.headers import header
from tajuk.readers import actions
from tajuk.readers.actions import SubscriptionNotPossible
from tajuk.readers.models import Subscriber

MAY = "readers.change_subscriber"
VERBS: dict[str, tuple[Any, Any]] = {
    "renew": (actions.renew, gettext_lazy("Renew")),
    "end": (actions.end, gettext_lazy("End the subscription")),
}
_LIST, _EDIT = "wagtailsnippets_readers_subscriber:list", "wagtailsnippets_readers_subscriber:edit"


@permission_required(MAY, raise_exception=True)
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask why, then do it."""
    subscriber = get_object_or_404(Subscriber.objects.select_related("plan"), pk=pk)
    act, label = VERBS[name]
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _("It stays in the subscriber's history.")
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            act(subscriber, reason=form.cleaned_data["reason"], by=by, now=clock.now())
        except SubscriptionNotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done: %(verb)s.") % {"verb": label})
        return redirect(_EDIT, pk)
    context = {**_header(str(label), subscriber), "subscriber": subscriber, "form": form, "label": label}
    context["is_grave"] = name == "end"
    return render(request, "desk/subscriber.html", context, status=422 if form.is_bound else 200)


@permission_required(MAY, raise_exception=True)
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a pass and show its link, once: only a digest is kept."""
    subscriber = get_object_or_404(Subscriber.objects.select_related("plan"), pk=pk)
    by: Any = request.user
    try:
        made = actions.make_pass(subscriber, by=by, now=clock.now())
    except SubscriptionNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(_EDIT, pk)
    context = {**_header(_("Sign-in link"), subscriber), "subscriber": subscriber, "form": None}
    context["link"] = f"{settings.SITE_ADDRESS}/akun/masuk?pas={made}"
    return render(request, "desk/subscriber.html", context)


def _header(title: str, subscriber: Subscriber) -> dict[str, Any]:
    trail = (_("Subscribers"), reverse(_LIST)), (subscriber.name, reverse(_EDIT, args=[subscriber.pk]))
    return header(title, "user", *trail)
