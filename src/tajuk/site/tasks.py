"""Tell others of a story that changed: noted in the transaction that changed it, and tried again."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from tajuk.articles.models import Article
from tajuk.clearance import exits, gate
from tajuk.clearance.policies import Policy
from tajuk.common import clock
from tajuk.site import announcing, links
from tajuk.site.indexing import found_of

log = logging.getLogger(__name__)

# The feeds are made first.
_AFTER = timedelta(seconds=10)
FEEDS = ("rss", "atom", "jsonfeed")


def announce_later(article: Article) -> None:
    """Have everybody who wants to know told of an article that changed, once the change is committed and out."""
    if article.published_at is None:
        return
    now = clock.now()
    due = max(now, article.published_at, article.embargo_until or now) + _AFTER
    for protocol, receiver in announcing.receivers():
        announce.using(run_after=due).enqueue(article.pk, protocol, receiver, 0)


@task()
def announce(article_id: int, protocol: str, receiver: str, tried: int) -> None:
    """Tell a hub or a search engine of a story that came, changed or went; later again where it does not answer."""
    article = Article.objects.for_page().filter(pk=article_id).first()
    now = clock.now()
    if article is None or not _was_out(article, now):
        return
    addresses = _addresses(article, protocol)
    if not addresses:
        return
    try:
        announcing.tell(protocol, receiver, addresses)
    except announcing.Refused as fault:
        log.warning("not told of article %s: %s", article_id, fault)
    except announcing.Busy as fault:
        if tried + 1 >= announcing.TRIES:
            log.warning("given up telling of article %s: %s", article_id, fault)
            return
        with transaction.atomic():
            again = announce.using(run_after=now + announcing.pause(tried))
            again.enqueue(article_id, protocol, receiver, tried + 1)


def _was_out(article: Article, now: datetime) -> bool:
    """Return whether readers have or had the article: of any other nothing is told."""
    verdict = gate.check(article, "sitemap", now)
    return not (verdict.because(Policy.EMBARGO) or verdict.because(Policy.UNPUBLISHED))


def _addresses(article: Article, protocol: str) -> list[str]:
    if protocol == announcing.INDEXNOW:
        return [links.whole(article.get_absolute_url())] if found_of(article).here else []
    return [links.whole(path) for name in FEEDS for path in exits.get(name).addresses(article)]
