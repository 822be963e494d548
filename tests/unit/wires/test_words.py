"""The words that the wires list is searched by."""

import pytest
from django.db import connection

from tajuk.common.beginnings import match_of
from tajuk.wires import queries
from tajuk.wires.actions import receive
from tajuk.wires.models import WireVersion
from tajuk.wires.queries import Wanted, wires_list
from tests.unit.wires.conftest import NOW, ninjs

HEADLINES = {
    "urn:kawat:1": "Rupiah menguat tipis, suku bunga BI tetap",
    "urn:kawat:2": "Saham bank besar naik",
    "urn:kawat:3": "BANK-CONTOH/RUPIAH: laba_bersih Q3/2026 naik 12,5%",
}


@pytest.fixture
def listed(source):
    """Fill the list."""
    for uri, headline in HEADLINES.items():
        receive(ninjs(uri, headline=headline, slugline=f"SLUG-{uri[-1]}"), source=source, now=NOW)


def found(words, **wanted):
    return {item.guid[-1] for item in wires_list(Wanted(words=words, **wanted))}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rupiah", "13"), ("RUPIAH", "13"), ("rup", "13"), ("rupiah naik", "3"), ("bank-contoh", "3"), ("contoh", "3"),
        ("bi", "1"), ("laba_bersih", "3"), ("q3/2026", "3"), ("12,5%", "3"), ("slug-2", "2"), ("bank saham", "2"),
        ("upiah", ""), ("xyzzy", ""), ("naik xyzzy", ""), ("\"", ""), ("' OR 1=1 --", ""), ("NEAR(", ""), ("* : ^", ""),
        ("rupiah*", "13"), ("-rupiah", "13"), ("headline:rupiah", ""), ("&|!", ""), ("\x00", ""), ("  ", "123"),
    ],
)  # fmt: skip
def test_list_is_searched_by_words_and_their_beginnings(listed, words, expected):
    assert found(words) == set(expected)


def test_many_matches_are_found_as_few_are(listed, monkeypatch):
    few = {words: found(words) for words in ("rupiah", "naik bank", "slug")}
    monkeypatch.setattr(queries, "FEW", 0)
    assert {words: found(words) for words in few} == few
    assert found("naik", agency="kawat") == {"2", "3"}
    assert found("naik", agency="lain") == set()


def test_words_are_those_of_the_version_that_stands(listed, source):
    receive(
        ninjs("urn:kawat:2", version="2", headline="Obligasi naik", slugline="SLUG-2"), source=source, now=NOW
    )
    assert (found("saham"), found("obligasi")) == (set(), {"2"})


def test_index_follows_what_is_changed_and_deleted(listed):
    version = WireVersion.objects.get(item__guid="urn:kawat:1")
    version.headline = "Emas melonjak"
    version.save()
    assert (found("emas"), found("menguat")) == ({"1"}, set())
    version.item.current = None
    version.item.save()
    version.delete()
    with connection.cursor() as cursor:
        count, _ = queries._SQL[connection.vendor]
        cursor.execute(count, [match_of("emas", connection.vendor), 5])
        assert cursor.fetchall() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 is SQLite's")
def test_index_holds_what_the_table_says(listed):
    with connection.cursor() as cursor:
        # Raises where the two differ: https://sqlite.org/fts5.html 6.5
        cursor.execute("INSERT INTO wires_words(wires_words, rank) VALUES ('integrity-check', 1)")


def test_two_queries_search_the_list_however_many_fit(listed, django_assert_num_queries, source):
    with django_assert_num_queries(2):
        found("rupiah")
    for number in range(20):
        receive(ninjs(f"urn:kawat:9{number}", headline=f"Rupiah {number}"), source=source, now=NOW)
    with django_assert_num_queries(2):
        found("rupiah")
