"""Arrange Wagtail's admin as a newsroom's desk."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from tajuk.articles.models import Article
from tajuk.desk import queries
from tajuk.desk.panels import QueuesPanel, WiresPanel
from tajuk.desk.viewsets import ArticleViewSet
from tajuk.desk.views import paste, related, verbs, wires
from tajuk.desk.vocabularies import VIEWSETS

register_snippet(ArticleViewSet)
for viewset in VIEWSETS:
    register_snippet(viewset)


class PermittedItem(MenuItem):
    """A menu item for those with a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        """Remember the permission that the item needs."""
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to accounts with the permission."""
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    """Add the desk's own screens below `/desk/`."""
    return [
        path("wires/", wires.WiresView.as_view(), name="desk-wires"),
        path("wires/results/", wires.WiresView.as_view(results_only=True), name="desk-wires-results"),
        path("wires/quarantine/", wires.QuarantineView.as_view(), name="desk-quarantine"),
        path("wires/<int:pk>/", wires.wire, name="desk-wire"),
        path("wires/<int:pk>/take/", wires.take_wire, name="desk-take"),
        path("paste/", paste.manuscript, name="desk-paste"),
        path("stories/<int:pk>/correct/", verbs.correction, name="desk-correct"),
        path("stories/<int:pk>/related/", related.related, name="desk-related"),
        *(
            path(f"stories/<int:pk>/{verb}/", verbs.restrict, {"verb": verb}, name=f"desk-{verb}")
            for verb in verbs.VERBS
        ),
    ]


@hooks.register("register_admin_menu_item")
def wires_menu() -> MenuItem:
    """Put the wires first."""
    return PermittedItem(
        _("Wires"), reverse_lazy("desk-wires"), name="wires", icon_name="wires", order=10, permission="wires.view_wireitem"
    )


@hooks.register("register_admin_menu_item")
def stories_menu() -> MenuItem:
    """Put the queues of stories second."""
    stories = reverse("stories:list")
    items = [
        MenuItem(label, f"{stories}?queue={name}", name=f"queue-{name}", icon_name="doc-full", order=n * 10)
        for n, (name, label) in enumerate(queries.QUEUES.items(), start=2)
    ]
    items += [
        PermittedItem(_("New story"), reverse("stories:add"), name="new-story", icon_name="plus", order=0, permission="articles.add_article"),
        PermittedItem(_("Paste a manuscript"), reverse("desk-paste"), name="paste", icon_name="paste", order=5, permission="articles.add_article"),
        MenuItem(_("All stories"), stories, name="all-stories", icon_name="list-ul", order=200),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Stories"), Menu(items=items), name="stories", icon_name="doc-full", order=20)


@hooks.register("register_admin_menu_item")
def newsroom_menu() -> MenuItem:
    """Gather the lists that stories are filed under."""
    items = [viewset.desk_menu_item(order=n) for n, viewset in enumerate(VIEWSETS)]
    return SubmenuMenuItem(_("Newsroom"), Menu(items=items), name="newsroom", icon_name="group", order=60)


@hooks.register("construct_main_menu")
def rename_tree(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Call the tree of pages what it is here, and hide what a newsroom has no use for."""
    for item in menu_items:
        if item.name == "explorer":
            item.label, item.icon_name, item.order = _("Fronts and pages"), "home", 30
        if item.name == "images":
            item.label, item.order = _("Pictures"), 40
    menu_items[:] = [item for item in menu_items if item.name not in {"help", "snippets"}]


@hooks.register("construct_homepage_panels")
def front_page(request: HttpRequest, panels: list[Any]) -> None:
    """Open the desk on its wires and queues; Wagtail's review panels stay."""
    kept = [panel for panel in panels if "moderat" in getattr(panel, "name", "") or "locked" in getattr(panel, "name", "")]
    panels[:] = [WiresPanel(), QueuesPanel(), *kept]


@hooks.register("construct_homepage_summary_items")
def no_page_counts(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the counts of pages and documents."""
    items.clear()


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """Add the desk's icons."""
    return [*found, "desk/icons/wires.svg", "desk/icons/paste.svg"]


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Add the desk's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def script() -> str:
    """Add the desk's module."""
    return format_html('<script type="module" src="{}"></script>', static("desk/desk.js"))


@hooks.register("register_snippet_listing_buttons")
def story_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """Offer the emergency verbs beside each story."""
    if not isinstance(snippet, Article):
        return []
    return [
        Button(verb.label, url=reverse(f"desk-{name}", args=[snippet.pk]), icon_name="warning", priority=40 + n)
        for n, (name, verb) in enumerate(verbs.VERBS.items())
        if user.has_perm(verb.permission) and verbs.applies(name, snippet)
    ]
