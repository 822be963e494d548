"""Answers of real providers, as others recorded them, become the ticks that they tell."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tajuk.markets.providers import (
    Call,
    ProviderError,
    Told,
    Wanted,
    ecb,
    files,
    jisdor,
    mapped_json,
    replay,
    yahoo,
)
from tests.unit.markets.conftest import wib

SAMPLES = Path(__file__).parents[2] / "samples" / "markets"
NOW = datetime(2024, 1, 19, 10, 0, tzinfo=UTC)
THURSDAY = date(2024, 1, 18)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_a_chart_tells_the_last_price_and_not_the_close_before_its_range() -> None:
    (tick,) = yahoo.read(sample("yahoo-share.json"), Wanted("WSKT", "WSKT.JK"), {}).ticks
    assert (tick.value, tick.high, tick.low) == (202, 202, 202)
    assert tick.as_of == datetime(2024, 7, 23, 20, 0, tzinfo=UTC)
    assert tick.previous_close is None, "chartPreviousClose is the close of four years before"


def test_the_chart_of_a_day_tells_the_previous_close() -> None:
    body = sample("yahoo-share.json").replace(b'"range": ""', b'"range": "1d"')
    (tick,) = yahoo.read(body, Wanted("WSKT", "WSKT.JK"), {}).ticks
    assert tick.previous_close == 1485


def test_pence_are_told_as_pounds_where_the_settings_say_so() -> None:
    one = Wanted("OCDO", "OCDO.L")
    (tick,) = yahoo.read(sample("yahoo-pence.json"), one, {"factor": {"GBp": "0.01"}}).ticks
    assert (tick.value, tick.high, tick.volume) == (Decimal("3.053"), Decimal("3.06507"), 145121)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"chart": {"result": null, "error": {"description": "No data, symbol may be\\ndelisted"}}}', "delisted"),
        (b'{"chart": {"result": []}}', "not a chart"),
        (b"Too Many Requests", "not JSON"),
        (sample("failure.html"), "markup"),
    ],
    ids=range(4),
)  # fmt: skip
def test_charts_that_are_none_are_told_in_one_line(body: bytes, text: str) -> None:
    with pytest.raises(ProviderError, match=text) as caught:
        yahoo.read(body, Wanted("X", "X.JK"), {})
    assert "\n" not in str(caught.value)


def test_one_symbol_that_is_gone_does_not_silence_the_others() -> None:
    answers = {"A": sample("yahoo-share.json"), "B": b'{"chart": {"result": []}}'}
    settings = {"url": "https://quotes.example/{code}"}
    call = Call([Wanted("A", "A"), Wanted("B", "B")], settings, NOW, get=lambda url: answers[url[-1]])
    told = yahoo.fetch(call)
    assert ([tick.symbol for tick in told.ticks], [row.symbol for row in told.unreadable]) == (["A"], ["B"])


def test_reference_rates_are_crossed() -> None:
    euro, dollar = ecb.read(sample("ecb.xml"), [Wanted("EUR/IDR", "IDR"), Wanted("USD/IDR", "IDR/USD")])
    assert (euro.value, euro.as_of) == (Decimal("15041.650000"), datetime(2015, 1, 7, 13, 10, tzinfo=UTC))
    assert abs(dollar.value - Decimal("15041.65") / Decimal("1.1831")) < Decimal("1E-6")


@pytest.mark.parametrize("name", ["jisdor.xml", "jisdor.html"])
def test_jisdor_is_read_from_the_service_and_from_the_page(name: str) -> None:
    (tick,) = jisdor.read(sample(name), Wanted("JISDOR", "USD"))
    assert (tick.value, tick.as_of) == (15639, wib("2024-01-19 16:15"))
    assert (tick.previous_close, tick.previous_close_date) == (15646, THURSDAY)


def test_of_transaction_rates_the_middle_is_taken_for_one_unit() -> None:
    body = sample("jisdor.xml").replace(b"<beli_subkursasing>15639", b"<beli_subkursasing>15561")
    body = body.replace(b"<nil_subkursasing>1.00", b"<nil_subkursasing>100.00")
    (tick,) = jisdor.read(body, Wanted("JPY/IDR", "USD"))
    assert tick.value == Decimal("156")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<DataSet/>", b"{}", sample("failure.html"), sample("jisdor.xml")[:900],
        sample("jisdor.xml").replace(b"15639.00", b"n/a"), sample("jisdor.xml").replace(b"15639.00", b"-1"),
        sample("jisdor.xml").replace(b"USD", b"SGD"),
        sample("jisdor.xml").replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1),
    ],
    ids=range(9),
)  # fmt: skip
def test_answers_without_a_fixing_are_told_in_one_line(body: bytes) -> None:
    with pytest.raises(ProviderError) as caught:
        jisdor.read(body, Wanted("JISDOR", "USD"))
    assert "\n" not in str(caught.value)


def test_the_service_is_asked_for_the_last_days() -> None:
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return sample("jisdor.xml")

    told = jisdor.fetch(Call([Wanted("JISDOR", "USD")], {}, wib("2024-01-19 17:00"), get=get))
    assert len(told.ticks) == 1
    assert asked[0].endswith("getSubKursJisdor3?mts=USD&startDate=2024-01-03&endDate=2024-01-19")


def test_names_with_dots_in_them_are_mapped() -> None:
    settings = {
        "rows": "Global Quote", "time": "%Y-%m-%d", "zone": "America/New_York",
        "fields": {
            "value": r"05\. price", "as_of": r"07\. latest trading day", "previous_close": r"08\. previous close",
            "volume": r"06\. volume",
        },
    }  # fmt: skip
    told = mapped_json.read(
        sample("dotted-names.json"), [Wanted("MSFT", "MSFT")], settings=settings, code="MSFT"
    )
    assert (told.ticks[0].value, told.ticks[0].volume) == (Decimal("112.13"), 29062853)


def test_rates_by_currency_are_mapped_and_a_refusal_is_told() -> None:
    settings: dict[str, Any] = {
        "rows": "rates", "code": "_key", "time": "%Y-%m-%d", "fields": {"value": "_value", "as_of": "_top.date"},
    }  # fmt: skip
    told = mapped_json.read(sample("rates-by-currency.json"), [Wanted("EUR/IDR", "IDR")], settings=settings)
    assert told.ticks[0].value > 14_000
    assert mapped_json.read(sample("refused.json"), [Wanted("EUR/IDR", "IDR")], settings=settings) == Told(
        [], []
    )


def test_dropped_files_are_read_once_whole_and_in_order(tmp_path: Path) -> None:
    def write(name: str, value: int) -> None:
        text = f'{{"ticks": [{{"symbol": "IDX", "value": {value}, "as_of": "2024-01-19T10:00:00+07:00"}}]}}'
        (tmp_path / name).write_text(text)

    write("2.json", 7142)
    write("1.json", 7141)
    (tmp_path / "3.json").write_text("<html>")
    for name in (".hidden.json", "4.json.part"):
        (tmp_path / name).write_text("half")
    (tmp_path / "5.json").symlink_to("/etc/passwd")
    call = Call([Wanted("IDX", "IDX")], {}, NOW, folder=tmp_path)
    assert [int(tick.value) for tick in files.fetch(call).ticks] == [7141, 7142]
    assert (tmp_path / "1.json").exists(), "what is not applied yet stays"
    for settled in call.settle:
        settled()
    assert {path.name for path in (tmp_path / "failed").iterdir()} == {"3.json"}
    assert {path.name for path in (tmp_path / "done").iterdir()} == {"1.json", "2.json"}
    assert files.fetch(call) == Told([], [])


def test_dropped_files_are_read_by_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("kode,v,t\nIHSG,7140,2024-01-19T09:59:00+07:00\n")
    settings = {"code": "kode", "fields": {"value": "v", "as_of": "t"}}
    (tick,) = files.fetch(Call([Wanted("IDX", "IHSG")], settings, NOW, folder=tmp_path)).ticks
    assert (tick.symbol, tick.value) == ("IDX", 7140)


def test_a_recording_comes_again_at_its_own_pace_or_faster(tmp_path: Path) -> None:
    lines = [
        f'{{"symbol": "IDX", "value": "{7140 + n}", "as_of": "2024-01-19T10:00:{n * 10:02}+07:00"}}'
        for n in range(5)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    settings = {"file": "a.jsonl", "speed": 2}
    memory: dict[str, Any] = {}

    def at(seconds: int) -> list[str]:
        now = wib(f"2026-11-23 10:00:{seconds:02}")
        call = Call([], settings, now, folder=tmp_path, memory=memory)
        ticks = replay.fetch(call).ticks
        assert all(tick.as_of <= now and tick.as_of.year == 2026 for tick in ticks)
        return [f"{tick.value:.0f}" for tick in ticks]

    assert [at(0), at(4), at(10), at(30), at(40)] == [["7140"], [], ["7141", "7142"], ["7143", "7144"], []]


@pytest.mark.parametrize("name", ["", "../a.jsonl", "/etc/passwd", ".a", "none.jsonl", 5])
def test_recordings_are_taken_from_the_providers_folder_only(tmp_path: Path, name: object) -> None:
    with pytest.raises(ProviderError):
        replay.fetch(Call([], {"file": name}, NOW, folder=tmp_path))
