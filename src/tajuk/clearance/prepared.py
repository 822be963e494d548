"""The gate for a handful of stories that a list has chosen, without making its query out anew each time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.queries import RIGHTS_KEY, cleared
from tajuk.clearance.rights import site_territory
from tajuk.common import prepared
from tajuk.common.dependencies import note


def cleared_among(ids: Collection[int], exit_name: str, now: datetime) -> set[int]:
    """Return those of the articles that `queries.cleared` lets leave by an exit at `now`."""
    exits.get(exit_name)
    note(RIGHTS_KEY)

    def make(wanted: list[int], moment: datetime) -> Any:
        return cleared(Article.objects.filter(pk__in=wanted), exit_name, moment).values_list("pk").order_by()

    return prepared.among(("cleared", exit_name, site_territory()), make, ids, now)
