"""Subscriptions at the desk: made, renewed and ended by publishers, seen by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tajuk.common import clock
from tajuk.readers import actions
from tajuk.readers.models import Plan, Subscriber
from tests.factories.newsroom import UserFactory

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_readers_subscriber:list"


@pytest.fixture
def subscriber() -> Subscriber:
    plan = Plan.objects.create(slug="bulanan", name_id="Bulanan", price=49_000, months=1)
    return actions.subscribe("sari@contoh.id", name="Sari", plan=plan, reason="uji", by=None, now=clock.now())


def desk(*verbs: str) -> Client:
    client = Client()
    permissions = ["wagtailadmin.access_admin", *(f"readers.{verb}_subscriber" for verb in verbs)]
    client.force_login(UserFactory(permissions=permissions))
    return client


def test_publisher_makes_a_subscription_that_lasts_as_long_as_its_plan(subscriber: Subscriber) -> None:
    form = {"name": "Budi", "email": "Budi@Contoh.ID", "plan": subscriber.plan_id}
    answer = desk("add", "change").post(reverse("wagtailsnippets_readers_subscriber:add"), form)
    assert answer.status_code == 302, answer.content.decode()
    made = Subscriber.objects.get(email="budi@contoh.id")
    assert abs((made.until - subscriber.until).total_seconds()) < 60
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(made.pk)).exists()


def test_row_38_desk_refuses_a_second_subscription_of_an_address(subscriber: Subscriber) -> None:
    form = {"name": "Sari", "email": "SARI@contoh.id", "plan": subscriber.plan_id}
    answer = desk("add", "change").post(reverse("wagtailsnippets_readers_subscriber:add"), form)
    assert answer.status_code == 200
    assert Subscriber.objects.count() == 1


def test_form_does_not_move_the_end_which_the_verbs_do(subscriber: Subscriber) -> None:
    client, until = desk("change"), subscriber.until
    form = {"name": "Sari Dewi", "email": "sari@contoh.id", "plan": subscriber.plan_id, "until": "2099-01-01"}
    edit = reverse("wagtailsnippets_readers_subscriber:edit", args=[subscriber.pk])
    assert client.post(edit, form).status_code == 302
    assert (row := Subscriber.objects.get()).until == until and row.name == "Sari Dewi"
    assert reverse("desk-subscriber-renew", args=[subscriber.pk]) in client.get(edit).content.decode()
    renew = reverse("desk-subscriber-renew", args=[subscriber.pk])
    assert client.get(renew).status_code == 200
    assert client.post(renew, {"reason": ""}).status_code == 422
    assert client.post(renew, {"reason": "dibayar"}).status_code == 302
    assert Subscriber.objects.get().until > until
    end = reverse("desk-subscriber-end", args=[subscriber.pk])
    assert client.post(end, {"reason": "diminta"}).status_code == 302
    assert not Subscriber.objects.active(clock.now()).exists()
    said = [
        row.data["reason"]
        for row in ModelLogEntry.objects.filter(user__isnull=False, action__startswith="tajuk.")
    ]
    assert sorted(said) == ["dibayar", "diminta"]


def test_link_is_shown_once_and_signs_in(subscriber: Subscriber) -> None:
    address = reverse("desk-subscriber-link", args=[subscriber.pk])
    client = desk("change")
    assert client.get(address).status_code == 405
    page = client.post(address)
    assert "no-store" in page.headers["Cache-Control"]
    given = page.content.decode().partition("masuk?pas=")[2].partition("<")[0]
    assert actions.use_pass(given, now=clock.now()) == subscriber


def test_row_24_nobody_else_at_the_desk_sees_subscribers(subscriber: Subscriber) -> None:
    client = desk()
    addresses = [reverse(LIST), reverse("wagtailsnippets_readers_subscriber:edit", args=[subscriber.pk])]
    addresses += [reverse(f"desk-subscriber-{name}", args=[subscriber.pk]) for name in ("renew", "end")]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert "sari@contoh.id" not in answer.content.decode()
    link = reverse("desk-subscriber-link", args=[subscriber.pk])
    assert client.post(link).status_code in (302, 403)
    assert Subscriber.objects.get().pass_digest == ""
