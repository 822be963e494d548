"""What the paper declares to machines in plain text, and how its stories stand in others' pages."""

import json
from urllib.parse import urlencode

import pytest
from django.conf import settings
from lxml import etree

from tajuk.pictures import renditions
from tajuk.site.checks import check_settings
from tests.factories.newsroom import CANARY, ArticleFactory, PictureFactory, SectionFactory

pytestmark = pytest.mark.django_db
LINE = "example.com, pub-1, DIRECT, f08c47fec0942fa0"


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_ads_txt_says_who_sells_and_is_not_there_where_nobody_does(client, settings):
    text(client, "/ads.txt", 404)
    settings.TAJUK_ADS_TXT = f"{LINE}|# catatan | OWNERDOMAIN=contoh.example"
    assert text(client, "/ads.txt") == f"{LINE}\n# catatan\nOWNERDOMAIN=contoh.example\n"
    assert check_settings(None) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAJUK_ADS_TXT", "example.com, pub-1, SELLER"),
        ("TAJUK_ADS_TXT", f"{LINE}\n<script>"),
        ("TAJUK_TRUST_TXT", "anggota=https://contoh.example/"),
        ("TAJUK_INDEXNOW_KEY", "pendek"),
        ("TAJUK_INDEXNOW_KEY", "tidak/boleh/begitu"),
        ("TAJUK_WEBSUB_HUBS", ["hub.example"]),
        ("TAJUK_INDEXNOW_URL", "indexnow.example"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(settings, name, value):
    setattr(settings, name, value)
    (error,) = check_settings(None)
    assert "\n" not in error.msg


@pytest.mark.parametrize(("crawlers", "said"), [(["search"], "no"), (["training"], "yes")])
def test_trust_txt_says_to_whom_to_write_and_whether_machines_may_learn(client, settings, crawlers, said):
    settings.TAJUK_AI_CRAWLERS = crawlers
    settings.TAJUK_TRUST_TXT = "member=https://dewan.example/|contact=https://contoh.example/tulis"
    lines = text(client, "/trust.txt").splitlines()
    assert lines == [
        "member=https://dewan.example/",
        "contact=https://contoh.example/tulis",
        f"datatrainingallowed={said}",
    ]
    assert text(client, "/.well-known/trust.txt").splitlines() == lines


def test_llms_txt_names_sections_and_feeds_in_markdown_and_can_be_left_out(client, settings):
    SectionFactory(slug="energi", name_id="Energi](x) <b>")
    found = text(client, "/llms.txt")
    assert found.startswith("# ")
    assert f"- [Energi\\](x) \\<b\\>]({settings.SITE_ADDRESS}/energi/)" in found
    assert f"{settings.SITE_ADDRESS}/en/rss.xml" in found and "/api/v1/openapi.json" in found
    settings.TAJUK_LLMS_TXT = False
    text(client, "/llms.txt", 404)


def test_the_key_of_indexnow_stands_at_its_own_address_only(client, settings):
    text(client, "/.txt", 404)
    text(client, "/kunci-0123456789.txt", 404)
    settings.TAJUK_INDEXNOW_KEY = "kunci-0123456789"
    assert text(client, "/kunci-0123456789.txt") == "kunci-0123456789"
    text(client, "/kunci-9876543210.txt", 404)


def embedded(client, article, **query):
    page = query.pop("url", f"{settings.SITE_ADDRESS}{article.get_absolute_url()}")
    return client.get(f"/oembed?{urlencode({'url': page, **query})}")


def test_a_story_is_described_for_others_pages_and_its_page_says_where(client):
    picture = PictureFactory()
    renditions.make(picture)
    article = ArticleFactory(headline="Nikel <naik> & turun", lead_picture=picture)
    page = client.get(article.get_absolute_url()).content.decode()
    [address] = etree.HTML(page).xpath("//link[@type='application/json+oembed']/@href")
    answer = client.get(address.removeprefix(settings.SITE_ADDRESS))
    told = answer.json()
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", "Nikel <naik> & turun")
    assert "Nikel &lt;naik&gt; &amp; turun" in told["html"] and "<script" not in told["html"]
    assert told["thumbnail_url"].startswith("http") and told["thumbnail_width"] > 0
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_description_is_xml_where_that_is_asked_for_and_keeps_to_a_size(client):
    article = ArticleFactory(headline="Nikel <naik> ]]>")
    answer = embedded(client, article, format="xml", maxwidth=300, maxheight="banyak")
    found = etree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("text/xml")
    assert (found.tag, found.findtext("title"), found.findtext("width")) == (
        "oembed",
        "Nikel <naik> ]]>",
        "300",
    )
    assert embedded(client, article, format="yaml").status_code == 501


@pytest.mark.parametrize("state", ["draft", "embargoed", "held", "killed"])
def test_of_a_story_that_is_kept_in_nothing_is_described(client, state):
    article = ArticleFactory(headline=CANARY, **{state: True})
    answer = embedded(client, article)
    assert answer.status_code == 404 and CANARY not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://lain.example/makro/x-1",
        "/makro/x-1",
        "x" * 5_000,
        "http://[",
        "http://127.0.0.1:8000/makro/",
    ],
)
def test_what_is_no_story_of_ours_is_not_described(client, address):
    article = ArticleFactory()
    assert embedded(client, article, url=address).status_code == 404


def test_a_hub_stands_in_every_form_of_a_feed_where_there_is_one(client, settings):
    assert b"hub" not in client.get("/rss.xml").content
    settings.TAJUK_WEBSUB_HUBS = ["https://hub.example/"]
    for path in ("/rss.xml", "/atom.xml"):
        links = etree.fromstring(client.get(path).content).findall(".//{http://www.w3.org/2005/Atom}link")
        assert [each.get("href") for each in links if each.get("rel") == "hub"] == ["https://hub.example/"]
        assert [each.get("rel") for each in links].count("self") == 1
    assert json.loads(client.get("/feed.json").content)["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]
