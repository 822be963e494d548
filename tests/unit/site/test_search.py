"""Search finds what was published, in the transaction that published it, and nothing that may not leave."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Credit, LivePost
from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.desk.actions import cover
from tajuk.markets.models import Calendar, Instrument
from tajuk.site.models import SearchDocument
from tajuk.site.search import Narrowed, find, spelling
from tests.factories.newsroom import (
    CANARY,
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    SectionFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db


def found(query, **options):
    results = find(query, language="id", now=clock.now(), **options)
    return [hit.article.pk for hit in results.hits]


def test_a_published_story_is_found_by_another_form_of_a_word():
    article = ArticleFactory(headline="Harga nikel menurun", body=paragraphs("Penambang mengurangi pasokan."))
    assert found("penurunan") == [article.pk]
    assert found("nikel kurang") == [article.pk]
    assert found("tembaga") == []


def test_all_words_must_stand_and_unwanted_ones_must_not():
    one = ArticleFactory(headline="Rupiah menguat terhadap dolar")
    two = ArticleFactory(headline="Rupiah melemah terhadap yen")
    assert set(found("rupiah")) == {one.pk, two.pk}
    assert found("rupiah dolar") == [one.pk]
    assert found("rupiah -dolar") == [two.pk]
    assert found('"rupiah melemah"') == [two.pk]
    assert found('"melemah rupiah"') == []


def test_a_figure_is_found_however_it_is_parted():
    article = ArticleFactory(headline="IHSG di 7.141")
    assert found("7141") == found("7.141") == [article.pk]


def test_editions_are_apart():
    ArticleFactory(headline="Nikel naik")
    assert find("nikel", language="en", now=clock.now()).total == 0


def test_a_section_narrows_a_search():
    ArticleFactory(headline="Nikel naik")
    other = ArticleFactory(headline="Nikel turun", section=SectionFactory(slug="energi"))
    assert found("nikel", narrowed=Narrowed((("section", other.section),))) == [other.pk]


def test_the_newer_of_two_alike_comes_first():
    old = ArticleFactory(headline="Suku bunga tetap", first_published_at=clock.now() - timedelta(days=400))
    new = ArticleFactory(headline="Suku bunga tetap")
    assert found("suku bunga") == [new.pk, old.pk]


def test_a_headline_weighs_more_than_the_copy():
    inside = ArticleFactory(
        headline="Pasar hari ini", body=paragraphs("Harga kopi naik di lelang pekan ini.")
    )
    named = ArticleFactory(
        headline="Kopi naik",
        first_published_at=clock.now() - timedelta(days=20),
        body=paragraphs("Teks lain sama sekali."),
    )
    assert found("kopi") == [named.pk, inside.pk]


def test_pages_follow_one_another():
    for _ in range(23):
        ArticleFactory(headline="Kabar nikel")
    first = find("nikel", language="id", now=clock.now())
    second = find("nikel", language="id", now=clock.now(), page=2)
    beyond = find("nikel", language="id", now=clock.now(), page=3)
    assert (len(first.hits), len(second.hits), len(beyond.hits)) == (20, 3, 0)
    assert (first.total, first.pages, first.is_exact) == (23, 2, True)
    assert not {hit.article.pk for hit in first.hits} & {hit.article.pk for hit in second.hits}


@pytest.mark.parametrize("state", ["draft", "embargoed", "held", "killed"])
def test_what_may_not_leave_is_not_found(state):
    ArticleFactory(headline=f"Rahasia {CANARY}", **{state: True})
    results = find("rahasia", language="id", now=clock.now())
    assert (results.total, results.hits) == (0, ())


def test_an_embargoed_story_is_found_from_its_time_on():
    article = ArticleFactory(headline="Rahasia besar", embargoed=True)
    later = clock.now() + timedelta(hours=3)
    assert [hit.article.pk for hit in find("rahasia", language="id", now=later).hits] == [article.pk]


def test_a_killed_story_leaves_the_index_and_a_reinstated_one_comes_back():
    article = ArticleFactory(headline="Nikel naik")
    actions.restrict(article, RestrictionKind.KILL, reason="keliru", by=None, now=clock.now())
    assert not SearchDocument.objects.exists()
    actions.lift(article, RestrictionKind.KILL, reason="ternyata benar", by=None, now=clock.now())
    assert found("nikel") == [article.pk]


def test_paid_text_is_neither_indexed_nor_shown():
    body = [
        *paragraphs("Teras yang gratis."),
        {"type": "paywall", "value": None, "id": "w"},
        *paragraphs(f"Rahasia {CANARY}."),
    ]
    ArticleFactory(headline="Laporan khusus", premium=True, body=body)
    assert "rahasia" not in SearchDocument.objects.get().text
    assert found("rahasia") == []
    (hit,) = find("laporan", language="id", now=clock.now()).hits
    assert CANARY not in hit.snippet


def test_the_index_follows_the_publishing_transaction():
    article = ArticleFactory(headline="Nikel naik")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.headline = "Tembaga turun"
        article.save()
        assert found("tembaga") == [article.pk]
        raise ZeroDivisionError
    assert (found("tembaga"), found("nikel")) == ([], [article.pk])


def test_an_unpublished_change_is_not_found():
    article = ArticleFactory(headline="Nikel naik")
    article.headline = "Tembaga turun"
    article.save_revision()
    assert (found("tembaga"), found("nikel")) == ([], [article.pk])


def test_publishing_a_draft_puts_it_into_the_index():
    article = ArticleFactory(headline="Nikel naik", draft=True)
    article.save_revision()
    actions.publish(article, by=None, now=clock.now())
    assert found("nikel") == [article.pk]


def test_unpublishing_and_deleting_take_it_out():
    first, second = ArticleFactory(headline="Nikel naik"), ArticleFactory(headline="Nikel turun")
    first.unpublish()
    assert found("nikel") == [second.pk]
    Article.objects.filter(pk=second.pk).delete()
    assert found("nikel") == []


def test_words_are_marked_and_copy_is_escaped():
    ArticleFactory(
        headline="<script>alert(1)</script> nikel & tembaga",
        body=paragraphs(
            "Kata pembuka yang panjang. " * 30
            + "Lalu &lt;b&gt; penambangan nikel berhenti. "
            + "Penutup. " * 40
        ),
    )
    (hit,) = find("nikel penambangan", language="id", now=clock.now()).hits
    assert str(hit.headline) == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>nikel</mark> &amp; tembaga"
    assert "&lt;b&gt; <mark>penambangan</mark> <mark>nikel</mark>" in hit.snippet
    assert hit.snippet.startswith("… ") and hit.snippet.endswith(" …") and len(hit.snippet) < 330


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '"',
        '""',
        "-",
        "- -",
        "-nikel",
        "yang",
        "AND OR NOT",
        "NEAR(a b)",
        "title:x",
        "a*",
        "'; DROP",
        "\x00",
        "(",
        "^",
        "𝔫",
    ],
)
def test_any_query_has_an_answer(query):
    ArticleFactory(headline="Nikel naik")
    find(query, language="id", now=clock.now())


def test_rebuilding_makes_the_same_index(capsys):
    for n in range(3):
        ArticleFactory(headline=f"Nikel naik {n}", killed=n == 2)
    before = sorted(SearchDocument.objects.values_list("pk", "sort_key", "title", "text", "marks"))
    SearchDocument.objects.all().delete()
    call_command("search", "rebuild")
    assert sorted(SearchDocument.objects.values_list("pk", "sort_key", "title", "text", "marks")) == before
    assert "2 of 2" in capsys.readouterr().err


def queries():
    """Return what a search costs: PostgreSQL is told how to look, in a transaction of its own."""
    return 10 if connection.vendor == "postgresql" else 7


def test_a_search_costs_the_same_queries_for_1_and_20_hits(django_assert_num_queries):
    ArticleFactory(headline="Nikel naik")
    with django_assert_num_queries(queries()):
        assert len(found("nikel", guesses=False)) == 1
    for _ in range(19):
        ArticleFactory(headline="Nikel naik")
    with django_assert_num_queries(queries()):
        assert len(found("nikel")) == 20


def filed():
    """Return two stories about nickel: one under all that a search can be narrowed to, and one that is not."""
    calendar = Calendar.objects.create(key="uji", name_id="Uji")
    rows = {
        "section": SectionFactory(slug="energi"),
        "author": AuthorFactory(name="Ratna Uji"),
        "agency": AgencyFactory(slug="kawat"),
        "instrument": Instrument.objects.create(
            symbol="EMAS", name_id="Emas", kind="metal", calendar=calendar
        ),
    }
    old = clock.now() - timedelta(days=40)
    one = ArticleFactory(headline="Nikel naik", section=rows["section"], first_published_at=old)
    one.agencies.add(rows["agency"])
    one.instruments.add(rows["instrument"])
    Credit.objects.create(article=one, author=rows["author"])
    one.save()
    return Article.objects.get(pk=one.pk), ArticleFactory(headline="Nikel turun"), rows


@pytest.mark.parametrize("kind", ["section", "author", "agency", "instrument"])
def test_a_search_is_narrowed_to_what_a_story_is_filed_under(client, kind):
    one, other, rows = filed()
    assert set(found("nikel")) == {one.pk, other.pk}
    assert found("nikel", narrowed=Narrowed(((kind, rows[kind]),))) == [one.pk]
    assert found("", narrowed=Narrowed(((kind, rows[kind]),))) == [one.pk], "without a word, all of it"
    page = client.get("/cari", {"q": "nikel", kind: rows[kind].slug}).content.decode()
    assert "<mark>Nikel</mark> naik" in page and "<mark>Nikel</mark> turun" not in page
    assert f'name="{kind}" value="{rows[kind].slug}"' in page, "the next words are sought there, too"


def test_a_search_is_narrowed_to_days(client):
    one, other, _rows = filed()
    today, then = clock.now().astimezone(WIB).date(), one.published_at.astimezone(WIB).date()
    assert found("nikel", narrowed=Narrowed(since=then + timedelta(days=1))) == [other.pk]
    assert found("nikel", narrowed=Narrowed(until=then)) == [one.pk], "the day itself belongs to it"
    assert found("nikel", narrowed=Narrowed(since=today + timedelta(days=2))) == []
    page = client.get(f"/cari?q=nikel&since={today - timedelta(days=7)}").content.decode()
    assert "<mark>Nikel</mark> turun" in page and "<mark>Nikel</mark> naik" not in page


def test_a_page_offers_what_its_stories_are_filed_under_and_nothing_that_is_kept_in(client):
    filed()
    secret = SectionFactory(slug="rahasia", name_id="Rahasia")
    ArticleFactory(headline="Nikel rahasia", section=secret, embargoed=True)
    page = client.get("/cari?q=nikel").content.decode()
    assert "/cari?q=nikel&amp;section=energi" in page
    assert "section=rahasia" not in page
    assert page.count("<mark>") == 2


@pytest.mark.parametrize(
    "junk",
    [
        "section=tidak-ada",
        "author=%00",
        "instrument=" + "x" * 500,
        "since=kemarin",
        "until=9999-99-99",
        "since=0001-01-01&until=9999-12-31",
    ],
)
def test_what_does_not_exist_narrows_nothing(client, junk):
    ArticleFactory(headline="Nikel naik")
    answer = client.get(f"/cari?q=nikel&{junk}")
    assert answer.status_code == 200 and "<mark>Nikel</mark>" in answer.content.decode()


@pytest.mark.parametrize("typed", ["inflsai", "inflsi", "inflassi", "unflasi", "Inflsai"])
def test_a_slip_of_the_hand_is_asked_about(client, typed):
    ArticleFactory(headline="Inflasi tahunan melambat")
    results = find(f"{typed} tahunan", language="id", now=clock.now())
    assert (results.total, results.meant) == (0, "inflasi tahunan")
    for root in ("/", "/lite/"):
        page = client.get(f"{root}cari", {"q": f"{typed} tahunan"}).content.decode()
        assert f'href="{root}cari?q=inflasi+tahunan"' in page


def test_nobody_is_asked_about_words_that_find_something_or_are_like_nothing():
    for number in range(3):
        ArticleFactory(headline=f"Inflasi dan deflasi {number}")
    assert find("inflasi", language="id", now=clock.now()).meant == ""
    assert find("zzzzzz", language="id", now=clock.now()).meant == ""
    assert find("emas", language="id", now=clock.now()).meant == ""


def test_a_word_of_a_story_that_is_kept_in_is_never_guessed():
    ArticleFactory(headline="Kenarikuning menang", embargoed=True)
    ArticleFactory(headline="Kenarimerah menang", killed=True)
    for word in ("kenarikunig", "kenarimera"):
        assert find(word, language="id", now=clock.now()).meant == ""


def test_the_commoner_of_two_guesses_is_taken():
    vocabulary = spelling.Vocabulary(iter(["saham naik", "saham turun", "paham"]), "id")
    assert vocabulary.guess("zaham") == "saham"
    assert vocabulary.guess("SAHAM") == "SAHAM"
    assert vocabulary.guess("naik") == "naik"
    assert vocabulary.mended('"zaham naik" -paham') == '"saham naik" -paham'


def test_words_of_live_coverage_find_its_story_and_withdrawn_ones_do_not(client):
    article = ArticleFactory(headline="Sidang diliput langsung")
    now = clock.now()
    cover.open_coverage(article, by=None, now=now)
    row = cover.post(article, headline="Saksi datang", text="Kenari terbang <b>tinggi</b>.", by=None, now=now)
    for number in range(230):
        LivePost.objects.bulk_create([LivePost(article=article, text=f"Butir {number}", at=now)])
    page = client.get("/cari?q=kenari+saksi").content.decode()
    assert found("kenari saksi") == [article.pk]
    assert (
        "<mark>Kenari</mark> terbang &lt;b&gt;tinggi&lt;/b&gt;" in page or "<mark>Saksi</mark> datang" in page
    )
    cover.correct_post(row, text="Merpati.", wrong="burungnya", by=None, now=now)
    assert (found("kenari"), found("merpati")) == ([], [article.pk])
    cover.withdraw_post(row, reason="keliru", by=None, now=now)
    assert found("merpati") == []


def test_live_posts_of_a_premium_story_are_neither_indexed_nor_shown():
    article = ArticleFactory(headline="Sidang khusus", premium=True)
    cover.open_coverage(article, by=None, now=clock.now())
    cover.post(article, text=f"Rahasia {CANARY}", by=None, now=clock.now())
    assert found("rahasia") == []
    (hit,) = find("sidang", language="id", now=clock.now()).hits
    assert CANARY not in hit.snippet
