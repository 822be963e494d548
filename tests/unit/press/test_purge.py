"""Caches in front are told what changed: withdrawals first, again and again until they heard it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from tajuk.edge.keys import MANY, token
from tajuk.edge.plates import plate_of
from tajuk.edge.store import PlateStore
from tajuk.press.actions import changed
from tajuk.press.bake import bake, store
from tajuk.press.enums import Priority
from tajuk.press.plates import Policy
from tajuk.press.purge import Purger, url_of
from tajuk.press.worker import Worker
from tests.unit.press import urls


class Cache(BaseBackend):
    """A cache that writes down what it is told, or refuses."""

    def __init__(self) -> None:
        super().__init__({})
        self.told: list[str] = []
        self.refuses = False

    def purge_batch(self, urls: Iterable[str]) -> None:
        if self.refuses:
            raise OSError("refused")
        self.told += [url.removeprefix("https://contoh.id") for url in urls]

    def purge_keys(self, tokens: Iterable[str]) -> None:
        self.told.append("|".join(tokens))


@pytest.fixture
def plates(tmp_path: Path) -> Iterator[PlateStore]:
    with override_settings(DATA=tmp_path, SITE_ADDRESS="https://contoh.id"):
        yield PlateStore(tmp_path / "plates")


def test_a_cache_is_told_of_plates_that_come_and_go(plates: PlateStore) -> None:
    cache = Cache()
    purger = Purger("a", cache, plates)
    plates.write(plate_of("/a", [b"x"]))
    plates.write(plate_of("/é?page=2", [b"x"]))
    plates.delete("/b")
    purger.turn()
    assert cache.told == ["/b", "/a", "/%C3%A9?page=2"]
    purger.turn()
    assert len(cache.told) == 3


def test_what_was_withdrawn_goes_first(plates: PlateStore) -> None:
    cache = Cache()
    purger = Purger("a", cache, plates)
    for number in range(500):
        plates.write(plate_of(f"/{number}", [b"x"]))
    plates.write(plate_of("/7", [b"ditarik"], status=410))
    plates.announce_keys(["articles.article:7"])
    purger.turn()
    assert cache.told[:2] == ["/7", f"{token('articles.article:7')}|{MANY}"]
    assert len(cache.told) == 501 and len(set(cache.told)) == 501


def test_a_cache_that_refuses_is_told_again_and_after_a_restart(
    plates: PlateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, moment = Cache(), [0.0]
    monkeypatch.setattr("tajuk.press.purge.time.monotonic", lambda: moment[0])
    purger = Purger("a", cache, plates)
    plates.write(plate_of("/a", [b"x"]))
    purger.turn()
    plates.write(plate_of("/b", [b"x"]))
    cache.refuses = True
    for _ in range(5):
        purger.turn()
        moment[0] += 0.1
    assert cache.told == ["/a"]
    again = Purger("a", cache, plates)
    cache.refuses = False
    again.turn()
    assert cache.told == ["/a", "/b"]
    moment[0] += 60
    purger.turn()
    assert cache.told == ["/a", "/b", "/b"]


def test_what_wagtails_backends_only_log_counts_as_failed(plates: PlateStore) -> None:
    from wagtail.contrib.frontend_cache.backends.http import HTTPBackend

    purger = Purger("a", HTTPBackend({"LOCATION": "http://127.0.0.1:1"}), plates)
    plates.write(plate_of("/a", [b"x"]))
    purger.turn()
    assert purger._failures == 1


def test_another_nodes_plates_are_its_own_business(plates: PlateStore) -> None:
    cache = Cache()
    purger = Purger("a", cache, plates)
    plates.journal.append(">/a", "</b", "!all")
    purger.turn()
    assert cache.told == []


def test_row_15_nothing_is_kept_or_shown_stale_beyond_a_minute() -> None:
    for shared in (5, 30, 60, 600, 3_600):
        policy = Policy("article", True, 0, shared, (), False)
        said = dict(part.strip().partition("=")[::2] for part in policy.cache_control().split(","))
        kept = int(said["s-maxage"])
        assert kept <= shared
        assert kept + int(said["stale-while-revalidate"]) <= 60
        assert kept + int(said["stale-if-error"]) <= 60
        assert "stale" not in policy.cache_control(410)


def test_addresses_become_urls() -> None:
    with override_settings(SITE_ADDRESS="https://contoh.id"):
        assert url_of("/makro/emas naik-1") == "https://contoh.id/makro/emas%20naik-1"


@pytest.mark.django_db(transaction=True)
def test_the_worker_names_what_was_withdrawn_once_its_plates_are_gone() -> None:
    bake("/berita-1")
    seen = store().journal.generation
    changed(["tests.article:1"], priority=Priority.FRONT)
    worker = Worker()
    for _ in range(5):
        worker.turn()
    changed(["tests.article:1"], priority=Priority.WITHDRAWAL)
    urls.texts["article 1"] = "withdrawn"
    for _ in range(5):
        worker.turn()
    lines = store().journal.since(seen)[1] or []
    assert lines.count("*tests.article:1") == 1
    assert lines.index("*tests.article:1") > lines.index("-/berita-1")
