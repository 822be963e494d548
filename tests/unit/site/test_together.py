"""Pages that are made in one go are, byte for byte and note for note, what each is when it is made alone."""

import pytest
from wagtail.models import Locale

from tajuk.articles.models import LiveCoverage
from tajuk.common import clock
from tajuk.common.shelf import shelf
from tajuk.press.bake import plate_from
from tajuk.press.plates import fetch_ahead, policy_of
from tajuk.press.render import render
from tests.factories.newsroom import ArticleFactory, PictureFactory, TopicFactory, paragraphs

pytestmark = pytest.mark.django_db


def _plate(path: str) -> tuple[str, tuple[str, ...]]:
    policy = policy_of(path)
    assert policy is not None
    made = plate_from(path, render(path), policy, now=clock.now())
    return made.digest, made.keys


@pytest.fixture
def paths() -> list[str]:
    topic, picture = TopicFactory(), PictureFactory()
    stories = [
        ArticleFactory(
            headline=f"Emas naik lagi {number}",
            lead_picture=picture if number % 2 else None,
            body=paragraphs("Harga emas naik.", f"Bank Sentral Contoh menahan suku bunga {number}."),
        )
        for number in range(14)
    ]
    for story in stories[:9]:
        story.topics.add(topic)
        story.save()
    LiveCoverage.objects.create(article=stories[3], opened_at=clock.now())
    locale = Locale.objects.get_or_create(language_code="en")[0]
    english = ArticleFactory(locale=locale, translation_key=stories[0].translation_key)
    return [story.get_absolute_url() for story in [*stories, english]]


def test_pages_made_together_are_what_each_is_alone(paths: list[str]) -> None:
    alone = {path: _plate(path) for path in paths}
    with shelf():
        fetch_ahead({path: policy_of(path) for path in paths})
        together = {path: _plate(path) for path in paths}
    assert together == alone
    assert any("list:live:" in key for _, keys in alone.values() for key in keys)
