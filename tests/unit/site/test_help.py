"""Pages that say that something is not there lead on."""

import pytest
from django.test import Client, RequestFactory

from tajuk.articles.models import Restriction
from tajuk.common import clock
from tajuk.press import marks
from tajuk.press.render import render
from tajuk.site.views.errors import server_error, unavailable
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "status"), [("kill", 410), ("hold", 404)])
def test_notice_in_the_place_of_a_story_has_a_search_and_what_is_new(kind, status):
    story = ArticleFactory()
    Restriction.objects.create(article=story, kind=kind, reason="keliru", since=clock.now())
    answer = Client().get(story.get_absolute_url())
    copy = answer.content.decode()
    assert answer.status_code == status
    assert 'action="/cari"' in copy and 'href="/koreksi/"' in copy
    pieces = marks.split(render(story.get_absolute_url()).body)
    assert {"latest", "most-read"} <= {piece for piece in pieces if isinstance(piece, str)}


@pytest.mark.parametrize(("path", "root"), [("/makro/", "/"), ("/en/makro/", "/en/")])
def test_pages_of_trouble_lead_to_what_is_left_without_the_database(path, root, django_assert_num_queries):
    for view, status in ((server_error, 500), (unavailable, 503)):
        with django_assert_num_queries(0):
            answer = view(RequestFactory().get(path))
        copy = answer.content.decode()
        assert answer.status_code == status
        for address in ("", root, f"{root}tersimpan/", f"/lite{root}"):
            assert f'href="{address}"' in copy, address
