"""An article's page shows what may leave, all of it true, and tells nothing of what may not."""

import json
import re
from datetime import timedelta

import pytest
from django.test import RequestFactory

from tajuk.articles import actions
from tajuk.articles.enums import Gravity, RestrictionKind
from tajuk.articles.models import Article, Credit, Restriction
from tajuk.common import clock
from tajuk.common.dependencies import recording
from tajuk.fronts.models import Masthead
from tajuk.pictures import renditions
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

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def page(client, article, prefix=""):
    response = client.get(prefix + article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def documents(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(text) for text in found]


def test_the_page_shows_headline_time_byline_dateline_and_copy(client):
    Masthead.objects.create(name="Harian Contoh", brand="CONTOH.ID")
    article = ArticleFactory(dateline="SEOUL", headline="Ekspor naik")
    article.published_at = clock.now() - timedelta(hours=1)
    article.save()
    Credit.objects.create(article=article, author=AuthorFactory(name="Ratna"), role="reporter")
    Credit.objects.create(article=article, author=AuthorFactory(name="Bagus"), role="editor")
    article.agencies.add(AgencyFactory())
    article.save()
    html = page(client, Article.objects.get(pk=article.pk))
    assert '<h1 class="story__headline">Ekspor naik</h1>' in html
    assert re.search(r"<time datetime=\"[^\"]+\+07:00\">\w+, \d+ \w+ \d{4} / \d\d:\d\d WIB</time>", html)
    assert "CONTOH.ID - SEOUL." in html
    assert "Paragraf ketiga." in html
    for name in ("Ratna", "Bagus", "Kawat Nusantara"):
        assert f">{name}</a>" in html


@pytest.mark.parametrize(
    "address", ["/makro/slug-lain-{}", "/bukan-makro/x-{}", "/en/makro/x-{}", "/makro/-{}"]
)
def test_the_id_decides_and_another_address_leads_to_the_right_one(client, address):
    article = ArticleFactory()
    response = client.get(address.format(article.pk))
    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()


def test_a_premium_story_gives_its_free_part_only(client):
    body = [
        *paragraphs("Gratis."),
        {"type": "paywall", "value": None, "id": "w"},
        *paragraphs(f"Berbayar {CANARY}."),
    ]
    article = ArticleFactory(premium=True, body=body)
    for prefix in ("", "/lite"):
        html = page(client, article, prefix)
        assert "Gratis." in html
        assert CANARY not in html
    found = documents(page(client, article))[0]
    assert found["isAccessibleForFree"] is False
    assert found["hasPart"]["cssSelector"] == ".paywall"
    assert 'class="paywall"' in page(client, article)


@pytest.mark.parametrize("trait", [{"draft": True}, {"embargoed": True}])
@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_of_a_story_that_was_never_out_nothing_is_told(client, trait, prefix):
    article = ArticleFactory(headline=f"Judul {CANARY}", **trait)
    response = client.get(prefix + article.get_absolute_url())
    assert response.status_code == 404
    assert CANARY not in response.content.decode().replace(article.get_absolute_url(), "")


def test_a_killed_embargoed_story_tells_nothing_either(client):
    article = ArticleFactory(embargoed=True, killed=True)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_a_held_story_is_a_404_with_a_notice_and_noindex(client, prefix):
    article = ArticleFactory(headline=f"Judul {CANARY}", held=True)
    response = client.get(prefix + article.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 404
    assert "noindex" in html and response["X-Robots-Tag"] == "noindex"
    assert CANARY not in html and "diperiksa" not in html


@pytest.mark.parametrize("prefix", ["", "/lite"])
def test_a_killed_story_is_a_410_with_reason_date_and_successor(client, prefix):
    successor = ArticleFactory(headline="Berita pengganti")
    article = ArticleFactory(headline=f"Judul {CANARY}")
    actions.restrict(
        article, RestrictionKind.KILL, reason="angka keliru", by=None, now=clock.now(), successor=successor
    )
    response = client.get(prefix + article.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 410
    assert "angka keliru" in html and "Berita pengganti" in html and "WIB" in html
    assert CANARY not in html


def test_a_successor_that_is_kept_in_is_not_named(client):
    successor = ArticleFactory(headline=f"Pengganti {CANARY}", held=True)
    article = ArticleFactory()
    Restriction.objects.create(
        article=article, kind="kill", reason="x", since=clock.now(), successor=successor
    )
    assert CANARY not in client.get(article.get_absolute_url()).content.decode()


def test_grave_corrections_stand_above_the_copy_and_slight_ones_below(client):
    article = ArticleFactory()
    now = clock.now()
    actions.correct(
        article, wrong="salah-besar", right="benar-besar", by=None, now=now, gravity=Gravity.GRAVE
    )
    actions.correct(article, wrong="salah-kecil", right="benar-kecil", by=None, now=now)
    html = page(client, article)
    html, found = html[html.index("<body") :], documents(html)
    assert html.index("benar-besar") < html.index("Paragraf pertama") < html.index("benar-kecil")
    assert len(found[0]["correction"]) == 2


def test_links_to_stories_that_are_kept_in_are_left_out(client):
    held = ArticleFactory(headline=f"Ditahan {CANARY}", held=True)
    out = ArticleFactory(headline="Terbit saja", section=SectionFactory(slug="energi"))
    body = [
        {"type": "read_also", "value": held.pk, "id": "a"},
        {"type": "read_also", "value": out.pk, "id": "b"},
        *paragraphs(
            f'Lihat <a linktype="article" id="{held.pk}">itu</a> dan <a linktype="article" id="{out.pk}">ini</a>.'
        ),
    ]
    html = page(client, ArticleFactory(body=body))
    assert CANARY not in html and str(held.get_absolute_url()) not in html
    assert f'<a href="{out.get_absolute_url()}" rel="noopener">ini</a>' in html
    assert "itu dan" in re.sub(r"</?a[^>]*>", "", html)
    assert html.count("Terbit saja") >= 1


@pytest.mark.parametrize("field", ["headline", "summary", "dateline", "lead_caption"])
def test_hostile_copy_stays_text(client, field):
    article = ArticleFactory(lead_picture=PictureFactory(), **{field: HOSTILE[:80]})
    renditions.make(article.lead_picture)
    for prefix in ("", "/lite"):
        html = page(client, article, prefix)
        assert "<script>alert" not in html and "<img src=x" not in html
    assert documents(page(client, article))[0]["@type"] == "NewsArticle"


def test_hostile_markup_in_every_block_is_cleaned(client):
    bad = f'<p>Teks {HOSTILE} <a href="javascript:alert(1)">x</a></p>'
    body = [
        {"type": "paragraph", "value": bad, "id": "1"},
        {"type": "list", "value": f"<ul><li>{HOSTILE}</li></ul>", "id": "2"},
        {"type": "subhead", "value": HOSTILE, "id": "3"},
        {"type": "quote", "value": {"text": HOSTILE, "attribution": HOSTILE}, "id": "4"},
        {
            "type": "table",
            "value": {"title": HOSTILE, "source": HOSTILE, "table": {"data": [[HOSTILE, "1"]]}},
            "id": "5",
        },
        {"type": "embed", "value": "javascript:alert(1)", "id": "6"},
        {"type": "picture", "value": {"picture": 0, "caption": HOSTILE}, "id": "7"},
        {"type": "chart", "value": {"instrument": 999, "title": HOSTILE}, "id": "8"},
        {"type": "sesuatu", "value": HOSTILE, "id": "9"},
    ]
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(body=json.dumps(body))
    for prefix in ("", "/lite"):
        html = page(client, article, prefix)
        assert (
            "<script>alert" not in html
            and "javascript:" not in html
            and "onerror=" not in html.replace("&gt;&lt;img src=x onerror=", "")
        )


def test_control_characters_and_direction_overrides_do_not_reach_the_page(client):
    html = page(client, ArticleFactory(headline="naik\x00\x08 \u202eturun", summary="\u2066x"))
    assert not re.search("[\x00\x08\u202e\u2066]", html)


def test_machines_are_told_the_truth(client):
    article = ArticleFactory(lead_picture=PictureFactory())
    renditions.make(article.lead_picture)
    article.topics.add(TopicFactory(slug="emas"))
    Credit.objects.create(article=article, author=AuthorFactory(name="Ratna"), role="reporter")
    Credit.objects.create(article=article, author=AuthorFactory(name="Nadia"), role="translator")
    article.agencies.add(AgencyFactory())
    article.save()
    story, crumbs = documents(page(client, article))
    assert story["author"][0]["name"] == "Ratna" and story["translator"][0]["name"] == "Nadia"
    assert story["datePublished"].endswith("+07:00") and story["dateModified"] >= story["datePublished"]
    assert {(image["width"], image["height"]) for image in story["image"]} >= {(1200, 1200), (1200, 900)}
    assert story["citation"][0]["publisher"]["name"] == "Kawat Nusantara"
    assert story["isAccessibleForFree"] is True and story["keywords"] == ["Emas"]
    assert [item["position"] for item in crumbs["itemListElement"]] == [1, 2, 3]


def test_a_story_in_both_editions_links_its_translation_when_that_may_leave(client, english):
    article = ArticleFactory()
    other = ArticleFactory(locale=english, translation_key=article.translation_key, headline="In English")
    html = page(client, article)
    assert f'hreflang="en" href="http://127.0.0.1:8000{other.get_absolute_url()}"' in html
    Restriction.objects.create(article=other, kind="hold", reason="x", since=clock.now())
    assert "In English" not in page(client, article)


def test_an_expired_picture_is_not_shown(client):
    picture = PictureFactory(expires_at=clock.now() - timedelta(minutes=1))
    renditions.make(picture)
    assert "card-" not in page(client, ArticleFactory(lead_picture=picture))
    assert "lead-" not in page(client, ArticleFactory(lead_picture=picture))


def test_the_preview_shows_all_of_a_draft_and_is_kept_by_nobody():
    article = ArticleFactory(draft=True, premium=True, headline="Draf kami")
    response = article.serve_preview(RequestFactory().get("/"), "")
    html = response.content.decode()
    assert "Draf kami" in html and "Paragraf ketiga." in html and 'class="ribbon"' in html
    assert "no-store" in response["Cache-Control"] and "noindex" in html


def test_the_preview_has_no_address_for_readers(client):
    assert client.get("/_/preview").status_code == 404


def test_the_page_notes_what_it_was_made_from(client):
    other = ArticleFactory(section=SectionFactory(slug="energi"))
    article = ArticleFactory(body=[{"type": "read_also", "value": other.pk, "id": "a"}])
    with recording() as keys:
        page(client, article)
    assert {f"articles.article:{article.pk}", f"articles.article:{other.pk}"} <= keys
