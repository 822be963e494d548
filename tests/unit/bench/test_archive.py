"""The made archive is a right newsroom: found, filed, edited like any other, and stopped and resumed at will."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tajuk.articles.models import Article
from tajuk.articles.related import suggestions
from tajuk.bench.archive import filling, plan, stories
from tajuk.clearance import gate
from tajuk.common import clock
from tajuk.press.models import OutboxEntry
from tajuk.site.models import SearchDocument
from tajuk.site.search import find
from tajuk.site.search.indexing import document_of
from tests.factories.newsroom import AgencyFactory, AuthorFactory, SectionFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small paper, and small batches."""
    monkeypatch.setattr(filling, "BATCH", 20)
    for slug in ("makro", "energi", "investasi"):
        SectionFactory(slug=slug)
    for slug in ("inflasi", "suku-bunga", "nikel", "bursa-saham", "emas"):
        TopicFactory(slug=slug)
    AuthorFactory()
    AuthorFactory()
    AgencyFactory()


def fill(wanted: int, **options: Any) -> int:
    return filling.fill(wanted, now=clock.now(), years=3, **{"told": lambda number, target: None, **options})


def made() -> Any:
    return Article.objects.order_by("pk")


def test_every_made_story_is_indexed_as_it_would_be_if_it_were_read_again() -> None:
    fill(60)
    kept = {row.pk: row for row in SearchDocument.objects.all()}
    assert len(kept) == 60
    for article in made():
        document, row = document_of(article, []), kept[article.pk]
        assert (row.title.split(), row.text.split(), row.marks.split()) == (
            list(document.title),
            list(document.text),
            list(document.marks),
        )


def test_stories_are_dated_over_the_years_in_the_order_of_their_ids_and_never_ahead() -> None:
    fill(100)
    moments = list(made().values_list("published_at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < clock.now() - timedelta(days=2.9 * 365)
    assert clock.now() - timedelta(days=30) < moments[-1] <= clock.now()
    hours = {moment.astimezone(clock.WIB).hour for moment in moments[:-5]}
    assert hours <= set(range(5, 23))


def test_a_run_that_was_stopped_goes_on_where_it_was() -> None:
    def stop(number: int, target: int) -> None:
        if number >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(90, told=stop)
    assert made().count() == 40, "whole batches only"
    assert fill(90) == 50
    assert fill(90) == 0
    moments = list(made().values_list("published_at", flat=True))
    assert moments == sorted(moments) and len(moments) == 90
    assert len(set(made().values_list("translation_key", flat=True))) == 90


def test_an_archive_grows_over_the_same_years() -> None:
    fill(40)
    assert fill(100) == 60
    later = list(made().values_list("published_at", flat=True))[40:]
    assert later[0] < clock.now() - timedelta(days=2.9 * 365)
    assert plan.runs(100) == [] and plan.runs(50) == []


def test_the_same_number_is_always_the_same_story_and_others_are_others() -> None:
    assert stories.write(7) == stories.write(7)
    assert len({stories.write(number).headline for number in range(500)}) > 400


def test_made_stories_are_found_related_and_cleared_like_any_other() -> None:
    fill(60)
    article = made().filter(locale__language_code="id").last()
    now = clock.now()
    assert gate.check(article, "search", now).cleared
    results = find(f'"{article.headline}"', language="id", now=now)
    assert article.pk in [hit.article.pk for hit in results.hits]
    assert suggestions(article, now=now)


def test_the_desk_opens_a_made_story_and_saves_it(client: Client) -> None:
    fill(40)
    article = made().filter(locale__language_code="id").last()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = client.get(reverse("stories:edit", args=[article.pk]))
    assert page.status_code == 200
    assert article.headline in page.content.decode()
    article.headline = "Judul yang disunting"
    revision = article.save_revision()
    revision.publish()
    assert Article.objects.get(pk=article.pk).headline == "Judul yang disunting"


def test_the_page_tree_is_whole() -> None:
    fill(40)
    out = StringIO()
    call_command("fixtree", interactive=False, stdout=out)
    assert "No problems found" in out.getvalue()


def test_the_press_hears_of_the_lists_that_made_stories_enter() -> None:
    fill(40)
    article = made().last()
    named = set(OutboxEntry.objects.waiting().values_list("name", flat=True))
    assert set(article.list_keys()) <= named


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command without migrating: the tests' database is migrated."""
    monkeypatch.setattr("tajuk.bench.management.commands.seed.call_command", lambda *args, **options: None)
    yield


def test_the_command_says_what_it_wrote(quiet: None) -> None:
    out, err = StringIO(), StringIO()
    call_command("seed", "--articles", "40", stdout=out, stderr=err)
    assert "40 made stories are there" in out.getvalue()
    call_command("seed", "--articles", "40", stdout=out, stderr=err)
    assert made().count() == 40


@pytest.mark.parametrize("wanted", ["0", "-5"])
def test_the_command_refuses_a_number_that_is_none(quiet: None, wanted: str) -> None:
    with pytest.raises(CommandError, match="--articles"):
        call_command("seed", "--articles", wanted)
