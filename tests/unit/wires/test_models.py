"""The database keeps its promises whatever the code above it does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tajuk.wires.actions import give_back, mark_taken, receive, renew_token
from tajuk.wires.blocks import ListBlock, Paragraph, PictureRef, Quote, Table
from tajuk.wires.dedupe import NAMED_BY_FILE, content_digest, identity, outranks, thread_of, version_number
from tajuk.wires.models import Agency, Quarantine, Source, WireItem, WireVersion
from tajuk.wires.packing import pack, unpack
from tajuk.wires.queries import Wanted, history_of, wires_list
from tajuk.wires.story import Association, Concept, Indicator, Labelled, Rendition, Story, Symbol
from tests.unit.wires.conftest import NOW, ninjs

RICH = Story(
    guid="urn:kawat:rich",
    format="ninjs",
    version="3",
    provider=Concept(name="Kawat", code="kawat", position=(-6.2, 106.8), names=(("id", "Kawat"),)),
    pubstatus="withheld",
    urgency=2,
    version_created=datetime(2026, 3, 2, 10, tzinfo=UTC),
    headlines=(Labelled("Judul", "main", "id"), Labelled("Anak judul")),
    body=(
        Paragraph("Satu &amp; <em>dua</em>"),
        Quote("Kutipan", credit="Budi"),
        ListBlock(("a", "b"), ordered=True),
        Table((("x", "y"), ("1", "2")), head=1),
        PictureRef("p1", caption="Pasar"),
    ),
    organisations=(Concept(name="PT Contoh", symbols=(Symbol("CNTH", exchange="XIDX"),)),),
    indicators=(Indicator("IDX", Decimal("7141"), Decimal("-39.42"), Decimal("-0.55")),),
    renditions=(Rendition("web", "https://kawat.example/p.jpg", width=10),),
    associations=(Association("gambar", "picture", Story("p1", "ninjs", headlines=(Labelled("Foto"),)), 1),),
    extra={"profile": ["x", {"y": 1.5}]},
)


def test_a_story_comes_back_from_json_as_it_was() -> None:
    import json

    assert unpack(json.loads(json.dumps(pack(RICH)))) == RICH
    assert unpack(pack(replace(RICH, raw_body="<p>Satu</p>"))) == RICH


def test_fields_that_a_newer_story_no_longer_has_are_skipped() -> None:
    assert unpack(pack(RICH) | {"gone": [1]}) == RICH


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("", "1"), ("1", "2"), ("9", "10"), ("1.9", "1.10"), ("3", "3.1"),
     ("2024-01-19T10:00:00Z", "2024-01-19T18:34:00Z"), ("20240119T1834", "20240119T183401"),
     ("9" * 18, "9" * 30)],
)  # fmt: skip
def test_version_labels_are_ordered_as_people_read_them(lower: str, higher: str) -> None:
    assert version_number(lower) <= version_number(higher)
    assert (version_number(lower) < version_number(higher)) or len(higher) > 18
    assert version_number(higher) < 2**63


def test_identity_fits_its_column_and_tells_long_ids_apart() -> None:
    long = Story("x" * 900 + "a", "ninjs"), Story("x" * 900 + "b", "ninjs")
    names = {identity(story, "d") for story in long}
    assert len(names) == 2
    assert all(len(name) <= 500 for name in names)
    assert identity(Story("  ", "plain"), "d") == "urn:sha256:d"


def test_a_story_without_an_id_is_the_same_in_another_file() -> None:
    one, two = (Story(f"{NAMED_BY_FILE}{number}:1", "rss", title="Tanpa id") for number in "12")
    digest = content_digest(one)
    assert digest == content_digest(two)
    assert identity(one, digest) == identity(two, digest) == f"urn:sha256:{digest}"


def test_what_a_reader_could_not_place_is_no_new_content() -> None:
    assert content_digest(RICH) == content_digest(replace(RICH, extra={"sent": "today"}, raw_body="x"))
    assert content_digest(RICH) != content_digest(replace(RICH, ednotes=("HOLD",)))


def test_takes_and_updates_share_a_thread() -> None:
    assert (
        thread_of("indonesia-rupiah/ =2") == thread_of("INDONESIA-RUPIAH/ (UPDATE 1)") == "INDONESIA-RUPIAH"
    )


def test_equal_count_and_time_without_a_version_is_decided_by_arrival() -> None:
    one, two = (WireVersion(label="", number=0, digest=digest, pubstatus="usable") for digest in "ab")
    assert outranks(one, two)
    assert outranks(two, one)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "pigeon"},
        {"kind": "poll", "address": ""},
        {"interval_seconds": 1},
        {"embargo_policy": "perhaps"},
    ],
)
def test_sources_that_make_no_sense_are_refused(agency: Agency, given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(**{"slug": "s", "name": "s", "agency": agency, "kind": "push"} | given)


def test_an_agency_has_an_item_once(source: Source) -> None:
    made = {"agency": source.agency, "source": source, "guid": "g", "first_seen_at": NOW, "received_at": NOW}
    WireItem.objects.create(**made)
    for wrong in ({}, {"guid": ""}, {"guid": "x", "urgency": 10}, {"guid": "x", "status": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WireItem.objects.create(**made | wrong)


def test_a_quarantine_row_names_something_and_says_why(source: Source) -> None:
    for given in ({"name": "", "reason": "x"}, {"name": "x", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quarantine.objects.create(source=source, at=NOW, **given)


def test_a_token_is_kept_as_a_digest_and_the_old_one_ends(source: Source) -> None:
    assert not source.accepts_token("")
    first = renew_token(source, by=None, now=NOW)
    second = renew_token(source, by=None, now=NOW)
    source.refresh_from_db()
    assert source.accepts_token(second)
    assert not source.accepts_token(first)
    assert second not in str(Source.objects.filter(pk=source.pk).values())


def test_an_item_is_taken_by_one(source: Source) -> None:
    receive(ninjs(), source=source, now=NOW)
    item, also = WireItem.objects.get(), WireItem.objects.get()
    ani, budi = (get_user_model().objects.create(username=name) for name in ("ani", "budi"))
    assert mark_taken(item, by=ani, now=NOW)
    assert not mark_taken(also, by=budi, now=NOW)
    assert also.taken_by == ani
    assert mark_taken(also, by=ani, now=NOW)
    give_back(item, by=ani, now=NOW)
    assert WireItem.objects.untaken().count() == 1


def test_the_list_narrows_and_costs_the_same_for_one_and_for_twenty(
    source: Source, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def shown() -> list[str]:
        return [
            f"{item.agency.name} {item.current and item.current.headline} {item.taken_by}"
            for item in wires_list()[:50]
        ]

    receive(ninjs(), source=source, now=NOW)
    with django_assert_num_queries(1):
        assert len(shown()) == 1
    for number in range(2, 21):
        receive(
            ninjs(
                f"urn:kawat:{number}", headline=f"Berita {number}", urgency=number % 9 + 1, language="en-GB"
            ),
            source=source,
            now=NOW + timedelta(seconds=number),
        )
    with django_assert_num_queries(1):
        assert len(shown()) == 20
    assert "Berita 20" in shown()[0]
    assert wires_list(Wanted(language="en", most_urgency=2)).count() == 4
    assert wires_list(Wanted(agency="kawat", words="berita 7", untaken=True, status="usable")).count() == 1
    first = wires_list()[0]
    assert wires_list(Wanted(before=(first.received_at, first.pk))).count() == 19


def test_the_list_is_read_from_an_index(source: Source) -> None:
    with connection.cursor() as cursor:
        for wanted in (Wanted(), Wanted(agency="kawat")):
            sql, params = wires_list(wanted)[:50].query.sql_with_params()
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", params)
            plan = " ".join(str(row) for row in cursor.fetchall())
            assert connection.vendor != "sqlite" or "wires_item_" in plan


def test_history_is_ordered_by_the_agencys_count(source: Source) -> None:
    for version in ("2", "10", "1"):
        receive(ninjs(version=version, headline=version), source=source, now=NOW)
    assert [version.label for version in history_of(WireItem.objects.get())] == ["10", "2", "1"]
