"""The press knows every page that readers should find when the newsroom is down."""

import pytest
from django.urls import resolve

from tajuk.press.fragments import paths
from tajuk.press.plates import policy_of
from tajuk.site.baking import addresses
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


def test_every_address_that_is_named_keeps_a_plate_and_answers(client):
    story, held = ArticleFactory(), ArticleFactory(held=True)
    named = list(addresses())
    assert story.get_absolute_url() in named and held.get_absolute_url() not in named
    assert {"/", "/en/", "/lite/", "/makro/", "/_/notices/killed"} <= set(named)
    assert len(named) == len(set(named))
    for address in named:
        assert policy_of(address), address
    for address in ("/", "/_/notices/killed", "/_/notices/held", *paths()):
        assert resolve(address) and client.get(address).status_code == 200
