"""Which stories stand below a story when no editor chose them."""

from datetime import datetime

from django.db.models import Count, Q

from tajuk.articles.models import Article
from tajuk.clearance.queries import cleared
from tajuk.common.dependencies import note

# So many of the newest stories are looked at: the answer stays quick however long the archive is.
POOL = 200


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
    `for_cards`, at most three queries. For now: shared topics, then the section, then the time.
    """
    note(f"list:section:{article.section_id}:{article.language}")
    topics = [topic.pk for topic in article.topics.all()]
    pool = cleared(Article.objects.in_language(article.language), exit_name, now).newest_first()
    recent = pool.exclude(pk__in=exclude | {article.pk or 0}).values("pk")[:POOL]
    near = Q(section=article.section_id) | Q(topics__in=topics)
    return list(
        Article.objects.filter(pk__in=[row["pk"] for row in recent])
        .filter(near)
        .annotate(shared=Count("topics", filter=Q(topics__in=topics), distinct=True))
        .order_by("-shared", "-published_at", "-pk")
        .for_cards()[:limit]
    )
