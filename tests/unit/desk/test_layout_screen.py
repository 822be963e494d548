"""The screen that lays out a front: it works without a script, and nobody's list is lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from tajuk.common import clock
from tajuk.desk.layouts import Sheet
from tajuk.desk.layouts import rows as rows_of
from tajuk.fronts.actions import lay_out
from tajuk.fronts.layouts import Plan
from tajuk.fronts.models import FrontPage
from tajuk.fronts.queries import newest_layout
from tests.factories.newsroom import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def front() -> FrontPage:
    made: FrontPage = Page.get_first_root_node().add_child(instance=FrontPage(title="Muka uji", slug="uji"))
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True, first_name="Maria", last_name="Lestari"))
    return client


def entries(html: str) -> list[str]:
    return re.findall(r'name="entry" value="(\d*)"', html)


def saved(front: FrontPage) -> Plan:
    layout = newest_layout(front)
    return layout.plan if layout else ()


@pytest.mark.parametrize(
    ("plan", "verb", "value", "after"),
    [
        ((1, 2, 3), "up", "2", (1, 3, 2)),
        ((1, 2, 3), "up", "0", (1, 2, 3)),
        ((1, 2, 3), "down", "0", (2, 1, 3)),
        ((1, 2), "down", "1", (1, None, 2)),
        ((1, 2, 3), "first", "2", (3, 1, 2)),
        ((1, 2, 3), "out", "1", (1, None, 3)),
        ((1, 2), "out", "1", (1,)),
        ((1, None, 3), "add", "4", (1, 4, 3)),
        ((1, 2), "add", "4", (1, 2, 4)),
        ((1, None, 3), "lead", "4", (4, 1, 3)),
        ((1, 2), "lead", "4", (4, 1, 2)),
        ((1, 2, 3), "lead", "3", (3, 1, 2)),
        ((), "up", "5", ()),
        ((1,), "up", "999999", (1,)),
        ((1,), "add", "²", (1,)),
        ((1,), "nonsense", "0", (1,)),
    ],
)
def test_buttons_change_the_list_on_the_screen(plan: Plan, verb: str, value: str, after: Plan) -> None:
    assert Sheet(0, plan).after(verb, value).plan == after


def test_front_is_laid_out_without_a_script(editor: Client, front: FrontPage) -> None:
    a, b = ArticleFactory(headline="Kabar A").pk, ArticleFactory(headline="Kabar B").pk
    address = reverse("desk-layout", args=[front.pk])
    assert entries(editor.get(address).content.decode()) == [""] * front.places
    html = editor.post(address, {"version": 0, "entry": [""] * 11, "do": f"add:{a}"}).content.decode()
    assert entries(html)[:2] == [str(a), ""] and "data-layout-changed" in html
    html = editor.post(address, {"version": 0, "entry": entries(html), "do": f"lead:{b}"}).content.decode()
    assert entries(html)[:3] == [str(b), str(a), ""]
    assert saved(front) == ()
    answer = editor.post(address, {"version": 0, "entry": entries(html), "do": "save", "note": "Pagi"})
    assert answer.status_code == 302 and saved(front) == (b, a)
    html = editor.get(address).content.decode()
    assert "Pagi" in html and "Maria Lestari" in html and "data-layout-changed" not in html


def test_second_editor_sees_who_saved_what_and_saves_both_or_keeps_their_own(
    editor: Client, front: FrontPage
) -> None:
    a, b, c = (ArticleFactory(headline=f"Kabar {name}").pk for name in "ABC")
    address, now = reverse("desk-layout", args=[front.pk]), clock.now()
    lay_out(front, entries=[a], version=0, by=None, now=now)
    ratna = UserFactory(is_superuser=True, first_name="Ratna", last_name="Wulandari")
    lay_out(front, entries=[b, a], version=1, by=ratna, now=now, note="Ganti kepala")
    mine = {"version": 1, "entry": [a, c], "do": "save"}
    answer = editor.post(address, mine)
    html = answer.content.decode()
    assert answer.status_code == 409 and saved(front) == (b, a)
    assert "Ratna Wulandari" in html and "Ganti kepala" in html
    assert entries(html)[:3] == [str(b), str(a), str(c)]
    assert re.findall(r'name="mine" value="(\d*)"', html) == [str(a), str(c)]
    both = {"version": 2, "entry": entries(html), "mine": [a, c]}
    assert editor.post(address, {**both, "do": "save"}).status_code == 302 and saved(front) == (b, a, c)
    assert editor.post(address, {**both, "version": 3, "do": "mine"}).status_code == 302
    assert saved(front) == (a, c)
    # Whoever was overtaken once more is asked once more.
    assert editor.post(address, {**both, "do": "mine"}).status_code == 409


def test_an_older_version_is_taken_up_again_as_a_new_one(editor: Client, front: FrontPage) -> None:
    a, b = ArticleFactory().pk, ArticleFactory().pk
    now, address = clock.now(), reverse("desk-layout", args=[front.pk])
    lay_out(front, entries=[a, b], version=0, by=None, now=now)
    lay_out(front, entries=[b], version=1, by=None, now=now)
    html = editor.get(f"{address}?from=1").content.decode()
    assert entries(html)[:2] == [str(a), str(b)] and saved(front) == (b,)
    editor.post(address, {"version": 2, "entry": entries(html), "do": "save"})
    assert saved(front) == (a, b) and front.layouts.count() == 3
    assert editor.get(f"{address}?from=77").status_code == 404
    assert editor.get(f"{address}?from=x").status_code == 200


def test_rows_say_what_waits_and_why_and_who_stands_there_meanwhile(front: FrontPage) -> None:
    now = clock.now()
    secret = ArticleFactory(headline="Rahasia", embargo_until=now + timedelta(hours=2))
    plain = ArticleFactory(headline="Biasa")
    first, second, third, *_rest = rows_of(front, (secret.pk, 999, plain.pk), now)
    assert (first.place, first.standing[0], first.until) == (None, "embargoed", secret.embargo_until)
    assert (second.place, second.story) == (None, None)
    assert (third.place, third.story, third.standing[0]) == (1, plain, "live")


def test_others_are_told_while_they_work(editor: Client, front: FrontPage) -> None:
    address = reverse("desk-layout-since", args=[front.pk, 0])
    assert editor.get(address).content.strip() == b""
    by = UserFactory(username="ratna", is_superuser=True)
    lay_out(front, entries=[ArticleFactory().pk], version=0, by=by, now=clock.now())
    assert b"ratna" in editor.get(address).content


def test_list_of_fronts_and_a_front_are_for_those_who_may(client: Client, front: FrontPage) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    assert "Muka uji" not in client.get(reverse("desk-fronts")).content.decode()
    for name, extra in (("desk-layout", []), ("desk-layout-since", [0])):
        answer = client.get(reverse(name, args=[front.pk, *extra]))
        assert answer.status_code in (302, 403)
    client.force_login(UserFactory(is_superuser=True))
    assert "Muka uji" in client.get(reverse("desk-fronts")).content.decode()


def test_screen_makes_as_many_queries_for_twenty_stories_as_for_one(editor: Client, front: FrontPage) -> None:
    section = SectionFactory()
    address = reverse("desk-layout", args=[front.pk])

    def count() -> int:
        editor.get(address)
        with CaptureQueriesContext(connection) as made:
            assert editor.get(address).status_code == 200
        return len(made)

    pks = [ArticleFactory(section=section).pk for _ in range(3)]
    lay_out(front, entries=pks[:2], version=0, by=None, now=clock.now())
    few = count()
    pks += [ArticleFactory(section=section).pk for _ in range(20)]
    lay_out(front, entries=pks[:9], version=1, by=None, now=clock.now())
    assert count() == few
