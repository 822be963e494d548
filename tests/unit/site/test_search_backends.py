"""A search means the same whatever answers it; a search server is told what changed, and may be gone at any time."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.common.words import asked
from tajuk.site import checks, kept, upkeep
from tajuk.site.models import SearchChange, SearchDocument, Upkeep
from tajuk.site.search import find, server
from tajuk.site.search.contract import CANDIDATES, Document, SearchBackend, Wanted, backend
from tajuk.site.search.server import Server
from tests.factories.newsroom import ArticleFactory, paragraphs
from tests.servers import free_port
from tests.servers.opensearch import Node, opensearch, program

OPENSEARCH = "tajuk.site.search.opensearch.OpenSearch"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=clock.WIB)
pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
needs_server = pytest.mark.skipif(program() is None, reason="there is no osmem for this machine")


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with opensearch() as running:
        yield running


@pytest.fixture
def served(node: Node, settings: Any, request: pytest.FixtureRequest) -> str:
    """Have searches answered by a server with an index of this test's own; return its alias."""
    alias = f"uji-{abs(hash(request.node.nodeid))}"
    settings.TAJUK_SEARCH, settings.TAJUK_OPENSEARCH = OPENSEARCH, f"{node.url}/{alias}"
    return alias


@pytest.fixture(params=["own", pytest.param("opensearch", marks=needs_server)])
def searched(request: pytest.FixtureRequest) -> SearchBackend:
    """Return each backend in turn: that of the database the tests run on, and OpenSearch."""
    if request.param == "opensearch":
        request.getfixturevalue("served")
    return backend()


def settle() -> None:
    """Have a search server know what the newsroom knows."""
    while kept.work():
        pass
    if kept.has_server():
        server.server().refresh()


def ids(query: str, **options: Any) -> list[int]:
    return [hit.article.pk for hit in find(query, language="id", now=clock.now(), **options).hits]


def document(pk: int, title: str, text: str = "", *, days: int = 0, marks: str = "editionid") -> Document:
    at = NOW - timedelta(days=days)
    return Document(pk, at, tuple(title.split()), tuple(text.split()), tuple(marks.split()))


def filled(*documents: Document) -> SearchBackend:
    for each in documents:
        ArticleFactory(pk=each.article_id)
    SearchDocument.objects.all().delete()
    upkeep.turn(kept.SearchIndex(), NOW)
    Upkeep.objects.filter(name="search").update(version=kept.SearchIndex().version(), building="")
    backend().put(documents)
    settle()
    return backend()


def wanted(query: str, marks: str = "editionid", **between: Any) -> Wanted:
    return Wanted(asked(query, "id"), tuple(marks.split()), NOW, **between)


# What every backend promises.


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nikel", {1, 2, 3}),
        ("nikel tembaga", {2}),
        ('"harga nikel"', {1}),
        ('"nikel harga"', set()),
        ("nikel -tembaga", {1, 3}),
        ('nikel -"harga nikel"', {2, 3}),
        ("-nikel", {4}),
        ("tidakada", set()),
    ],
)
def test_the_same_stories_are_found(searched: SearchBackend, query: str, found: set[int]) -> None:
    filled(
        document(1, "harga nikel", "pasok"),
        document(2, "nikel", "tembaga"),
        document(3, "pasar", "nikel"),
        document(4, "emas", "naik"),
        document(5, "nikel", marks="editionen"),
    )
    assert set(searched.candidates(wanted(query))) == found


def test_words_of_a_run_stand_in_one_field(searched: SearchBackend) -> None:
    filled(document(1, "harga", "nikel"))
    assert searched.candidates(wanted('"harga nikel"')) == []
    assert searched.candidates(wanted("harga nikel")) == [1]


def test_marks_and_days_narrow_and_what_is_to_come_is_not_found(searched: SearchBackend) -> None:
    filled(
        document(1, "nikel", marks="editionid section1"),
        document(2, "nikel", marks="editionid section11", days=10),
        document(3, "nikel", marks="editionid section1", days=-1),
    )
    assert searched.candidates(wanted("nikel")) == [1, 2]
    assert searched.candidates(wanted("nikel", "editionid section1")) == [1]
    assert searched.candidates(wanted("nikel", begins=NOW - timedelta(days=1))) == [1]
    assert searched.candidates(wanted("nikel", ends=NOW - timedelta(days=1))) == [2]
    assert searched.candidates(wanted("", "editionid section1", ends=NOW + timedelta(days=9))) == [1]


def test_the_title_and_the_new_weigh_more_and_age_alone_buries_nothing(searched: SearchBackend) -> None:
    filler = "kata " * 40
    filled(
        document(1, "kopi", filler, days=20),
        document(2, "pasar", f"kopi {filler}"),
        document(3, "bunga", filler),
        document(4, "bunga", filler, days=300),
        document(5, "cerita lain", filler + "bunga " + filler),
    )
    assert searched.candidates(wanted("kopi")) == [1, 2]
    found = searched.candidates(wanted("bunga"))
    assert found[0] == 3 and set(found) == {3, 4, 5}


