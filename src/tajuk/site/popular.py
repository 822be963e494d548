"""What is read most: sums of views from the edge, without anything about who read."""

import re
from collections import Counter
from collections.abc import Mapping

from tajuk.common import clock
from tajuk.fronts import actions

_STORY = re.compile(r"(?:/lite)?(?:/en)?/[a-z0-9-]+/[a-z0-9-]*-([0-9]{1,18})")


def count(paths: Mapping[str, int]) -> None:
    """Add views by path, as `edge.counts.ViewCounts` hands them on; what is no story's address is left out."""
    views: Counter[int] = Counter()
    for path, number in paths.items():
        if found := _STORY.fullmatch(path):
            views[int(found[1])] += number
    actions.count_views(views, now=clock.now())
