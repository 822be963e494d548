"""The API hands on cleared articles as ninjs 3.1, and says of the withdrawn that they are."""

import json
import warnings
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Credit
from tajuk.common import clock
from tajuk.markets.models import Instrument
from tajuk.pictures import renditions
from tajuk.staff.models import Author
from tajuk.wires.read import read_document
from tajuk.wires.safe_xml import parse_xml
from tests.factories.newsroom import (
    CANARY,
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db
LIST = "/api/v1/articles"


def items(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200, response.content
    return response.json()["items"]


def ids(client, **query):
    return [int(item["uri"].rpartition("/")[2]) for item in items(client, **query)]


def author(name):
    return Author.objects.filter(name=name).first() or AuthorFactory(name=name)


def full(**fields):
    """Return an article with everything that ninjs has a word for."""
    picture = PictureFactory(may_be_syndicated=True)
    renditions.make(picture)
    article = ArticleFactory(
        headline="Nikel naik",
        lead_picture=picture,
        body=paragraphs("Satu.", "Dua.", f"Tiga {CANARY}."),
        **fields,
    )
    article.topics, article.agencies = [TopicFactory(slug="nikel")], [AgencyFactory(may_syndicate=True)]
    article.credits = [
        Credit(author=author(name), role=role) for name, role in (("Sari", "reporter"), ("Budi", "editor"))
    ]
    article.save()
    actions.correct(article, wrong="Rp5 triliun", right="Rp5 miliar", by=None, now=clock.now())
    return article


def test_an_article_is_a_ninjs_document(client):
    article = full()
    item = client.get(f"{LIST}/{article.pk}").json()
    assert item["standard"]["version"] == "3.1"
    assert item["uri"] == f"http://127.0.0.1:8000/api/v1/articles/{article.pk}"
    assert (item["pubStatus"], item["representationType"], item["language"]) == ("usable", "full", "id-ID")
    assert item["headlines"] == [{"role": "main", "value": "Nikel naik"}]
    assert CANARY in item["bodies"][0]["value"]
    assert item["by"] == "Sari"
    assert "Rp5 miliar" in next(
        each["value"] for each in item["descriptions"] if each["role"] == "correction"
    )
    assert {"name": "Budi", "role": "editor"} in item["infoSources"]
    (lead,) = item["associations"]
    assert lead["renditions"][0]["href"].startswith("http://127.0.0.1:8000/media/")


def test_an_article_is_what_the_official_schema_admits(client):
    schema = next(Path("tests/samples").rglob("ninjs-schema_3.1.json"), None)
    if schema is None:
        pytest.skip("the schema is not among the samples")
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads(schema.read_text()))
    article, killed = full(), ArticleFactory(killed=True)
    for pk in (article.pk, killed.pk, ArticleFactory(summary="", dateline="", slugline="", body=[]).pk):
        validator.validate(client.get(f"{LIST}/{pk}").json())


def test_usage_terms_and_notes_never_leave(client):
    article = full(editors_note=f"catatan {CANARY}2", usage_terms=f"syarat {CANARY}3")
    text = client.get(f"{LIST}/{article.pk}").content.decode()
    assert f"{CANARY}2" not in text and f"{CANARY}3" not in text


def test_a_picture_that_may_not_be_handed_on_stays(client):
    picture = PictureFactory()
    renditions.make(picture)
    article = ArticleFactory(lead_picture=picture)
    assert "associations" not in client.get(f"{LIST}/{article.pk}").json()


def test_of_a_premium_story_the_teaser_leaves(client):
    article = full(premium=True)
    item = client.get(f"{LIST}/{article.pk}").json()
    assert item["representationType"] == "partial"
    assert CANARY not in json.dumps(item) and "Dua." in item["bodies"][0]["value"]


@pytest.mark.parametrize("state", ["draft", "embargoed"])
def test_of_what_readers_never_had_nothing_is_told(client, state):
    article = ArticleFactory(headline=CANARY, **{state: True})
    response = client.get(f"{LIST}/{article.pk}")
    assert (response.status_code, response.json()) == (404, client.get(f"{LIST}/999999").json())
    assert ids(client) == []
    actions.restrict(article, RestrictionKind.HOLD, reason="diperiksa", by=None, now=clock.now())
    assert client.get(f"{LIST}/{article.pk}").json() == {"detail": "Not Found"}
    assert client.get("/api/v1/withdrawals").json() == {"items": []}


@pytest.mark.parametrize(
    ("state", "status", "said"), [("held", 404, "withheld"), ("killed", 410, "canceled")]
)
def test_a_withdrawn_story_answers_with_a_notice_and_without_its_text(client, state, status, said):
    article = ArticleFactory(headline=CANARY, summary=CANARY, body=paragraphs(CANARY), **{state: True})
    response = client.get(f"{LIST}/{article.pk}")
    assert (response.status_code, response.json()["pubStatus"]) == (status, said)
    (notice,) = client.get("/api/v1/withdrawals").json()["items"]
    assert notice == response.json()
    assert CANARY not in response.content.decode()
    assert items(client) == []


def test_a_released_story_is_back_as_it_was(client):
    article = ArticleFactory()
    before = client.get(f"{LIST}/{article.pk}").json()
    actions.restrict(article, RestrictionKind.HOLD, reason="diperiksa", by=None, now=clock.now())
    actions.lift(article, RestrictionKind.HOLD, reason="benar", by=None, now=clock.now())
    assert client.get(f"{LIST}/{article.pk}").json() == before
    assert client.get("/api/v1/withdrawals").json()["items"] == []


def test_lists_are_narrowed(client, english, instrument):
    plain = ArticleFactory(first_published_at=clock.now() - timedelta(days=3))
    energy = ArticleFactory(section=SectionFactory(slug="energi"))
    topical = ArticleFactory()
    topical.topics, topical.instruments = [TopicFactory(slug="nikel")], [instrument]
    topical.save()
    foreign = ArticleFactory(locale=english)
    assert set(ids(client)) == {plain.pk, energy.pk, topical.pk, foreign.pk}
    assert ids(client, section="energi") == [energy.pk]
    assert (
        ids(client, topic="nikel")
        == ids(client, instrument="USD/IDR")
        == ids(client, instrument="usd-idr")
        == [topical.pk]
    )
    assert ids(client, language="en") == [foreign.pk]
    assert plain.pk not in ids(client, since=(clock.now() - timedelta(days=1)).isoformat())
    assert ids(client, section="tidak-ada") == []


@pytest.fixture
def instrument():
    from tajuk.markets.models import Calendar

    calendar = Calendar.objects.first() or Calendar.objects.create(key="uji", name_id="Uji")
    return Instrument.objects.create(symbol="USD/IDR", name_id="Rupiah", kind="currency", calendar=calendar)


def test_pages_follow_one_another_while_stories_arrive(client):
    moment = clock.now() - timedelta(hours=1)
    made = [ArticleFactory(first_published_at=moment).pk for _ in range(7)]
    seen, cursor = [], ""
    while True:
        answer = client.get(LIST, {"limit": 3, "cursor": cursor}).json()
        seen += [int(item["uri"].rpartition("/")[2]) for item in answer["items"]]
        ArticleFactory()
        if not (cursor := answer["next"]):
            break
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 51},
        {"limit": "x"},
        {"cursor": "x"},
        {"since": "kemarin"},
        {"since": "2024-01-19T10:00:00"},
        {"language": "fr"},
    ],
)
def test_a_wrong_call_is_named(client, query):
    response = client.get(LIST, query)
    assert response.status_code == 422
    assert next(iter(query)) in json.dumps(response.json())


