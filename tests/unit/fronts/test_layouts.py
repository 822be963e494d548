"""Two editors' layouts are put together; a front shows what was laid out, and saving tells who was overtaken."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageLogEntry

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Restriction
from tajuk.common import clock
from tajuk.desk.roles import ensure_roles
from tajuk.fronts import actions, queries
from tajuk.fronts.actions import Overtaken, lay_out
from tajuk.fronts.layouts import MOST, Plan, merge, tidy
from tajuk.fronts.models import FrontPage, Layout
from tests.factories.newsroom import ArticleFactory, UserFactory

PLANS = st.lists(st.none() | st.integers(1, 12), max_size=14).map(tidy)


@given(base=PLANS, other=PLANS)
def test_what_only_one_editor_changed_stands_as_that_editor_has_it(base: Plan, other: Plan) -> None:
    assert merge(base, other, base) == other
    assert merge(base, base, other) == other


@given(base=PLANS, theirs=PLANS, mine=PLANS)
def test_merged_layout_has_what_either_put_in_and_no_story_twice(
    base: Plan, theirs: Plan, mine: Plan
) -> None:
    stories = [entry for entry in merge(base, theirs, mine) if entry is not None]
    assert len(stories) == len(set(stories))
    assert set(stories) >= (set(theirs) | set(mine)) - set(base) - {None}
    assert not set(stories) & (set(base) - set(mine)) - set(theirs)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ((1, 2, 3), (4, 1, 2, 3), (1, 2, 3, 5), (4, 1, 2, 3, 5)),  # both put a story in
        ((1, 2, 3), (2, 3), (1, 3, 2), (3, 2)),  # one takes the lead out, the other changes the rest
        ((1, None, 3), (1, 7, 3), (1, 8, 3), (1, 8, 7, 3)),  # both fill the same place
        ((1, 2), (2, 1), (1, 2, 9), (2, 9, 1)),
        ((), (1,), (2,), (2, 1)),
    ],
)
def test_two_changes_are_put_together(base: Plan, theirs: Plan, mine: Plan, merged: Plan) -> None:
    assert merge(base, theirs, mine) == merged


def test_layout_is_tidied_to_a_length_and_once_each() -> None:
    assert tidy([1, None, 1, 2, None, None]) == (1, None, 2)
    assert len(tidy(range(100))) == MOST


@pytest.fixture
def front(db: None) -> FrontPage:
    root = Page.get_first_root_node()
    made: FrontPage = root.add_child(instance=FrontPage(title="Beranda", slug="beranda-uji"))
    return made


def seen(front: FrontPage, limit: int = 4, *, later: timedelta = timedelta()) -> list[str]:
    now = clock.now() + later
    found = queries.stories_of(front, section=None, language="id", limit=limit, now=now)
    return [article.headline for article in found]


def stories(*headlines: str) -> list[int]:
    """Publish stories, the first the oldest."""
    now = clock.now()
    return [
        ArticleFactory(headline=each, published_at=now - timedelta(hours=len(headlines) - n)).pk
        for n, each in enumerate(headlines)
    ]


def test_automatic_places_take_the_newest_and_no_story_stands_twice(front: FrontPage) -> None:
    a, b, _c, d = stories("A", "B", "C", "D")
    assert seen(front) == ["D", "C", "B", "A"]
    lay_out(front, entries=[a, None, d, None, b], version=0, by=None, now=clock.now())
    assert seen(front) == ["A", "C", "D", "B"]
    assert seen(front, 2) == ["A", "C"]


def test_story_that_may_not_be_seen_waits_in_its_place_and_shows_when_it_may(front: FrontPage) -> None:
    now = clock.now()
    a, b = stories("A", "B")
    embargoed = ArticleFactory(headline="Rahasia", embargo_until=now + timedelta(hours=1)).pk
    lay_out(front, entries=[embargoed, a], version=0, by=None, now=now)
    assert seen(front) == ["A", "B"]
    held = Restriction.objects.create(article_id=a, kind="hold", reason="diperiksa", since=now)
    assert seen(front) == ["B"]
    held.delete()
    assert seen(front, later=timedelta(minutes=59)) == ["A", "B"]
    assert seen(front, later=timedelta(minutes=61)) == ["Rahasia", "A", "B"]
    assert b


def test_second_editor_is_told_and_overwrites_nothing(front: FrontPage) -> None:
    a, b = stories("A", "B")
    now, maria = clock.now(), UserFactory(is_superuser=True, first_name="Maria")
    first = lay_out(front, entries=[a], version=0, by=maria, now=now)
    with pytest.raises(Overtaken) as told:
        lay_out(front, entries=[b], version=0, by=None, now=now)
    assert (told.value.newest, told.value.newest.by) == (first, maria)
    assert [row.entries for row in Layout.objects.all()] == [[a]]
    assert lay_out(front, entries=[b, a], version=first.number, by=None, now=now).number == 2
    assert [row.entries for row in front.layouts.order_by("number")] == [[a], [b, a]]


def test_two_who_save_at_the_same_moment_are_told_apart(
    front: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked before either wrote: the database takes one number once."""
    a, b = stories("A", "B")
    looked = iter([None])
    newest = queries.newest_layout
    monkeypatch.setattr(actions, "newest_layout", lambda each: next(looked, newest(each)))
    Layout.objects.create(front=front, number=1, entries=[a], at=clock.now())
    with pytest.raises(Overtaken):
        lay_out(front, entries=[b], version=0, by=None, now=clock.now())
    assert [row.entries for row in Layout.objects.all()] == [[a]]


def test_story_of_another_edition_is_refused(front: FrontPage) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    with pytest.raises(NotPossible):
        lay_out(front, entries=[ArticleFactory(locale=english).pk], version=0, by=None, now=clock.now())
    with pytest.raises(NotPossible):
        lay_out(front, entries=[4_711], version=0, by=None, now=clock.now())
    assert not Layout.objects.exists()


def test_only_who_may_publish_the_page_lays_it_out_and_the_log_says_who(front: FrontPage) -> None:
    ensure_roles()
    reporter, editor = UserFactory(), UserFactory()
    reporter.groups.add(Group.objects.get(name="Reporters"))
    editor.groups.add(Group.objects.get(name="Desk editors"))
    (a,) = stories("A")
    with pytest.raises(PermissionDenied):
        lay_out(front, entries=[a], version=0, by=reporter, now=clock.now())
    lay_out(front, entries=[a], version=0, by=editor, now=clock.now())
    entry = PageLogEntry.objects.get(action="tajuk.lay_out")
    assert (entry.user, entry.page_id, entry.data["entries"]) == (editor, front.pk, [a])
