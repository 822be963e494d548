"""A source, and items that it sent."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tajuk.common import clock
from tajuk.wires.actions import receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source, WireItem
from tests.factories.newsroom import AgencyFactory, SectionFactory, UserFactory

WRITER = [
    "wagtailadmin.access_admin", "wires.view_wireitem", "wires.take_wireitem", "wires.view_quarantine",
    "wires.change_quarantine", "articles.add_article", "articles.change_article",
]  # fmt: skip


@pytest.fixture
def source() -> Source:
    SectionFactory(slug="makro")
    return Source.objects.create(slug="uji", name="Uji", agency=AgencyFactory(), kind=SourceKind.COMMAND)


@pytest.fixture
def sent(source: Source) -> Callable[..., WireItem]:
    """File an item; `sent(1, version="2", headline=…)` files another version of it."""

    def file(number: int = 1, *, headline: str = "", body: str = "<p>Isi.</p>", **changes: Any) -> WireItem:
        item = {
            "uri": f"urn:uji:{number}", "version": "1", "type": "text", "language": "id", "pubStatus": "usable",
            "versionCreated": "2026-01-19T10:00:00+00:00",
            "headlines": [{"value": headline or f"Kabar kawat {number}"}],
            "bodies": [{"contentType": "text/html", "value": body}],
        }  # fmt: skip
        receive(json.dumps(item | changes).encode(), source=source, name=f"{number}.json", now=clock.now())
        return WireItem.objects.for_list().get(guid=f"urn:uji:{number}")

    return file


@pytest.fixture
def writer(client: Client) -> Client:
    """A browser of an account that watches, takes and writes."""
    client.force_login(UserFactory(permissions=WRITER))
    return client
