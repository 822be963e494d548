"""Which stories stand below a story."""

from datetime import datetime

from tajuk.articles.models import Article
from tajuk.articles.related import suggestions
from tajuk.clearance.queries import cleared
from tajuk.common.dependencies import note

SPARE = 4  # so many times as many are looked at as are shown, for those that the gate keeps in


def related_to(
    article: Article,
    *,
    now: datetime,
    exit_name: str = "related",
    exclude: frozenset[int] = frozenset(),
    limit: int = 4,
) -> list[Article]:
    """Return up to `limit` cleared stories of the same edition that go with `article`, the nearest first.

    The contract, whatever is behind it: cleared at `exit_name`, never the story itself nor one of `exclude`, fetched
    `for_cards`, as many queries however many there are. Where few are near, the newest of the section fill up.
    """
    note(f"list:section:{article.section_id}:{article.language}")
    near = [other for other in suggestions(article, now=now, limit=SPARE * limit) if other.pk not in exclude]
    here = Article.objects.in_language(article.language)
    out = set(
        cleared(here.filter(pk__in=[other.pk for other in near]), exit_name, now).values_list("pk", flat=True)
    )
    chosen = [other for other in near if other.pk in out][:limit]
    without = exclude | {article.pk or 0} | {other.pk for other in chosen}
    newest = cleared(here.filter(section=article.section_id), exit_name, now).exclude(pk__in=without)
    return chosen + list(newest.newest_first().for_cards()[: limit - len(chosen)])
