"""The wires list, one item with its versions, and taking it."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions.take import take
from tajuk.desk.columns import MomentColumn, SignalColumn, TakenColumn
from tajuk.wires.models import Quarantine, WireItem


class WireFilters(WagtailFilterSet):
    """Narrow the wires list."""

    urgent = django_filters.BooleanFilter(
        label=gettext_lazy("Urgent only"), method="filter_urgent", widget=forms.CheckboxInput
    )
    free = django_filters.BooleanFilter(
        label=gettext_lazy("Not taken yet"), method="filter_free", widget=forms.CheckboxInput
    )

    class Meta:
        model = WireItem
        fields = ["agency", "source"]

    def filter_urgent(self, items: "QuerySet[WireItem]", name: str, value: bool) -> "QuerySet[WireItem]":
        """Keep urgency 1 to 3."""
        return items.filter(urgency__lte=3) if value else items

    def filter_free(self, items: "QuerySet[WireItem]", name: str, value: bool) -> "QuerySet[WireItem]":
        """Keep what nobody took."""
        return items.filter(taken_at__isnull=True) if value else items


class WiresView(IndexView):
    """The wires, newest arrival first, renewed without a reload."""

    model = WireItem
    page_title = gettext_lazy("Wires")
    header_icon = "wires"
    template_name = "desk/wires.html"
    index_url_name = "desk-wires"
    index_results_url_name = "desk-wires-results"
    default_ordering = None
    paginate_by = 50
    filterset_class = WireFilters
    search_fields = ["current__headline", "current__slugline"]
    search_backend_name = None
    is_searchable = True
    any_permission_required = ["view", "add", "change"]
    permission_required = None
    columns = [
        MomentColumn("received_at", label=gettext_lazy("Received")),
        SignalColumn("signal", label=gettext_lazy("Urgency")),
        TitleColumn("headline", label=gettext_lazy("Headline"), accessor="current.headline", url_name="desk-wire"),
        Column("agency", label=gettext_lazy("Agency")),
        Column("language", label=gettext_lazy("Language"), accessor="language"),
        TakenColumn("taken", label=gettext_lazy("Taken by")),
    ]

    def get_base_queryset(self) -> "QuerySet[WireItem]":
        """Return the items as the list wants them."""
        return WireItem.objects.for_list()

    def order_queryset(self, queryset: "QuerySet[WireItem]") -> "QuerySet[WireItem]":
        """Keep the list's own order."""
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many payloads could not be read."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["in_quarantine"] = Quarantine.objects.open().count()
        return context


@permission_required("wires.view_wireitem", raise_exception=True)
def wire(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item as it came: its copy, what it says of itself, its versions, what was made of it."""
    item = get_object_or_404(WireItem.objects.for_list(), pk=pk)
    assert item.current is not None  # the list holds no item without a version
    story = item.current.as_story()
    context = {
        "page_title": _("Wire"),
        "page_subtitle": story.headline,
        "header_icon": "wires",
        "item": item,
        "version": item.current,
        "versions": item.versions.newest_first().defer("story"),
        "story": story,
        "made": Article.objects.filter(derivations__wire_version__item=item).distinct(),
    }
    return render(request, "desk/wire.html", context)


@require_POST
def take_wire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item, in its own language or for translation, and open the draft."""
    item = get_object_or_404(WireItem.objects.for_list(), pk=pk)
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied
    language = request.POST.get("language", "")
    try:
        article = take(item, by=request.user, now=clock.now(), language=language if language in {"id", "en"} else "")  # type: ignore[arg-type]  # a signed-in account
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk-wire", args=[item.pk]))
    messages.success(request, _("Taken: the draft is yours."))
    return redirect(reverse("stories:edit", args=[article.pk]))


class QuarantineView(IndexView):
    """What could not be read, with the reason."""

    model = Quarantine
    page_title = gettext_lazy("Quarantine")
    header_icon = "warning"
    index_url_name = "desk-quarantine"
    default_ordering = "-at"
    any_permission_required = ["view", "add", "change"]
    permission_required = None
    breadcrumbs_items = [*IndexView.breadcrumbs_items, {"url": reverse_lazy("desk-wires"), "label": gettext_lazy("Wires")}]
    columns = [
        MomentColumn("at", label=gettext_lazy("Received"), accessor="at"),
        Column("name", label=gettext_lazy("File")),
        Column("reason", label=gettext_lazy("Why it could not be read")),
        Column("size", label=gettext_lazy("Bytes"), accessor="payload.size"),
    ]

    def get_base_queryset(self) -> "QuerySet[Quarantine]":
        """Return the unresolved ones with their payloads."""
        return Quarantine.objects.open()
