"""The copy that a browser may keep of a story, and the worker that keeps it."""

import json
import re

import pytest
from django.test import Client

from tajuk.articles.models import Article, Restriction
from tajuk.common import clock
from tajuk.press.plates import policy_of
from tests.factories.newsroom import ArticleFactory, paragraphs

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    wall = [{"type": "paywall", "value": None, "id": "w"}]
    return ArticleFactory(body=[*paragraphs("Bebas dibaca."), *wall, *paragraphs("Hanya pelanggan.")])


def copy(story: Article, prefix: str = "") -> tuple[int, str]:
    answer = Client().get(f"/_/saved/{prefix}story-{story.pk}")
    return answer.status_code, answer.content.decode()


def test_copy_has_the_words_and_nothing_of_other_pages(story):
    status, page = copy(story)
    assert status == 200
    assert "Hanya pelanggan." in page
    assert f'rel="canonical" href="http://127.0.0.1:8000{story.get_absolute_url()}"' in page
    assert "noindex" in page and "<img" not in page
    assert "tajuk-fragment" not in page and "market-bar" not in page


def test_copy_of_a_premium_story_is_its_teaser(story):
    Article.objects.filter(pk=story.pk).update(is_premium=True)
    status, page = copy(story)
    assert status == 200
    assert "Bebas dibaca." in page and "Hanya pelanggan." not in page


@pytest.mark.parametrize(("kind", "status"), [("hold", 404), ("kill", 410), ("legal", 404)])
def test_copy_of_a_story_that_is_kept_in_is_a_notice(story, kind, status):
    Restriction.objects.create(article=story, kind=kind, reason="keliru", since=clock.now())
    found, page = copy(story)
    assert found == status
    assert "Bebas dibaca." not in page and story.headline not in page


def test_copy_stands_in_its_own_edition_only(story):
    assert copy(story, "en/")[0] == 404


def test_worker_names_its_edition_its_pages_and_hashed_files():
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    said = re.match(r"const TAJUK = (\{.*\});\n", answer.content.decode())
    assert said is not None
    told = json.loads(said[1])
    assert len(told["edition"]) == 16
    assert told["pages"] == ["/luring/", "/tersimpan/", "/en/luring/", "/en/tersimpan/"]
    assert all(Client().get(path).status_code == 200 for path in told["pages"])
    assert len(told["files"]) == 5


def test_worker_and_copies_are_plates_and_copies_are_baked_when_asked_for():
    worker, kept = policy_of("/sw.js"), policy_of("/_/saved/story-1")
    assert worker is not None and kept is not None
    assert not kept.eager and not kept.counted
    assert "max-age=0" in worker.cache_control()
