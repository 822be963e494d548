"""The front page of the desk: the wires and the queues, instead of a tree of pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.blocks import edge_blocks
from tajuk.wires import permissions
from tajuk.wires.models import Quarantine


class FrontPanel(Component):
    """The wires and the queues, renewed while the page is open."""

    name = "desk-front"
    template_name = "desk/panels/live.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return both panels."""
        return {"wires": WiresPanel(), "queues": QueuesPanel(), "request": parent_context["request"]}


class WiresPanel(Component):
    """The newest wires."""

    name = "desk-wires"
    template_name = "desk/panels/wires.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the newest items, for whom may see them."""
        may = permissions.may_watch(_request(parent_context).user)
        now = clock.now()
        return {
            "rows": [(item, item.is_embargoed(now)) for item in queries.newest_wires()] if may else [],
            "may_see": may,
            "in_quarantine": Quarantine.objects.open().count() if may else 0,
        }


class QueuesPanel(Component):
    """The queues of stories, each with its first few."""

    name = "desk-queues"
    template_name = "desk/panels/queues.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the queues, for whom may see stories."""
        user = _request(parent_context).user
        may = any(
            user.has_perm(f"{Article._meta.app_label}.{verb}_article") for verb in ("view", "change", "add")
        )
        return {
            "queues": queries.summaries(clock.now()) if may else [],
            "blocks": [each for each in edge_blocks() if not each.is_settled] if may else [],
            "unwritten": queries.unwritten_data_stories(clock.now())
            if user.has_perm("articles.view_datastory")
            else [],
        }


def _request(context: Mapping[str, Any]) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request
