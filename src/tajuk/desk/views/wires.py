"""The wires list: thirty rows at a glance, renewed without a reload, driven by the keyboard."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from wagtail.admin.views.generic import BaseListingView

from tajuk.common import clock
from tajuk.desk.events import folded
from tajuk.desk.filters import WireFilters, quick, wanted_wires
from tajuk.desk.presets import loud, presets_of
from tajuk.wires import permissions
from tajuk.wires.models import Quarantine, WireItem
from tajuk.wires.models.items import WireItemQuerySet

ROWS = 120


class WiresView(BaseListingView):
    """The wires, newest arrival first."""

    model = WireItem
    page_title = gettext_lazy("Wires")
    header_icon = "wires"
    template_name = "desk/wires.html"
    results_template_name = "desk/wires_results.html"
    index_url_name = "desk-wires"
    index_results_url_name = "desk-wires-results"
    filterset_class = WireFilters
    is_searchable = True
    # Pages of a list that grows at its head are not numbered: each begins after the last row of the one before.
    paginate_by = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may watch the wires."""
        if not permissions.may_watch(request.user):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> WireItemQuerySet:
        """Return the items that are asked for, as the list wants them."""
        return wanted_wires(self.filters, self.search_query, self.request.user, before=self.before)  # type: ignore[arg-type]  # a signed-in account

    @property
    def before(self) -> tuple[datetime, int] | None:
        """Return where this screenful begins: after the row with this moment of arrival and this id."""
        moment, _, pk = self.request.GET.get("before", "").rpartition("~")
        when = parse_datetime(moment) if moment and pk.isdecimal() else None
        return (when, int(pk)) if when and timezone.is_aware(when) else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the list; to the script that renews it, only when something on it changed."""
        rows = list(self.get_queryset()[: ROWS + 1])
        self.older, self.object_list = rows[ROWS:], rows[:ROWS]
        self.in_quarantine = Quarantine.objects.open().count()
        tag = self._tag()
        if self.results_only and request.headers.get("If-None-Match") == tag:
            return HttpResponseNotModified(headers={"ETag": tag})
        response: HttpResponse = self.render_to_response(self.get_context_data())
        response.headers["ETag"] = tag
        return response

    def _tag(self) -> str:
        """Return a mark that changes with what the list shows."""
        now = clock.now()
        shown = [
            (row.pk, row.current_id, row.status, row.taken_by_id, row.cluster_id, row.is_embargoed(now))
            for row in self.object_list
        ]
        told = (shown, bool(self.older), self.in_quarantine, get_language(), timezone.localtime(now).date())
        return f'"{blake2b(repr(told).encode(), digest_size=12).hexdigest()}"'

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the one-click filters, the way to older rows, and how many files could not be read."""
        context: dict[str, Any] = super().get_context_data(object_list=self.object_list, **kwargs)
        now = clock.now()
        context["rows"] = folded(self.object_list, now)
        context["quick"] = quick(self.request.GET, self.filters.filters)
        presets = list(presets_of(self.request.user))  # type: ignore[arg-type]  # a signed-in account
        context["presets"] = [
            (preset, self.request.GET.get("preset") == str(preset.pk)) for preset in presets
        ]
        context["loud"] = loud(presets, [row.pk for row in self.object_list])
        context["may_set_presets"] = self.request.user.has_perm("wires.add_preset")
        context["in_quarantine"] = self.in_quarantine
        context["may_take"] = permissions.may_take(self.request.user)
        if self.older:
            asked = self.request.GET.copy()
            last = self.object_list[-1]
            asked["before"] = f"{last.received_at.isoformat()}~{last.pk}"
            asked.pop("_w_filter_fragment", None)
            context["older"] = asked.urlencode()
        return context
