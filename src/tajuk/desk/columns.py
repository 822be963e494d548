"""Columns of the desk's lists."""

from datetime import datetime
from typing import Any

from wagtail.admin.ui.tables import Column

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.standing import embargo_end, standing


class StandingColumn(Column):
    """Say in one word how a story stands, held and killed first."""

    cell_template_name = "desk/columns/standing.html"

    def get_value(self, instance: Article) -> tuple[str, str]:
        """Return a class name and the words."""
        return standing(instance, clock.now())

    def get_cell_context_data(self, instance: Article, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Give the template the class name and the words."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["kind"], context["words"] = self.get_value(instance)
        return context


class MomentColumn(Column):
    """A moment: the clock for today, the date for any other day."""

    cell_template_name = "desk/columns/moment.html"


class PublicationColumn(MomentColumn):
    """When a story is or was published: for one under embargo, when that ends."""

    cell_template_name = "desk/columns/publication.html"

    def get_value(self, instance: Article) -> datetime | None:
        """Return the moment from which readers may see the story."""
        now = clock.now()
        published: datetime | None = instance.published_at
        return embargo_end(instance, now) or published or instance.go_live_at

    def get_cell_context_data(self, instance: Article, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Tell the template whether the moment is still to come."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        when = self.get_value(instance)
        context["to_come"] = when is not None and when > clock.now()
        return context
