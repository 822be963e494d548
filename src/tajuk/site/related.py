"""Which stories stand below a story."""

from collections.abc import Sequence
from datetime import datetime

from tajuk.articles.models import Article
from tajuk.articles.related import nearest, newest_of_section
from tajuk.common.dependencies import note
from tajuk.fronts.rows import cleared_ids, rows_of

SHOWN = 4
SPARE = 3  # so many times as many are looked at as are shown, for those that the gate keeps in


def related_to(
    article: Article,
    *,
    now: datetime,
    exit_name: str = "related",
    exclude: frozenset[int] = frozenset(),
    limit: int = SHOWN,
    published: bool = False,
) -> list[Article]:
    """Return up to `limit` cleared stories of the same edition that go with `article`, the nearest first.

    The contract, whatever is behind it: cleared at `exit_name`, never the story itself nor one of `exclude`, fetched
    `for_cards`, as many queries however many there are. Where few are near, the newest of the section fill up.
    A page shows what was near when it was baked: it hears of a change of what it looked at, not of each new story.
    With `published` the article is as readers have it, and its profile is the one that was kept.
    """
    [near] = nearest([article], now=now, limit=SPARE * limit + len(exclude), published=published)
    without = exclude | {article.pk or 0}
    chosen = _cleared(near, without, exit_name, limit, now)
    if len(chosen) < limit:
        fill = newest_of_section(article.section_id, article.locale_id, now=now)
        without |= {row.pk for row in chosen} | set(near)
        chosen += _cleared(fill[: 2 * SPARE * limit], without, exit_name, limit - len(chosen), now)
    return chosen


def _cleared(
    ids: Sequence[int], without: frozenset[int], exit_name: str, limit: int, now: datetime
) -> list[Article]:
    wanted = [pk for pk in ids if pk not in without]
    # One that is looked at and not shown counts, too: changed, it may be the nearer.
    note(*(f"{Article._meta.label_lower}:{pk}" for pk in wanted))
    chosen = cleared_ids(wanted[: 2 * limit], exit_name, now)
    if len(chosen) < limit and len(wanted) > 2 * limit:
        chosen += cleared_ids(wanted[2 * limit :], exit_name, now)
    rows = rows_of(chosen[:limit])
    return [rows[pk] for pk in chosen if pk in rows]
