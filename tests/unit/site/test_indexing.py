"""What search engines find is what the contracts of a story's agencies let them find, at every exit."""

import json
import re

import feedparser
import pytest
from lxml import etree
from lxml import html as markup

from tajuk.articles.enums import Made
from tajuk.articles.models import Derivation
from tajuk.common import clock
from tajuk.fronts.models import Masthead
from tajuk.press.models import OutboxEntry
from tajuk.site import indexing
from tajuk.site.tasks import _addresses
from tajuk.wires.enums import Indexing
from tajuk.wires.models import Agency, Payload, Source, WireItem, WireVersion
from tajuk.wires.packing import pack
from tajuk.wires.story import Labelled, Story
from tests.factories.newsroom import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
THEIRS = "https://kawat.example/berita/1?a=b&c=%22d%22"


def taken(asks: str, story: Story | None = None, made: str = Made.TAKEN):
    """Return a story that took an agency's words, whose contract asks for something."""
    told = story or Story("urn:1", "rss", alt_ids=(Labelled(THEIRS, "url"),))
    agency = AgencyFactory(indexing=asks)
    source, _ = Source.objects.get_or_create(
        slug="kawat", defaults={"name": "Kawat", "agency": agency, "kind": "push"}
    )
    item = WireItem.objects.create(
        agency=agency, source=source, guid=told.guid, first_seen_at=clock.now(), received_at=clock.now()
    )
    payload = Payload.objects.create(source=source, sha256=told.guid[-9:], received_at=clock.now(), size=1)
    version = WireVersion.objects.create(
        item=item, source=source, payload=payload, digest="1", story=pack(told), received_at=clock.now()
    )
    article = ArticleFactory()
    Derivation.objects.create(article=article, made=made, wire_version=version, source=source, at=clock.now())
    return article


def head(client, path):
    response = client.get(path)
    assert response.status_code == 200
    page = markup.fromstring(response.content)
    [canonical] = page.xpath("//link[@rel='canonical']/@href")
    [robots] = page.xpath("//meta[@name='robots']/@content")
    return canonical, robots, response.get("X-Robots-Tag", ""), page


def located(client, path):
    response = client.get(path)
    if response.status_code == 404:
        return []
    return etree.fromstring(response.content).xpath("//*[local-name()='loc']/text()")


def in_sitemaps(client, article):
    """Return which sitemaps name a story."""
    month = article.published_at.astimezone(clock.WIB).strftime("%Y-%m")
    paths = ("/sitemap-news.xml", f"/sitemaps/{month}.xml")
    return [path for path in paths for address in located(client, path) if address.endswith(f"-{article.pk}")]


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_a_contract_that_asks_for_nothing_leaves_our_page_canonical(client, settings, prefix):
    article = taken(Indexing.HERE)
    canonical, robots, header, _ = head(client, prefix + article.get_absolute_url())
    assert canonical == settings.SITE_ADDRESS + article.get_absolute_url()
    assert robots.startswith("index") and not header
    assert len(in_sitemaps(client, article)) == 2
    assert _addresses(article, "indexnow")


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_the_agency_s_page_is_canonical_where_its_contract_asks(client, prefix):
    article = taken(Indexing.SOURCE)
    canonical, robots, header, page = head(client, prefix + article.get_absolute_url())
    assert canonical == THEIRS
    # A canonical link counts only on a page that may be indexed.
    assert "noindex" not in robots and not header
    assert not page.xpath("//link[@hreflang]")
    assert in_sitemaps(client, article) == []
    assert _addresses(article, "indexnow") == []
    assert _addresses(article, "websub")


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_a_page_that_a_contract_keeps_from_search_engines_says_so(client, settings, prefix):
    article = taken(Indexing.NONE)
    canonical, robots, header, page = head(client, prefix + article.get_absolute_url())
    assert canonical == settings.SITE_ADDRESS + article.get_absolute_url()
    assert "noindex" in robots and header == "noindex"
    assert not page.xpath("//link[@hreflang]")
    assert in_sitemaps(client, article) == []
    assert _addresses(article, "indexnow") == []


