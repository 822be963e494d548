"""What is read most goes by views with decay, and holds nothing of who read."""

from datetime import timedelta

import pytest

from tajuk.common import clock
from tajuk.fronts import actions
from tajuk.fronts.models import Popularity
from tajuk.fronts.queries import most_read
from tajuk.press.models import OutboxEntry
from tajuk.site import popular
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def order(limit=10):
    return [a.pk for a in most_read("id", limit=limit, exit_name="most-read", now=clock.now())]


def test_views_by_address_count_for_their_story_whatever_its_form():
    some, more = ArticleFactory(), ArticleFactory()
    popular.count(
        {some.get_absolute_url(): 2, "/lite" + more.get_absolute_url(): 3, "/makro/": 99, "/pasar/x-1/": 5}
    )
    assert order(2) == [more.pk, some.pk]
    assert Popularity.objects.count() == 2


def test_a_view_now_weighs_more_than_one_yesterday():
    old, new = ArticleFactory(), ArticleFactory()
    now = clock.now()
    actions.count_views({old.pk: 10}, now=now - timedelta(days=2))
    actions.count_views({new.pk: 2}, now=now)
    assert order(2) == [new.pk, old.pk]
    actions.count_views({old.pk: 30}, now=now)
    assert order(2) == [old.pk, new.pk]


def test_views_of_what_is_no_story_are_dropped():
    assert actions.count_views({987_654: 3}, now=clock.now()) == 0


def test_what_was_never_read_fills_up_and_what_is_kept_in_does_not():
    read, newest = ArticleFactory(), ArticleFactory()
    held = ArticleFactory(held=True)
    actions.count_views({read.pk: 1, held.pk: 50}, now=clock.now())
    assert order() == [read.pk, newest.pk]


def test_only_another_order_is_news():
    first, second = ArticleFactory(), ArticleFactory()
    now = clock.now()
    actions.count_views({first.pk: 9, second.pk: 2}, now=now)
    OutboxEntry.objects.all().delete()
    actions.count_views({first.pk: 1, second.pk: 1}, now=now)
    assert not OutboxEntry.objects.exists()
    actions.count_views({second.pk: 30}, now=now)
    assert OutboxEntry.objects.filter(name="list:most-read").exists()
