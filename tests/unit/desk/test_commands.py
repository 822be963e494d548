"""The emergency verbs without a browser: 0 done, 1 not possible, 2 a wrong call."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tajuk.articles.models import Article, Correction, Restriction
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def code_of(*arguments: Any) -> int:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return caught.value.returncode


def test_each_verb_does_what_it_says_and_tells_how_the_story_stands() -> None:
    story = ArticleFactory()
    stands = {}
    for verb in ("hold", "release", "kill", "reinstate"):
        stands[verb] = json.loads(run(verb, story.pk, "--reason", "diperiksa", "--json"))["standing"]
    assert stands == {"hold": "held", "release": "live", "kill": "killed", "reinstate": "live"}
    run("correct", story.get_absolute_url(), "--wrong", "3%", "--right", "2%")
    assert Correction.objects.get().right == "2%"


def test_killed_story_names_its_successor() -> None:
    story, better = ArticleFactory.create_batch(2)
    run("kill", story.pk, "--reason", "keliru", "--successor", better.pk)
    assert Restriction.objects.get().successor == better


def test_what_is_not_possible_answers_1_and_a_wrong_call_2() -> None:
    story = ArticleFactory()
    run("hold", story.pk, "--reason", "cek")
    assert code_of("hold", story.pk, "--reason", "cek") == 1
    assert code_of("kill", Article.objects.count() + 999, "--reason", "x") == 1
    assert code_of("kill", "bukan-naskah", "--reason", "x") == 2
    assert code_of("kill", story.pk, "--reason", "x", "--by", "tiada") == 2
    assert code_of("kill", story.pk, "--reason", "x", "--by", UserFactory().username) == 1
