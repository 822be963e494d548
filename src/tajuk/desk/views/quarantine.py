"""What came and could not be read: the reason, its first bytes, and what can be done about it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView

from tajuk.common import clock
from tajuk.desk.columns import MomentColumn
from tajuk.desk.unreadable import in_words
from tajuk.desk.views.headers import header
from tajuk.wires import payloads, permissions
from tajuk.wires.actions import read_again, resolve
from tajuk.wires.models import Quarantine

FIRST = 4_096
SEE = "wires.view_quarantine"


def _name_of(row: Quarantine) -> str:
    return row.name or str(row.payload)


class QuarantineView(BaseListingView):
    """The files that nobody has dealt with, newest first."""

    model = Quarantine
    page_title = gettext_lazy("Quarantine")
    header_icon = "warning"
    index_url_name = "desk-quarantine"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("quarantined files")
    breadcrumbs_items = [
        *BaseListingView.breadcrumbs_items,
        {"url": reverse_lazy("desk-wires"), "label": gettext_lazy("Wires")},
    ]
    columns = [
        MomentColumn("at", label=gettext_lazy("Received")),
        TitleColumn("name", label=gettext_lazy("File"), accessor=_name_of, url_name="desk-quarantined"),
        Column("source", label=gettext_lazy("Source")),
        Column(
            "reason",
            label=gettext_lazy("Why it could not be read"),
            accessor=lambda row: in_words(row.reason),
        ),
        NumberColumn("size", label=gettext_lazy("Bytes"), accessor="payload.size"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may see quarantined files."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_base_queryset(self) -> "QuerySet[Quarantine]":
        """Return the unresolved ones with their payloads."""
        return Quarantine.objects.open()


@permission_required(SEE, raise_exception=True)
def quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one file: why it could not be read, and its first 4 kB as text."""
    row = _row(pk)
    title = _name_of(row)
    content, trouble = _content(row)
    context = {
        **header(
            title,
            "warning",
            (_("Wires"), reverse("desk-wires")),
            (_("Quarantine"), reverse("desk-quarantine")),
        ),
        "row": row,
        "text": content[:FIRST].decode("utf-8", errors="replace").replace("\x00", "\ufffd"),
        "more": max(0, len(content) - FIRST),
        "size": len(content),
        "trouble": trouble,
        "may_resolve": permissions.may_resolve(request.user),
    }
    return render(request, "desk/quarantined.html", context)


@permission_required(SEE, raise_exception=True)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the bytes as they came, as a file to keep and never as a page."""
    row = _row(pk)
    content, trouble = _content(row)
    if trouble:
        raise Http404(trouble)
    # Plain bytes whatever they call themselves: what could not be read may be hostile.
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="quarantine-{row.pk}.bin"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@permission_required(permissions.RESOLVE, raise_exception=True)
def deal(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Read the file again with today's reader, or mark it as dealt with."""
    row = _row(pk)
    by = request.user
    if verb == "resolve":
        resolve(row, by=by, now=clock.now())  # type: ignore[arg-type]  # a signed-in account
        messages.success(request, _("Marked as dealt with."))
        return redirect(reverse("desk-quarantine"))
    try:
        receipt = read_again(row, by=by, now=clock.now())  # type: ignore[arg-type]  # a signed-in account
    except (ValueError, payloads.Damaged) as trouble:
        messages.error(request, str(trouble))
        return redirect(reverse("desk-quarantined", args=[row.pk]))
    if receipt.reason:
        messages.error(request, _("Still unreadable: %(reason)s") % {"reason": in_words(receipt.reason)})
        return redirect(reverse("desk-quarantined", args=[row.pk]))
    messages.success(request, _("Read: it stands in the wires list now."))
    return redirect(reverse("desk-wires"))


def _row(pk: int) -> Quarantine:
    return get_object_or_404(Quarantine.objects.select_related("payload", "source__agency"), pk=pk)


def _content(row: Quarantine) -> tuple[bytes, str]:
    """Return the bytes of a quarantined file, or none and why."""
    if row.payload is None:
        return b"", _("Its bytes were not stored.")
    try:
        return row.payload.content(), ""
    except payloads.Damaged as trouble:
        return b"", str(trouble)
