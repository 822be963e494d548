"""Nothing of a story that is kept in stands at any address that an exit names."""

import pytest

from tajuk.articles.models import Credit
from tajuk.clearance import exits
from tests.factories.newsroom import (
    CANARY,
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    TopicFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db

PAGES = ["article", "article-lite", "front", "section", "latest", "most-read", "topic", "author", "agency",
         "instrument", "related", "read-also", "search", "corrections", "fragments"]  # fmt: skip


def story(**traits):
    body = paragraphs(f"Isi {CANARY}.", "Dua.", "Tiga.")
    article = ArticleFactory(
        headline=f"Judul {CANARY}", slug="netral", summary=f"Ringkasan {CANARY}", body=body, **traits
    )
    article.topics.add(TopicFactory(slug="emas"))
    article.agencies.add(AgencyFactory())
    article.save()
    Credit.objects.create(article=article, author=AuthorFactory(name="Ratna"), role="reporter")
    other = ArticleFactory(body=[{"type": "read_also", "value": article.pk, "id": "a"}, *paragraphs("Satu.")])
    other.topics.add(*article.topics.all())
    other.save()
    return article


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_a_registered_exit(name):
    assert exits.get(name)


@pytest.mark.parametrize("trait", [{"draft": True}, {"embargoed": True}, {"held": True}, {"killed": True}])
def test_no_exit_of_the_site_lets_a_word_out(client, trait):
    article = story(**trait)
    for name in PAGES:
        for address in exits.get(name).addresses(article):
            html = client.get(address).content.decode()
            # The search page repeats what was asked for.
            said = html.replace("kenari", "") if name == "search" else html
            assert CANARY not in said, (name, address)


def test_a_cleared_story_is_met_at_its_exits(client):
    article = story()
    for name in PAGES:
        if name in ("corrections", "instrument"):
            continue
        found = [
            CANARY in client.get(address).content.decode() for address in exits.get(name).addresses(article)
        ]
        assert any(found), name
