"""The market bar writes figures as Indonesians do, with the time and state of each."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from tajuk.common import clock
from tajuk.markets.models import Calendar, Instrument, Provider, ProviderLink, Quote

pytestmark = pytest.mark.django_db


@pytest.fixture
def gold():
    """Return gold, quoted now by somebody who wants to be named."""
    now = clock.now()
    calendar = Calendar.objects.create(key="uji", name_id="Uji", rhythm="irregular")
    row = Instrument.objects.create(
        symbol="EMAS", name_id="Emas", kind="metal", calendar=calendar, on_bar=True, decimals_change=0
    )
    provider = Provider.objects.create(key="uji", name="Uji", adapter="uji")
    link = ProviderLink.objects.create(
        instrument=row,
        provider=provider,
        delay_minutes=15,
        licence_line_id="Data dari Uji.",
        licence_line_en="By Uji.",
    )
    Quote.objects.create(
        instrument=row, link=link, value=Decimal(1_508_000), previous_close=Decimal(1_498_000), as_of=now,
        received_at=now, previous_close_date=now.date() - timedelta(days=1), previous_close_provenance="official",
    )  # fmt: skip
    return row


def test_an_item_has_name_value_change_percent_time_and_state(client, gold):
    html = client.get("/_/fragments/market-bar").content.decode()
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "EMAS 1.508.000" in text
    assert '<data class="market-bar__value" value="1508000" data-value>1.508.000</data>' in html
    assert re.search(r'<time datetime="[^"]+\+07:00"[^>]*>\d\d:\d\d WIB</time>', html)
    assert "Data dari Uji." in html and "<details" in html
    assert "aria-live" not in html and "marquee" not in html


def test_the_english_bar_writes_figures_in_english(client, gold):
    html = client.get("/_/fragments/en/market-bar").content.decode()
    assert "1,508,000" in html and "By Uji." in html and 'href="/en/pasar/emas/"' in html


def test_an_empty_bar_is_still_a_bar(client):
    assert client.get("/_/fragments/market-bar").status_code == 200


def test_the_snapshot_is_json_for_the_bar(client, gold):
    response = client.get("/_/market.json")
    assert response["Content-Type"] == "application/json"
    assert response.json()["instruments"][0]["value"] == 1_508_000


def test_the_words_of_the_states_reach_the_script(client, gold):
    html = client.get("/_/fragments/market-bar").content.decode()
    states = re.search(r'data-states="([^"]+)"', html)[1]
    assert "&#34;live&#34;" in states or "&quot;live&quot;" in states
    assert "{}" in states
