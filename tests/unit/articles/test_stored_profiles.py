"""A published story is compared by the profile that was kept when it was published."""

import pytest

from tajuk.articles import related
from tajuk.articles.models import Article
from tajuk.articles.nearness import keeping, profiles
from tajuk.articles.nearness.profiles import SCALE, Told
from tajuk.articles.nearness.stored import stored, unpacked
from tajuk.common import clock
from tests.factories.newsroom import ArticleFactory, paragraphs


def test_a_profile_comes_back_as_it_was_written() -> None:
    told = Told(headline="Emas naik ke rekor", language="id", summary="Emas.", text="Harga emas dunia naik.")
    made = profiles.profile_of(told)
    back = unpacked(made.packed())
    assert back.terms == made.terms
    assert back.weights == pytest.approx(made.weights, abs=1 / SCALE)
    assert unpacked(b"").terms == ()


@pytest.mark.django_db
def test_pages_compare_a_story_by_what_was_kept_and_read_none_of_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stories = [
        ArticleFactory(headline=f"Emas naik {word}", summary="", body=paragraphs(f"Harga emas naik {word}."))
        for word in ("pagi", "siang", "sore")
    ]
    now = clock.now()
    keeping.forget()
    looked = related.nearest(stories, now=now, limit=2)
    assert set(stored([story.pk for story in stories])) == {story.pk for story in stories}
    monkeypatch.setattr(related, "profile_of", lambda told: pytest.fail("the words were read"))
    assert related.nearest(stories, now=now, limit=2, published=True) == looked


@pytest.mark.django_db
def test_stories_that_changed_are_sorted_again_once_in_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    def story(word: str) -> Article:
        return ArticleFactory(headline=f"Emas naik {word}", summary="", body=paragraphs("Harga emas naik."))

    stories = [story("pagi"), story("siang")]
    keeping.forget()
    monkeypatch.setattr(keeping, "LATEST", 2)
    keeping.current()
    before = keeping.current()[1]
    stories += [story("sore"), story("malam")]
    assert keeping.current()[1] is before
    [near] = related.nearest(stories[:1], now=clock.now(), limit=9)
    assert set(near) == {row.pk for row in stories[1:]}
    stories.append(story("subuh"))
    assert len(keeping.current()[1]) == 3
    stories[1].live = False
    stories[1].save()
    [near] = related.nearest(stories[:1], now=clock.now(), limit=9)
    assert set(near) == {row.pk for row in stories[2:]}
