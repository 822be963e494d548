"""Quotes in the running product: pushed ticks are shown, bad ones are not, and a source that hangs slows nothing."""

import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median

import httpx
import pytest

from tajuk.common import clock
from tests.journeys.conftest import soon
from tests.product import REPOSITORY, Product, environment, newsroom, tajuk

HANGING = """
import django, sys
django.setup()
from tajuk.markets.models import Instrument, Provider, ProviderLink
fields = {"value": "v", "as_of": "t"}
made = Provider.objects.create(key="hang", name="Hang", adapter="json", is_on=True, poll_seconds=1,
                               settings={"url": sys.argv[1], "fields": fields})
ProviderLink.objects.create(instrument=Instrument.objects.get(symbol="IDX"), provider=made, order=0)
"""


@pytest.fixture(scope="module")
def hanging() -> Iterator[socket.socket]:
    """A source that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom(tmp_path_factory.mktemp("pasar") / "data")


@pytest.fixture
def markets(data: Path, hanging: socket.socket) -> Iterator[Product]:
    host = f"127.0.0.1:{hanging.getsockname()[1]}"
    with Product(data, TAJUK_FETCH_ALLOW=host, TAJUK_MARKET_SIMULATOR="0") as running:
        yield running


def push(product: Product, token: str, value: str) -> dict[str, int]:
    """Push a tick of an instrument that trades all the time."""
    tick = {"symbol": "BTC/USD", "value": value, "as_of": clock.now().isoformat()}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_hex(8)}
    address = f"{product.address}/api/v1/markets/ticks"
    answer = httpx.post(address, json={"ticks": [tick]}, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def shown(product: Product) -> dict[str, Decimal]:
    """Return the values of the snapshot by symbol."""
    rows = json.loads(product.get("/_/market.json").content, parse_float=Decimal)["instruments"]
    return {row["symbol"]: row["value"] for row in rows}


def test_row_37_a_pushed_tick_is_soon_shown_and_a_bad_one_never(markets: Product) -> None:
    token = tajuk(markets.data, "markets", "token", "push").stdout.strip()
    before = shown(markets)
    good = f"{Decimal(before['BTC/USD']) + 7}"
    assert push(markets, token, good)["applied"] == 1
    soon(lambda: shown(markets)["BTC/USD"] == Decimal(good), 10)
    for bad in ("0", f"-{good}", f"{Decimal(good) * 100}"):
        assert push(markets, token, bad)["quarantined"] == 1
    assert push(markets, token, "7.141,25")["unreadable"] == 1
    time.sleep(0.5)
    assert shown(markets) == {**before, "BTC/USD": Decimal(good)}
    waiting = tajuk(markets.data, "markets", "quarantine", "--json").stdout.splitlines()
    assert {json.loads(line)["reason"] for line in waiting} == {
        "zero",
        "negative",
        "decimal_comma",
        "unreadable",
    }


def test_a_source_that_hangs_slows_no_page_and_no_end(markets: Product, hanging: socket.socket) -> None:
    def cost() -> float:
        began = time.monotonic()
        for path in ("/pasar/", "/_/market.json", "/"):
            assert markets.get(path).status_code == 200
        return time.monotonic() - began

    cost()
    before = median(cost() for _ in range(7))
    address = f"http://127.0.0.1:{hanging.getsockname()[1]}/all"
    made = subprocess.run(
        [sys.executable, "-c", HANGING, address],
        env=environment(markets.data), cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    hanging.settimeout(20)
    held, _ = hanging.accept()
    with held:
        assert median(cost() for _ in range(7)) < 3 * before + 0.2
        assert markets.stop(seconds=15) < 14
