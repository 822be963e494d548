"""The desk's lists and forms for stories and for what they are filed under."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.views.snippets import SnippetViewSet

from tajuk.articles.models import Article
from tajuk.desk import choosers
from tajuk.desk.columns import MomentColumn, PublicationColumn, StandingColumn
from tajuk.desk.filters import StoryFilters
from tajuk.desk.forms import StoryForm
from tajuk.desk.views import stories
from tajuk.desk.widgets import FilterableChoices

story_panels = ObjectList(
    [
        FieldPanel("headline", classname="title", widget=AdminAutoHeightTextInput),
        FieldPanel("summary"),
        FieldRowPanel(
            [FieldPanel("section", widget=forms.Select), FieldPanel("dateline"), FieldPanel("slugline")]
        ),
        MultiFieldPanel(
            [FieldPanel("lead_picture", widget=AdminImageChooser), FieldPanel("lead_caption")],
            heading=_("Lead picture"),
        ),
        FieldPanel("body"),
        InlinePanel(
            "credits",
            heading=_("Credits"),
            label=_("Person"),
            panels=[FieldRowPanel([FieldPanel("author"), FieldPanel("role")])],
        ),
        PublishingPanel(),
    ],
    heading=_("Story"),
)
filing_panels = ObjectList(
    [
        FieldPanel("agencies", widget=FilterableChoices),
        FieldPanel("topics", widget=FilterableChoices),
        FieldPanel("instruments", widget=FilterableChoices),
        FieldRowPanel([FieldPanel("urgency"), FieldPanel("is_premium"), FieldPanel("embargo_until")]),
        FieldPanel("slug"),
    ],
    heading=_("Filing"),
)
note_panels = ObjectList([FieldPanel("editors_note"), FieldPanel("usage_terms")], heading=_("Notes"))


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
        Column("section", label=_("Section")),
        PublicationColumn("published_at", label=_("Published"), sort_key="published_at"),
        MomentColumn("created_at", label=_("Begun"), sort_key="created_at"),
        Column("created_by", label=_("By")),
    ]
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    filterset_class = StoryFilters
    search_fields = ["headline", "slugline"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = stories.StoriesView
    add_view_class = stories.AddStoryView
    edit_view_class = stories.EditStoryView
    chooser_viewset_class = choosers.StoryChooser
    edit_template_name = "desk/story.html"
    delete_view_class = stories.DeleteStoryView
    unpublish_view_class = stories.UnpublishStoryView
    edit_handler = TabbedInterface([story_panels, filing_panels, note_panels], base_form_class=StoryForm)

    def get_queryset(self, request):  # type: ignore[no-untyped-def]  # Wagtail's own signature
        """Return stories with what the list shows of each, without their bodies."""
        rows = Article.objects.select_related(
            "section", "locale", "latest_revision", "created_by"
        ).prefetch_related("restrictions")
        return rows.defer("body")
