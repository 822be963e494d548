"""A story that joins or leaves a topic is news for the lists of the topic, not for every story that names it."""

import pytest

from tajuk.press.models import OutboxEntry
from tests.factories.newsroom import AgencyFactory, ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db


def _told() -> set[str]:
    names = set(OutboxEntry.objects.values_list("name", flat=True))
    OutboxEntry.objects.all().delete()
    return names


def test_a_story_that_joins_or_leaves_a_topic_reaches_its_list_and_no_other_story() -> None:
    topic, agency = TopicFactory(), AgencyFactory()
    article = ArticleFactory()
    _told()
    article.topics.add(topic)
    article.agencies.add(agency)
    article.save()
    joined = _told()
    assert {f"list:topic:{topic.pk}", f"list:agency:{agency.pk}", f"articles.article:{article.pk}"} <= joined
    assert not {f"topics.topic:{topic.pk}", f"wires.agency:{agency.pk}"} & joined
    article.topics.remove(topic)
    article.save()
    left = _told()
    assert {f"list:topic:{topic.pk}", f"articles.article:{article.pk}"} <= left
    assert f"topics.topic:{topic.pk}" not in left


def test_a_draft_is_no_news_for_its_topic() -> None:
    topic = TopicFactory()
    article = ArticleFactory(draft=True)
    _told()
    article.topics.add(topic)
    article.save()
    assert not {f"list:topic:{topic.pk}", f"topics.topic:{topic.pk}"} & _told()


def test_a_topic_that_takes_a_story_reaches_the_story() -> None:
    topic, article = TopicFactory(), ArticleFactory()
    _told()
    topic.articles.add(article)
    assert {f"articles.article:{article.pk}", f"topics.topic:{topic.pk}"} <= _told()
