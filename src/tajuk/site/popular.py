"""What is read most: sums of views from the edge, without anything about who read."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.fronts import actions

_STORY = re.compile(r"(?:/lite)?(?:/en)?/[a-z0-9-]+/[a-z0-9-]*-([0-9]{1,18})")


MOST = 2_000


def most_read() -> Iterator[str]:
    """Yield the addresses of the stories that are read most."""
    stories = Article.objects.filter(popularity__isnull=False, live=True).select_related("section", "locale")
    for article in stories.order_by("-popularity__weight").defer("body")[:MOST]:
        yield article.get_absolute_url()


def count(paths: Mapping[str, int]) -> None:
    """Add views by path, as `edge.counts.ViewCounts` hands them on; what is no story's address is left out."""
    views: Counter[int] = Counter()
    for path, number in paths.items():
        if found := _STORY.fullmatch(path):
            views[int(found[1])] += number
    actions.count_views(views, now=clock.now())
