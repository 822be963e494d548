"""Arrange Wagtail's admin as a newsroom's desk."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from tajuk.articles.models import Article
from tajuk.desk import queries
from tajuk.desk.panels import FrontPanel
from tajuk.desk.presets import VIEWSETS as PRESETS
from tajuk.desk.sources import Sources
from tajuk.desk.views import (
    alerts,
    derive,
    events,
    figures,
    front,
    identity,
    layouts,
    live,
    paste,
    pictures,
    quarantine,
    related,
    rights,
    rules,
    sources,
    stories,
    subscribers,
    verbs,
    watch,
    wire,
    wires,
    words,
)
from tajuk.desk.viewsets import ArticleViewSet
from tajuk.desk.vocabularies import VIEWSETS as VOCABULARIES

STYLES = ("brand", "desk", "wires", "story", "figures", "layouts", "identity")
SCRIPTS = ("desk", "choices", "figures", "layouts", "identity")
VIEWSETS = [Sources(), *PRESETS, *VOCABULARIES]

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


class StoriesMenu(SubmenuMenuItem):
    """The menu of stories, for those who may open one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to accounts with a right on stories."""
        may = any(request.user.has_perm(f"articles.{verb}_article") for verb in ("view", "change", "add"))
        return may and bool(super().is_shown(request))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    """Add the desk's own screens below `/desk/`."""
    return [
        path("front/", front.front, name="desk-front"),
        path("identity/", identity.identity, name="desk-identity"),
        path("fronts/", layouts.listed, name="desk-fronts"),
        path("fronts/<int:pk>/", layouts.laid_out, name="desk-layout"),
        path("fronts/<int:pk>/since/<int:version>/", layouts.since, name="desk-layout-since"),
        path("words.js", words.words, name="desk-words"),
        path("wires/", wires.WiresView.as_view(), name="desk-wires"),
        path("wires/results/", wires.WiresView.as_view(results_only=True), name="desk-wires-results"),
        path("wires/<int:pk>/", wire.wire, name="desk-wire"),
        path("wires/event/<int:pk>/", events.event, name="desk-event"),
        path("sources/<int:pk>/try/", sources.try_source, name="desk-source-try"),
        path("rules/<int:pk>/try/", rules.try_rule, name="desk-rule-try"),
        path("wires/<int:pk>/changes/", wire.changes, name="desk-wire-changes"),
        path("wires/<int:pk>/take/", wire.take_wire, name="desk-take"),
        path("alerts/", alerts.listed, name="desk-alerts"),
        path("alerts/moved/<int:pk>/", alerts.moved, name="desk-moved"),
        path("wires/watch/", watch.board, name="desk-watch"),
        path("wires/quarantine/", quarantine.QuarantineView.as_view(), name="desk-quarantine"),
        path("wires/quarantine/<int:pk>/", quarantine.quarantined, name="desk-quarantined"),
        path("wires/quarantine/<int:pk>/file/", quarantine.download, name="desk-quarantined-file"),
        *(
            path(
                f"wires/quarantine/<int:pk>/{verb}/",
                quarantine.deal,
                {"verb": verb},
                name=f"desk-quarantined-{verb}",
            )
            for verb in ("read", "resolve")
        ),
        path("paste/", paste.manuscript, name="desk-paste"),
        path("stories/<int:pk>/embargo/", verbs.embargo, name="desk-embargo"),
        path("stories/<int:pk>/live/", live.covered, name="desk-live"),
        path("stories/<int:pk>/rights/", rights.rights, name="desk-rights"),
        path("stories/<int:pk>/deliveries/", rights.deliveries, name="desk-deliveries"),
        path("stories/<int:pk>/derive/", derive.derived, name="desk-derive"),
        path("subscribers/<int:pk>/link/", subscribers.link, name="desk-subscriber-link"),
        *(
            path(
                f"subscribers/<int:pk>/{name}/",
                subscribers.verb,
                {"name": name},
                name=f"desk-subscriber-{name}",
            )
            for name in subscribers.VERBS
        ),
        path("pictures/<int:pk>/withdraw/", pictures.withdrawn, name="desk-picture"),
        path("stories/<int:pk>/correct/", verbs.correction, name="desk-correct"),
        path("stories/<int:pk>/related/", related.related, name="desk-related"),
        path("stories/<int:pk>/figures/", figures.figures, name="desk-figures"),
        *(
            path(f"stories/<int:pk>/{verb}/", verbs.restrict, {"verb": verb}, name=f"desk-{verb}")
            for verb in verbs.VERBS
        ),
    ]


