"""The front page of the desk: the wires, the queues, the publisher's affairs, instead of a tree of pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk import publisher, queries
from tajuk.desk.blocks import edge_blocks
from tajuk.fronts.models import Masthead
from tajuk.wires import permissions
from tajuk.wires.models import Quarantine


class FrontPanel(Component):
    """All panels, renewed while the page is open."""

    name = "desk-front"
    template_name = "desk/panels/live.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the panels."""
        return {**front_panels(), "request": parent_context["request"]}


def front_panels() -> dict[str, Component]:
    """Return the panels of the front page by name; each shows what the account may see, and may be empty."""
    return {"wires": WiresPanel(), "queues": QueuesPanel(), "publisher": PublisherPanel()}


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
            if user.has_perm("articles.view_datastory") or user.has_perm("articles.change_datastory")
            else [],
        }


class PublisherPanel(Component):
    """What runs and ends, what the paper looks like, how it is read: for who answers for the paper."""

    name = "desk-publisher"
    template_name = "desk/panels/publisher.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return each part for whom may change what it is about."""
        may, now = _request(parent_context).user.has_perm, clock.now()
        found: dict[str, Any] = {}
        if may("promos.change_promo"):
            found["campaigns"] = publisher.campaigns(now)
        if may("promos.change_course"):
            found["courses"] = publisher.courses(now)
        if may("readers.change_subscriber"):
            found["subscriptions"] = publisher.subscriptions(now)
        if may("fronts.change_masthead"):
            found["warnings"] = list(publisher.warnings(Masthead.load()))
            found["corrected"], found["corrections"] = publisher.corrections(now)
            found["most_read"] = publisher.most_read(now)
        return found


def _request(context: Mapping[str, Any]) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request
