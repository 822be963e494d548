"""After an update a newsroom's indexes are made anew by themselves, piece by piece, while the old ones serve."""

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from tajuk.articles.models import Article, StoryProfile
from tajuk.articles.nearness import keeping
from tajuk.articles.related import nearest
from tajuk.common import clock
from tajuk.site import kept, upkeep
from tajuk.site.models import SearchDocument, Upkeep
from tajuk.site.search import find, indexing
from tajuk.site.search.server import Unreachable
from tests.factories.newsroom import ArticleFactory, paragraphs

pytestmark = pytest.mark.django_db


def found(query: str) -> list[int]:
    return sorted(hit.article.pk for hit in find(query, language="id", now=clock.now()).hits)


def older(count: int) -> list[int]:
    """Return stories whose documents an older version made: it did not know the words of the text."""
    pks = [
        ArticleFactory(headline=f"Nikel {n}", body=paragraphs("Smelter dibangun.")).pk for n in range(count)
    ]
    SearchDocument.objects.update(text="")
    StoryProfile.objects.all().delete()
    Upkeep.objects.all().delete()
    return pks


def test_index_of_an_older_version_is_made_anew_by_itself_and_serves_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    pks = older(5)
    what = kept.SearchIndex()
    assert (found("nikel"), found("smelter")) == (pks, [])
    seen = []
    while row := upkeep.turn(what, clock.now()):
        assert found("nikel") == pks, "the old one serves meanwhile"
        seen.append((row.done, row.total, len(found("smelter"))))
    assert seen == [(0, 5, 0), (2, 5, 2), (4, 5, 4), (5, 5, 5), (5, 5, 5)]
    assert upkeep.turn(what, clock.now()) is None


def test_what_is_broken_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    older(5)
    made: list[int] = []
    real = indexing.document_of

    def counted(article: Article, *posts: Any) -> Any:
        if len(made) == 3:
            made.append(0)
            raise OSError("the machine went down")
        made.append(article.pk)
        return real(article, *posts)

    monkeypatch.setattr(indexing, "document_of", counted)
    with pytest.raises(OSError, match="went down"):
        while upkeep.turn(kept.SearchIndex(), clock.now()):
            pass
    assert Upkeep.objects.get(name="search").done == 2
    while upkeep.turn(kept.SearchIndex(), clock.now()):
        pass
    assert len(found("smelter")) == 5
    assert len(made) == 7, "the first batch is not done again: two, one and the fault, then three"


def test_a_version_that_comes_while_one_is_made_begins_from_the_first_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    older(3)
    for _ in range(2):
        upkeep.turn(kept.SearchIndex(), clock.now())
    monkeypatch.setattr(indexing, "VERSION", "next")
    row = upkeep.turn(kept.SearchIndex(), clock.now())
    assert row is not None and (row.building, row.last, row.done) == ("next", 0, 0)
    while upkeep.turn(kept.SearchIndex(), clock.now()):
        pass
    assert Upkeep.objects.get(name="search").version == "next"


def test_strays_go_and_missing_documents_come() -> None:
    pks = older(2)
    Article.objects.filter(pk=pks[0]).update(live=False)
    SearchDocument.objects.filter(pk=pks[1]).delete()
    while kept.work():
        pass
    assert list(SearchDocument.objects.values_list("pk", flat=True)) == [pks[1]]


def test_profiles_of_an_older_newsroom_are_made_and_every_process_reads_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "_BATCH", 2)
    older(3)
    one = Article.objects.earliest("pk")
    now = clock.now()
    assert nearest([one], now=now, limit=5) == [[]]
    other_process = keeping._known
    while kept.work():
        pass
    keeping._known = other_process
    assert len(nearest([one], now=now, limit=5)[0]) == 2
    assert StoryProfile.objects.count() == 3


def test_rows_of_profiles_stay_until_all_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a process that suggests would read a hundred thousand of them again with every batch."""
    ArticleFactory.create_batch(3)
    before = set(StoryProfile.objects.values_list("pk", flat=True))
    keeping.remake(0)
    assert set(StoryProfile.objects.values_list("pk", flat=True)) == before


def test_a_new_newsroom_has_nothing_to_make_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        while kept.work():
            pass
    assert not caplog.records
    assert {row.name: row.total for row in upkeep.states()} == {"search": 0, "related": 0}


def test_the_log_tells_that_it_began_how_far_it_is_and_that_it_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(upkeep, "_WORTH_A_LINE", 3)
    older(5)
    with caplog.at_level(logging.INFO, "tajuk.site.upkeep"):
        while upkeep.turn(kept.SearchIndex(), clock.now()):
            pass
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert lines[0] == (
        "WARNING",
        "the search index: made anew of 5 stories, in the background; what stands serves on",
    )
    assert ("INFO", "the search index: 4 of 5 stories") in lines
    assert lines[-1][0] == "WARNING" and "made anew of 5 stories in" in lines[-1][1]


def test_status_shows_what_stands_and_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    older(2)
    upkeep.turn(kept.SearchIndex(), clock.now())
    call_command("search", "status")
    assert "search: 0 of 2 stories are made anew" in capsys.readouterr().out
    call_command("search", "rebuild")
    call_command("search", "status")
    assert f"search: version {indexing.VERSION}, 2 stories" in capsys.readouterr().out


def test_the_loop_goes_on_after_a_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = threading.Event(), iter([Unreachable("away"), True, False])

    def work() -> bool:
        match next(calls, None):
            case None:
                stop.set()
                return False
            case Exception() as fault:
                raise fault
            case done:
                return bool(done)

    for name in ("_AFTER", "_EVERY", "_LONGEST"):
        monkeypatch.setattr(kept, name, 0.001)
    monkeypatch.setattr(kept, "work", work)
    monkeypatch.setattr(kept, "close_old_connections", lambda: None)
    kept.run_upkeep(stop)
    assert stop.is_set()


TEXT = "Harga nikel menguat 2,5 persen di London, kata pedagang. Penambangan di Sulawesi Tenggara berkurang."


def test_whoever_changes_what_documents_hold_raises_their_version() -> None:
    """Where this fails, raise `indexing.VERSION`, and write down here what is kept now."""
    at = clock.now() - timedelta(days=1)
    article = ArticleFactory(headline="Penambang nikel menang", body=paragraphs(TEXT), first_published_at=at)
    document = indexing.document_of(article, [])
    assert (indexing.VERSION, document.title) == ("2", ("tambang", "nikel", "menang"))
    assert " ".join(document.text) == (
        "ringkas berita harga nikel kuat 25 persen london dagang tambang sulawes tenggara kurang"
    )
    assert document.marks == ("editionid", f"section{article.section_id}")
