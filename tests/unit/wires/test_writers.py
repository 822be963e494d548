"""`tajuk read --to …` and back: what both formats can say comes through, and is written as the standards have it."""

import json
import warnings
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from lxml import etree

from tajuk.wires.blocks import Paragraph, Quote, RelatedLink, Subhead
from tajuk.wires.ninjs import dumps
from tajuk.wires.parsers.vocabularies import last_part
from tajuk.wires.read import main, read_bytes, read_document
from tajuk.wires.story import Story, Unreadable
from tajuk.wires.writers.g2 import to_g2
from tajuk.wires.writers.story_json import to_json

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its docstrings have invalid escapes
    import NewsMLG2

OWN = Path(__file__).resolve().parents[2] / "samples" / "wires"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "wires"
IPTC = sorted(OWN.glob("g2-*.xml")) + sorted(OWN.glob("ninjs-*.json")) + [OWN / "nitf.xml", OWN / "diary.ics"]
MORE = sorted(
    p for name in ("newsml-g2", "ninjs") for p in (SHARED / name).glob("*") if "should_fail" not in p.name
)
# The order in which the schema of NewsML-G2 2.35 wants the children of these elements.
ORDER = {
    "newsItem": "catalogRef catalog hopHistory pubHistory rightsInfo itemMeta contentMeta partMeta assert inlineRef "
    "derivedFrom derivedFromValue contentSet",
    "itemMeta": "itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile",
    "remoteContent": "channel altId hash signal remoteContentExtProperty",
    "hasInstrument": "",
}
SINGLE = {
    "itemClass",
    "provider",
    "versionCreated",
    "firstCreated",
    "embargoed",
    "pubStatus",
    "urgency",
    "contentSet",
}


def stories(paths):
    for path in paths:
        try:
            found = read_document(path.read_bytes()).stories
        except Unreadable:
            continue
        yield from ((path.name, story) for story in found)


def names(concepts):
    return sorted({each.name for each in concepts if each.name})


def essence(story):
    """Return what NewsML-G2 and ninjs both have words for."""
    return {
        "guid": story.guid, "pubstatus": story.pubstatus, "urgency": story.urgency, "title": story.title,
        "first created": story.first_created, "version created": story.version_created, "embargo": story.embargo,
        "content created": story.content_created, "expires": story.expires, "slugline": story.slugline,
        "headlines": [" ".join(each.value.split()) for each in story.headlines],
        "descriptions": sorted((last_part(d.role), " ".join(d.value.split())) for d in story.descriptions),
        "by": story.byline, "dateline": story.dateline, "located": story.located, "language": story.language,
        "note": " ".join(story.ednote.split()), "usage": " ".join(" ".join(story.usage_terms).split()),
        "notice": story.copyright_notice, "holder": story.copyright_holder, "credit": story.credit,
        "subjects": names(story.subjects), "people": names(story.people), "places": names(story.places),
        "organisations": names(story.organisations), "genres": names(story.genres), "type": story.type,
        "instruments": sorted((s.symbol, s.exchange) for each in story.organisations for s in each.symbols),
        "keywords": sorted(story.keywords), "signals": sorted(last_part(each).lower() for each in story.signals),
        "identifiers": sorted((last_part(each.role), each.value) for each in story.alt_ids),
        "files": sorted(each.href for each in story.renditions if each.href), "provider": story.provider.id,
        "members": sorted(each.story.guid for each in story.associations if each.story.guid),
        "text": " ".join(story.body_text.split()),
    }  # fmt: skip


def lost(before, after):
    """Return the names of what `before` says and `after` does not; more is no loss."""
    first, second = essence(before), essence(after)
    return [
        name
        for name, value in first.items()
        if value not in (None, "", [])
        and (
            not set(map(str, value)) <= set(map(str, second[name]))
            if isinstance(value, list)
            else value != second[name]
        )
    ]


# An event's words are the definition of its concept in NewsML-G2, and a definition is no body.
NOT_SAID = {"g2": {"event": {"text", "descriptions"}}, "ninjs": {}}


def losses(paths, write, form):
    out = {}
    for name, story in stories(paths):
        after = read_bytes(write(story))[0]
        missing = set(lost(story, after)) - NOT_SAID[form].get(story.type, set())
        if story.type == "text" and after.type == "event":
            missing.discard("type")  # a knowledge item of events says so only within
        if missing:
            out[name] = sorted(missing)
    return out