def test_without_a_word_the_newest_come_first_and_no_more_than_the_gate_is_asked_of(
    searched: SearchBackend,
) -> None:
    article = ArticleFactory()
    rows = [
        Article(headline="x", slug="x", section=article.section, locale=article.locale)
        for _ in range(CANDIDATES + 20)
    ]
    made = Article.objects.bulk_create(rows)
    backend().put([document(row.pk, "nikel", days=n) for n, row in enumerate(made)])
    Upkeep.objects.update_or_create(
        name="search", defaults={"version": kept.SearchIndex().version(), "building": ""}
    )
    settle()
    expected = [row.pk for row in made][:CANDIDATES]
    assert searched.candidates(wanted("")) == expected
    assert len(searched.candidates(wanted("nikel"))) == CANDIDATES


def test_a_document_is_replaced_and_forgotten(searched: SearchBackend) -> None:
    filled(document(1, "nikel"), document(2, "nikel", days=1))
    searched.put([document(1, "emas")])
    searched.remove([2, 4711])
    settle()
    assert searched.candidates(wanted("nikel")) == []
    assert searched.candidates(wanted("emas")) == [1]


def test_a_story_is_found_with_its_words_marked_and_hostile_copy_escaped(searched: SearchBackend) -> None:
    article = ArticleFactory(
        headline="<script>alert(1)</script> penambangan",
        body=paragraphs("Lalu &lt;b&gt; tambang nikel berhenti."),
    )
    ArticleFactory(headline="Tembaga")
    settle()
    page = Client().get("/cari", {"q": "tambang nikel"}).content.decode()
    assert ids("tambang nikel") == [article.pk]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>penambangan</mark>" in page
    assert "&lt;b&gt; <mark>tambang</mark> <mark>nikel</mark>" in page and "<script>alert" not in page


def test_a_slip_of_the_hand_is_asked_about(searched: SearchBackend) -> None:
    ArticleFactory(headline="Inflasi tahunan melambat")
    settle()
    assert find("inflsai", language="id", now=clock.now()).meant == "inflasi"


@pytest.mark.parametrize("query", ['"', "-", "AND OR", "title:x", "a*", "{}", '\\"', "\x00", "kata " * 60])
def test_any_query_has_an_answer(searched: SearchBackend, query: str) -> None:
    ArticleFactory(headline="Nikel naik")
    settle()
    find(query, language="id", now=clock.now())


@pytest.mark.parametrize("kind", [RestrictionKind.HOLD, RestrictionKind.KILL])
def test_what_is_withdrawn_is_not_found_at_once_whatever_the_index_has(
    searched: SearchBackend, kind: RestrictionKind
) -> None:
    article = ArticleFactory(headline="Nikel naik")
    settle()
    actions.restrict(article, kind, reason="keliru", by=None, now=clock.now())
    assert ids("nikel") == []


# What OpenSearch promises besides.


def held(node: Node, alias: str) -> set[int]:
    """Return the ids of the documents that the server has."""
    node.client.indices.refresh(index=alias)
    found = node.client.search(index=alias, body={"query": {"match_all": {}}, "size": 1_000})
    return {int(hit["_id"]) for hit in found["hits"]["hits"]}


@needs_server
def test_the_server_follows_what_is_committed(node: Node, served: str) -> None:
    one, two = ArticleFactory(headline="Nikel naik"), ArticleFactory(headline="Nikel turun")
    settle()
    assert held(node, served) == {one.pk, two.pk}
    three = ArticleFactory(headline="Nikel tetap")
    actions.restrict(one, RestrictionKind.KILL, reason="keliru", by=None, now=clock.now())
    Article.objects.filter(pk=two.pk).delete()
    assert SearchChange.objects.count() == 3
    settle()
    assert held(node, served) == {three.pk}
    assert not SearchChange.objects.exists()


@needs_server
def test_the_server_gets_stems_and_never_copy(node: Node, served: str) -> None:
    ArticleFactory(headline="Penambangan nikel", body=paragraphs("Perusahaan mengurangi pasokan."))
    settle()
    (hit,) = node.client.search(index=served, body={"query": {"match_all": {}}})["hits"]["hits"]
    assert hit["_source"]["title"] == "tambang nikel"
    assert "mengurangi" not in str(hit) and "kurang" in hit["_source"]["text"]


