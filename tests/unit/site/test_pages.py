"""Every kind of page answers in each form and edition, in an empty newsroom too, and every address has one view."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve

from tajuk.articles.models import Credit
from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.fronts.actions import lay_out
from tajuk.fronts.models import FrontPage, Masthead, StaticPage
from tajuk.markets.models import Calendar, DailyBar, Instrument
from tajuk.promos.models import Course
from tajuk.readers.models import Plan
from tests.factories.newsroom import (
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    SectionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

KINDS = [
    "", "terbaru/", "terpopuler/", "koreksi/", "pasar/", "akademi/", "langganan/", "tentang/", "cari", "cari?q=emas",
]  # fmt: skip
FORMS = ["/", "/en/", "/lite/", "/lite/en/"]


def get(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_newsroom_still_looks_right(client, form, kind):
    html = get(client, form + kind)
    assert f'<html lang="{"en" if "/en/" in form else "id-ID"}"' in html
    assert html.count("<h1") == 1
    assert "None" not in re.sub(r"<[^>]*>", "", html)


@pytest.fixture
def filled(english):
    """Return a newsroom with one of everything."""
    now = clock.now()
    section = SectionFactory()
    calendar = Calendar.objects.create(key="uji", name_id="Uji")
    instrument = Instrument.objects.create(
        symbol="USD/IDR", name_id="Dolar", kind="currency", calendar=calendar
    )
    for days in range(5):
        day = now.astimezone(WIB).date() - timedelta(days=days)
        DailyBar.objects.create(instrument=instrument, date=day, close=15_900 + days, provenance="simulated")
    Course.objects.create(slug="obligasi", title_id="Obligasi dari Nol", price=100)
    Plan.objects.create(slug="bulanan", name_id="Bulanan", price=49_000)
    article = ArticleFactory(section=section, headline="Berita satu")
    article.topics.add(TopicFactory(slug="emas"))
    article.agencies.add(AgencyFactory())
    article.instruments.add(instrument)
    article.save()
    Credit.objects.create(article=article, author=AuthorFactory(name="Ratna"), role="reporter")
    return article


@pytest.mark.parametrize("form", ["/", "/lite/"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "makro/",
        "terbaru/",
        "terpopuler/",
        "topik/emas/",
        "penulis/ratna/",
        "sumber/kawat/",
        "pasar/usd-idr/",
    ],
)
def test_a_story_stands_in_its_lists(client, filled, form, path):
    html = get(client, form + path)
    assert "Berita satu" in html
    assert (form if form != "/" else "") + filled.get_absolute_url().lstrip("/") in html


@pytest.mark.parametrize("trait", [{"draft": True}, {"embargoed": True}, {"held": True}, {"killed": True}])
def test_a_story_that_is_kept_in_stands_in_no_list(client, filled, trait):
    other = ArticleFactory(headline="Tidak boleh terlihat", **trait)
    other.topics.add(*filled.topics.all())
    other.instruments.add(*filled.instruments.all())
    other.save()
    day = f"terbaru/{clock.now().astimezone(WIB):%Y-%m-%d}/"
    for form in ("/", "/lite/"):
        for path in (
            "",
            "makro/",
            "terbaru/",
            day,
            "terpopuler/",
            "topik/emas/",
            "pasar/usd-idr/",
            "koreksi/",
        ):
            assert "Tidak boleh terlihat" not in get(client, form + path)
    for name in ("latest", "most-read", "most-read-wide"):
        assert "Tidak boleh terlihat" not in get(client, f"/_/fragments/{name}")


@pytest.mark.parametrize("form", ["/", "/lite/"])
def test_courses_and_plans_are_on_offer(client, filled, form):
    assert "Obligasi dari Nol" in get(client, form + "akademi/")
    assert "Obligasi dari Nol" in get(client, form + "akademi/obligasi/")
    assert "Bulanan" in get(client, form + "langganan/")


def test_an_instrument_has_chart_table_and_figures(client, filled):
    html = get(client, "/pasar/usd-idr/")
    assert "<polyline" in html and "15.904" in html and "usd-idr" in html


def test_a_long_list_goes_on_further_pages(client):
    for _ in range(26):
        ArticleFactory()
    first, second = get(client, "/makro/"), get(client, "/makro/?page=2")
    assert 'href="/makro/?page=2"' in first and 'href="/makro/"' in second
    heads = [set(re.findall(r'card__headline"><a href="([^"]+)"', html)) for html in (first, second)]
    assert len(heads[0]) == 24 and len(heads[1]) == 2 and not heads[0] & heads[1]
    for wrong in ("0", "3", "x", "-1", "9999999999", "²"):
        get(client, f"/makro/?page={wrong}", status=404)


def test_an_editors_slots_come_first_and_no_story_twice(client):
    Masthead.objects.create(name="Harian Contoh")
    old, new = ArticleFactory(headline="Pilihan redaksi"), ArticleFactory(headline="Yang terbaru")
    root = FrontPage.get_first_root_node() or FrontPage.add_root(title="akar", slug="akar")
    front = root.add_child(instance=FrontPage(title="Beranda", slug="beranda"))
    lay_out(front, entries=[old.pk], version=0, by=None, now=clock.now())
    html = get(client, "/")
    html = html[html.index("<main") : html.index("</main>")]
    assert html.index("Pilihan redaksi") < html.index("Yang terbaru")
    heads = re.findall(r'card__headline"><a href="([^"]+)"', html)
    assert sorted(heads) == sorted({old.get_absolute_url(), new.get_absolute_url()})


def test_static_pages_are_cleaned_and_linked(client):
    root = FrontPage.get_first_root_node() or FrontPage.add_root(title="akar", slug="akar")
    front = root.add_child(instance=FrontPage(title="Beranda", slug="beranda"))
    front.add_child(
        instance=StaticPage(title="Tentang kami", slug="kami", text="<p>Halo</p><script>x()</script>")
    )
    for form in ("/", "/lite/"):
        html = get(client, f"{form}tentang/kami/")
        assert "Halo" in html and "x()" not in html
    assert 'href="/tentang/kami/"' in get(client, "/")


@pytest.mark.parametrize(
    "path", ["/tidak/ada/", "/topik/tidak-ada/", "/pasar/tidak-ada/", "/terbaru/1800-01-01/", "/makro/x-99"]
)
def test_what_is_not_there_is_a_404_that_helps(client, path):
    html = get(client, path, status=404)
    assert 'role="search"' in html and "noindex" in html


def test_the_404_of_the_english_edition_speaks_english(client):
    assert "This page is not here" in get(client, "/en/topik/tidak-ada/", status=404)


@pytest.mark.parametrize("path", ["/terbaru/2024-02-31/", "/terbaru/9999-12-31/"])
def test_a_day_that_is_not_there_is_a_404(client, path):
    get(client, path, status=404)


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/", "home"), ("/en/", "home"), ("/lite/en/", "home"), ("/makro/", "section"), ("/lite/makro/a-1", "article"),
        ("/makro/-1", "article"), ("/en/makro/a-b-2", "article"), ("/terbaru/2024-01-19/", "latest_of_day"),
        ("/pasar/usd-idr/", "instrument"), ("/_/fragments/en/latest", "latest"), ("/akademi/", "courses"),
    ],
)  # fmt: skip
def test_an_address_has_its_view(path, view):
    assert resolve(path).func.__name__ == view


@pytest.mark.parametrize("path", ["/", "/makro/", "/pasar/usd-idr/", "/styleguide/"])
def test_pages_hold_no_inline_style_script_or_handler(client, filled, path):
    html = get(client, path)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    scripts = re.findall(r"<script[^>]*>", html)
    assert all("src=" in tag or "application/ld+json" in tag for tag in scripts)
    assert not re.findall(r'(?:src|href)="http://(?!127\.0\.0\.1)', html)


def test_ids_on_a_page_are_unique(client, filled):
    for path in ("/", "/makro/", filled.get_absolute_url(), "/styleguide/", "/pasar/usd-idr/"):
        ids = re.findall(r'\sid="([^"]+)"', get(client, path))
        assert len(ids) == len(set(ids)), (path, sorted(ids))


def test_the_light_form_asks_for_nothing_more(client, filled):
    for path in ("/lite/", "/lite" + filled.get_absolute_url(), "/lite/pasar/usd-idr/"):
        html = get(client, path)
        bare = html.replace("<style>body{overflow-wrap:anywhere}</style>", "")
        assert not re.search(r"<(?:img|script|picture|svg|style)\b|stylesheet", bare)
        assert len(html.encode()) <= 14 * 1024
