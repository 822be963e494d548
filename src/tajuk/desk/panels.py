"""The front page of the desk: the wires and the queues, instead of a tree of pages."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from tajuk.common import clock
from tajuk.desk import queries


class WiresPanel(Component):
    """The newest wires."""

    name = "desk-wires"
    template_name = "desk/panels/wires.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the newest items, for whom may see them."""
        request = parent_context["request"]
        may = request.user.has_perm("wires.view_wireitem")
        return {"items": queries.newest_wires() if may else [], "may_see": may}


class QueuesPanel(Component):
    """The queues of stories, each with its first few."""

    name = "desk-queues"
    template_name = "desk/panels/queues.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the queues."""
        return {"queues": queries.summaries(clock.now())}