@needs_server
def test_rebuilding_fills_a_new_index_and_then_answers_from_it(
    node: Node, served: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        ArticleFactory(headline=f"Nikel {number}")
    settle()
    (before,) = node.client.indices.get_alias(name=served)
    node.client.delete(index=before, id=str(Article.objects.latest("pk").pk))
    Upkeep.objects.filter(name="opensearch").update(begun_at=None)
    call_command("search", "rebuild")
    (after,) = node.client.indices.get_alias(name=served)
    assert held(node, served) == set(Article.objects.values_list("pk", flat=True))
    assert set(node.client.indices.get(index=f"{served}-*")) == {after}
    assert "3 of 3" in capsys.readouterr().err


@needs_server
def test_a_change_during_a_rebuild_is_in_both_indexes(
    node: Node, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "BATCH", 2)
    rows = [ArticleFactory(headline=f"Nikel {number}") for number in range(5)]
    settle()
    moment = clock.now() + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)  # another second, another index
    what = kept.ServerIndex()
    upkeep.again(what)
    for _ in range(2):  # begun, and the first batch
        upkeep.turn(what, moment)
    actions.restrict(rows[0], RestrictionKind.KILL, reason="keliru", by=None, now=moment)
    late = ArticleFactory(headline="Nikel kemudian")
    while kept.send_changes():
        pass
    assert ids("nikel") == ids("nikel")
    assert held(node, served) == {*(row.pk for row in rows[1:]), late.pk}, "the old one goes on"
    while upkeep.turn(what, moment):
        pass
    assert held(node, served) == {*(row.pk for row in rows[1:]), late.pk}


@needs_server
def test_an_index_that_is_gone_is_made_anew(node: Node, served: str) -> None:
    article = ArticleFactory(headline="Nikel naik")
    settle()
    node.client.indices.delete(index=f"{served}-*")
    assert ids("nikel") == [article.pk], "the newsroom's own index answers"
    kept.watch()
    settle()
    assert held(node, served) == {article.pk}


@needs_server
def test_a_document_that_the_server_refuses_is_told_in_one_line_and_holds_up_no_other(
    node: Node, served: str, caplog: pytest.LogCaptureFixture
) -> None:
    settle()
    asked_of = Server(f"{node.url}/{served}")
    place = Upkeep.objects.get(name="opensearch").place
    good = {"title": "a", "text": "b", "marks": ["c"], "seconds": 1, "article": 2}
    with caplog.at_level(logging.ERROR):
        asked_of.write(place, {1: {"titel": "x"}, 2: good})
    assert held(node, served) == {2}
    (record,) = caplog.records
    assert "refuses story 1" in record.getMessage() and "\n" not in record.getMessage()


def test_without_the_server_the_newsroom_answers_and_says_so_once(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TAJUK_SEARCH = OPENSEARCH
    settings.TAJUK_OPENSEARCH = f"http://saya:rahasia@127.0.0.1:{free_port()}/uji"
    article = ArticleFactory(headline="Nikel naik")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert ids("nikel") == [article.pk]
        assert Client().get("/cari?q=nikel").status_code == 200
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("tajuk")]
    assert "does not answer: the newsroom's own index answers until it does" in line
    assert "rahasia" not in line
    with pytest.raises(CommandError, match="does not answer"):
        call_command("search", "rebuild")
    assert ids("nikel") == [article.pk]


@needs_server
def test_what_changed_while_the_server_was_gone_is_told_when_it_is_back(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    settings.TAJUK_SEARCH, settings.TAJUK_OPENSEARCH = OPENSEARCH, f"http://127.0.0.1:{port}/uji"
    ArticleFactory(headline="Nikel naik")
    with pytest.raises(server.Unreachable):
        settle()
    assert SearchChange.objects.exists() or not Upkeep.objects.get(name="opensearch").version
    late = ArticleFactory(headline="Nikel turun")
    with opensearch(port) as back, caplog.at_level(logging.WARNING):
        settle()
        assert late.pk in held(back, "uji")
    assert any("answers again" in record.getMessage() for record in caplog.records)


@needs_server
def test_a_server_that_is_asked_no_more_is_forgotten_and_made_anew_when_it_is_asked_again(
    node: Node, served: str, settings: Any
) -> None:
    ArticleFactory(headline="Nikel naik")
    settle()
    settings.TAJUK_SEARCH = "tajuk.site.search.sqlite.SqliteSearch"
    kept.watch()
    late = ArticleFactory(headline="Nikel turun")
    settings.TAJUK_SEARCH = OPENSEARCH
    settle()
    assert late.pk in held(node, served)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("9200", "must look like"),
        ("ftp://server/tajuk", "must look like"),
        ("http://server:nol/tajuk", "must look like"),
        ("https://server/Besar", "small letters"),
        ("https://server/a/b", "small letters"),
    ],
)
def test_an_address_that_cannot_be_is_named_when_checked(settings: Any, address: str, said: str) -> None:
    settings.TAJUK_SEARCH, settings.TAJUK_OPENSEARCH = OPENSEARCH, address
    (error,) = checks.check_settings(None)
    assert error.id == "site.E007" and said in str(error.msg) and "TAJUK_OPENSEARCH" in str(error.msg)
