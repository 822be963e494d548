"""The markets in the desk: what stands on the bar and in which order, the providers, the calendars."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tajuk.markets import board_views
from tajuk.markets.models import Calendar, Instrument, Provider, TradingDay


class InstrumentViewSet(SnippetViewSet):
    """Instruments, dragged into the bar's order."""

    model = Instrument
    icon = "order"
    menu_label = _("Instruments")
    list_display = [
        "symbol",
        "name_id",
        "kind",
        "calendar",
        BooleanColumn("on_bar", label=_("On the bar")),
        BooleanColumn("is_active", label=_("Active")),
    ]
    list_filter = ["on_bar", "kind", "is_active", "is_simulated", "calendar"]
    search_fields = ["symbol", "name_id", "name_en"]
    search_backend_name = None
    ordering = ["display_order", "symbol"]
    sort_order_field = "display_order"
    list_per_page = 60

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instrument]:
        """Return the rows with what the list's columns show."""
        return Instrument.objects.select_related("calendar")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("symbol"),
                FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("also_called"), FieldPanel("also_inverse")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("exchange")]),
                FieldRowPanel([FieldPanel("is_active"), FieldPanel("is_simulated")]),
            ],
            heading=_("Instrument"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("on_bar"), FieldPanel("display_order")])], heading=_("Market bar")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("unit_id"), FieldPanel("unit_en"), FieldPanel("currency")]),
                FieldRowPanel([FieldPanel("decimals_value"), FieldPanel("decimals_change")]),
                FieldPanel("may_be_negative"),
            ],
            heading=_("Figures"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("calendar"), FieldPanel("expected_seconds")])], heading=_("Market")
        ),
        InlinePanel(
            "providers",
            heading=_("Providers"),
            label=_("Provider"),
            panels=[
                FieldRowPanel([FieldPanel("provider"), FieldPanel("code"), FieldPanel("order")]),
                FieldRowPanel([FieldPanel("delay_minutes"), FieldPanel("may_redistribute")]),
                FieldPanel("licence_line_id"),
                FieldPanel("licence_line_en"),
            ],
        ),
    ]


class ProviderViewSet(SnippetViewSet):
    """Sources of quotes."""

    model = Provider
    icon = "download"
    menu_label = _("Quote providers")
    list_display = ["name", "key", "adapter", BooleanColumn("is_on", label=_("Switched on")), "poll_seconds"]
    list_filter = ["is_on"]
    search_fields = ["name", "key"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("adapter"), FieldPanel("is_on"), FieldPanel("poll_seconds")]),
        FieldPanel("settings"),
    ]


class CalendarViewSet(SnippetViewSet):
    """Markets' hours, each with its validity."""

    model = Calendar
    icon = "time"
    menu_label = _("Market hours")
    list_display = ["name_id", "key", "zone", "rhythm"]
    search_fields = ["name_id", "name_en", "key"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("zone"), FieldPanel("rhythm")]),
        FieldPanel("source"),
        InlinePanel(
            "hours",
            heading=_("Trading hours"),
            label=_("Phase"),
            panels=[
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("phase"), FieldPanel("day_kind")]),
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes"), FieldPanel("opens_day_before")]),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            ],
        ),
    ]


class TradingDayViewSet(SnippetViewSet):
    """Holidays, joint leave, half days."""

    model = TradingDay
    icon = "calendar-alt"
    menu_label = _("Holidays and half days")
    list_display = [
        "date",
        "calendar",
        "name_id",
        "kind",
        BooleanColumn("is_provisional", label=_("Provisional")),
        "source",
    ]
    list_filter = ["calendar", "kind", "is_provisional", "date"]
    search_fields = ["name_id", "name_en", "source"]
    search_backend_name = None
    ordering = ["-date", "calendar"]
    list_per_page = 60

    def get_queryset(self, request: HttpRequest) -> QuerySet[TradingDay]:
        """Return the rows with what the list's columns show."""
        return TradingDay.objects.select_related("calendar")

    panels = [
        FieldRowPanel([FieldPanel("calendar"), FieldPanel("date"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("is_provisional")]),
    ]


class MarketsGroup(SnippetViewSetGroup):
    """The menu of the markets desk."""

    menu_label = _("Markets")
    menu_icon = "table"
    menu_name = "markets"
    menu_order = 250
    items = (InstrumentViewSet, TradingDayViewSet, CalendarViewSet, ProviderViewSet)


register_snippet(MarketsGroup)


class BoardItem(MenuItem):
    """The board's place in the menu, for those who may judge ticks and set closes."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to accounts that may."""
        return bool(request.user.has_perm(board_views.MAY))


@hooks.register("register_admin_urls")
def board_urls() -> list[URLPattern]:
    """Add the markets board below `/desk/`."""
    return [
        path("markets/", board_views.show, name="markets-board"),
        path("markets/results/", board_views.results, name="markets-board-results"),
        path("markets/quarantine/<int:pk>/", board_views.quarantined, name="markets-quarantined"),
        path("markets/close/<slug:slug>/", board_views.close, name="markets-close"),
        path("markets/providers/<int:pk>/ask/", board_views.ask, name="markets-ask"),
    ]


@hooks.register("register_admin_menu_item")
def board_item() -> MenuItem:
    """Put the board beside the stories."""
    return BoardItem(
        _("Markets board"), reverse_lazy("markets-board"), name="markets-board", icon_name="view", order=35
    )


@hooks.register("insert_global_admin_css")
def board_style() -> str:
    """Add the board's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("markets/board.css"))


@hooks.register("register_log_actions")
def register_market_log_actions(actions: LogActionRegistry) -> None:
    """Name what people do to figures in the history of an instrument."""
    actions.register_action("markets.set_close", _("Set a close"), _("Set a close"))
    actions.register_action(
        "markets.judge_tick", _("Judge a quarantined tick"), _("Judged a quarantined tick")
    )
