"""The list folds what belongs together and hides nothing that an editor must see."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tajuk.common import clock
from tajuk.desk.events import folded, told
from tajuk.staff.models import User
from tajuk.wires.actions import receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source, WireItem
from tajuk.wires.queries import wires_list
from tests.factories.newsroom import AgencyFactory, UserFactory

FIRST = "Gempa magnitudo 6,1 mengguncang Maluku Utara pada Senin pagi dan tidak berpotensi tsunami menurut badan itu."
SECOND = "Sedikitnya dua puluh rumah di Kecamatan Jailolo rusak ringan menurut pendataan sementara petugas di sana."


def arrive(uri: str, headline: str, text: str, **given: object) -> WireItem:
    agency = AgencyFactory(slug=f"agency-{uri[-1]}")
    source, _ = Source.objects.get_or_create(
        slug=agency.slug, defaults={"name": agency.slug, "agency": agency, "kind": SourceKind.COMMAND}
    )
    story = {
        "uri": uri,
        "version": "1",
        "type": "text",
        "language": "id",
        "headline": headline,
        "body_text": text,
    }
    receive(json.dumps(story | given).encode(), source=source, now=clock.now())
    return WireItem.objects.get(guid=uri)


@pytest.fixture
def earthquake(db: None) -> list[WireItem]:
    return [
        arrive("urn:1", "Gempa 6,1 guncang Maluku Utara", FIRST),
        arrive("urn:2", "Gempa Maluku Utara, puluhan rumah di Jailolo rusak", f"{FIRST}\n{SECOND}"),
    ]


def test_items_of_one_event_stand_under_the_newest(earthquake: list[WireItem]) -> None:
    (row,) = folded(wires_list(), clock.now())
    assert (row.item, row.others, row.agencies) == (earthquake[1], [earthquake[0]], 1)


def test_what_its_agency_kills_keeps_its_row(earthquake: list[WireItem]) -> None:
    arrive("urn:1", "Gempa 6,1 guncang Maluku Utara", FIRST, version="2", pubstatus="canceled")
    assert len(folded(wires_list(), clock.now())) == 2


def test_each_item_tells_what_none_before_it_told(earthquake: list[WireItem]) -> None:
    items = list(WireItem.objects.for_list().order_by("pk"))
    first, second = told(items)
    assert (first.fresh, first.repeated) == ((FIRST,), 0)
    assert (second.fresh, second.repeated) == ((SECOND,), 1)


def test_the_event_has_a_page_for_those_who_watch_the_wires(
    client: Client, earthquake: list[WireItem]
) -> None:
    address = reverse("desk-event", args=[earthquake[0].cluster_id])
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count(SECOND) == 1
    assert b"desk-told" in page.content
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(address).status_code in {302, 403}


def test_the_list_shows_the_fold(client: Client, earthquake: list[WireItem]) -> None:
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("desk-wires")).content.decode()
    assert page.count("data-desk-row=") == 1
    assert f'data-desk-event="{earthquake[0].cluster_id}"' in page