@pytest.mark.parametrize(
    "path", ["/api/v1/articles/x", "/api/v1/articles/-1", "/api/v1/articles/" + "9" * 30]
)
def test_no_other_article_exists(client, path):
    assert client.get(path).status_code == 404


def test_answers_may_be_kept_for_less_than_a_minute(client):
    article = ArticleFactory()
    assert client.get(f"{LIST}/{article.pk}")["Cache-Control"] == "public, max-age=30"


def test_the_api_describes_itself(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/articles", "/api/v1/articles/{pk}", "/api/v1/withdrawals"} <= set(document["paths"])


def test_only_reading_is_possible(client):
    for verb in (client.post, client.put, client.delete, client.patch):
        assert verb(LIST).status_code == 405


def test_a_list_costs_the_same_queries_for_1_and_20_stories(client, django_assert_max_num_queries):
    full()
    with django_assert_max_num_queries(18) as first:
        assert len(items(client)) == 1
    for _ in range(19):
        full()
    with django_assert_max_num_queries(18) as second:
        assert len(items(client)) == 20
    assert len(first) == len(second)


def read_g2(client, path, status=200, **query):
    """Return what our own reader of wires makes of an answer in NewsML-G2."""
    answer = client.get(path, query)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/vnd.iptc.g2.news")
    return answer, read_document(answer.content).stories


def test_an_article_is_a_newsml_g2_item_that_says_what_ninjs_says(client):
    article = full()
    answer, [story, picture] = read_g2(client, f"{LIST}/{article.pk}.xml")
    assert "newsmessage" in answer["Content-Type"] and picture.type == "picture"
    ninjs = read_document(client.get(f"{LIST}/{article.pk}").content).stories[0]
    assert (story.guid, story.headline, story.pubstatus) == (ninjs.guid, "Nikel naik", "usable")
    assert [block.html for block in story.body][:3] == [block.html for block in ninjs.body][:3]
    assert story.version.isdecimal()
    assert {each.name for each in story.subjects} >= {each.name for each in ninjs.subjects}
    assert answer["Cache-Control"] == "public, max-age=30"


def test_another_reader_of_newsml_g2_reads_it(client):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its docstrings have invalid escapes
        import NewsMLG2
    article = ArticleFactory(headline="Nikel & <b>tembaga</b> ]]>")
    item = NewsMLG2.NewsMLG2Document(client.get(f"{LIST}/{article.pk}.xml").content).get_item()
    assert item.guid.endswith(f"{LIST}/{article.pk}")
    assert str(item.itemmeta.pubstatus.qcode) == "stat:usable"


def test_a_list_is_one_news_message_whose_pages_follow_one_another(client):
    articles = [ArticleFactory(headline=f"Nikel {number}") for number in range(5)]
    ArticleFactory(headline="Rahasia", embargoed=True)
    seen, address = [], f"{LIST}.xml?limit=2"
    while address:
        answer, stories = read_g2(client, address)
        seen += [story.headline for story in stories]
        link = answer.headers.get("Link", "")
        address = link.partition(">")[0].removeprefix("<").removeprefix(settings.SITE_ADDRESS)
    assert seen == [article.headline for article in reversed(articles)]


def test_an_empty_list_is_a_message_of_nothing(client):
    assert parse_xml(client.get(f"{LIST}.xml").content).findall(".//{*}newsItem") == []


def test_of_a_withdrawn_story_newsml_g2_has_a_notice_without_its_text(client):
    for state, status, said in (("killed", 410, "canceled"), ("held", 404, "withheld")):
        article = ArticleFactory(headline=CANARY, body=paragraphs(CANARY), **{state: True})
        answer, [story] = read_g2(client, f"{LIST}/{article.pk}.xml", status)
        assert story.pubstatus == said and CANARY not in answer.content.decode()
    hidden = ArticleFactory(headline=CANARY, embargoed=True)
    answer = client.get(f"{LIST}/{hidden.pk}.xml")
    assert answer.status_code == 404 and CANARY not in answer.content.decode()


def test_of_a_premium_story_newsml_g2_has_the_teaser(client):
    article = ArticleFactory(premium=True, body=paragraphs("Satu.", "Dua.", f"Tiga {CANARY}."))
    assert CANARY not in client.get(f"{LIST}/{article.pk}.xml").content.decode()
    assert CANARY not in client.get(f"{LIST}.xml").content.decode()
