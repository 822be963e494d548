"""Sitemaps name what may leave, month by month, and every answer is bounded."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.common import clock
from tajuk.common.dependencies import recording
from tajuk.fronts.models import Masthead
from tajuk.site import sitemaps
from tajuk.site.checks import check_settings
from tests.factories.newsroom import CANARY, ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def tree(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return etree.fromstring(response.content)


def addresses(client, path):
    return [node.text.removeprefix(SITE) for node in tree(client, path).iterfind(".//s:loc", SPACES)]


def published(moment, **traits):
    return ArticleFactory(first_published_at=moment, last_published_at=moment, **traits)


def test_the_index_names_the_months_that_have_stories_newest_first(client):
    published(datetime(2024, 1, 19, 11, tzinfo=UTC))
    published(datetime(2024, 3, 1, 11, tzinfo=UTC))
    found = addresses(client, "/sitemap.xml")
    assert found == ["/sitemaps/pages.xml", "/sitemaps/2024-03.xml", "/sitemaps/2024-01.xml"]


def test_a_month_is_the_newsrooms_month(client):
    # Half past midnight in Jakarta on 1 February is still January in UTC.
    article = published(datetime(2024, 1, 31, 17, 30, tzinfo=UTC))
    assert addresses(client, "/sitemaps/2024-02.xml") == [article.get_absolute_url()]
    assert client.get("/sitemaps/2024-01.xml").status_code == 404


def test_a_long_month_is_cut_into_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    for day in range(1, 6):
        published(datetime(2024, 1, day, tzinfo=UTC))
    names = [path for path in addresses(client, "/sitemap.xml") if "2024" in path]
    assert names == ["/sitemaps/2024-01.xml", "/sitemaps/2024-01-2.xml", "/sitemaps/2024-01-3.xml"]
    found = [path for name in names for path in addresses(client, name)]
    assert len(found) == len(set(found)) == 5
    assert client.get("/sitemaps/2024-01-4.xml").status_code == 404


@pytest.mark.parametrize(
    "path", ["/sitemaps/2024-13.xml", "/sitemaps/2024-00.xml", "/sitemaps/2024-01-0.xml", "/sitemaps/x.xml"]
)
def test_no_other_file_exists(client, path):
    published(datetime(2024, 1, 19, tzinfo=UTC))
    assert client.get(path).status_code == 404


def test_translations_name_each_other(client, english):
    moment = datetime(2024, 1, 19, tzinfo=UTC)
    one = published(moment)
    two = published(moment, locale=english, translation_key=one.translation_key)
    alone = published(moment)
    for url in tree(client, "/sitemaps/2024-01.xml").iterfind("s:url", SPACES):
        found = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", SPACES)}
        own = url.findtext("s:loc", namespaces=SPACES)
        expected = {"id-ID": SITE + one.get_absolute_url(), "en": SITE + two.get_absolute_url()}
        assert found == ({} if own == SITE + alone.get_absolute_url() else expected)
    actions.restrict(two, RestrictionKind.HOLD, reason="diperiksa", by=None, now=clock.now())
    assert tree(client, "/sitemaps/2024-01.xml").find(".//x:link", SPACES) is None


def test_a_correction_moves_the_time(client):
    article = published(datetime(2024, 1, 19, 11, 34, tzinfo=UTC))
    assert (
        tree(client, "/sitemaps/2024-01.xml").findtext(".//s:lastmod", namespaces=SPACES)
        == "2024-01-19T18:34:00+07:00"
    )
    actions.correct(article, wrong="a", right="b", by=None, now=datetime(2024, 1, 20, tzinfo=UTC))
    assert (
        tree(client, "/sitemaps/2024-01.xml")
        .findtext(".//s:lastmod", namespaces=SPACES)
        .startswith("2024-01-20")
    )


@pytest.mark.parametrize("state", ["draft", "embargoed", "held", "killed"])
def test_what_may_not_leave_is_in_no_sitemap(client, state):
    article = ArticleFactory(headline=CANARY, **{state: True})
    ArticleFactory()
    month = sitemaps.month_of(clock.now())
    for path in ("/sitemap-news.xml", f"/sitemaps/{month}.xml"):
        text = client.get(path).content.decode()
        assert CANARY not in text and f"-{article.pk}<" not in text


def test_the_news_sitemap_holds_two_days_of_both_editions(client, english):
    Masthead.objects.create(name="Harian Uji")
    ArticleFactory(headline="Laba < rugi ]]>")
    ArticleFactory(headline="Nickel rises", locale=english)
    published(clock.now() - timedelta(hours=49))
    urls = tree(client, "/sitemap-news.xml").findall("s:url", SPACES)
    said = {
        url.findtext(".//n:title", namespaces=SPACES): url.findtext(".//n:language", namespaces=SPACES)
        for url in urls
    }
    assert said == {"Laba < rugi ]]>": "id", "Nickel rises": "en"}
    assert urls[0].findtext(".//n:name", namespaces=SPACES) == "Harian Uji"


def test_the_news_sitemap_is_bounded(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 2)
    for _ in range(3):
        ArticleFactory()
    assert len(addresses(client, "/sitemap-news.xml")) == 2


def test_an_empty_newsroom_has_valid_sitemaps(client):
    assert addresses(client, "/sitemap.xml") == ["/sitemaps/pages.xml"]
    assert addresses(client, "/sitemap-news.xml") == []
    assert "/" in addresses(client, "/sitemaps/pages.xml")


def test_pages_are_named(client):
    ArticleFactory()
    TopicFactory(slug="nikel")
    assert {"/makro/", "/en/makro/", "/topik/nikel/"} <= set(addresses(client, "/sitemaps/pages.xml"))


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-news.xml", "/sitemaps/2024-01.xml"])
def test_a_sitemap_costs_the_same_queries_for_1_and_20_stories(
    client, django_assert_max_num_queries, path, monkeypatch
):
    moment = datetime(2024, 1, 19, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(hours=1))
    published(moment)
    with django_assert_max_num_queries(5) as first:
        client.get(path)
    for _ in range(19):
        published(moment)
    with django_assert_max_num_queries(5) as second:
        client.get(path)
    assert len(first) == len(second)


def test_a_month_notes_its_list_and_no_rows(client):
    article = published(datetime(2024, 1, 19, tzinfo=UTC))
    with recording() as keys:
        client.get("/sitemaps/2024-01.xml")
    assert keys == {"list:month:2024-01", "list:sections", "list:rights"}
    assert "list:month:2024-01" in article.list_keys()
    correction = actions.correct(article, wrong="a", right="b", by=None, now=clock.now())
    assert "list:month:2024-01" in correction.list_keys()


def robots(client):
    return client.get("/robots.txt").content.decode()


def groups(text):
    """Return what each crawler is refused, as RFC 9309 groups it."""
    found: dict[str, list[str]] = {}
    agents: list[str] = []
    open_ = False
    for line in filter(None, text.splitlines()):
        key, _, value = line.partition(": ")
        if key == "User-agent":
            agents = [*agents, value] if open_ else [value]
            open_ = True
        else:
            open_ = False
            for agent in agents if key == "Disallow" else []:
                found.setdefault(agent, []).append(value)
    return found


@pytest.mark.parametrize(
    ("allowed", "refused", "free"),
    [
        (["search", "user"], "GPTBot", "OAI-SearchBot"),
        (["training", "search", "user"], "", "GPTBot"),
        (["none"], "Perplexity-User", ""),
        (["training"], "PerplexityBot", "ClaudeBot"),
    ],
)
def test_the_policy_for_ai_crawlers_is_a_setting(client, settings, allowed, refused, free):
    settings.TAJUK_AI_CRAWLERS = allowed
    found = groups(robots(client))
    assert "/desk/" in found["*"]
    assert not refused or found[refused] == ["/"]
    assert not free or free not in found


def test_robots_name_the_sitemaps(client):
    assert f"Sitemap: {SITE}/sitemap.xml\n" in robots(client)


def test_a_wrong_setting_is_named(settings):
    settings.TAJUK_AI_CRAWLERS = ["serch"]
    settings.TAJUK_SEARCH = "tajuk.site.search.nowhere.Search"
    assert [error.id for error in check_settings(None)] == ["site.E001", "site.E002"]


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("lapor@contoh.id", "Contact: mailto:lapor@contoh.id"),
        ("https://contoh.id/lapor", "Contact: https://contoh.id/lapor"),
    ],
)
def test_security_txt_says_whom_to_tell(client, settings, contact, line):
    settings.TAJUK_SECURITY_CONTACT = contact
    response = client.get("/.well-known/security.txt")
    lines = response.content.decode().splitlines()
    assert line in lines
    (expires,) = [each.removeprefix("Expires: ") for each in lines if each.startswith("Expires")]
    assert clock.now() < datetime.fromisoformat(expires) < clock.now() + timedelta(days=365)


@pytest.mark.parametrize("contact", ["", "javascript:alert(1)", "a@b\nEvil: 1"])
def test_security_txt_is_not_there_when_nobody_is_named(client, settings, contact):
    settings.TAJUK_SECURITY_CONTACT = contact
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 404 or "\nEvil" not in response.content.decode()
