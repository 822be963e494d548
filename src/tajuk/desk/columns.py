"""Columns of the desk's lists."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock


class StandingColumn(Column):
    """Say in one word how a story stands, held and killed first."""

    cell_template_name = "desk/columns/standing.html"

    def get_value(self, instance: Article) -> tuple[str, str]:
        """Return a class name and the words."""
        return standing(instance)

    def get_cell_context_data(self, instance: Article, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Give the template the class name and the words."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["kind"], context["words"] = self.get_value(instance)
        return context


def standing(article: Article) -> tuple[str, str]:
    """Return how a story stands: a class name and the words, without a query when restrictions are prefetched."""
    now = clock.now()
    kinds = {row.kind for row in article.restrictions.all() if not row.lifted_at and (not row.until or row.until > now)}
    if RestrictionKind.KILL in kinds:
        return "killed", _("Killed")
    if kinds & {RestrictionKind.HOLD, RestrictionKind.LEGAL, RestrictionKind.RIGHTS}:
        return "held", _("Held")
    if RestrictionKind.EMBARGO in kinds or (article.embargo_until and article.embargo_until > now):
        return "embargoed", _("Embargoed")
    if article.live:
        return "live", _("Live, with a draft") if article.has_unpublished_changes else _("Live")
    if article.go_live_at and article.go_live_at > now:
        return "scheduled", _("Scheduled")
    return "draft", _("Draft")


class MomentColumn(Column):
    """A moment to the second, with its zone."""

    cell_template_name = "desk/columns/moment.html"


class SignalColumn(Column):
    """Urgency, and whether the agency withheld, cancelled or embargoed the item."""

    cell_template_name = "desk/columns/signal.html"

    def get_value(self, instance: Any) -> Any:
        """Return the item itself."""
        return instance

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Tell the template whether the agency's embargo still holds."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["under_embargo"] = instance.is_embargoed(clock.now())
        return context


class TakenColumn(Column):
    """Who took the item."""

    cell_template_name = "desk/columns/taken.html"

    def get_value(self, instance: Any) -> Any:
        """Return the item itself."""
        return instance
