"""One event of the wires: everything that came on it, and what was new in each."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.desk.events import told
from tajuk.desk.views.headers import header
from tajuk.wires import permissions
from tajuk.wires.models import Cluster, WireItem

#: An event that runs for days shows so many of its newest items.
MOST = 60


@permission_required(permissions.WATCH, raise_exception=True)
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event's items, newest first, each with the paragraphs that none before it had."""
    cluster = get_object_or_404(Cluster, pk=pk)
    rows = WireItem.objects.filter(cluster=cluster, current__isnull=False).select_related(
        "agency", "current", "taken_by"
    )
    newest = list(rows.order_by("-received_at", "-pk")[:MOST])
    items = told(newest[::-1])[::-1]
    title = items[0].item.current.headline if items and items[0].item.current else _("Event")
    context = {
        **header(title, "wires", (_("Wires"), reverse("desk-wires"))),
        "cluster": cluster,
        "told": items,
        "agencies": sorted({str(each.item.agency) for each in items}),
    }
    return render(request, "desk/event.html", context)
