"""The desk edits the bar, the calendars and the holidays, in as many queries for one as for all."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tajuk.markets.models import Calendar, Instrument, TradingDay
from tests.unit.markets.conftest import wib

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """Return a client of somebody who may do everything."""
    client.force_login(
        get_user_model().objects.create_superuser("kepala", "kepala@example.test", "rahasia-sekali")
    )
    return client


@pytest.mark.parametrize("model", ["instrument", "tradingday", "calendar", "provider"])
def test_the_lists_open(desk: Client, seeded: Callable[[datetime], None], model: str) -> None:
    seeded(wib("2026-11-23 10:00"))
    address = reverse(f"wagtailsnippets_markets_{model}:list")
    desk.get(address)
    with CaptureQueriesContext(connection) as many:
        response = desk.get(address)
    assert response.status_code == 200
    Instrument.objects.exclude(symbol="IDX").delete()
    TradingDay.objects.exclude(date="2026-03-20").delete()
    with CaptureQueriesContext(connection) as one:
        desk.get(address)
    assert len(one) == len(many)


def test_an_instrument_is_put_on_the_bar(desk: Client, seeded: Callable[[datetime], None]) -> None:
    seeded(wib("2026-11-23 10:00"))
    row = Instrument.objects.get(symbol="BTC/USD")
    address = reverse("wagtailsnippets_markets_instrument:edit", args=[row.pk])
    page = desk.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    data = dict(_values(form)) | {"on_bar": "on", "display_order": "5"}
    response = desk.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    row.refresh_from_db()
    assert (row.on_bar, row.display_order, row.slug, row.providers.count()) == (True, 5, "btc-usd", 2)


def test_hours_are_edited_with_the_calendar(desk: Client, seeded: Callable[[datetime], None]) -> None:
    seeded(wib("2026-11-23 10:00"))
    row = Calendar.objects.get(key="idx")
    assert desk.get(reverse("wagtailsnippets_markets_calendar:edit", args=[row.pk])).status_code == 200
    add = desk.post(
        reverse("wagtailsnippets_markets_tradingday:add"),
        {"calendar": row.pk, "date": "2027-07-07", "kind": "closed", "name_id": "Libur uji"},
    )
    assert add.status_code == 302
    assert TradingDay.objects.filter(calendar=row, date="2027-07-07").exists()


def _values(form: object) -> list[tuple[str, object]]:
    """Return what a browser would send of a form and its inline forms."""
    found: list[tuple[str, object]] = []
    for bound in form:  # type: ignore[attr-defined]  # a Django form
        value = bound.value()
        if value is not None and value is not False:
            found.append((bound.html_name, value))
    for formset in form.formsets.values():  # type: ignore[attr-defined]  # a cluster form
        for inline in [formset.management_form, *formset.forms]:
            for bound in inline:
                value = bound.value()
                if value is not None and value is not False:
                    found.append((bound.html_name, getattr(value, "pk", value)))
    return found
