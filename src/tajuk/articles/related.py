"""Suggest stories that belong with a story.

Shared topics, instruments and words of the headline count, the newer the more.
"""

import math
import re
from datetime import datetime, timedelta

from django.db.models import Q

from tajuk.articles.models import Article

CANDIDATES = 300
HALF_LIFE = timedelta(days=7)
_WORDS = re.compile(r"\w{4,}")


def suggestions(article: Article, *, now: datetime, limit: int = 8) -> list[Article]:
    """Return up to `limit` published articles of the same language, likeliest first. The gate is the caller's."""
    topics = {topic.pk for topic in article.topics.all()}
    instruments = {instrument.pk for instrument in article.instruments.all()}
    pool = (
        Article.objects.in_language(article.language)
        .filter(
            Q(topics__in=topics) | Q(instruments__in=instruments) | Q(section_id=article.section_id),
            live=True,
        )
        .exclude(pk=article.pk)
        .filter(published_at__lte=now)
        .for_cards()
        .newest_first()
        .distinct()
        .prefetch_related("topics", "instruments")
    )
    words = words_of(article)
    scored = [(score(other, topics, instruments, words, now), other) for other in pool[:CANDIDATES]]
    scored.sort(key=lambda pair: (-pair[0], -(pair[1].pk or 0)))
    return [other for points, other in scored[:limit] if points > 0]


def words_of(article: Article) -> frozenset[str]:
    """Return the longer words of the headline and summary, lower case."""
    return frozenset(_WORDS.findall(f"{article.headline} {article.summary}".lower()))


def score(
    other: Article, topics: set[int], instruments: set[int], words: frozenset[str], now: datetime
) -> float:
    """Return how likely `other` belongs beside a story: shared topics, instruments and words, decayed by age."""
    shared_topics = len(topics & {topic.pk for topic in other.topics.all()})
    shared_instruments = len(instruments & {each.pk for each in other.instruments.all()})
    shared_words = len(words & words_of(other))
    age = max(timedelta(), now - (other.published_at or now))
    freshness = math.pow(0.5, age / HALF_LIFE)
    return (2.0 * shared_topics + 1.5 * shared_instruments + 1.0 * shared_words) * (0.4 + 0.6 * freshness)
