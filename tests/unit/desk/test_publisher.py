"""The publisher's front page of the desk: what runs and ends, what is missing, how the paper is read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tajuk.articles.models import Correction
from tajuk.common import clock
from tajuk.desk import publisher, roles
from tajuk.desk.identity import keys
from tajuk.fronts.models import Masthead, Popularity
from tajuk.promos.models import Course, PlaceOfPromo, Promo
from tajuk.readers.models import Plan, Subscriber
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
RIGHTS = ["wagtailadmin.access_admin", *roles.ROLES[roles.PUBLISHERS]]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory.create(permissions=RIGHTS))
    return client


def promo(slug: str, **changes: object) -> Promo:
    return Promo.objects.create(
        slug=slug, title_id=f"Kampanye {slug}", place=PlaceOfPromo.BANNER, link="/langganan/", **changes
    )


def subscriber(name: str, days: float) -> Subscriber:
    plan, _ = Plan.objects.get_or_create(slug="bulanan", defaults={"name_id": "Bulanan", "price": 50_000})
    until = clock.now() + timedelta(days=days)
    return Subscriber.objects.create(email=f"{name}@contoh.example", name=name, plan=plan, until=until)


def course(slug: str, days: float, **changes: object) -> Course:
    starts = clock.now() + timedelta(days=days)
    return Course.objects.create(slug=slug, title_id=f"Kelas {slug}", starts_at=starts, **changes)


def test_promos_that_end_first_stand_before_the_others_and_before_those_to_come() -> None:
    now = clock.now()
    promo("tanpa-akhir")
    promo("bulan-depan", ends_at=now + timedelta(days=30))
    promo("segera", ends_at=now + timedelta(days=3))
    promo("nanti", starts_at=now + timedelta(days=2))
    promo("usai", ends_at=now - timedelta(days=1))
    promo("mati", is_on=False)
    found = [(each.promo.slug, each.is_running, each.ends_soon) for each in publisher.campaigns(now)]
    assert found == [
        ("segera", True, True),
        ("bulan-depan", True, False),
        ("tanpa-akhir", True, False),
        ("nanti", False, False),
    ]


def test_subscriptions_that_end_soon_are_named_and_the_others_counted() -> None:
    for name, days in (("lama", 100.0), ("dekat", 10.0), ("besok", 1.0), ("kemarin", -1.0), ("dulu", -30.0)):
        subscriber(name, days)
    found = publisher.subscriptions(clock.now())
    assert (found.active, found.ending, found.lapsed) == (3, 2, 1)
    assert [row.name for row in found.rows] == ["besok", "dekat"]


def test_course_that_has_begun_and_is_still_offered_is_marked() -> None:
    course("lewat", -2)
    course("tutup", -3, is_on=False)
    course("jauh", 40)
    course("dekat", 4)
    Course.objects.create(slug="kapan", title_id="Tanpa tanggal")
    found = [(row.slug, has_begun) for row, has_begun in publisher.courses(clock.now())]
    assert found == [("lewat", True), ("dekat", False), ("jauh", False)]


def test_identity_that_lacks_a_logo_or_contrast_is_warned_of() -> None:
    bare = Masthead(publisher="PT Contoh", contact="desk@contoh.example", tagline_id="Jernih")
    assert len(list(publisher.warnings(bare))) == 1
    logo = {"address": "/logo.png", "width": 200, "height": 40}
    bare.logo, bare.dark_logo = logo, logo
    assert not list(publisher.warnings(bare))
    bare.dark_logo = {}
    assert len(list(publisher.warnings(bare))) == 1
    bare.colours = dict.fromkeys(keys(), "#777777")
    assert len(list(publisher.warnings(bare))) == 2
    bare.contact = ""
    assert len(list(publisher.warnings(bare))) == 3


def test_most_read_leaves_out_what_readers_may_not_see() -> None:
    for weight, traits in ((3.0, {"held": True}), (2.0, {}), (1.0, {"draft": True}), (0.5, {})):
        Popularity.objects.create(article=ArticleFactory.create(**traits), weight=weight)
    shown = Popularity.objects.filter(weight__in=(2.0, 0.5)).order_by("-weight")
    assert [row.pk for row in publisher.most_read(clock.now())] == [row.pk for row in shown]


def test_publisher_finds_all_of_it_on_the_front_page_and_a_reporter_nothing(office: Client) -> None:
    promo("ramadan")
    subscriber("Sinta", 5)
    course("saham", 6)
    story = ArticleFactory.create(headline="Angka ekspor dibetulkan")
    Correction.objects.create(article=story, wrong="tujuh belas", right="tujuh", at=clock.now())
    page = office.get(reverse("wagtailadmin_home")).content.decode()
    panels = office.get(reverse("desk-front")).content.decode()
    for text in (page, panels):
        for words in (
            "Kampanye ramadan",
            "Sinta",
            "Kelas saham",
            "Angka ekspor dibetulkan",
            "panel-identity",
        ):
            assert words in text
    office.force_login(
        UserFactory.create(permissions=["wagtailadmin.access_admin", *roles.ROLES[roles.REPORTERS]])
    )
    assert "desk-publisher" not in office.get(reverse("wagtailadmin_home")).content.decode()


def test_front_page_makes_as_many_queries_for_many_as_for_one(office: Client) -> None:
    counts = []
    for number in (1, 5):
        for each in range(number):
            name = f"n{number}-{each}"
            promo(name)
            subscriber(name, 3)
            course(name, 3)
            story = ArticleFactory.create()
            Popularity.objects.create(article=story, weight=each)
            Correction.objects.create(article=story, wrong="a", right="b", at=clock.now())
        office.get(reverse("desk-front"))
        with CaptureQueriesContext(connection) as seen:
            office.get(reverse("desk-front"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