@hooks.register("register_admin_menu_item")
def wires_menu() -> MenuItem:
    """Put the wires first."""
    return PermittedItem(
        _("Wires"),
        reverse_lazy("desk-wires"),
        name="wires",
        icon_name="wires",
        order=10,
        permission="wires.view_wireitem",
    )


@hooks.register("register_admin_menu_item")
def alerts_menu() -> MenuItem:
    """Put what cannot wait beside the wires."""
    return PermittedItem(
        _("Alerts"),
        reverse_lazy("desk-alerts"),
        name="alerts",
        icon_name="warning",
        order=15,
        permission="articles.change_article",
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
        PermittedItem(
            _("New story"),
            reverse("stories:add"),
            name="new-story",
            icon_name="plus",
            order=0,
            permission="articles.add_article",
        ),
        PermittedItem(
            _("Paste a manuscript"),
            reverse("desk-paste"),
            name="paste",
            icon_name="paste",
            order=5,
            permission="articles.add_article",
        ),
        MenuItem(_("All stories"), stories, name="all-stories", icon_name="list-ul", order=200),
    ]
    return StoriesMenu(_("Stories"), Menu(items=items), name="stories", icon_name="doc-full", order=20)


@hooks.register("register_admin_menu_item")
def fronts_menu() -> MenuItem:
    """Put the fronts third, for those who may lay out pages."""
    return PermittedItem(
        _("Fronts"),
        reverse_lazy("desk-fronts"),
        name="fronts",
        icon_name="home",
        order=30,
        permission="articles.publish_article",
    )


@hooks.register("register_settings_menu_item")
def identity_menu() -> MenuItem:
    """Put the paper's identity among the settings."""
    return PermittedItem(
        _("Identity"),
        reverse_lazy("desk-identity"),
        name="identity",
        icon_name="site",
        order=10,
        permission="fronts.change_masthead",
    )


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
            item.label, item.icon_name, item.order = _("Pages"), "folder-open-1", 35
        if item.name == "images":
            item.label, item.order = _("Pictures"), 40
    menu_items[:] = [item for item in menu_items if item.name not in {"help", "snippets"}]


@hooks.register("construct_homepage_panels")
def front_page(request: HttpRequest, panels: list[Any]) -> None:
    """Open the desk on its wires and queues; Wagtail's review panels stay."""
    kept = [
        panel
        for panel in panels
        if "moderat" in getattr(panel, "name", "") or "locked" in getattr(panel, "name", "")
    ]
    panels[:] = [FrontPanel(), *kept]


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """Add the desk's icons."""
    return [*found, "desk/icons/wires.svg", "desk/icons/paste.svg"]


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Add the desk's style sheets."""
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"desk/{name}.css"),) for name in STYLES)
    )


@hooks.register("insert_global_admin_js")
def script() -> str:
    """Add the desk's modules."""
    addresses = ((static(f"desk/{name}.js"),) for name in SCRIPTS)
    return format_html_join("", '<script type="module" src="{}"></script>', addresses)


@hooks.register("construct_snippet_action_menu")
def no_unpublishing(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take “Unpublish” from a story's menu: hold and kill ask why, and tell readers."""
    if context.get("model") is Article:
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]


hooks.register("before_delete_snippet", stories.refuse_deleting)
