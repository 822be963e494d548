"""The list and the form of stories: Wagtail's own views, with a newsroom's columns, verbs and refusals."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.articles.queries import count_worded
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.figure_check import FiguresSidePanel
from tajuk.desk.paging import LongPaginator
from tajuk.desk.standing import facts
from tajuk.desk.views import verbs

MOMENTS = ("created_at", "published_at")
NEVER_OUT = gettext_lazy(
    "A story that has been out is never deleted: hold it or kill it, so that readers are told."
)


def may_delete(story: Article) -> bool:
    """Tell whether a story was never out, so that it may go without a trace."""
    return story.first_published_at is None


class StoriesView(snippets.IndexView):
    """The list of stories."""

    page_title = gettext_lazy("Stories")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the columns, without the boxes for bulk actions: their only one is deleting.

        The list is put in order by moments only: by headline or section, all of the archive would be sorted.
        """
        kept = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        for column in kept:
            if column.sort_key not in MOMENTS:
                column.sort_key = None
        return kept

    def order_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        """Put stories of one moment in an order, too, so that each stands on one page."""
        if self.ordering in MOMENTS:
            return queryset.order_by(self.ordering, "pk")
        if str(self.ordering).removeprefix("-") in MOMENTS:
            return queryset.order_by(self.ordering, "-pk")
        ordered: ArticleQuerySet = super().order_queryset(queryset)
        return ordered

    def get_list_buttons(self, instance: Article) -> list[Button]:
        """Offer the newsroom's verbs; Wagtail's “Translate” would look for a row's languages, row by row."""
        buttons: list[Button] = generic.IndexView.get_list_buttons(self, instance)
        return buttons

    def get_list_more_buttons(self, instance: Article) -> list[Any]:
        """Add the verbs to the menu of a row."""
        return [*super().get_list_more_buttons(instance), *verb_buttons(instance, self.request.user)]

    def search_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        """Search by the index of words: Wagtail would read the headline of every story there is."""
        self._counted = queryset.order_by().with_words(self.search_query or "", counted=True)
        return queryset.with_words(self.search_query or "")

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Count the stories by the query that is made for it; find those of a page by their ids."""
        rows = self.get_base_queryset().order_by()
        return LongPaginator(*args, total=self._total(), rows=rows, **kwargs)

    def _total(self) -> int:
        if (self.search_query or "").strip() and not self.is_filtering:
            return count_worded(self.search_query)
        found: int = self._counted.count()
        return found

    def get_delete_url(self, instance: Article) -> str | None:
        """Offer to delete drafts only."""
        address: str | None = super().get_delete_url(instance) if may_delete(instance) else None
        return address


class AddStoryView(snippets.CreateView):
    """The form of a new story."""

    page_title = gettext_lazy("New story")

    def get_initial_form_instance(self) -> Article:
        """Begin in the section in which the account last began a story."""
        story: Article = super().get_initial_form_instance() or Article(locale=self.locale)
        story.section_id = queries.last_section(self.request.user)
        story.created_by = self.request.user
        return story


class EditStoryView(snippets.EditView):
    """The form of a story, with how it stands above it and the newsroom's verbs in its menu."""

    template_name = "desk/story.html"

    @cached_property
    def can_delete(self) -> bool:
        """Allow deleting drafts only."""
        return bool(super().can_delete) and may_delete(self.live_object)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the newsroom's verbs to Wagtail's own."""
        return [*super().header_more_buttons, *verb_buttons(self.live_object, self.request.user)]

    def get_side_panels(self) -> Any:
        """Add the figure check beside the text."""
        panels = super().get_side_panels()
        panels.append(FiguresSidePanel(self.object, self.request))
        return panels

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how the story stands, and what it was made from."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = clock.now()
        context["facts"] = list(facts(self.live_object, now))
        context["provenance"] = queries.provenance(self.live_object)
        context["made_from"] = list(queries.made_from(self.live_object)[:6])
        context["corrections"] = list(self.live_object.corrections.all())
        context["address"] = self.live_object.get_absolute_url() if self.live_object.live else ""
        context["verbs"] = list(verbs.offered(self.live_object, self.request.user))
        return context


class DeleteStoryView(snippets.DeleteView):
    """Deleting a draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse for a story that has been out."""
        if not may_delete(self.object):
            messages.error(request, NEVER_OUT)
            return redirect(reverse("stories:edit", args=[self.object.pk]))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class UnpublishStoryView(snippets.UnpublishView):
    """What Wagtail calls unpublishing is a hold here: it asks why, and readers are told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the hold."""
        return redirect(reverse("desk-hold", args=[self.object.pk]))


def verb_buttons(story: Article, user: Any) -> list[Button]:
    """Return the verbs that fit a story and its account, as items of a menu."""
    return [
        Button(
            verbs.label_of(name),
            url=reverse(f"desk-{name}", args=[story.pk]),
            icon_name=icon,
            priority=40 + n,
        )
        for n, (name, icon) in enumerate(verbs.offered(story, user).items())
    ]


def refuse_deleting(request: HttpRequest, rows: list[Model]) -> HttpResponse | None:
    """Refuse to delete stories that have been out, one by one or many at once."""
    if any(isinstance(row, Article) and not may_delete(row) for row in rows):
        messages.error(request, NEVER_OUT)
        return redirect(reverse("stories:list"))
    return None
