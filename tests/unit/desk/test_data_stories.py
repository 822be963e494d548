"""Stories that figures write: true, once a day, drafts unless the publisher allows more, and none when not sure."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from tajuk.articles.models import Article, DataStory, DataStoryRun
from tajuk.articles.models.data_stories import Outcome, Subject
from tajuk.common.notation import Language
from tajuk.desk import data_copy
from tajuk.desk.actions.quote_prices import copy_of
from tajuk.desk.actions.write_data_stories import ensure_data_stories, write_due
from tajuk.desk.data_stories import Material
from tajuk.markets.figures import Verdict, check, facts_at
from tajuk.markets.models import DailyBar, Instrument, Quote, TradingDay
from tajuk.markets.schedules import forget
from tajuk.markets.seed import seed_markets
from tests.factories.newsroom import SectionFactory
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db
NOW = wib("2026-11-23 16:30")


@pytest.fixture
def stories() -> None:
    with time_machine.travel(NOW, tick=False):
        seed_markets(now=NOW, history=timedelta(days=20))
        forget()
        ensure_data_stories(SectionFactory(), is_on=True)


def at(now: datetime) -> list[tuple[str, Outcome]]:
    with time_machine.travel(now, tick=False):
        return [(one.story.subject, one.outcome) for one in write_due(now)]


def only(subject: Subject) -> DataStory:
    DataStory.objects.exclude(subject=subject).update(is_on=False)
    return DataStory.objects.get(subject=subject)


def test_the_stories_of_a_day_are_written_as_drafts_once(stories: None) -> None:
    assert dict(at(NOW)) == {Subject.INDEX_CLOSE: Outcome.MADE, Subject.FIXING: Outcome.MADE}
    assert at(NOW + timedelta(minutes=5)) == []
    drafts = list(Article.objects.order_by("pk"))
    assert [draft.live for draft in drafts] == [False, False]
    assert drafts[0].headline == "IHSG ditutup turun 0,55% ke 7.141"
    assert drafts[1].headline == "Jisdor 23 November 2026: rupiah menguat ke Rp 15.942 per dolar AS"
    kinds = [block["type"] for block in drafts[0].body.raw_data]
    assert {"paragraph", "chart", "table"} <= set(kinds)
    text = copy_of(drafts[0])
    assert "ditutup turun 39,42 poin atau 0,55% ke 7.140,98 pada perdagangan Senin, 23 November 2026." in text
    assert "simulasi" in text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("subject", list(Subject))
def test_what_is_written_agrees_with_the_data(stories: None, subject: Subject, language: Language) -> None:
    story = only(subject)
    story.language, story.at = language, time(16, 25)
    story.save()
    assert at(NOW) == [(subject, Outcome.MADE)]
    draft = Article.objects.get()
    with time_machine.travel(NOW, tick=False):
        judged = check(copy_of(draft), language, facts_at(NOW))
    assert [one for one in judged if one.verdict is Verdict.DIFFERS] == []
    assert [one for one in judged if one.verdict is Verdict.AGREES]
    assert not re.search(r"None|\{|  ", copy_of(draft))


def test_no_story_is_written_on_a_holiday_and_nobody_is_alarmed(
    stories: None, caplog: pytest.LogCaptureFixture
) -> None:
    story = only(Subject.INDEX_CLOSE)
    TradingDay.objects.create(calendar=story.instrument.calendar, date=NOW.date(), kind="closed")
    forget()
    assert at(NOW) == [(Subject.INDEX_CLOSE, Outcome.NO_TRADING)]
    assert at(NOW + timedelta(minutes=5)) == []
    assert (Article.objects.count(), caplog.text) == (0, "")


def test_without_the_close_there_is_an_alarm_and_the_story_waits_for_it(
    stories: None, caplog: pytest.LogCaptureFixture
) -> None:
    story = only(Subject.INDEX_CLOSE)
    bar = DailyBar.objects.get(instrument=story.instrument, date=NOW.date())
    told = {
        name: getattr(bar, name)
        for name in ("instrument", "date", "open", "high", "low", "close", "provenance")
    }
    bar.delete()
    assert at(NOW) == [(Subject.INDEX_CLOSE, Outcome.WAITING)]
    assert "the close of 2026-11-23 is missing" in caplog.text
    assert at(NOW + timedelta(minutes=1)) == [(Subject.INDEX_CLOSE, Outcome.WAITING)]
    assert caplog.text.count("is missing") == 1
    DailyBar.objects.create(**told)
    assert at(NOW + timedelta(minutes=10)) == [(Subject.INDEX_CLOSE, Outcome.MADE)]
    assert DataStoryRun.objects.count() == 1


def test_an_old_figure_writes_no_story(stories: None) -> None:
    story = only(Subject.FIXING)
    Quote.objects.filter(instrument=story.instrument).update(as_of=NOW - timedelta(days=3))
    assert at(NOW) == [(Subject.FIXING, Outcome.WAITING)]
    Quote.objects.filter(instrument=story.instrument).delete()
    assert at(NOW) == [(Subject.FIXING, Outcome.WAITING)]
    assert not Article.objects.exists()


def test_one_that_cannot_be_written_is_told_at_the_desk_once_and_stops_no_other(
    stories: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, admin_client: Client
) -> None:
    def broken(subject: Subject, material: Material, language: Language) -> data_copy.Copy:
        if subject == Subject.INDEX_CLOSE:
            raise ZeroDivisionError("no previous close")
        return data_copy.copy_of(subject, material, language)

    monkeypatch.setattr("tajuk.desk.actions.write_data_stories.copy_of", broken)
    assert dict(at(NOW)) == {Subject.INDEX_CLOSE: Outcome.FAILED, Subject.FIXING: Outcome.MADE}
    assert at(NOW + timedelta(minutes=1)) == []
    assert caplog.text.count("could not be written") == 1
    with time_machine.travel(NOW, tick=False):
        shown = admin_client.get("/desk/").content.decode()
    assert 'id="unwritten-data-stories"' in shown and "ZeroDivisionError: no previous close" in shown
    monkeypatch.undo()
    assert at(NOW + timedelta(minutes=10)) == [(Subject.INDEX_CLOSE, Outcome.MADE)]
    with time_machine.travel(NOW, tick=False):
        assert "unwritten-data-stories" not in admin_client.get("/desk/").content.decode()


def test_hours_later_the_day_goes_without(stories: None) -> None:
    only(Subject.INDEX_CLOSE)
    assert at(NOW + timedelta(hours=4)) == []
    assert at(NOW - timedelta(hours=4)) == []


def test_only_what_the_publisher_allows_is_published(stories: None) -> None:
    story = only(Subject.INDEX_CLOSE)
    story.publishes_itself = True
    story.save()
    at(NOW)
    draft = Article.objects.get()
    assert draft.live
    assert list(draft.quoted_prices.filter(instrument__symbol="IDX").values_list("value", flat=True)) == [
        Decimal("7140.98")
    ]


def test_an_unchanged_figure_is_told_as_one(stories: None) -> None:
    story = only(Subject.FIXING)
    row = Instrument.objects.get(pk=story.instrument_id)
    before = DailyBar.objects.filter(instrument=row, date__lt=NOW.date()).order_by("-date").first()
    assert before is not None
    Quote.objects.filter(instrument=row).update(value=before.close)
    at(NOW)
    assert "tetap di Rp 15.967" in Article.objects.get().headline
