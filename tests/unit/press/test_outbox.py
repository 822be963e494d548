"""Changes reach the outbox in the transaction that makes them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, models, transaction
from django.db.models.signals import pre_save
from django.test.utils import isolate_apps

from tajuk.common import clock
from tajuk.common.dependencies import Noted
from tajuk.press import bell, receivers
from tajuk.press.actions import bake_later, changed
from tajuk.press.bell import Bell
from tajuk.press.enums import Priority, Target
from tajuk.press.models import OutboxEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Any]]:
    with isolate_apps("tajuk.press"):

        class Tag(Noted, models.Model):
            name = models.CharField(max_length=20)

            class Meta:
                app_label = "press"

        class Story(Noted, models.Model):
            news_kind: ClassVar[str] = "article"
            unseen_fields: ClassVar[frozenset[str]] = frozenset({"draft"})

            title = models.CharField(max_length=20)
            draft = models.CharField(max_length=20, default="")
            section = models.CharField(max_length=20)
            live = models.BooleanField(default=True)
            tags = models.ManyToManyField(Tag)

            class Meta:
                app_label = "press"

            def get_absolute_url(self) -> str:
                return f"/{self.section}/{self.pk}"

            def list_keys(self) -> Iterable[str]:
                return [f"list:section:{self.section}"] if self.live else []

        for model in (Tag, Story, Story.tags.through):
            monkeypatch.setitem(receivers._noted, model, issubclass(model, Noted))
        with connection.schema_editor() as editor:
            editor.create_model(Tag)
            editor.create_model(Story)
        yield Story
        with connection.schema_editor() as editor:
            editor.delete_model(Story)
            editor.delete_model(Tag)


def waiting() -> set[tuple[str, str]]:
    return {(entry.name, Priority(entry.priority).name) for entry in OutboxEntry.objects.waiting()}


def test_a_save_enters_the_row_its_lists_and_its_address(story_model: type[Any]) -> None:
    story_model.objects.create(title="a", section="pasar")
    assert waiting() == {
        ("press.story:1", "ARTICLE"),
        ("list:section:pasar", "ARTICLE"),
        ("/pasar/1", "ARTICLE"),
    }
    assert OutboxEntry.objects.get(name="/pasar/1").target == Target.PATH


def test_nothing_is_entered_when_the_transaction_is_rolled_back(story_model: type[Any]) -> None:
    with suppress(RuntimeError), transaction.atomic():
        story_model.objects.create(title="a", section="pasar")
        assert waiting()
        raise RuntimeError
    assert waiting() == set()


def test_the_list_that_a_row_leaves_hears_of_it_too(story_model: type[Any]) -> None:
    story = story_model.objects.create(title="a", section="pasar")
    OutboxEntry.objects.all().delete()
    story.section = "ekonomi"
    story.save()
    names = {name for name, _ in waiting()}
    assert {"list:section:pasar", "list:section:ekonomi", "/pasar/1", "/ekonomi/1", "press.story:1"} == names


def test_what_is_not_public_has_no_address(story_model: type[Any]) -> None:
    story_model.objects.create(title="a", section="pasar", live=False)
    assert waiting() == {("press.story:1", "ARTICLE")}


def test_a_save_of_fields_that_no_page_shows_is_no_news(
    story_model: type[Any], django_assert_num_queries: Callable[..., Any]
) -> None:
    story = story_model.objects.create(title="a", section="pasar")
    OutboxEntry.objects.all().delete()
    with django_assert_num_queries(1):
        story.save(update_fields=["draft"])
    assert waiting() == set()
    story.save(update_fields=["title", "draft"])
    assert len(waiting()) == 3


def test_hearing_of_a_change_costs_two_queries(
    story_model: type[Any], django_assert_num_queries: Callable[..., Any]
) -> None:
    story = story_model.objects.create(title="a", section="pasar")
    # BEGIN, the lists before it, the save itself, the outbox, COMMIT.
    with django_assert_num_queries(5), transaction.atomic():
        story.save()


def test_relations_are_news_for_both_ends(story_model: type[Any]) -> None:
    story = story_model.objects.create(title="a", section="pasar")
    tag = story_model.tags.rel.model.objects.create(name="emas")
    OutboxEntry.objects.all().delete()
    story.tags.add(tag)
    assert {("press.story:1", "ARTICLE"), ("press.tag:1", "FRONT")} <= waiting()
    OutboxEntry.objects.all().delete()
    story.tags.clear()
    assert ("press.story:1", "ARTICLE") in waiting()


def test_a_deletion_is_news(story_model: type[Any]) -> None:
    story = story_model.objects.create(title="a", section="pasar")
    OutboxEntry.objects.all().delete()
    story.delete()
    assert {name for name, _ in waiting()} == {"press.story:1", "list:section:pasar", "/pasar/1"}


def test_rows_of_a_migrations_models_are_no_news() -> None:
    with isolate_apps("tajuk.press"):

        class Old(Noted, models.Model):
            class Meta:
                app_label = "press"

    assert not receivers._is_noted(Old)
    receivers._noted.pop(Old)
    pre_save.send(Old, instance=Old(), raw=False, using="default", update_fields=None)
    receivers._noted.pop(Old)


def test_the_same_change_waits_once_and_is_renewed() -> None:
    assert changed(["a", "b", "a"], priority=Priority.ARTICLE, reason="first", paths=["/x"]) == 3
    first = OutboxEntry.objects.get(name="a")
    changed(["a"], priority=Priority.ARTICLE, reason="second")
    second = OutboxEntry.objects.get(name="a")
    assert OutboxEntry.objects.count() == 3
    assert (second.pk, second.reason) == (first.pk, "second")
    assert second.stamp != first.stamp
    changed(["a"], priority=Priority.WITHDRAWAL)
    assert OutboxEntry.objects.filter(name="a").count() == 2
    assert changed([]) == 0


def test_a_change_reopens_what_was_done_or_put_off() -> None:
    changed(["a"])
    now = clock.now()
    OutboxEntry.objects.update(done_at=now, attempts=5, due_at=now + timedelta(hours=1))
    changed(["a"])
    [entry] = OutboxEntry.objects.due(clock.now())
    assert entry.attempts == 0


def test_the_most_pressing_is_first_and_nothing_is_early() -> None:
    now = clock.now()
    for priority in (
        Priority.FRAGMENT,
        Priority.ARTICLE,
        Priority.ARCHIVE,
        Priority.WITHDRAWAL,
        Priority.BREAKING,
    ):
        changed([priority.name], priority=priority, now=now)
    changed(["embargo"], priority=Priority.WITHDRAWAL, due_at=now + timedelta(minutes=5), now=now)
    assert list(OutboxEntry.objects.due(now).values_list("name", flat=True)) == [
        "WITHDRAWAL",
        "BREAKING",
        "ARTICLE",
        "FRAGMENT",
        "ARCHIVE",
    ]
    assert OutboxEntry.objects.due(now + timedelta(minutes=5))[1].name == "embargo"
    assert OutboxEntry.objects.next_due_at() == now
    assert OutboxEntry.objects.all().by_priority() == {
        "withdrawal": 2,
        "breaking": 1,
        "article": 1,
        "front": 0,
        "fragment": 1,
        "archive": 1,
    }


def test_the_bell_rings_on_commit_and_not_before() -> None:
    listener = Bell()
    try:
        with transaction.atomic():
            bake_later(["/x"])
            assert not listener.wait(0)
        assert listener.wait(1)
        assert not listener.wait(0)
        with suppress(RuntimeError), transaction.atomic():
            bake_later(["/y"])
            raise RuntimeError
        assert not listener.wait(0)
    finally:
        listener.close()


def test_ringing_where_nobody_listens_is_no_trouble() -> None:
    bell.ring()
    Bell().close()
    for _ in range(100_000 // 1_000):
        bell.ring()
