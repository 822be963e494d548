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


FEEDS = {"rss": "rss.xml", "atom": "atom.xml", "jsonfeed": "feed.json"}


@pytest.mark.parametrize("form", FEEDS)
def test_partners_feed_has_the_whole_text_and_each_version_is_noted(form: str) -> None:
    article, paid = ArticleFactory(), ArticleFactory(premium=True)
    client = client_of(partner())
    for below in ("", "makro/"):
        answer = client.get(f"/api/v1/feeds/{below}{FEEDS[form]}")
        assert answer.status_code == 200 and "Paragraf ketiga" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "private, no-store"
    rows = {(row.article_id, row.exit, row.shown) for row in Delivery.objects.filter(who="mitra")}
    assert rows == {(article.pk, form, "text"), (paid.pk, form, "teaser")}
    version = Delivery.objects.filter(article=article).values_list("version", flat=True)
    client.get(f"/api/v1/articles/{article.pk}")
    assert len(set(version)) == 1, "a version has one name, whichever way it was taken"


@pytest.mark.parametrize("form", ["atom", "jsonfeed"])
def test_partners_feed_carries_what_was_taken_back_and_that_is_noted(form: str) -> None:
    held, killed, stays = ArticleFactory(), ArticleFactory(), ArticleFactory()
    embargoed = ArticleFactory(embargoed=True)
    client = client_of(partner())
    hold(held, reason="cek", by=None, now=clock.now())
    hold(embargoed, reason="cek", by=None, now=clock.now())
    kill(killed, reason="keliru sama sekali", by=None, now=clock.now())
    said = client.get(f"/api/v1/feeds/{FEEDS[form]}").content.decode()
    for article, status in ((held, "withheld"), (killed, "canceled")):
        assert f"/api/v1/articles/{article.pk}" in said and article.headline not in said
        assert Delivery.objects.filter(who="mitra", exit=form, article=article, shown=status).exists()
    assert f"/api/v1/articles/{embargoed.pk}" not in said, "nobody is told that there is a story"
    assert stays.headline in said and "keliru sama sekali" in said
    assert "deleted-entry" in said if form == "atom" else "_withdrawn" in said


def test_partners_feed_asks_for_a_token_and_keeps_to_its_country() -> None:
    AgencyFactory(may_syndicate=True)
    Agency.objects.update(territories="-SG")
    article = ArticleFactory()
    article.agencies.add(Agency.objects.get())
    article.save()
    assert Client().get("/api/v1/feeds/rss.xml").status_code == 401
    salah = Client(headers={"Authorization": "Bearer salah"}).get("/api/v1/feeds/rss.xml")
    assert salah.status_code == 401 and salah.headers["Cache-Control"] == "no-store"
    assert (
        article.headline
        not in client_of(partner(territory="SG")).get("/api/v1/feeds/rss.xml").content.decode()
    )
    assert article.headline in Client().get("/rss.xml").content.decode()


def test_open_feed_is_noted_once_for_whoever_asks() -> None:
    article = ArticleFactory()
    for _ in range(3):
        assert Client().get("/rss.xml").status_code == 200
    [row] = Delivery.objects.all()
    assert (row.who, row.exit, row.article_id, row.shown) == ("", "rss", article.pk, "teaser")


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
