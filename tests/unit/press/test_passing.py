"""Time alone changes what may leave: it is carried to the outbox at its moment, once, after any stop (row 14)."""

from datetime import timedelta

import pytest

from tajuk.common import clock
from tajuk.press.models import OutboxEntry
from tajuk.press.passing import carry, next_due
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def test_end_of_an_embargo_is_carried_at_its_moment_and_once() -> None:
    now = clock.now()
    article = ArticleFactory(embargo_until=now + timedelta(seconds=30))
    carry(now)
    OutboxEntry.objects.all().delete()
    assert next_due(now) == article.embargo_until
    assert carry(now + timedelta(seconds=29)) == 0
    assert carry(now + timedelta(seconds=30)) == 1
    names = set(OutboxEntry.objects.values_list("name", flat=True))
    assert {f"articles.article:{article.pk}", "list:latest:id"} <= names
    assert carry(now + timedelta(seconds=31)) == 0
    assert next_due(now + timedelta(seconds=31)) is None


def test_what_fell_into_a_stop_is_carried_after_it() -> None:
    now = clock.now()
    ArticleFactory(embargo_until=now + timedelta(hours=1))
    ArticleFactory(expire_at=now + timedelta(hours=2))
    carry(now)
    assert carry(now + timedelta(hours=5)) == 2
