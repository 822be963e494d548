"""Instruments in copy: the price at publication is kept once and shown; the price now is the script's."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from tajuk.articles import actions
from tajuk.articles.models import Article, QuotedPrice
from tajuk.desk.actions.quote_prices import quote_prices
from tajuk.markets.figures.names import Named
from tajuk.markets.models import Quote
from tajuk.press import passing
from tajuk.site.chips import Chip, Chips
from tests.factories.newsroom import ArticleFactory, paragraphs
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db
NOW = wib("2026-11-23 18:34")
COPY = (
    "<p>IHSG ditutup melemah, lalu IHSG bangkit. Rupiah <a href='https://x.example/'>melawan rupiah</a>.</p>"
)


@pytest.fixture
def published(seeded: Callable[[datetime], None]) -> Article:
    seeded(NOW)
    with time_machine.travel(NOW, tick=False):
        article = ArticleFactory(draft=True, headline="Bursa", summary="", body=paragraphs(COPY))
        article.save_revision().publish()
        article.refresh_from_db()
        return article


def test_publishing_keeps_the_prices_of_what_the_story_names(published: Article) -> None:
    kept = {row.instrument.symbol: row.value for row in published.quoted_prices.select_related("instrument")}
    told = {row.instrument.symbol: row.value for row in Quote.objects.select_related("instrument")}
    assert kept == {symbol: told[symbol] for symbol in ("IDX", "USD/IDR")}


def test_a_correction_and_a_tick_move_no_price_at_publication(published: Article) -> None:
    before = list(published.quoted_prices.order_by("pk").values_list("pk", "value", "as_of"))
    Quote.objects.filter(instrument__symbol="IDX").update(value=Decimal(9_999), as_of=wib("2026-11-24 10:00"))
    with time_machine.travel(wib("2026-11-24 10:01"), tick=False):
        actions.correct(published, wrong="a", right="b", by=None, now=wib("2026-11-24 10:01"))
        published.save_revision().publish()
    assert list(published.quoted_prices.order_by("pk").values_list("pk", "value", "as_of")) == before


def test_a_story_under_embargo_gets_the_prices_of_the_moment_when_it_is_out(
    seeded: Callable[[datetime], None],
) -> None:
    seeded(NOW)
    out = wib("2026-11-24 10:00")
    with time_machine.travel(NOW, tick=False):
        passing.carry(NOW)
        article = ArticleFactory(
            draft=True, headline="Bursa", summary="", body=paragraphs(COPY), embargo_until=out
        )
        article.save_revision().publish()
        assert not article.quoted_prices.exists()
    Quote.objects.filter(instrument__symbol="IDX").update(value=Decimal(9_999), as_of=out)
    with time_machine.travel(out, tick=False):
        passing.carry(out)
    assert article.quoted_prices.get(instrument__symbol="IDX").value == 9_999


def test_what_is_added_later_gets_the_price_of_the_first_publication_or_none(published: Article) -> None:
    Quote.objects.filter(instrument__symbol="LQ45").update(value=Decimal(1), as_of=wib("2026-11-25 10:00"))
    published.headline = "LQ45 dan bursa"
    quote_prices(published, now=wib("2026-11-25 10:01"))
    row = QuotedPrice.objects.filter(article=published, instrument__symbol="LQ45").first()
    assert row is None or row.as_of <= NOW


def test_the_first_mention_in_the_copy_is_a_chip(client: Client, published: Article) -> None:
    with time_machine.travel(NOW, tick=False):
        html = client.get(published.get_absolute_url()).content.decode()
    assert html.count('class="chip"') == 2
    assert 'IHSG <a class="chip" href="/pasar/idx/" data-symbol="IDX"' in html
    assert "melawan rupiah</a>" in html
    value = published.quoted_prices.get(instrument__symbol="IDX").value
    assert f'<data value="{value.normalize():f}">' in html


def test_the_page_holds_no_price_of_now(client: Client, published: Article) -> None:
    with time_machine.travel(NOW, tick=False):
        before = client.get(published.get_absolute_url()).content
        Quote.objects.update(value=Decimal(12_345))
        after = client.get(published.get_absolute_url()).content
    assert b"12.345" not in after.partition(b"<article")[2]
    assert (
        before.partition(b"<article")[2].partition(b"</article>")[0]
        == after.partition(b"<article")[2].partition(b"</article>")[0]
    )


def test_the_light_form_has_no_chips(client: Client, published: Article) -> None:
    assert b'class="chip"' not in client.get(f"/lite{published.get_absolute_url()}").content


def test_a_link_to_the_instrument_s_own_page_is_followed_by_its_chip() -> None:
    named = Named("IDX", "index", "", ("IHSG",))
    chip = Chip(named, "/pasar/idx/", Decimal(7_141), "7.141", "", NOW, "", (0, 2))
    html = str(Chips([chip]).into('Bursa: <a href="/pasar/idx/">IHSG</a> turun, IHSG lesu.'))
    assert '</a> <a class="chip"' in html
    assert html.count('class="chip"') == 1
