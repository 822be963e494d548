"""What is read most: sums of views from the edge, without anything about who read."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.fronts import actions
from tajuk.fronts.models import Popularity

_STORY = re.compile(r"(?:/lite)?(?:/en)?/[a-z0-9-]+/[a-z0-9-]*-([0-9]{1,18})")


MOST = 2_000
_LOOK_UP = 200


def most_read() -> Iterator[str]:
    """Yield the addresses of the stories that are read most."""
    ids = list(Popularity.objects.order_by("-weight").values_list("pk", flat=True)[:MOST])
    stories = Article.objects.filter(live=True).select_related("section", "locale").defer("body")
    for start in range(0, len(ids), _LOOK_UP):
        found = stories.in_bulk(part := ids[start : start + _LOOK_UP])
        yield from (found[pk].get_absolute_url() for pk in part if pk in found)


def count(paths: Mapping[str, int]) -> None:
    """Add views by path, as `edge.counts.ViewCounts` hands them on; what is no story's address is left out."""
    views: Counter[int] = Counter()
    for path, number in paths.items():
        if found := _STORY.fullmatch(path):
            views[int(found[1])] += number
    actions.count_views(views, now=clock.now())
