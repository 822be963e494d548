"""What pages that are made in one go share, and what each of them notes."""

from datetime import timedelta

import pytest

from tajuk.common import clock
from tajuk.common.dependencies import keys_of, note, recording
from tajuk.common.shelf import lasting, many, once, shelf
from tajuk.topics.models import Topic
from tests.factories.newsroom import ArticleFactory


def test_what_is_on_the_shelf_is_fetched_once_and_noted_by_each_that_takes_it() -> None:
    made: list[str] = []

    def make() -> str:
        note("list:sections")
        made.append("x")
        return "sections"

    with shelf():
        for _ in range(3):
            with recording() as keys:
                assert once("a", make) == "sections"
            assert keys == {"list:sections"}
    assert once("a", make) == "sections"
    assert len(made) == 2


def test_only_what_is_missing_is_loaded_and_what_is_not_there_is_remembered() -> None:
    asked: list[list[int]] = []

    def load(names: list[int]) -> dict[int, str]:
        asked.append(names)
        note("never")
        return {name: str(name) for name in names if name < 10}

    with shelf(), recording() as keys:
        assert many("n", [1, 2, 11], load) == {1: "1", 2: "2"}
        assert many("n", [2, 3, 11], load) == {2: "2", 3: "3"}
        assert many("other", [2], load) == {2: "2"}
    assert asked == [[1, 2, 11], [3], [2]]
    assert keys == set()


def test_a_lasting_shelf_outlives_pages_but_not_half_a_minute() -> None:
    asked: list[list[str]] = []

    def load(names: list[str]) -> dict[str, str]:
        asked.append(names)
        return dict.fromkeys(names, "x")

    name = f"test {clock.now()}"
    for _ in range(2):
        with lasting(), shelf():
            many("lasting", [name], load, lasting=True)
    assert asked == [[name]]
    with clock.shifted(timedelta(seconds=31)), lasting(), shelf():
        many("lasting", [name], load, lasting=True)
    assert len(asked) == 2


@pytest.mark.django_db
def test_a_row_notes_all_that_was_fetched_with_it() -> None:
    topic = Topic.objects.create(slug="emas", name_id="Emas")
    article = ArticleFactory()
    article.topics.set([topic])
    article.save()
    with recording() as loaded:
        rows = list(type(article).objects.for_page().filter(pk=article.pk))
    noted = keys_of(rows)
    assert {f"articles.article:{article.pk}", f"topics.topic:{topic.pk}"} <= noted
    assert f"topics.section:{article.section_id}" in noted
    assert loaded <= noted
