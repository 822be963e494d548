"""Row 15: a page that was being made while a story was withdrawn shows it no more, however the two meet."""

from typing import Any

import pytest

from tajuk.common import clock
from tajuk.desk.actions.withdraw import kill
from tajuk.press import bake as baking
from tajuk.press import records
from tajuk.press.bake import bake, drop, store
from tajuk.press.models import OutboxEntry, PlateDependency, PlateRecord
from tajuk.press.worker import Worker
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS, WORD = "/sitemap-news.xml", b"kenarisusul"


@pytest.fixture
def story() -> Any:
    made = ArticleFactory(headline=f"Judul {WORD.decode()}")
    drop(ADDRESS)
    OutboxEntry.objects.all().delete()
    return made


def work_off() -> None:
    worker = Worker()
    for _ in range(50):
        if not worker.turn():
            return
    pytest.fail("the worker did not come to an end")


def shown() -> bool:
    stored = store().read(ADDRESS)
    return stored is not None and not stored.stale and WORD in stored.plate.identity()


@pytest.mark.parametrize("step", ["write_down", "_missed", "_write"])
def test_row_15_withdrawal_overtakes_a_page_at_any_step_of_its_making(
    story: Any, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = getattr(baking, step), []

    def withdrawn_first(*args: Any, **options: Any) -> Any:
        if not times:
            times.append(1)
            kill(story, reason="keliru", by=None, now=clock.now())
            work_off()
        return real(*args, **options)

    monkeypatch.setattr(baking, step, withdrawn_first)
    bake(ADDRESS)
    work_off()
    assert times
    assert not shown()


def test_record_that_was_dropped_meanwhile_is_written_with_all_its_dependencies(
    story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bake(ADDRESS)
    real, times = records._known, []

    def dropped_after_a_look(paths: list[str], **options: Any) -> Any:
        found = real(paths, **options)
        if not times:
            times.append(1)
            PlateRecord.objects.filter(path=ADDRESS).delete()
        return found

    story.headline = "Judul lain"
    story.save()
    monkeypatch.setattr(records, "_known", dropped_after_a_look)
    bake(ADDRESS)
    assert PlateDependency.objects.filter(plate__path=ADDRESS, key="list:latest:id").exists()
