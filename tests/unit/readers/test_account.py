"""Row 26: a premium story is whole for whoever is entitled and asks at the exit to subscribers, and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tajuk.articles.models import Article, Restriction
from tajuk.clearance import exits, gate
from tajuk.clearance.exits import Shows
from tajuk.clearance.policies import Policy
from tajuk.common import clock
from tajuk.readers import actions
from tajuk.readers.models import Plan, Subscriber
from tests.factories.newsroom import ArticleFactory, paragraphs

pytestmark = pytest.mark.django_db
FREE, PAID = "kenaribebas", "kenaribayar"


@pytest.fixture
def subscriber() -> Subscriber:
    plan = Plan.objects.create(slug="bulanan", name_id="Bulanan", price=49_000, months=1)
    return actions.subscribe("sari@contoh.id", name="Sari", plan=plan, reason="uji", by=None, now=clock.now())


@pytest.fixture
def story() -> Article:
    body = [*paragraphs(f"Satu {FREE}."), {"type": "paywall", "value": None, "id": "w"}]
    body += [{"type": "paragraph", "value": f"<p>Dua {PAID}.</p>", "id": "p9"}]
    return ArticleFactory(headline="Ekspor kopi", body=body, premium=True)


def signed_in(subscriber: Subscriber, **options: Any) -> Client:
    """Return the browser of a subscriber, which came by a pass."""
    client = Client(**options)
    made = actions.make_pass(subscriber, by=None, now=clock.now())
    assert client.post("/akun/masuk", {"pas": made}).status_code == 302
    return client


def addresses(story: Article) -> list[str]:
    return list(exits.get("premium").addresses(story))


def test_row_26_subscriber_reads_the_whole_story_at_the_exit_to_subscribers_only(
    story: Article, subscriber: Subscriber
) -> None:
    client = signed_in(subscriber)
    assert len(addresses(story)) == 2
    for address in addresses(story):
        answer = client.get(address)
        assert answer.status_code == 200 and PAID in answer.content.decode(), address
    for exit_ in exits.registered():
        for address in exit_.addresses(story) if exit_.name != "premium" else ():
            assert PAID not in client.get(address).content.decode(), (exit_.name, address)
    assert FREE in client.get(story.get_absolute_url()).content.decode()


def test_row_26_answer_to_a_subscriber_is_kept_by_nobody(story: Article, subscriber: Subscriber) -> None:
    client = signed_in(subscriber)
    for address in [*addresses(story), "/akun/", "/akun/masuk?pas=x"]:
        for browser in (client, Client()):
            headers = browser.get(address).headers
            assert headers["Cache-Control"] == "private, no-store", address
            assert "Cookie" in headers["Vary"], address
            assert headers["X-Robots-Tag"] == "noindex", address


@pytest.mark.parametrize(
    "cookies", [{}, {"langganan": "WzEsImEiXQ:1:x"}, {"langganan-ada": "1"}, {"langganan": "\0"}]
)
def test_row_26_nobody_else_gets_a_word(
    story: Article, subscriber: Subscriber, cookies: dict[str, str]
) -> None:
    client = Client(headers={"user-agent": "Googlebot/2.1", "referer": "https://www.google.com/"})
    client.cookies.load(cookies)
    for address in addresses(story):
        for query in ("", "?output=amp", "?pas=x", "?print=1"):
            answer = client.get(address + query)
            assert answer.status_code == 403, address
            assert PAID not in answer.content.decode()
            assert FREE not in answer.content.decode()
        assert client.head(address).status_code == 403
        assert client.post(address).status_code == 405


def test_row_26_ended_subscription_reads_the_teaser_from_that_moment(
    story: Article, subscriber: Subscriber
) -> None:
    client = signed_in(subscriber)
    part = addresses(story)[1]
    assert client.get(part).status_code == 200
    with clock.shifted(subscriber.until - clock.now() + timedelta(seconds=1)):
        assert client.get(part).status_code == 403
        assert (
            "berakhir" in client.get("/akun/").content.decode()
            or "ended" in client.get("/akun/").content.decode()
        )
    actions.end(subscriber, reason="diminta", by=None, now=clock.now())
    assert client.get(part).status_code == 403


@pytest.mark.parametrize(("kind", "status"), [("hold", 404), ("kill", 410), ("legal", 404), ("embargo", 404)])
def test_rows_14_15_26_what_keeps_a_story_in_keeps_it_from_subscribers_too(
    story: Article, subscriber: Subscriber, kind: str, status: int
) -> None:
    client = signed_in(subscriber)
    until = clock.now() + timedelta(hours=1) if kind == "embargo" else None
    Restriction.objects.create(article=story, kind=kind, reason="uji", since=clock.now(), until=until)
    for address in addresses(story):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert PAID not in answer.content.decode() and FREE not in answer.content.decode()


def test_row_26_gate_asks_the_reader_and_only_at_exits_to_subscribers(
    story: Article, subscriber: Subscriber
) -> None:
    now = clock.now()
    for exit_ in exits.registered():
        verdict = gate.check(story, exit_, now, reader=subscriber)
        whole = verdict.shows is Shows.TEXT
        assert whole == exit_.to_subscribers, exit_.name
    ended = gate.check(story, "premium", subscriber.until, reader=subscriber)
    assert ended.shows is Shows.TEASER
    assert [reason.policy for reason in ended.limits] == [Policy.PREMIUM]
    assert gate.check(story, "premium", now).shows is Shows.TEASER


def test_looking_at_a_pass_does_not_use_it_up(subscriber: Subscriber) -> None:
    made = actions.make_pass(subscriber, by=None, now=clock.now())
    for _ in range(3):
        page = Client().get(f"/akun/masuk?pas={made}")
        assert page.status_code == 200 and made in page.content.decode()
        assert "langganan" not in page.cookies
        assert page.headers["Referrer-Policy"] == "same-origin"
    assert Client().post("/akun/masuk", {"pas": made}).status_code == 302
    again = Client().post("/akun/masuk", {"pas": made})
    assert again.status_code == 403 and "langganan" not in again.cookies


def test_ticket_is_out_of_reach_of_scripts_and_of_other_sites(subscriber: Subscriber, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    made = actions.make_pass(subscriber, by=None, now=clock.now())
    answer = client.post("/akun/masuk", {"pas": made}, secure=True)
    ticket, mark = answer.cookies["__Host-langganan"], answer.cookies["langganan-ada"]
    assert ticket["httponly"] and ticket["secure"] and ticket["samesite"] == "Lax" and ticket["path"] == "/"
    assert not mark["httponly"] and mark.value == "1"


def test_sign_in_and_sign_out_refuse_what_another_site_posts(subscriber: Subscriber) -> None:
    client = Client(enforce_csrf_checks=True)
    made = actions.make_pass(subscriber, by=None, now=clock.now())
    assert client.post("/akun/masuk", {"pas": made}).status_code == 403
    assert client.post("/akun/", {"do": "everywhere"}).status_code == 403
    assert actions.use_pass(made, now=clock.now()) == subscriber


def test_subscriber_makes_a_link_for_another_device_and_signs_out_everywhere(
    story: Article, subscriber: Subscriber
) -> None:
    phone = signed_in(subscriber)
    page = phone.post("/akun/", {"do": "link"}).content.decode()
    given = page.partition("masuk?pas=")[2].partition("<")[0]
    laptop = Client()
    assert laptop.post("/akun/masuk", {"pas": given}).status_code == 302
    part = addresses(story)[1]
    assert (phone.get(part).status_code, laptop.get(part).status_code) == (200, 200)
    phone.post("/akun/", {"do": "here"})
    assert (phone.get(part).status_code, laptop.get(part).status_code) == (403, 200)
    laptop.post("/akun/", {"do": "everywhere"})
    assert laptop.get(part).status_code == 403


def test_story_that_is_free_is_read_at_its_own_address(subscriber: Subscriber) -> None:
    story = ArticleFactory()
    answer = signed_in(subscriber).get(f"/akun/baca/-{story.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (302, story.get_absolute_url())
    assert signed_in(subscriber).get(f"/_/premium/-{story.pk}").status_code == 404
    assert Client().get("/akun/baca/-999999").status_code == 404


def test_page_of_a_premium_story_leads_to_the_whole_without_a_script(story: Article) -> None:
    page = Client().get(story.get_absolute_url()).content.decode()
    lite = Client().get(f"/lite{story.get_absolute_url()}").content.decode()
    assert f'data-premium="/_/premium/-{story.pk}"' in page
    for copy in (page, lite):
        assert f'href="/akun/baca/-{story.pk}"' in copy


def test_account_costs_the_same_queries_however_many_subscribers_there_are(
    story: Article, subscriber: Subscriber, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(subscriber)
    client.get(addresses(story)[1])
    with django_assert_max_num_queries(25):
        assert client.get(addresses(story)[1]).status_code == 200
