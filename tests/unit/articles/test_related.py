"""Stories near a story: what pages that are made in one go share."""

import json

import pytest
from django.core.management import CommandError, call_command

from tajuk.articles import related
from tajuk.articles.models import Article
from tajuk.articles.nearness.ranking import Sought
from tajuk.common import clock
from tajuk.common.shelf import shelf
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sought(monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    asked: list[Article] = []
    real = related._sought

    def noted(article: Article, *rest: object) -> Sought:
        asked.append(article)
        return real(article, *rest)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(related, "_sought", noted)
    return asked


def test_what_is_near_is_looked_for_once_for_pages_that_are_made_in_one_go(sought: list[Article]) -> None:
    stories = [ArticleFactory(headline=f"Bank sentral menahan suku bunga {n}") for n in range(3)]
    now = clock.now()
    with shelf():
        together = related.nearest(stories, now=now, limit=5)
        assert [related.nearest([story], now=now, limit=5)[0] for story in stories] == together
        assert len(sought) == 3
    assert related.nearest(stories[:1], now=now, limit=5) == together[:1]
    assert len(sought) == 4


def test_drafts_that_were_never_saved_are_each_looked_at(sought: list[Article]) -> None:
    saved = ArticleFactory()
    drafts = [
        Article(headline=f"Rancangan {n}", section=saved.section, locale=saved.locale) for n in range(2)
    ]
    with shelf():
        assert len(related.nearest(drafts, now=clock.now(), limit=5)) == 2
    assert [article.headline for article in sought] == ["Rancangan 0", "Rancangan 1"]


def test_command_times_the_query_on_the_newsrooms_own_stories(capsys: pytest.CaptureFixture[str]) -> None:
    ArticleFactory.create_batch(3)
    call_command("related", "--time", "2", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["queries"], told["profiles"]) == (2, 3)
    assert 0 < told["ms a query"] <= told["ms, slowest"]
    with pytest.raises(CommandError, match="--time"):
        call_command("related", "--time", "0")
