"""Search finds what was published, in the transaction that published it, and nothing that may not leave."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.site.models import SearchDocument
from tajuk.site.search import find
from tests.factories.newsroom import CANARY, ArticleFactory, SectionFactory, paragraphs

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
    assert found("nikel", section=other.section) == [other.pk]


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
    return 9 if connection.vendor == "postgresql" else 6


def test_a_search_costs_the_same_queries_for_1_and_20_hits(django_assert_num_queries):
    ArticleFactory(headline="Nikel naik")
    with django_assert_num_queries(queries()):
        assert len(found("nikel")) == 1
    for _ in range(19):
        ArticleFactory(headline="Nikel naik")
    with django_assert_num_queries(queries()):
        assert len(found("nikel")) == 20
