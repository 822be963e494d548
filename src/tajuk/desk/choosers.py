"""Choose a story in a dialog: the newest first, searched by the words of its headline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.desk.columns import PublicationColumn, StandingColumn


class StorySearch(LocaleFilterMixin, BaseFilterForm):
    """Search the stories by words, each of which the headline or the slugline holds."""

    q = forms.CharField(
        label=_("Search stories"),
        widget=forms.TextInput(attrs={"placeholder": _("Search stories")}),
        required=False,
    )

    def filter(self, objects: ArticleQuerySet) -> ArticleQuerySet:
        """Return the stories that hold every word."""
        stories: ArticleQuerySet = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return stories.with_words(self.search_query or "")


class _Stories:
    def get_object_list(self) -> ArticleQuerySet:
        """Return the stories with what the list shows of each."""
        rows = Article.objects.select_related("section", "locale").prefetch_related("restrictions")
        return rows.defer("body").order_by("-created_at", "-pk")

    @property
    def columns(self) -> list[Any]:
        """Return the headline, how the story stands, its section and when it came out."""
        title: Column = self.title_column  # type: ignore[attr-defined]  # of Wagtail's view
        return [
            title,
            StandingColumn("standing", label=_("Standing")),
            Column("section", label=_("Section")),
            PublicationColumn("published_at", label=_("Published")),
        ]


class ChooseStoryView(_Stories, chooser.ChooseView):
    """The dialog."""

    filter_form_class = StorySearch  # type: ignore[assignment]  # Wagtail's own is None, without a type


class ChooseStoryResultsView(_Stories, chooser.ChooseResultsView):
    """The dialog's list by itself."""

    filter_form_class = StorySearch  # type: ignore[assignment]  # Wagtail's own is None, without a type


class StoryChooser(chooser.SnippetChooserViewSet):
    """The dialog with its addresses."""

    choose_view_class = ChooseStoryView
    choose_results_view_class = ChooseStoryResultsView
