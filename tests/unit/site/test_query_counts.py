"""How many queries a page makes does not depend on how much it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tajuk.articles import actions
from tajuk.articles.models import Credit
from tajuk.common import clock
from tajuk.markets.models import Calendar, Instrument
from tajuk.pictures import renditions
from tests.factories.newsroom import (
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    TopicFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "/", "/makro/", "/terbaru/", "/terpopuler/", "/topik/emas/", "/penulis/ratna/", "/sumber/kawat/", "/koreksi/",
    "/pasar/emas/", "/cari?q=berita", "/_/fragments/latest", "/_/fragments/most-read",
]  # fmt: skip


@pytest.fixture
def shelf():
    """Return the topic, author, agency, instrument and picture that all stories share."""
    calendar = Calendar.objects.create(key="uji", name_id="Uji")
    instrument = Instrument.objects.create(symbol="EMAS", name_id="Emas", kind="metal", calendar=calendar)
    picture = PictureFactory()
    renditions.make(picture)
    return {
        "topics": TopicFactory(slug="emas"),
        "author": AuthorFactory(name="Ratna"),
        "agencies": AgencyFactory(),
        "instruments": instrument,
        "picture": picture,
    }


def stories(number, shelf):
    for _ in range(number):
        article = ArticleFactory(lead_picture=shelf["picture"])
        for name in ("topics", "agencies", "instruments"):
            getattr(article, name).add(shelf[name])
        article.save()
        Credit.objects.create(article=article, author=shelf["author"])
        actions.correct(article, wrong="a", right="b", by=None, now=clock.now())


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("prefix", ["", "/lite"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_twenty_costs_what_a_list_of_one_does(client, shelf, path, prefix):
    if prefix and path.startswith("/_/"):
        pytest.skip("fragments have no light form")
    stories(12, shelf)
    some = queries(client, prefix + path)
    stories(10, shelf)
    assert queries(client, prefix + path) == some


def blocks(number, shelf):
    others = [ArticleFactory(lead_picture=shelf["picture"]) for _ in range(number)]
    body = []
    for place, other in enumerate(others):
        body += [
            {"type": "read_also", "value": other.pk, "id": f"r{place}"},
            {"type": "picture", "value": {"picture": shelf["picture"].pk, "caption": ""}, "id": f"g{place}"},
            {
                "type": "chart",
                "value": {"instrument": shelf["instruments"].pk, "days": 90},
                "id": f"c{place}",
            },
            {
                "type": "paragraph",
                "value": f'<p><a linktype="article" id="{other.pk}">x</a></p>',
                "id": f"p{place}",
            },
        ]
    return body + paragraphs("Akhir.")


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_a_story_of_twenty_blocks_costs_what_one_of_one_does(client, shelf, prefix):
    stories(6, shelf)
    short = ArticleFactory(body=blocks(1, shelf), lead_picture=shelf["picture"])
    long = ArticleFactory(body=blocks(20, shelf), lead_picture=shelf["picture"])
    few, many = (queries(client, prefix + article.get_absolute_url()) for article in (short, long))
    assert few == many, (few, many)
    assert many <= 45
