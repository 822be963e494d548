"""The desk's lists and forms for stories and for what they are filed under."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.views.snippets import SnippetViewSet

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.columns import StandingColumn

_several = forms.CheckboxSelectMultiple(attrs={"class": "desk-choices"})

story_panels = ObjectList(
    [
        FieldPanel("headline", classname="title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("section"), FieldPanel("dateline"), FieldPanel("slugline")]),
        MultiFieldPanel(
            [FieldPanel("lead_picture", widget=AdminImageChooser), FieldPanel("lead_caption")], heading=_("Lead picture")
        ),
        FieldPanel("body"),
        InlinePanel("credits", heading=_("Credits"), label=_("Person"), panels=[FieldPanel("author"), FieldPanel("role")]),
    ],
    heading=_("Story"),
)
filing_panels = ObjectList(
    [
        FieldPanel("agencies", widget=_several),
        FieldPanel("topics", widget=_several),
        FieldPanel("instruments", widget=_several),
        FieldRowPanel([FieldPanel("urgency"), FieldPanel("is_premium"), FieldPanel("embargo_until")]),
        FieldPanel("slug"),
    ],
    heading=_("Filing"),
)
note_panels = ObjectList([FieldPanel("editors_note"), FieldPanel("usage_terms")], heading=_("Notes"))


class StoryFilters(WagtailFilterSet):
    """Narrow the list of stories by queue, section, urgency."""

    queue = django_filters.ChoiceFilter(
        label=_("Queue"), choices=list(queries.QUEUES.items()), method="filter_queue", widget=forms.RadioSelect
    )

    class Meta:
        model = Article
        fields = ["section", "agencies", "is_premium"]

    def filter_queue(self, stories: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep the stories of one queue."""
        return queries.queue(value, clock.now(), stories)


class ArticleViewSet(SnippetViewSet):
    """Stories: the list with its queues, the form, history, preview, workflow."""

    model = Article
    icon = "doc-full"
    menu_label = _("Stories")
    add_to_admin_menu = False
    base_url_path = "stories"
    admin_url_namespace = "stories"
    list_display = [
        "headline",
        StandingColumn("standing", label=_("Standing")),
        Column("section", label=_("Section"), sort_key="section"),
        DateColumn("published_at", label=_("Published"), sort_key="published_at"),
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
    ]
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    filterset_class = StoryFilters
    search_fields = ["headline", "slugline"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = TabbedInterface([story_panels, filing_panels, note_panels])

    def get_queryset(self, request):  # type: ignore[no-untyped-def]  # Wagtail's own signature
        """Return stories with what the list shows of each, without their bodies."""
        rows = Article.objects.select_related("section", "locale", "latest_revision").prefetch_related("restrictions")
        return rows.defer("body")

