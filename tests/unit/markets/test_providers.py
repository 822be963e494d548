"""Adapters turn answers into ticks, and say in one line what is wrong with an answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from tajuk.common.http import Answer, Refused
from tajuk.markets.models import Instrument, Provider, ProviderLink, Quote
from tajuk.markets.polling import fetch_all
from tajuk.markets.providers import (
    ADAPTERS,
    Call,
    ProviderError,
    Wanted,
    adapter,
    calling,
    ecb,
    mapped_csv,
    mapped_json,
)
from tests.unit.markets.conftest import wib

NOW = datetime(2024, 1, 19, 3, 0, tzinfo=UTC)
ECB = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube>
<Cube time="2024-01-18"><Cube currency="USD" rate="1.0875"/><Cube currency="IDR" rate="16990.15"/></Cube>
<Cube time="2024-01-17"><Cube currency="USD" rate="1.0877"/><Cube currency="IDR" rate="17000.00"/></Cube>
</Cube></gesmes:Envelope>"""


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_adapter_keeps_the_contract(name: str) -> None:
    assert callable(adapter(name).fetch)


def test_reference_rates_and_their_crosses() -> None:
    wanted = [Wanted("EUR/IDR", "IDR"), Wanted("USD/IDR", "IDR/USD"), Wanted("X", "XXX")]
    euro, dollar = ecb.read(ECB, wanted)
    assert (euro.symbol, euro.value) == ("EUR/IDR", Decimal("16990.150000"))
    assert dollar.value == Decimal("15623.126437")
    assert euro.as_of == datetime(2024, 1, 18, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{}", ECB[:300], b"<Cube/>", ECB.replace(b"1.0875", b"n/a"),
     b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ids=range(7),
)  # fmt: skip
def test_answers_that_are_no_rates_are_refused(body: bytes) -> None:
    with pytest.raises(ProviderError) as caught:
        ecb.read(body, [Wanted("EUR/IDR", "IDR")])
    assert "\n" not in str(caught.value).strip()


def test_json_is_read_by_a_declared_mapping() -> None:
    quote = {"s": "^JKSE", "p": {"last": 7141.25}, "t": 1705633200, "pc": "7180.42"}
    body = orjson.dumps({"data": {"quotes": [quote, {"s": "?"}]}})
    settings = {
        "rows": "data.quotes", "code": "s", "time": "unix",
        "fields": {"value": "p.last", "as_of": "t", "previous_close": "pc"},
    }  # fmt: skip
    (tick,) = mapped_json.read(body, [Wanted("IDX", "^JKSE")], settings=settings).ticks
    assert (tick.value, tick.previous_close) == (Decimal("7141.25"), Decimal("7180.42"))
    assert tick.as_of == datetime(2024, 1, 19, 3, 0, tzinfo=UTC)


def test_json_of_rates_by_currency_is_read() -> None:
    body = b'{"success": true, "timestamp": 1705633200, "rates": {"USD": 1.09, "IDR": 16990.15}}'
    settings = {
        "rows": "rates",
        "code": "_key",
        "time": "unix",
        "fields": {"value": "_value", "as_of": "_top.timestamp"},
    }
    (tick,) = mapped_json.read(body, [Wanted("EUR/IDR", "IDR")], settings=settings).ticks
    assert tick.value == Decimal("16990.15")


def test_csv_with_decimal_commas_is_read() -> None:
    body = "\ufeffKode;Terakhir;Waktu;Volume\nIHSG;7.141,25;19/01/2024 10:00;120\n".encode()
    settings = {
        "code": "Kode", "delimiter": ";", "comma": True, "time": "%d/%m/%Y %H:%M",
        "fields": {"value": "Terakhir", "as_of": "Waktu", "volume": "Volume"},
    }  # fmt: skip
    (tick,) = mapped_csv.read(body, [Wanted("IDX", "IHSG")], settings=settings).ticks
    assert (tick.value, tick.as_of, tick.volume) == (Decimal("7141.25"), wib("2024-01-19 10:00"), 120)


MAPPED: dict[str, Any] = {"code": "s", "fields": {"value": "v", "as_of": "t"}}


@pytest.mark.parametrize(
    ("read", "body", "settings"),
    [
        (mapped_json.read, b"<html>busy</html>", MAPPED),
        (mapped_json.read, b'{"s": "IDX", "v": 1', MAPPED),
        (mapped_json.read, b'{"s": "IDX", "v": 1}', {}),
        (mapped_json.read, b'[{"s": "IDX", "v": "n/a", "t": "2024-01-19T03:00:00Z"}]', MAPPED),
        (mapped_json.read, b'[{"s": "IDX", "v": 1, "t": "soon"}]', MAPPED),
        (mapped_json.read, b"\xff\xfe", MAPPED),
        (mapped_csv.read, b"<html>busy</html>", MAPPED),
        (mapped_csv.read, b"s,v,t\nIDX,\xff,1\n", MAPPED),
        (mapped_csv.read, b"s,v,t\nIDX,1,soon\n", MAPPED),
    ],
    ids=range(9),
)
def test_bad_answers_are_told_in_one_line(
    read: Callable[..., Any], body: bytes, settings: dict[str, Any]
) -> None:
    with pytest.raises(ProviderError) as caught:
        read(body, [Wanted("IDX", "IDX")], settings=settings)
    assert "\n" not in str(caught.value)


def test_codes_are_quoted_into_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def answer(url: str, **kwargs: object) -> Answer:
        called.append(url)
        return Answer(200, {}, orjson.dumps({"v": 5, "t": "2024-01-19T03:00:00Z"}), url)

    monkeypatch.setattr(calling, "fetch", answer)
    settings = {**MAPPED, "url": "https://quotes.example/{code}?x=1"}
    wanted = [Wanted("USD/IDR", "USD/IDR&k")]
    ticks = mapped_json.fetch(Call(wanted, settings, NOW, get=calling.Line(settings).get)).ticks
    assert called == ["https://quotes.example/USD%2FIDR%26k?x=1"]
    assert [tick.symbol for tick in ticks] == ["USD/IDR"]


@pytest.mark.django_db
def test_one_provider_that_fails_does_not_stop_the_others(
    make_instrument: Callable[..., Instrument], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_instrument()
    for key, url in (("a", "http://127.0.0.1/x"), ("b", "https://quotes.example/all")):
        fields = {"name": key, "adapter": "json", "is_on": True, "settings": {**MAPPED, "url": url}}
        ProviderLink.objects.create(instrument=row, provider=Provider.objects.create(key=key, **fields))

    def answer(url: str, **kwargs: object) -> Answer:
        if "127.0.0.1" in url:
            raise Refused("127.0.0.1 is not a public address")
        body = orjson.dumps([{"s": "IDX", "v": 7141.25, "t": "2024-01-19T03:00:00Z"}])
        return Answer(200, {}, body, url)

    monkeypatch.setattr(calling, "fetch", answer)
    first, second = fetch_all(NOW)
    assert (first.provider, first.applied, first.error) == ("a", None, "127.0.0.1 is not a public address")
    assert second.applied is not None and second.applied.applied == 1
    assert Quote.objects.get().value == Decimal("7141.25")


def test_an_unknown_adapter_is_told() -> None:
    with pytest.raises(ProviderError, match="no adapter 'fax'"):
        adapter("fax")
