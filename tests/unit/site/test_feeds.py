"""Feeds hold what may leave, say what was corrected, and are read without complaint."""

from datetime import timedelta

import feedparser
import orjson
import pytest
from lxml import etree

from tajuk.articles import actions
from tajuk.articles.models import Credit
from tajuk.common import clock
from tajuk.common.dependencies import recording
from tajuk.fronts.models import Masthead
from tajuk.pictures import renditions
from tests.factories.newsroom import (
    CANARY,
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db
FILES = ("rss.xml", "atom.xml", "feed.json")
HOSTILE = (
    "]]> <![CDATA[ x",
    "</script><script>alert(1)</script>",
    "<b>&amp;</b> & \"'",
    "-->",
    "naik\x08\x0b\x1f\x7f\x85 turun\ufffe",
    "\u202ekanan\u2066 kiri",
    "🙂 emoji " + "x" * 150,
)


def get(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response


def read(client, path):
    """Return a feed as feedparser reads it; JSON as its own entries."""
    response = get(client, path)
    if path.endswith(".json"):
        return orjson.loads(response.content)
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_story_leaves_every_feed_valid(client, settings, name, title):
    settings.TAJUK_FEED_FULL_TEXT = True
    article = ArticleFactory(
        headline=title, summary=title, lead_caption=title, body=[*paragraphs(title), quote(title)]
    )
    actions.correct(article, wrong=title, right=title, by=None, now=clock.now())
    parsed = read(client, f"/{name}")
    entries = parsed["items"] if name == "feed.json" else parsed.entries
    assert len(entries) == 1
    assert entries[0]["id"].endswith(f"/api/v1/articles/{article.pk}")


def quote(text):
    return {"type": "quote", "value": {"text": text, "attribution": text}, "id": "q"}


def test_a_title_comes_through_as_it_was_written(client):
    ArticleFactory(headline="Laba < rugi & seterusnya")
    assert (
        etree.fromstring(get(client, "/rss.xml").content).findtext("channel/item/title")
        == "Laba < rugi & seterusnya"
    )
    (item,) = read(client, "/feed.json")["items"]
    assert item["title"] == "Laba < rugi & seterusnya"


@pytest.mark.parametrize("name", FILES)
def test_an_empty_newsroom_has_valid_feeds(client, name):
    parsed = read(client, f"/{name}")
    assert not (parsed["items"] if name == "feed.json" else parsed.entries)


def test_every_list_has_its_feed(client):
    topic, author = TopicFactory(slug="nikel"), AuthorFactory(name="Sari Uji", slug="sari-uji")
    article = ArticleFactory(headline="Nikel naik")
    article.topics = [topic]
    article.credits = [Credit(author=author, role="reporter")]
    article.save()
    ArticleFactory(section=SectionFactory(slug="energi"))
    for below in ("makro/", "topik/nikel/", "penulis/sari-uji/"):
        for name in FILES:
            parsed = read(client, f"/{below}{name}")
            entries = parsed["items"] if name == "feed.json" else parsed.entries
            assert [entry["title"] for entry in entries] == ["Nikel naik"], f"/{below}{name}"
    assert read(client, "/rss.xml").entries[1].author == "Sari Uji"
    assert client.get("/tidak-ada/rss.xml").status_code == 404
    assert client.get("/topik/tidak-ada/atom.xml").status_code == 404


def test_editions_have_feeds_of_their_own(client, english):
    ArticleFactory(headline="Nikel naik")
    ArticleFactory(headline="Nickel rises", locale=english)
    (indonesian,) = read(client, "/rss.xml").entries
    parsed = read(client, "/en/rss.xml")
    assert (indonesian.title, parsed.entries[0].title) == ("Nikel naik", "Nickel rises")
    assert parsed.feed.language == "en"
    assert read(client, "/en/makro/atom.xml").entries[0].link.endswith(parsed.entries[0].link[-10:])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("state", ["draft", "embargoed", "held", "killed"])
def test_what_may_not_leave_is_in_no_feed(client, settings, name, state):
    settings.TAJUK_FEED_FULL_TEXT = True
    article = ArticleFactory(headline=CANARY, summary=CANARY, body=paragraphs(CANARY), **{state: True})
    other = ArticleFactory()
    other.body = [*paragraphs("Teks."), {"type": "read_also", "value": article.pk, "id": "r"}]
    other.save()
    for below in ("", "makro/"):
        assert CANARY not in get(client, f"/{below}{name}").content.decode()


@pytest.mark.parametrize("name", FILES)
def test_full_text_leaves_by_setting_only_and_never_when_it_is_paid_for(client, settings, name):
    ArticleFactory(summary="Ringkas.", body=paragraphs("Satu.", "Dua.", f"Tiga {CANARY}."))
    ArticleFactory(premium=True, body=paragraphs("Satu.", "Dua.", "Rahasia berbayar."))
    assert CANARY not in get(client, f"/{name}").content.decode()
    settings.TAJUK_FEED_FULL_TEXT = True
    content = get(client, f"/{name}").content.decode()
    assert CANARY in content
    assert "berbayar" not in content


def test_full_text_has_its_pictures_links_and_tables(client, settings):
    settings.TAJUK_FEED_FULL_TEXT = True
    other, held = ArticleFactory(headline="Lain"), ArticleFactory(headline="Ditahan", held=True)
    picture = PictureFactory(may_be_syndicated=True)
    renditions.make(picture)
    named = '<a linktype="article" id="{}">{}</a>'.format
    link = f"<p>Lihat {named(other.pk, 'ini')} dan {named(held.pk, 'itu')}.</p>"
    ArticleFactory(
        body=[
            {"type": "paragraph", "value": link, "id": "a"},
            {"type": "picture", "value": {"picture": picture.pk, "caption": "Kapal"}, "id": "b"},
            {
                "type": "table",
                "value": {"title": "Harga", "table": {"data": [["a", "<b>"], ["1", "2"]]}},
                "id": "c",
            },
            {"type": "read_also", "value": other.pk, "id": "d"},
            {"type": "list", "value": "<ul><li>satu</li></ul>", "id": "e"},
            {"type": "subhead", "value": "A & B", "id": "f"},
        ]
    )
    item = next(item for item in read(client, "/feed.json")["items"] if "Lihat" in item["content_html"])
    html = item["content_html"]
    assert f'href="http://127.0.0.1:8000{other.get_absolute_url()}"' in html
    assert str(held.pk) not in html.split("itu")[0].rpartition("dan")[2]
    assert '<figure><img src="http://127.0.0.1:8000/media/' in html and "Kapal" in html
    assert "&lt;b&gt;" in html and "<li>satu</li>" in html and "<h2>A &amp; B</h2>" in html


def test_the_lead_picture_comes_with_caption_and_credit_until_it_expires(client):
    picture = PictureFactory(may_be_syndicated=True)
    renditions.make(picture)
    ArticleFactory(lead_picture=picture)
    (entry,) = read(client, "/rss.xml").entries
    (media,) = entry.media_content
    assert media["url"].startswith("http://127.0.0.1:8000/media/") and media["type"] == "image/jpeg"
    assert entry.media_credit[0]["content"] == "Kawat Nusantara/Juru Foto"
    assert read(client, "/atom.xml").entries[0].media_content
    picture.expires_at = clock.now() - timedelta(seconds=1)
    picture.save()
    assert "media_content" not in read(client, "/rss.xml").entries[0]


def test_a_correction_is_said_and_moves_the_time(client):
    article = ArticleFactory(first_published_at=clock.now() - timedelta(days=2), last_published_at=None)
    before = read(client, "/atom.xml").entries[0]
    actions.correct(article, wrong="Rp5 triliun", right="Rp5 miliar", by=None, now=clock.now())
    after = read(client, "/atom.xml").entries[0]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.updated > before.updated
    for name in FILES:
        content = get(client, f"/{name}").content.decode()
        assert "Rp5 triliun" in content and "Rp5 miliar" in content


def test_the_identifier_outlives_slug_and_section(client):
    article = ArticleFactory(headline="Nikel naik")
    before = read(client, "/rss.xml").entries[0]
    article.slug, article.section = "lain", SectionFactory(slug="energi")
    article.save()
    after = read(client, "/rss.xml").entries[0]
    assert after.id == before.id and after.link != before.link


def test_an_unchanged_feed_is_the_same_to_the_byte(client):
    ArticleFactory()
    assert [get(client, f"/{n}").content for n in FILES] == [get(client, f"/{n}").content for n in FILES]


def test_a_feed_names_itself_and_its_paper(client):
    Masthead.objects.create(name="Harian Uji")
    SectionFactory()
    parsed = read(client, "/makro/rss.xml")
    assert parsed.feed.title == "Harian Uji - Makro"
    assert parsed.feed.links[-1]["href"] == "http://127.0.0.1:8000/makro/rss.xml"
    document = read(client, "/makro/feed.json")
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "http://127.0.0.1:8000/makro/feed.json"


@pytest.mark.parametrize("name", FILES)
def test_a_feed_costs_the_same_queries_for_1_and_20_stories(
    client, settings, django_assert_max_num_queries, name
):
    settings.TAJUK_FEED_FULL_TEXT = True
    story(0)
    with django_assert_max_num_queries(20) as first:  # three of them note what was delivered
        get(client, f"/topik/nikel/{name}")
    for n in range(1, 20):
        story(n)
    with django_assert_max_num_queries(20) as second:
        get(client, f"/topik/nikel/{name}")
    assert len(first) == len(second)


def story(n):
    picture = PictureFactory(may_be_syndicated=True)
    article = ArticleFactory(
        lead_picture=picture,
        body=[*paragraphs("Satu."), {"type": "picture", "value": {"picture": picture.pk}, "id": f"x{n}"}],
    )
    article.topics = [TopicFactory(slug="nikel")]
    article.credits = [Credit(author=AuthorFactory(), role="reporter")]
    article.save()
    actions.correct(article, wrong="a", right="b", by=None, now=clock.now())


def test_a_feed_notes_its_list_and_its_stories(client):
    article = ArticleFactory()
    with recording() as keys:
        get(client, "/makro/rss.xml")
    assert {f"list:section:{article.section_id}:id", f"articles.article:{article.pk}"} <= keys
    assert f"list:section:{article.section_id}:id" in article.list_keys()