@pytest.mark.parametrize(
    "story",
    [
        Story("urn:1", "ninjs"),
        Story("https://kawat.example/an-identifier", "newsml-g2"),
        Story("urn:1", "rss", alt_ids=(Labelled("javascript:alert(1)", "url"),)),
        Story("urn:1", "rss", alt_ids=(Labelled("https://[x", "url"),)),
        Story("urn:1", "rss", alt_ids=(Labelled("/berita/1", "url"),)),
        Story("urn:1", "rss", alt_ids=(Labelled("http://127.0.0.1:8000/makro/x-1", "url"),)),
    ],
)
def test_without_an_address_of_the_agency_s_page_ours_is_left_out(client, story):
    _, robots, header, _ = head(client, taken(Indexing.SOURCE, story).get_absolute_url())
    assert "noindex" in robots and header == "noindex"


def test_the_identifier_of_a_page_of_the_web_is_its_address():
    assert indexing.address_of(Story(THEIRS, "html")) == THEIRS


def test_a_rewritten_story_is_ours_unless_it_names_the_agency(client):
    article = taken(Indexing.NONE, made=Made.REWRITTEN)
    assert indexing.found_of(article) == indexing.HERE
    article.agencies.add(AgencyFactory())
    article.save()
    _, robots, _, _ = head(client, article.get_absolute_url())
    assert "noindex" in robots and in_sitemaps(client, article) == []


def test_the_strictest_contract_counts(client):
    article = taken(Indexing.SOURCE)
    article.agencies.add(AgencyFactory(slug="lain", name="Lain", indexing=Indexing.NONE))
    article.save()
    _, robots, _, _ = head(client, article.get_absolute_url())
    assert "noindex" in robots


def test_machines_are_told_which_page_the_story_was_taken_from(client):
    page = client.get(taken(Indexing.SOURCE).get_absolute_url()).content.decode()
    told = [json.loads(text) for text in re.findall(r'application/ld\+json">(.*?)</script>', page)]
    [story] = [each for each in told if each["@type"] == "NewsArticle"]
    assert story["isBasedOn"] == THEIRS


def test_feeds_name_the_agency_s_page(client):
    article = taken(Indexing.SOURCE)
    for name in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse(client.get(f"/{name}").content)
        assert parsed.bozo == 0
        [entry] = parsed.entries
        assert [link.href for link in entry.links if link.rel == "canonical"] == [THEIRS]
        assert entry.link.endswith(article.get_absolute_url())
    [item] = json.loads(client.get("/feed.json").content)["items"]
    assert item["external_url"] == THEIRS


def test_a_list_asks_once_for_the_agencies_pages(django_assert_max_num_queries):
    articles = [
        taken(Indexing.SOURCE, Story(f"urn:{n}", "rss", alt_ids=(Labelled(THEIRS, "url"),))) for n in (1, 2)
    ]
    found = type(articles[0]).objects.for_gate().filter(pk__in=[each.pk for each in articles])
    rows = list(found)
    with django_assert_max_num_queries(1):
        assert {each.address for each in indexing.found_of_all(rows).values()} == {THEIRS}


def test_a_changed_contract_has_its_stories_made_again(django_capture_on_commit_callbacks):
    article = taken(Indexing.HERE)
    OutboxEntry.objects.all().delete()
    agency = Agency.objects.get(slug="kawat")
    agency.indexing = Indexing.NONE
    with django_capture_on_commit_callbacks(execute=True):
        agency.save()
    names = set(OutboxEntry.objects.values_list("name", flat=True))
    assert {f"articles.article:{article.pk}", "list:rights"} <= names


def test_the_publisher_s_logo_stands_in_what_machines_are_told(client, settings):
    logo = {"address": "/media/identity/logo.webp", "width": 300, "height": 40}
    Masthead.objects.create(name="Warta", publisher="PT Warta", logo=logo)
    article = ArticleFactory()
    for path, kind in ((article.get_absolute_url(), "NewsArticle"), ("/", "WebSite")):
        page = client.get(path).content.decode()
        told = [json.loads(text) for text in re.findall(r'application/ld\+json">(.*?)</script>', page)]
        [found] = [each for each in told if each["@type"] == kind]
        assert found["publisher"]["logo"] == {
            "@type": "ImageObject",
            "url": f"{settings.SITE_ADDRESS}/media/identity/logo.webp",
            "width": 300,
            "height": 40,
        }
