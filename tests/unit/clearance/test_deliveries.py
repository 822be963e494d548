"""Partners: a token of their own, what they may have, and a note of each version they got."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from tajuk.articles.models import Article
from tajuk.clearance.actions import forget_deliveries, renew_token
from tajuk.clearance.models import Delivery, Partner
from tajuk.common import clock
from tajuk.desk.actions.withdraw import hold, kill
from tajuk.wires.models import Agency
from tests.factories.newsroom import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def client_of(partner: Partner) -> Client:
    return Client(headers={"Authorization": f"Bearer {renew_token(partner)}"})


def partner(**values: str) -> Partner:
    return Partner.objects.create(slug="mitra", name="Mitra Warta", **values)


def told() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("who", "shown"))


def test_each_version_that_a_partner_gets_is_noted_and_what_takes_it_back_too() -> None:
    article = ArticleFactory()
    client = client_of(partner())
    address = f"/api/v1/articles/{article.pk}"
    for _ in range(2):
        assert client.get(address).status_code == 200
    row = Delivery.objects.get()
    assert (row.who, row.exit, row.shown, row.article_id) == ("mitra", "api", "text", article.pk)
    assert row.last_at > row.first_at
    hold(article, reason="cek", by=None, now=clock.now())
    assert client.get(address).json()["pubStatus"] == "withheld"
    kill(article, reason="keliru", by=None, now=clock.now())
    assert client.get(address).json()["pubStatus"] == "canceled"
    assert told() == [("mitra", "text"), ("mitra", "withheld"), ("mitra", "canceled")]


def test_answer_to_a_partner_is_kept_by_no_cache() -> None:
    ArticleFactory()
    answer = client_of(partner()).get("/api/v1/articles")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]


def test_token_of_nobody_and_of_one_who_is_switched_off_is_refused() -> None:
    one = partner()
    client = client_of(one)
    Partner.objects.update(is_on=False)
    assert client.get("/api/v1/articles").status_code == 401
    assert Client(headers={"Authorization": "Bearer "}).get("/api/v1/articles").status_code == 401
    assert Client(headers={"Authorization": "Basic eA=="}).get("/api/v1/articles").status_code == 401


def test_partner_abroad_gets_nothing_that_its_country_is_left_out_of() -> None:
    AgencyFactory(may_syndicate=True)
    Agency.objects.update(territories="-SG")
    article = ArticleFactory()
    article.agencies.add(Agency.objects.get())
    article.save()
    client = client_of(partner(territory="SG"))
    assert client.get("/api/v1/articles").json()["items"] == []
    assert client.get(f"/api/v1/articles/{article.pk}").status_code == 404
    assert len(Client().get("/api/v1/articles").json()["items"]) == 1


def test_agency_copy_goes_to_partners_as_a_teaser_where_its_contract_says_no_more() -> None:
    article = ArticleFactory()
    article.agencies.add(AgencyFactory(may_syndicate=False))
    article.save()
    item = client_of(partner()).get(f"/api/v1/articles/{article.pk}").json()
    assert item["representationType"] == "partial"
    assert "Paragraf ketiga" not in str(item)
    assert told() == [("mitra", "teaser")]


def test_open_api_is_noted_once_in_a_while() -> None:
    article = ArticleFactory()
    for _ in range(3):
        Client().get(f"/api/v1/articles/{article.pk}")
    assert told() == [("", "text")]


def test_old_deliveries_are_forgotten(settings: object) -> None:
    article = ArticleFactory()
    client_of(partner()).get(f"/api/v1/articles/{article.pk}")
    assert forget_deliveries(clock.now() + timedelta(days=399)) == 0
    assert forget_deliveries(clock.now() + timedelta(days=401)) == 1


def test_desk_shows_who_has_it() -> None:
    article = ArticleFactory()
    client_of(partner()).get(f"/api/v1/articles/{article.pk}")
    desk = Client()
    desk.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "articles.change_article"]))
    assert "Mitra Warta" in desk.get(f"/desk/stories/{article.pk}/deliveries/").content.decode()


def test_command_prints_a_token_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    ArticleFactory()
    call_command("partner", "mitra", "--country", "id")
    token = capsys.readouterr().out.strip()
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/articles")
    assert answer.status_code == 200
    assert Partner.objects.get().territory == "ID"
    assert Article.objects.count() == 1
