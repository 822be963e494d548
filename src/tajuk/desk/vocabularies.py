"""The lists that stories are filed under, as small forms."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from tajuk.articles.models import DataStory
from tajuk.clearance.models import Partner
from tajuk.common import clock
from tajuk.promos.models import Course, Promo
from tajuk.readers.actions import months_later
from tajuk.readers.models import Plan, Subscriber
from tajuk.staff.models import Author
from tajuk.topics.models import Section, Topic
from tajuk.wires.models import Agency


class _VocabularyItem(MenuItem):
    def __init__(self, viewset: "Vocabulary", order: int) -> None:
        address = reverse(viewset.get_url_name("list"))
        super().__init__(
            viewset.menu_label, address, name=viewset.menu_name, icon_name=viewset.icon, order=order
        )
        self.viewset = viewset

    def is_shown(self, request: HttpRequest) -> bool:
        policy = self.viewset.permission_policy
        return bool(policy.user_has_any_permission(request.user, ["add", "change", "view"]))


class Vocabulary(SnippetViewSet):
    """A plain list with a plain form, in the desk's menu instead of below “Snippets”."""

    add_to_admin_menu = False
    list_per_page = 100
    search_backend_name = None

    def desk_menu_item(self, *, order: int) -> MenuItem:
        """Return the menu item that opens the list."""
        return _VocabularyItem(self, order)


def _both(*names: str) -> list[Any]:
    return [FieldRowPanel([FieldPanel(f"{name}_id"), FieldPanel(f"{name}_en")]) for name in names]


class LastRunColumn(Column):
    """What became of a data story the last time: written, no trading, or what it waits for."""

    def __init__(self) -> None:
        """Name the column."""
        super().__init__("last_run", label=_("Last"))

    def get_value(self, instance: DataStory) -> str:
        """Return the day, the outcome and its reason in one line."""
        run = instance.runs.order_by("-day").first()
        return f"{run.day:%d-%m-%Y}: {run.get_outcome_display()} {run.detail}".strip() if run else "–"


class Sections(Vocabulary):
    """Sections of the paper."""

    model, icon, menu_label = Section, "folder-open-inverse", _("Sections")
    list_display = ["slug", "name_id", "name_en", "display_order", "in_navigation"]
    panels = [
        *_both("name", "description"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("display_order"), FieldPanel("in_navigation")]),
    ]


class Topics(Vocabulary):
    """Topics."""

    model, icon, menu_label = Topic, "tag", _("Topics")
    list_display = ["slug", "name_id", "name_en"]
    search_fields = ["name_id", "name_en", "slug"]
    panels = [*_both("name", "description"), FieldPanel("slug")]


class Authors(Vocabulary):
    """People that bylines name."""

    model, icon, menu_label = Author, "user", _("Authors")
    list_display = ["name", "job_title", "user"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("job_title"),
        *_both("biography"),
        FieldPanel("user"),
    ]


class Agencies(Vocabulary):
    """Agencies, with what their contracts allow."""

    model, icon, menu_label = Agency, "globe", _("Agencies")
    list_display = ["name", "country", "language", "indexing"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("shown_name")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("url")]),
        FieldRowPanel([FieldPanel("country"), FieldPanel("language")]),
        FieldPanel("may_web"),
        FieldRowPanel([FieldPanel("may_archive"), FieldPanel("archive_days")]),
        FieldRowPanel(
            [FieldPanel("may_newsletter"), FieldPanel("may_syndicate"), FieldPanel("may_translate")]
        ),
        FieldPanel("territories"),
        FieldPanel("indexing"),
        FieldPanel("kill_policy"),
        FieldPanel("rights_note"),
    ]


class Partners(Vocabulary):
    """Who takes stories by the API; `tajuk partner` makes their tokens."""

    model, icon, menu_label = Partner, "site", _("Partners")
    list_display = ["name", "slug", "territory", "is_on"]


class Promos(Vocabulary):
    """Promo slots."""

    model, icon, menu_label = Promo, "pick", _("Promos")
    list_display = ["slug", "place", "title_id", "is_on"]
    panels = [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("place"), FieldPanel("is_on")]),
        *_both("title", "text", "action"),
        FieldPanel("link"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("display_order")]),
    ]


class Courses(Vocabulary):
    """The academy's courses."""

    model, icon, menu_label = Course, "openquote", _("Academy")
    list_display = ["title_id", "teacher", "starts_at", "is_on"]
    panels = [
        FieldPanel("slug"),
        *_both("title", "summary"),
        FieldRowPanel([FieldPanel("teacher"), FieldPanel("starts_at"), FieldPanel("price")]),
        FieldPanel("link"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("display_order"), FieldPanel("is_on")]),
    ]


class Plans(Vocabulary):
    """Subscriptions on offer."""

    model, icon, menu_label = Plan, "key", _("Subscription plans")
    list_display = ["name_id", "price", "months", "is_on"]
    panels = [
        FieldPanel("slug"),
        *_both("name", "text"),
        FieldRowPanel(
            [FieldPanel("price"), FieldPanel("months"), FieldPanel("display_order"), FieldPanel("is_on")]
        ),
    ]


class SubscriberForm(WagtailAdminModelForm):
    """A subscriber; how long is told by the plan, and changed by the verbs, which ask why."""

    def save(self, commit: bool = True) -> Subscriber:
        """Begin a new subscription now."""
        subscriber: Subscriber = self.instance
        if subscriber._state.adding:
            subscriber.until = months_later(clock.now(), subscriber.plan.months)
        saved: Subscriber = super().save(commit=commit)
        return saved


class Subscribers(Vocabulary):
    """Who may read premium stories, until when."""

    model, icon, menu_label = Subscriber, "user", _("Subscribers")
    list_display = ["name", "email", "plan", "until"]
    search_fields = ["name", "email"]
    edit_template_name = "desk/subscriber_edit.html"
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("name"), FieldPanel("email")]), FieldPanel("plan")],
        base_form_class=SubscriberForm,
    )


class DataStories(Vocabulary):
    """Stories that figures write; only who may let them be published without an editor sees that choice."""

    model, icon, menu_label = DataStory, "history", _("Data stories")
    list_display = [
        "subject",
        "language",
        "instrument",
        "at",
        "section",
        "is_on",
        "publishes_itself",
        LastRunColumn(),
    ]
    panels = [
        FieldRowPanel([FieldPanel("subject"), FieldPanel("language"), FieldPanel("at")]),
        FieldRowPanel([FieldPanel("instrument"), FieldPanel("section")]),
        FieldRowPanel(
            [FieldPanel("is_on"), FieldPanel("publishes_itself", permission="articles.allow_datastory")]
        ),
    ]


_MODELS = (
    Sections, Topics, Authors, Agencies, Partners, Promos, Courses, Plans, Subscribers, DataStories,
)  # fmt: skip
VIEWSETS = [each() for each in _MODELS]
