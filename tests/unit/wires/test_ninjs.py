"""What Tajuk writes is ninjs 3.1 as the IPTC's schema has it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tajuk.wires.blocks import ListBlock, Paragraph, PictureRef, Quote, RelatedLink, Subhead, Table
from tajuk.wires.ninjs import dumps, to_ninjs
from tajuk.wires.read import read_document
from tajuk.wires.story import Association, Concept, Indicator, Labelled, Rendition, Story, Symbol, Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WIRES = Path(__file__).resolve().parents[4] / "shared" / "wires"
ANYTHING = Resource.from_contents(
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
)


@cache
def validator():
    schema = json.loads((SAMPLES / "schemas" / "ninjs-schema_3.1.json").read_text(encoding="utf-8"))
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", ANYTHING)
    return Draft202012Validator(schema, registry=registry)


def faults(item):
    return [
        f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in validator().iter_errors(item)
    ]


FULL = Story(
    guid="urn:newsml:example.com:20240119:1",
    format="newsml-g2",
    version="3",
    provider=Concept(name="Contoh", code="nprov:CONTOH", kind="organisation"),
    item_type="newsItem",
    item_class="ninat:text",
    type="text",
    pubstatus="withheld",
    signals=("sig:correction",),
    urgency=2,
    priority=3,
    version_created=datetime(2024, 1, 19, 11, 34, tzinfo=UTC),
    embargo=datetime(2024, 1, 20, tzinfo=UTC),
    headlines=(Labelled("Judul utama"), Labelled("Anak judul")),
    descriptions=(Labelled("Ringkasan", "drol:summary"),),
    bylines=("Rina Contoh",),
    dateline="SEOUL, 19 Jan (Contoh) -",
    located="Seoul",
    languages=("id", "en"),
    body=(
        Paragraph("Teks <strong>tebal</strong>."),
        Subhead("Anak"),
        Quote("Kutipan", "Budi"),
        ListBlock(("satu", "dua")),
        Table((("a", "b"), ("1", "2")), 1),
        PictureRef("x", "Keterangan"),
        RelatedLink("Judul lain", "https://example.com/a", "Baca juga"),
    ),
    ednotes=("Catatan",),
    usage_terms=("Hanya untuk pelanggan",),
    subjects=(
        Concept(
            name="ekonomi", code="medtop:04000000", uri="http://cv.iptc.org/newscodes/mediatopic/04000000"
        ),
    ),
    keywords=("suku bunga",),
    organisations=(
        Concept(name="PT Contoh", kind="organisation", symbols=(Symbol("CNTH", exchange="XIDX"),)),
    ),
    places=(Concept(name="Seoul", position=(37.5, 127.0)),),
    renditions=(Rendition("main", "https://example.com/a.jpg", "image/jpeg", 10, 10),),
    associations=(Association("photo", "picture", Story(guid="urn:x:1", format="x", type="picture")),),
    related=("Judul terkait",),
    indicators=(Indicator("IDX", Decimal("7141"), Decimal("-39.42"), Decimal("-0.55")),),
    reporters=("Rina Contoh",),
    editors=("Budi Contoh",),
    brand="CONTOH.ID",
)


def test_a_story_with_every_field_is_valid():
    assert faults(to_ninjs(FULL)) == []


def test_the_fields_of_a_story_stand_where_the_reference_says():
    item = json.loads(dumps(FULL))
    assert item["pubStatus"] == "withheld"
    assert item["embargoedUntil"] == "2024-01-20T00:00:00+00:00"
    assert {"literal": "sig:correction", "rel": "signal"} in item["subjects"]
    assert item["organisations"][0]["symbols"] == [{"symbol": "CNTH", "exchange": "XIDX"}]
    assert {"role": "editor", "name": "Budi Contoh"} in item["infoSources"]
    indicators = next(each for each in item["descriptions"] if each.get("role") == "indicators")
    assert json.loads(indicators["value"]) == [
        {"name": "IDX", "value": "7141", "change": "-39.42", "percent": "-0.55"}
    ]
    related = [each for each in item["associations"] if each.get("rel") == "related"]
    assert related[0]["headlines"][0]["value"] == "Judul terkait"


def test_an_empty_story_is_valid():
    assert faults(to_ninjs(Story(guid="", format="plain"))) == []


@pytest.mark.skipif(not WIRES.exists(), reason=f"the collection of wires is not at {WIRES}")
def test_what_is_read_from_every_sample_is_valid():
    wrong = {}
    for path in sorted(each for each in WIRES.rglob("*") if each.is_file() and each.parent != WIRES):
        try:
            stories = read_document(path.read_bytes()).stories
        except Unreadable:
            continue
        for story in stories:
            if found := faults(to_ninjs(story)):
                wrong[path.name] = found[:3]
    assert wrong == {}
