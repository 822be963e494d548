"""The watch board: how every way in is doing."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.common import clock
from tajuk.desk.views.headers import header
from tajuk.wires import permissions, watch
from tajuk.wires.tasks import beats


@permission_required(permissions.WATCH, raise_exception=True)
def board(request: HttpRequest) -> HttpResponse:
    """Show each source with its alarms, what came lately, and how long copy takes to the list."""
    now = clock.now()
    context = {
        **header(_("Watch"), "view", (_("Wires"), reverse("desk-wires"))),
        "states": watch.board(now),
        "beats": [
            (name, moment, (now - moment).total_seconds() > 60) for name, moment in sorted(beats.items())
        ],
        "unread": watch.unread_deliveries(),
        "may_set_up": permissions.may_set_up(request.user),
    }
    template = "desk/watch_rows.html" if "part" in request.GET else "desk/watch.html"
    return render(request, template, context)
