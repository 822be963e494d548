"""The figure check beside the text of a draft."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tajuk.articles.models import Article
from tajuk.desk.figure_check import report_of
from tajuk.markets.schedules import forget
from tajuk.markets.seed import seed_markets
from tests.factories.newsroom import ArticleFactory, UserFactory, paragraphs
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db
NOW = wib("2026-11-23 18:34")


@pytest.fixture
def draft() -> Article:
    with time_machine.travel(NOW, tick=False):
        seed_markets(now=NOW, history=timedelta(days=15))
        forget()
        story = ArticleFactory(
            draft=True, headline="IHSG turun 0,55% ke 7.114", summary="",
            body=paragraphs("Rupiah <b>menguat</b> ke Rp 15.930 per dolar AS.", "IHSG diperkirakan ke 7.200."),
        )  # fmt: skip
        story.save_revision()
        return story


def test_each_figure_stands_with_its_words_and_what_the_data_says(draft: Article) -> None:
    report = report_of(draft, NOW)
    told = [(row.figure, row.symbol, row.verdict) for row in report.rows]
    assert told == [
        ("0,55%", "IDX", "agrees"), ("7.114", "IDX", "differs"), ("Rp 15.930", "USD/IDR", "agrees"),
        ("7.200", "IDX", "unknown"),
    ]  # fmt: skip
    assert report.differing == 1
    assert report.rows[1].before.endswith("turun 0,55% ke ")
    assert (report.rows[1].data, report.rows[1].as_of) == ("7.140,98", "23-11-2026 16:01 WIB")


def test_a_story_that_is_out_is_compared_with_the_data_of_its_time(draft: Article) -> None:
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    Article.objects.filter(pk=draft.pk).update(published_at=NOW - timedelta(days=1))
    draft.refresh_from_db()
    assert "22-11-2026" in report_of(draft, NOW).moment


def test_the_panel_is_for_those_who_may_write(client: Client, draft: Article) -> None:
    address = f"/desk/stories/{draft.pk}/figures/"
    with time_machine.travel(NOW, tick=False):
        assert client.get(address).status_code in {302, 403}
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        answer = client.get(address)
    html = answer.content.decode()
    assert 'data-verdict="differs"' in html and "<mark>7.114</mark>" in html
    assert "no-store" in answer["Cache-Control"]


def test_the_form_of_a_story_holds_the_panel(client: Client, draft: Article) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        html = client.get(f"/desk/stories/edit/{draft.pk}/").content.decode()
    assert f'data-figures="/desk/stories/{draft.pk}/figures/"' in html
    assert "desk/figures" in html


def test_words_in_copy_stay_words(client: Client, draft: Article) -> None:
    draft.headline = "IHSG <script>alert(1)</script> turun 0,55%"
    draft.save_revision()
    with time_machine.travel(NOW, tick=False):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        html = client.get(f"/desk/stories/{draft.pk}/figures/").content.decode()
    assert "<script>alert" not in html
