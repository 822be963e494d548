"""Stories leave the news sitemap by themselves."""

from datetime import timedelta

import pytest

from tajuk.common import clock
from tajuk.press.bake import bake, store
from tajuk.press.worker import Worker
from tajuk.site import ageing, sitemaps
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def test_a_story_leaves_the_news_sitemap_at_48_hours_without_any_other_change(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    article = ArticleFactory()
    ageing.register()
    now = clock.now()
    assert ageing.next_due(now) == article.published_at + sitemaps.NEWS_AGE
    worker = Worker()
    while worker.turn():
        pass
    bake("/sitemap-news.xml")
    before = store().read("/sitemap-news.xml")
    assert before is not None and not before.stale
    assert article.get_absolute_url().encode() in before.plate.identity()
    with clock.shifted(timedelta(hours=48, seconds=1)):
        due = ageing.next_due(clock.now())
        assert due is not None and due <= clock.now()
        ageing.carry(clock.now())
        assert ageing.next_due(clock.now()) is None
        worker.turn()
        after = store().read("/sitemap-news.xml")
        assert after is None or after.stale
        bake("/sitemap-news.xml")
        fresh = store().read("/sitemap-news.xml")
        assert fresh is not None
        assert article.get_absolute_url().encode() not in fresh.plate.identity()
