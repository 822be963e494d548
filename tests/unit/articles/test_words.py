"""The words that the desk's stories are searched by, drafts among them."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tajuk.articles import queries
from tajuk.articles.models import Article
from tajuk.common.beginnings import match_of
from tests.factories.newsroom import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADLINES = {
    "1": "Rupiah menguat tipis, suku bunga BI tetap",
    "2": "Saham bank besar naik",
    "3": "BANK-CONTOH/RUPIAH: laba_bersih Q3/2026 naik 12,5%",
}


@pytest.fixture(autouse=True)
def stories() -> dict[str, Article]:
    """Two stories that are out, and a draft."""
    return {
        name: ArticleFactory.create(
            headline=headline, slugline=f"SLUG-{name}", live=name != "2", slug=f"nomor-{name}"
        )
        for name, headline in HEADLINES.items()
    }


def found(words: str, **narrowed: object) -> str:
    rows = Article.objects.filter(**narrowed).with_words(words).order_by("slugline")
    assert rows.with_words(words, counted=True).count() == len(rows)
    return "".join(row.slugline[-1] for row in rows)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rupiah", "13"), ("RUPIAH", "13"), ("rup", "13"), ("rupiah naik", "3"), ("bank-contoh", "3"), ("contoh", "3"),
        ("bi", "1"), ("laba_bersih", "3"), ("q3/2026", "3"), ("12,5%", "3"), ("slug-2", "2"), ("bank saham", "2"),
        ("upiah", ""), ("xyzzy", ""), ("naik xyzzy", ""), ("\"", ""), ("' OR 1=1 --", ""), ("NEAR(", ""), ("* : ^", ""),
        ("rupiah*", "13"), ("-rupiah", "13"), ("headline:rupiah", ""), ("&|!", ""), ("\x00", ""), ("  ", "123"),
    ],
)  # fmt: skip
def test_stories_are_found_by_words_and_their_beginnings(words: str, expected: str) -> None:
    assert found(words) == expected


def test_many_matches_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {words: found(words) for words in ("rupiah", "naik bank", "slug")}
    monkeypatch.setattr(queries, "FEW", 0)
    assert {words: found(words) for words in few} == few
    assert (found("naik", live=True), found("naik", live=False)) == ("3", "2")


def test_words_follow_what_is_changed_and_deleted(stories: dict[str, Article]) -> None:
    story = stories["1"]
    Article.objects.filter(pk=story.pk).update(headline="Emas melonjak")
    assert (found("emas"), found("menguat"), found("slug-1")) == ("1", "", "1")
    Article.objects.filter(pk=story.pk).update(slugline="LOGAM-1")
    assert (found("logam"), found("slug-1"), found("slug-3")) == ("1", "", "3")
    Article.objects.filter(pk=stories["2"].pk).delete()
    with connection.cursor() as cursor:
        named, _ = queries._SQL[connection.vendor]
        cursor.execute(named, [match_of("saham", connection.vendor), 5])
        assert cursor.fetchall() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 is SQLite's")
def test_index_holds_what_the_table_says() -> None:
    with connection.cursor() as cursor:
        # Raises where the two differ: https://sqlite.org/fts5.html 6.5
        cursor.execute("INSERT INTO articles_words(articles_words, rank) VALUES ('integrity-check', 1)")


def test_desk_finds_drafts_and_titles_in_its_list_and_where_a_story_is_chosen(client: Client) -> None:
    SectionFactory()
    client.force_login(UserFactory(is_superuser=True))
    for name in ("stories:list", "stories:list_results"):
        shown = client.get(reverse(name), {"q": "bank bes"}).content.decode()
        assert HEADLINES["2"] in shown
        assert HEADLINES["1"] not in shown
    assert "Q3/2026" not in client.get(reverse("stories:list"), {"q": "“"}).content.decode()
