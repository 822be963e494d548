"""The seeded newsroom shows the design's eleven figures exactly, in one query, whatever the hour."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import orjson
import pytest
from django.db.models import Max, Min

from tajuk.common.dependencies import recording
from tajuk.markets import queries, tasks
from tajuk.markets.actions import apply_ticks, forget_minutes
from tajuk.markets.enums import Direction, Kind, Provenance, State
from tajuk.markets.models import DailyBar, Instrument, IntradayBar, Provider, Quote
from tajuk.markets.seed import seed_markets
from tajuk.markets.specs import instruments
from tests.unit.markets.conftest import WIB, tick, wib

pytestmark = pytest.mark.django_db

FACTS = [
    ("EMAS", "1.508.000", "10.000", "0,67%"),
    ("USD/IDR", "15.930", "-61,00", "-0,38%"),
    ("IDX", "7.141", "-39,42", "-0,55%"),
    ("KOMPAS100", "1.095", "-7,91", "-0,72%"),
    ("LQ45", "866", "-8,90", "-1,02%"),
    ("ISSI", "220", "0,44", "0,20%"),
    ("IDX30", "443", "-4,74", "-1,06%"),
    ("IDXHIDIV20", "534", "-3,94", "-0,73%"),
    ("IDX80", "126", "-0,93", "-0,74%"),
    ("IDXV30", "134", "-0,98", "-0,72%"),
    ("IDXQ30", "148", "-1,09", "-0,73%"),
]
NAMED_IN_THE_DEMO = (
    "IDX KOMPAS100 LQ45 ISSI IDX30 IDXHIDIV20 IDX80 IDXV30 IDXQ30 EMAS USD/IDR SGD/IDR EUR/IDR CNY/IDR "
    "JPY/IDR JISDOR PERAK MINYAK-BRENT MINYAK-WTI CPO BATU-BARA NIKEL SUN10Y BI-RATE BTC/USD "
    "NUSB SGRA LNTR KRTA TMBK RANU"
)
Seed = Callable[[datetime], None]


@pytest.mark.parametrize(
    "now",
    ["2024-01-19 18:34", "2026-11-23 10:15", "2026-11-23 12:30", "2026-11-23 08:50", "2026-11-22 09:00",
     "2026-03-20 11:00", "2026-11-23 00:05", "2026-11-24 06:59:59", "2026-11-24 07:00", "2026-11-23 15:55"],
)  # fmt: skip
def test_the_bar_shows_the_eleven_figures(seeded: Seed, now: str) -> None:
    seeded(wib(now))
    items = queries.bar(wib(now))
    assert [(item.symbol, *_texts(item)) for item in items] == FACTS
    unknown = [
        item.symbol for item in queries.board(wib(now)) if item.change is None or item.state == State.STALE
    ]
    assert unknown == []


def _texts(item: queries.BarItem) -> tuple[str, str, str]:
    return item.shown["id"].value, item.shown["id"].change, item.shown["id"].percent


def test_the_seed_is_whole_simulated_and_said_to_be() -> None:
    now = wib("2026-11-23 10:15")
    seed_markets(now=now)
    assert set(NAMED_IN_THE_DEMO.split()) <= set(Instrument.objects.values_list("symbol", flat=True))
    assert Instrument.objects.count() >= 41
    assert not Instrument.objects.filter(is_simulated=False).exists()
    assert set(DailyBar.objects.values_list("provenance", flat=True).distinct()) == {Provenance.SIMULATED}
    for row in Instrument.objects.all():
        days = queries.history(row, 5 * 366, until=date(2026, 11, 23))
        assert days[0].date <= date(2022 if row.kind != Kind.RATE else 2024, 1, 3), row
        assert len(days) > (30 if row.kind == Kind.RATE else 1_100), row
    assert all(item.licence_line and item.shown["en"].licence for item in queries.board(now))


def test_a_second_seeding_changes_nothing(seeded: Seed) -> None:
    now = wib("2026-11-23 10:15")
    seeded(now)
    Instrument.objects.filter(symbol="IDX").update(name_id="Diubah meja", on_bar=False)
    again = seed_markets(now=now + timedelta(days=3))
    assert (again.calendars, again.instruments, again.bars) == (0, 0, 0)
    assert Instrument.objects.get(symbol="IDX").name_id == "Diubah meja"


def test_the_bar_takes_one_query_for_one_as_for_forty(
    seeded: Seed, django_assert_num_queries: Callable[..., object]
) -> None:
    now = wib("2026-11-23 10:15")
    seeded(now)
    queries.bar(now)
    for on_bar in (1, len(instruments())):
        rows = Instrument.objects.order_by("display_order").values_list("pk", flat=True)[:on_bar]
        Instrument.objects.update(on_bar=False)
        Instrument.objects.filter(pk__in=list(rows)).update(on_bar=True)
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            assert len(queries.bar(now)) == on_bar
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        queries.snapshot(now)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        queries.instrument_page("usd-idr", now)


def test_quotes_are_noted_under_the_bars_key_alone(seeded: Seed) -> None:
    now = wib("2026-11-23 10:15")
    seeded(now)
    with recording() as keys:
        queries.bar(now)
    assert "list:market-bar" in keys
    assert not [key for key in keys if key.startswith("markets.quote")]
    quote = Quote.objects.get(instrument__symbol="IDX")
    with recording() as keys:
        Quote.objects.get(pk=quote.pk)
    assert keys == set()
    assert tuple(quote.list_keys()) == ("list:market-bar",)
    assert "list:market-bar" in Instrument.objects.get(symbol="IDX").list_keys()


def test_an_instrument_without_a_quote_says_so(make_instrument: Callable[..., Instrument]) -> None:
    make_instrument("BARU")
    item = queries.bar(wib("2026-11-23 10:15"))[0]
    assert (item.state, item.value, item.direction) == (State.NO_DATA, None, Direction.UNKNOWN)
    assert _texts(item) == ("–", "–", "–")


def test_a_delayed_quote_says_by_how_much(
    make_instrument: Callable[..., Instrument], provider: Provider
) -> None:
    make_instrument("IDX", delay=15)
    now = wib("2024-01-19 10:15")
    apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=now)
    item = queries.bar(now)[0]
    assert (item.state, item.delay_minutes, item.shown["en"].state) == (State.DELAYED, 15, "Delayed 15 min")
    assert item.licence_line == "Sumber: uji."


def test_the_snapshot_is_plain_json_with_exact_figures(seeded: Seed) -> None:
    now = wib("2026-11-23 18:34")
    seeded(now)
    told = json.loads(orjson.dumps(queries.snapshot(now)))
    assert (told["version"], told["open"]) == (int(now.timestamp() * 1000), False)
    assert queries.snapshot(wib("2026-11-24 10:00"))["open"]
    assert queries.snapshot(wib("2026-11-22 10:00"))["open"] is False
    entry = next(one for one in told["instruments"] if one["symbol"] == "IDX80")
    assert {
        "symbol",
        "name",
        "value",
        "previous_close",
        "change",
        "change_percent",
        "as_of",
        "state",
    } <= entry.keys()
    assert (entry["value"], entry["previous_close"], entry["change"]) == (125.55, 126.48, -0.93)
    assert (entry["change_percent"], entry["state"]) == (-0.74, "closed")
    assert datetime.fromisoformat(entry["as_of"]) == wib("2026-11-23 16:01")
    assert len(orjson.dumps(told)) < 16_000


def test_an_instruments_page_has_its_figures(seeded: Seed) -> None:
    now = wib("2026-11-23 10:15")
    seeded(now)
    page = queries.instrument_page("usd-idr", now)
    assert page is not None
    assert page.item.shown["id"].value == "15.930"
    assert page.year_low and page.year_high and page.year_low <= page.item.value <= page.year_high  # type: ignore[operator]
    assert page.next_change == wib("2026-11-23 16:00")
    assert queries.instrument_page("tidak-ada", now) is None
    Instrument.objects.filter(symbol="USD/IDR").update(is_active=False)
    assert queries.instrument_page("usd-idr", now) is None


def test_tables_movers_and_names(seeded: Seed) -> None:
    now = wib("2026-11-23 18:00")
    seeded(now)
    assert set(queries.by_kind(now)) >= {Kind.INDEX, Kind.EQUITY, Kind.CURRENCY, Kind.METAL, Kind.COMMODITY}
    risers, fallers = queries.movers(now)
    assert [item.symbol for item in risers] == ["RANU", "TMBK"]
    assert [item.symbol for item in fallers] == ["SGRA", "NUSB", "ASII", "BBRI", "LNTR"]
    assert [item.symbol for item in queries.named(["LQ45", "?", "IDX", "LQ45"], now)] == ["LQ45", "IDX"]


def test_midnight_in_jakarta_does_not_move_a_day(seeded: Seed) -> None:
    seeded(wib("2026-11-23 23:59"))
    row = Instrument.objects.get(symbol="IDX")
    assert queries.history(row, 3, until=date(2026, 11, 23))[-1].date == date(2026, 11, 23)
    assert queries.bar(wib("2026-11-24 00:01"))[2].change == Decimal("-39.42")


def test_the_last_days_have_figures_of_minutes_that_end_as_the_days_do(seeded: Seed) -> None:
    now = wib("2026-11-23 10:02")
    seeded(now)
    row = Instrument.objects.get(symbol="IDX")
    bars = list(row.intraday.order_by("opens_at"))
    days = sorted({bar.opens_at.astimezone(WIB).date() for bar in bars})
    assert (len(days), str(days[-1])) == (5, "2026-11-23")
    assert bars[-1].close == row.quote.value
    assert bars[-1].opens_at <= row.quote.as_of
    for day, close in row.bars.filter(date__in=days).values_list("date", "close"):
        of_day = [bar for bar in bars if bar.opens_at.astimezone(WIB).date() == day]
        assert of_day[-1].close == close
    assert not Instrument.objects.get(symbol="EMAS").intraday.exists()


def test_no_provider_of_real_data_is_switched_on(seeded: Seed) -> None:
    seeded(wib("2026-11-23 10:02"))
    assert list(Provider.objects.filter(is_on=True).values_list("adapter", flat=True)) == ["simulator"]
    assert not Provider(key="x", name="X", adapter="json").is_on


def test_old_figures_of_minutes_are_removed(seeded: Seed) -> None:
    now = wib("2026-11-23 10:02")
    seeded(now)
    kept = IntradayBar.objects.filter(opens_at__gte=now - timedelta(days=2)).count()
    assert forget_minutes(before=now - timedelta(days=2), batch=100) > 0
    assert IntradayBar.objects.count() == kept > 0
    assert tasks.tidy(now) == 0


@pytest.mark.parametrize("moment", ["2026-11-23 10:40", "2026-11-23 18:00"])
def test_the_chart_of_a_day_goes_from_its_low_to_its_high_and_no_further(seeded: Seed, moment: str) -> None:
    now = wib(moment)
    seeded(now)
    for quote in Quote.objects.filter(instrument__symbol__in=["IDX", "LQ45", "USD/IDR"]):
        today = IntradayBar.objects.filter(instrument=quote.instrument, opens_at__gte=now.replace(hour=0))
        told = today.aggregate(low=Min("low"), high=Max("high"))
        assert (told["low"], told["high"]) == (quote.low, quote.high)
        assert today.latest("opens_at").close == quote.value
