"""Pages of instruments: charts of every range with tables, a comparison, CSV by licence, live figures."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from lxml import html

from tajuk.markets.models import Instrument, IntradayBar, ProviderLink, Quote
from tajuk.markets.schedules import forget
from tajuk.markets.seed import seed_markets
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db
NOW = wib("2026-11-23 18:34")
MEMBERS = {"symbol", "name", "value", "previous_close", "change", "change_percent", "as_of", "state"}


@pytest.fixture(autouse=True)
def _markets() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        seed_markets(now=NOW, history=timedelta(days=400))
        forget()
        yield
    forget()


def page(client: Client, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.content)


def test_the_snapshot_names_exactly_what_it_promises(client: Client) -> None:
    told = client.get("/_/market.json").json()
    assert {frozenset(row) for row in told["instruments"]} == {frozenset(MEMBERS)}


def test_there_is_a_chart_with_a_table_for_every_range(client: Client) -> None:
    row = Instrument.objects.get(symbol="IDX")
    for number in range(60):
        at = wib("2026-11-20 09:00") + timedelta(minutes=5 * number)
        IntradayBar.objects.get_or_create(instrument=row, opens_at=at, defaults={
            "last_at": at, "open": 7000, "high": 7000 + number, "low": 6990, "close": 7000 + number})  # fmt: skip
    found = page(client, "/pasar/idx/")
    ranges = found.xpath("//input[@name='range']/@value")
    assert ranges == ["1d", "5d", "1m", "6m", "ytd", "1y", "5y"]
    assert len(found.xpath("//input[@name='range'][@checked]")) == 1
    figures = found.xpath("//figure[contains(@class, 'chart__range')]")
    assert all(len(figure.xpath(".//svg[@role='img']/title")) == 1 for figure in figures)
    assert all(len(figure.xpath(".//table/tbody/tr")) >= 2 for figure in figures)
    for figure in figures:
        for name in figure.xpath(".//svg/@aria-labelledby")[0].split():
            assert len(found.xpath(f"//*[@id='{name}']")) == 1
    assert not found.xpath("//*[@style]")


def test_a_year_beside_an_index_is_told_in_per_cent(client: Client) -> None:
    found = page(client, "/pasar/nusb/")
    legend = found.xpath("//figure[contains(@class, 'chart--compared')]//figcaption")[0].text_content()
    assert "NUSB" in legend and "IDX" in legend and "%" in legend
    assert len(found.xpath("//svg[.//title[@id='compared-title']]//polyline")) == 2


def test_the_range_of_the_day_and_of_52_weeks_stands_beside_the_key_figures(client: Client) -> None:
    names = page(client, "/pasar/idx/").xpath("//p[@class='instrument__extent-name']")
    assert len(names) == 2


def test_csv_is_there_where_the_licence_allows_it(client: Client) -> None:
    answer = client.get("/pasar/usd-idr.csv")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert lines[0].startswith("symbol,date,open,high,low,close,volume,provenance")
    assert len(lines) > 200
    assert page(client, "/pasar/usd-idr/").xpath("//a[@href='/pasar/usd-idr.csv']")
    link = Quote.objects.get(instrument__symbol="USD/IDR").link_id
    ProviderLink.objects.filter(pk=link).update(may_redistribute=False)
    assert client.get("/pasar/usd-idr.csv").status_code == 404
    assert not page(client, "/pasar/usd-idr/").xpath("//a[contains(@href, '.csv')]")


def test_figures_name_themselves_for_the_script(client: Client) -> None:
    head = page(client, "/pasar/usd-idr/").xpath("//div[@class='instrument__quote']")[0]
    assert dict(head.attrib) | {"data-symbol": "USD/IDR", "data-decimals": "0 2"} == dict(head.attrib)
    assert head.xpath(".//data[@data-value]/@value") == ["15930"]
    assert head.xpath(".//time[@data-as-of]/@datetime")[0].endswith("+07:00")
    assert page(client, "/pasar/").xpath("//*[@data-live='/_/market/stream']")


def test_the_markets_page_has_movers_a_heat_map_and_what_markets_do_today(client: Client) -> None:
    found = page(client, "/pasar/")
    risers = found.xpath("//section[@aria-labelledby='risers']//tr[@data-symbol]")
    assert [row.get("data-symbol") for row in risers] == ["RANU", "TMBK"]
    tiles = found.xpath("//a[@class='instrument__tile']")
    assert len(tiles) > 20 and {"-3", "3"} & {tile.get("data-heat") for tile in tiles}
    hours = found.xpath("//ol[contains(@class, 'instrument__hours')]/li")
    assert any("09:00–12:00 WIB" in item.text_content() for item in hours)


def test_an_instrument_without_a_past_says_so(client: Client) -> None:
    row = Instrument.objects.get(symbol="RANU")
    row.bars.all().delete()
    found = page(client, "/pasar/ranu/")
    assert found.xpath("//figure[contains(@class, 'chart__range')]//p[@class='chart__note']")


def test_the_interactive_chart_asks_for_closes(client: Client) -> None:
    told = client.get("/_/market/history/idx.json").json()
    assert told["symbol"] == "IDX" and len(told["days"]) == len(told["closes"]) > 200
    assert client.get("/_/market/history/tidak-ada.json").status_code == 404


def test_pages_are_there_in_english_and_light(client: Client) -> None:
    for path in ("/en/pasar/idx/", "/lite/pasar/idx/", "/en/pasar/", "/lite/pasar/"):
        page(client, path)
