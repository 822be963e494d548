"""The emergency verbs without a browser: 0 done, 1 not possible, 2 a wrong call."""

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tajuk.articles import actions
from tajuk.articles.enums import Made
from tajuk.articles.models import Article, Correction, Restriction
from tajuk.common import clock
from tajuk.desk.actions.take import take
from tests.factories.newsroom import ArticleFactory, PictureFactory, UserFactory

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


def test_legal_block_is_laid_and_lifted_by_who_may() -> None:
    story = ArticleFactory()
    editor = UserFactory(permissions=["articles.hold_article"]).username
    stands = json.loads(run("block", story.pk, "--reason", "somasi", "--by", editor, "--json"))["standing"]
    assert stands == "held", "readers find a notice, as with a hold"
    assert code_of("block", story.pk, "--reason", "somasi") == 1
    assert code_of("unblock", story.pk, "--reason", "selesai", "--by", editor) == 1
    assert code_of("unblock", story.pk, "--reason", " ") == 1
    run("unblock", story.pk, "--reason", "selesai")
    row = Restriction.objects.get()
    assert (row.kind, row.by.username if row.by else "", row.lifted_reason) == ("legal", editor, "selesai")
    assert code_of("unblock", story.pk, "--reason", "selesai") == 1


def test_end_of_an_embargo_in_words_is_confirmed(sent: Any) -> None:
    words = "<p>EMBARGO sampai pengumuman resmi</p><p>Isi.</p>"
    story = take(sent(1, body=words), by=None, now=clock.now())
    why = ("--reason", "telepon redaksi")
    assert code_of("embargo", story.pk, *why) == 2
    assert code_of("embargo", story.pk, "--until", "besok", *why) == 2
    assert code_of("embargo", story.pk, "--until", "2036-02-31T00:01", *why) == 2
    assert code_of("embargo", story.pk, "--none", *why, "--by", UserFactory().username) == 1
    run("embargo", story.pk, "--until", "2036-01-20T00:01", *why)
    row = Restriction.objects.get(lifted_at=None)
    assert row.until == datetime(2036, 1, 19, 17, 1, tzinfo=UTC), "a time without a zone is the newsroom's"
    assert code_of("embargo", story.pk, "--none", *why) == 1, "it waits for no end any more"


def test_source_that_moved_is_resolved_and_one_of_several_is_named() -> None:
    first, second = PictureFactory.create_batch(2)
    story = ArticleFactory(lead_picture=first)
    story.save_revision()
    actions.publish(story, by=None, now=clock.now())
    call = ("resolve", story.pk, "--outcome", "taken-over", "--reason", "dibetulkan")
    assert code_of(*call) == 1, "nothing moved"
    actions.derive(story, made=Made.TAKEN, picture=second, now=clock.now())
    for picture in (first, second):
        picture.caption = "Keterangan yang dibetulkan."
        picture.save()
    with pytest.raises(CommandError, match="--source N"):
        run(*call)
    assert code_of(*call, "--source", 0) == 1
    for edge in list(story.derivations.moved()):
        run(*call, "--source", edge.pk)
    assert not story.derivations.moved().exists()
    assert code_of(*call, "--by", UserFactory().username) == 1
