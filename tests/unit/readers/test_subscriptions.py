"""Subscriptions: made once, renewed, ended; a pass works once; whoever was signed out stays so."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from tajuk.common import clock
from tajuk.readers import actions
from tajuk.readers.actions import SubscriptionNotPossible, months_later
from tajuk.readers.models import PASS_LIFE, Plan, Subscriber
from tajuk.readers.tickets import LIFE, holder_of, seconds_of, ticket_of
from tests.factories.newsroom import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.create(slug="bulanan", name_id="Bulanan", price=49_000, months=1)


@pytest.fixture
def subscriber(plan: Plan) -> Subscriber:
    return actions.subscribe(
        "sari@contoh.id", name="Sari", plan=plan, reason="dibayar", by=None, now=clock.now()
    )


def test_subscription_lasts_as_many_months_as_its_plan(plan: Plan) -> None:
    now = datetime(2026, 1, 31, 3, tzinfo=UTC)
    made = actions.subscribe("a@contoh.id", name="", plan=plan, reason="dibayar", by=None, now=now)
    assert made.until == datetime(2026, 2, 28, 3, tzinfo=UTC)
    assert made.name == "a@contoh.id"


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 60),
)
def test_months_are_counted_in_the_newsrooms_zone(moment: datetime, months: int) -> None:
    before, after = moment.astimezone(clock.WIB), months_later(moment, months).astimezone(clock.WIB)
    assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == months
    assert after.timetz() == before.timetz()
    assert after.day == before.day or (after.day < before.day and (after + timedelta(days=1)).day == 1)


def test_row_38_address_has_one_subscription_however_it_is_written(
    plan: Plan, subscriber: Subscriber
) -> None:
    with pytest.raises(SubscriptionNotPossible):
        actions.subscribe(" SARI@Contoh.ID ", name="", plan=plan, reason="dobel", by=None, now=clock.now())
    assert Subscriber.objects.count() == 1


def test_address_that_is_none_is_refused(plan: Plan) -> None:
    with pytest.raises(ValidationError):
        actions.subscribe("bukan alamat", name="", plan=plan, reason="x", by=None, now=clock.now())
    assert not Subscriber.objects.exists()


def test_renewal_adds_to_what_is_left_and_begins_anew_where_nothing_is(
    plan: Plan, subscriber: Subscriber
) -> None:
    until = subscriber.until
    renewed = actions.renew(subscriber, reason="dibayar", by=None, now=clock.now())
    assert renewed.until == months_later(until, 1)
    late = renewed.until + timedelta(days=400)
    assert actions.renew(subscriber, reason="kembali", by=None, now=late).until == months_later(late, 1)


@pytest.mark.parametrize("verb", [actions.renew, actions.end])
def test_verb_without_a_reason_changes_nothing(subscriber: Subscriber, verb: object) -> None:
    with pytest.raises(SubscriptionNotPossible):
        verb(subscriber, reason=" \n", by=None, now=clock.now())  # type: ignore[operator]
    assert Subscriber.objects.get().until == subscriber.until


def test_ending_what_has_ended_says_so_and_changes_nothing(subscriber: Subscriber) -> None:
    now = clock.now()
    actions.end(subscriber, reason="diminta", by=None, now=now)
    with pytest.raises(SubscriptionNotPossible):
        actions.end(subscriber, reason="lagi", by=None, now=now + timedelta(hours=1))
    assert Subscriber.objects.get().until == now


def test_each_verb_is_in_the_audit_log_with_who_and_why(subscriber: Subscriber) -> None:
    by = UserFactory()
    actions.renew(subscriber, reason="dibayar lagi", by=by, now=clock.now())
    actions.end(subscriber, reason="diminta", by=by, now=clock.now())
    told = [(row.action, row.user_id, row.data["reason"]) for row in ModelLogEntry.objects.order_by("pk")]
    assert told == [
        ("tajuk.subscribe-subscriber", None, "dibayar"),
        ("tajuk.renew-subscriber", by.pk, "dibayar lagi"),
        ("tajuk.end-subscriber", by.pk, "diminta"),
    ]


def test_pass_signs_in_once_and_no_pass_is_kept(subscriber: Subscriber) -> None:
    now = clock.now()
    made = actions.make_pass(subscriber, by=None, now=now)
    assert made not in str(Subscriber.objects.values())
    used = actions.use_pass(made, now=now)
    assert used == subscriber
    assert actions.use_pass(made, now=now) is None
    assert actions.use_pass("", now=now) is None


def test_pass_ends_with_the_next_one_with_the_week_and_with_the_subscription(subscriber: Subscriber) -> None:
    now = clock.now()
    first = actions.make_pass(subscriber, by=None, now=now)
    second = actions.make_pass(subscriber, by=None, now=now)
    assert actions.use_pass(first, now=now) is None
    assert actions.use_pass(second, now=now + PASS_LIFE) is None
    third = actions.make_pass(subscriber, by=None, now=now)
    actions.end(subscriber, reason="diminta", by=None, now=now)
    assert actions.use_pass(third, now=now) is None
    with pytest.raises(SubscriptionNotPossible):
        actions.make_pass(subscriber, by=None, now=now)


def test_ticket_is_called_in_by_a_new_key_and_forged_by_nobody(subscriber: Subscriber) -> None:
    ticket = ticket_of(subscriber)
    assert holder_of(ticket) == subscriber
    assert holder_of(ticket[:-1] + ("A" if ticket[-1] != "A" else "B")) is None
    assert holder_of("") is None and holder_of("a:b:c") is None
    actions.sign_out_everywhere(subscriber, by=None)
    assert holder_of(ticket) is None


def test_browser_keeps_a_ticket_no_longer_than_the_subscription(subscriber: Subscriber) -> None:
    now = clock.now()
    assert 0 < seconds_of(subscriber, now) <= 31 * 86_400
    subscriber.until = now + timedelta(days=4_000)
    assert seconds_of(subscriber, now) == LIFE.total_seconds()


def test_plan_that_somebody_has_cannot_be_deleted(subscriber: Subscriber) -> None:
    with pytest.raises(ProtectedError):
        subscriber.plan.delete()


def test_command_adds_renews_ends_and_lists(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "subscriber", "add", "budi@contoh.id", "--plan", "bulanan", "--name", "Budi", "--reason", "uji"
    )
    line, link = capsys.readouterr().out.splitlines()
    assert line.startswith("budi@contoh.id bulanan until ")
    assert actions.use_pass(link.partition("?pas=")[2], now=clock.now()) is not None
    call_command("subscriber", "renew", "Budi@contoh.id", "--reason", "uji")
    call_command("subscriber", "pass", "budi@contoh.id")
    capsys.readouterr()
    call_command("subscriber", "list", "--json")
    assert json.loads(capsys.readouterr().out)["name"] == "Budi"
    call_command("subscriber", "end", "budi@contoh.id", "--reason", "uji")
    capsys.readouterr()
    call_command("subscriber", "list")
    assert capsys.readouterr().out == ""
    call_command("subscriber", "list", "--all")
    assert "budi@contoh.id" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (["end", "nihil@contoh.id", "--reason", "x"], 1),
        (["add", "a@contoh.id", "--plan", "nihil", "--reason", "x"], 2),
        (["add", "bukan", "--plan", "bulanan", "--reason", "x"], 2),
        (["add", "sari@contoh.id", "--plan", "bulanan", "--reason", "x"], 1),
        (["renew", "sari@contoh.id", "--reason", " "], 1),
    ],
)
def test_command_refuses_with_one_line(subscriber: Subscriber, call: list[str], code: int) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("subscriber", *call)
    assert refused.value.returncode == code
    assert len(str(refused.value).splitlines()) == 1