@pytest.mark.parametrize("path", IPTC, ids=lambda path: path.name)
@pytest.mark.parametrize(("write", "form"), [(to_g2, "g2"), (dumps, "ninjs")], ids=["g2", "ninjs"])
def test_a_round_trip_of_the_iptc_examples_loses_nothing_that_both_can_say(path, write, form):
    assert losses([path], write, form) == {}


@pytest.mark.skipif(not MORE, reason=f"the collection of wires is not at {SHARED}")
@pytest.mark.parametrize(("write", "form"), [(to_g2, "g2"), (dumps, "ninjs")], ids=["g2", "ninjs"])
def test_a_round_trip_of_every_sample_loses_nothing_that_both_can_say(write, form):
    assert losses(MORE, write, form) == {}


@pytest.mark.parametrize(
    "path", sorted(p for p in OWN.glob("*") if p.suffix != ".md"), ids=lambda path: path.name
)
def test_own_json_and_back_is_the_same_story(path):
    for _, story in stories([path]):
        assert read_bytes(to_json(story)) == [replace(story, raw_body="")]


def test_own_json_from_outside_brings_no_markup_of_its_own():
    story = Story(
        guid="x", format="x",
        body=(Paragraph('<script>alert(1)</script><a href="javascript:alert(2)">a</a><em onclick="x">b</em> & <'),
              Quote("<svg onload=alert(1)>"), Subhead("<img src=x>", 9, "head"), RelatedLink("x", "javascript:1")),
    )  # fmt: skip
    (back,) = read_bytes(to_json(story))
    assert back.body_html == "<p>a<em>b</em> &amp; &lt;</p><blockquote></blockquote><h4></h4><p>x</p>"


@pytest.mark.parametrize(
    "data",
    [{"tajukStory": 2, "story": {}}, {"tajukStory": 1}, {"tajukStory": 1, "story": {"body": [1]}}],
    ids=str,
)
def test_own_json_out_of_shape_is_refused(data):
    with pytest.raises(Unreadable, match="Tajuk story"):
        read_bytes(json.dumps(data).encode())


def test_newsml_g2_stands_in_the_order_of_its_schema():
    for name, story in stories([*IPTC, *MORE]):
        root = etree.fromstring(to_g2(story))
        for element in root.iter():
            kind = etree.QName(element).localname
            inner = [etree.QName(each).localname for each in element]
            known = ORDER.get(kind, "").split()
            places = [known.index(each) for each in inner if each in known]
            assert places == sorted(places), (name, kind, inner)
            if kind in {"itemMeta", "contentMeta", "newsItem"}:
                assert all(inner.count(each) <= 1 for each in SINGLE), (name, kind, inner)


def test_an_independent_reader_reads_the_same_of_newsml_g2():
    read = 0
    for name, story in stories([*IPTC, *MORE[::6]]):
        if story.item_type not in {"newsItem", "ninjs", "nitf"} or story.type in {"event", "planning"}:
            continue
        root = etree.fromstring(to_g2(story))
        item = root if root.tag.endswith("Item") else next(root.iter("{*}newsItem", "{*}packageItem"))
        if not item.tag.endswith("newsItem"):
            continue
        for hops in item.findall("{*}hopHistory"):
            item.remove(hops)  # newsmlg2 1.1 falls over the parties in it
        found = NewsMLG2.NewsMLG2Document(etree.tostring(item)).get_item()
        assert found.guid == (story.guid or "urn:x-tajuk:unnamed"), name
        assert str(found.itemmeta.pubstatus.qcode) == f"stat:{story.pubstatus}", name
        read += 1
    assert read > 3


def test_each_document_is_one_line(capfdbinary):
    paths = [
        str(OWN / name) for name in ("nitf.xml", "g2-company.xml", "mail-release.eml", "anpa-table.anpa")
    ]
    for form in ("ninjs", "g2", "json"):
        assert main(["--to", form, *paths]) == 0
        lines = capfdbinary.readouterr().out.splitlines()
        assert len(lines) == 5
        for line in lines:
            assert read_bytes(line)


def test_with_path_a_document_of_newsml_g2_is_a_text(capfdbinary):
    assert main(["--to", "g2", "--with-path", str(OWN / "nitf.xml")]) == 0
    held = orjson.loads(capfdbinary.readouterr().out)
    assert read_bytes(held["item"].encode())[0].guid == "contoh-20240119-001"


def test_line_ends_within_text_survive_one_line():
    (story,) = read_bytes((OWN / "anpa-table.anpa").read_bytes())
    assert read_bytes(to_g2(story))[0].body == story.body


def test_an_unknown_form_is_a_wrong_call(capfd):
    assert main(["--to", "doc", "x"]) == 2
    assert "--to" in capfd.readouterr().err
