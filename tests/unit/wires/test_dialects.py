"""Agencies bend ninjs and NewsML 1.2 in ways of their own: what they say still finds its field."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tajuk.wires.blocks import Paragraph, Subhead
from tajuk.wires.read import read_document
from tajuk.wires.story import Story

WIB = ZoneInfo("Asia/Jakarta")


def item(**given: Any) -> Story:
    """Return the story of a ninjs item that has these properties beside its address."""
    data = json.dumps({"uri": "urn:x-contoh:1", "type": "text", **given}).encode()
    (story,) = read_document(data, zone=WIB).stories
    return story


@pytest.mark.parametrize(
    ("given", "field", "expected"),
    [
        ({"headline": ["Satu", {"value": "Dua"}]}, "subheadlines", ("Dua",)),
        ({"byline": [{"name": "Ani Contoh"}, "Budi Contoh"]}, "bylines", ("Ani Contoh", "Budi Contoh")),
        ({"by": {"name": "Ani Contoh"}}, "byline", "Ani Contoh"),
        ({"located": {"name": "Bitung", "code": "ID"}}, "located", "Bitung"),
        ({"datelinelocation": {"city": "Bitung", "countryname": "Indonesia"}}, "located", "Bitung"),
        ({"keywords": [{"name": "pelabuhan"}, "kapal"]}, "keywords", ("pelabuhan", "kapal")),
        ({"usageTerms": [{"value": "Hanya redaksi."}]}, "usage_terms", ("Hanya redaksi.",)),
        ({"copyrightHolder": {"name": "Kawat"}}, "copyright_holder", "Kawat"),
        ({"language": {"code": "id"}}, "language", "id"),
        ({"signals": ["update", {"code": "sig:correction"}]}, "signals", ("update", "sig:correction")),
        ({"ednote": ["Ganti angka.", "Tambah paragraf."]}, "ednotes", ("Ganti angka.", "Tambah paragraf.")),
        ({"_id": "x"}, "guid", "urn:x-contoh:1"),
        ({"version": 3}, "version", "3"),
        ({"urgency": "2"}, "urgency", 2),
    ],
)
def test_a_property_in_another_shape_finds_its_field(
    given: dict[str, Any], field: str, expected: object
) -> None:
    assert getattr(item(**given), field) == expected


@pytest.mark.parametrize("provider", ["Kawat", ["Kawat"], {"name": "Kawat"}, [{"name": "Kawat"}]])
def test_a_provider_is_a_name_an_object_or_a_list_of_them(provider: Any) -> None:
    assert item(provider=provider).provider.name == "Kawat"


def test_a_source_that_is_an_object_names_the_provider() -> None:
    assert item(source={"name": "Kawat Foto", "code": "kf"}).provider.name == "Kawat Foto"


def test_what_a_wrapped_property_says_beside_its_text_is_kept() -> None:
    located = {"name": "Bitung", "qcode": "ctyp:bitung"}
    assert item(located=located).extra["located"] == located


def test_summary_abstract_and_caption_are_descriptions_of_their_role() -> None:
    story = item(summary="Ringkas.", abstract={"value": "<p>Inti.</p>"}, description_caption="Gambar.")
    assert [(each.role, each.value) for each in story.descriptions] == [
        ("summary", "Ringkas."),
        ("abstract", "Inti."),
        ("caption", "Gambar."),
    ]


def test_the_photographer_is_a_creator_with_a_role() -> None:
    (creator,) = item(photographer={"code": "ac", "name": "Ani Contoh", "title": "Staf"}).creators
    assert (creator.name, creator.code, creator.role) == ("Ani Contoh", "ac", "photographer")
    assert creator.extra["title"] == "Staf"


def test_relations_in_a_list_are_the_role_of_a_subject() -> None:
    (subject,) = item(subject=[{"rels": ["category", "main"], "code": "a", "name": "Ekonomi"}]).subjects
    assert (subject.role, subject.code) == ("category", "a")


def test_an_association_without_an_address_is_named_by_its_id() -> None:
    picture = {
        "id": "featuremedia",
        "type": "picture",
        "headline": "Kapal",
        "description_text": "Kapal sandar.",
    }
    (hung,) = item(associations=[picture]).associations
    assert (hung.name, hung.story.type, hung.story.headline) == ("featuremedia", "picture", "Kapal")


def test_a_time_without_a_zone_is_of_the_source_and_says_so() -> None:
    story = item(versioncreated="2024-01-19T18:34:00")
    assert story.version_created == datetime(2024, 1, 19, 18, 34, tzinfo=WIB)
    assert story.zone_assumed


@pytest.mark.parametrize("wrap", ["item", "items", "data", "hits", "results"])
def test_an_answer_around_items_is_opened(wrap: str) -> None:
    inner = {"uri": "urn:x-contoh:1", "type": "text", "headline": "Kapal"}
    answer = {"total": 1, "limit": 20, wrap: {"item": inner} if wrap == "data" else [inner]}
    (story,) = read_document(json.dumps(answer).encode()).stories
    assert story.headline == "Kapal"


NEWSML = """<?xml version="1.0" encoding="utf-8"?><NewsML><NewsEnvelope><DateAndTime>20240119T120000Z</DateAndTime>
</NewsEnvelope><NewsItem><Identification><NewsIdentifier><ProviderId>contoh.example</ProviderId><DateId>20240119</DateId>
<NewsItemId>7</NewsItemId><RevisionId PreviousRevision="1" Update="U">2</RevisionId></NewsIdentifier>
<NameLabel>kapal-bitung</NameLabel></Identification><NewsManagement><NewsItemType FormalName="News"/>
<FirstCreated>20240119T183400+0700</FirstCreated><ThisRevisionCreated>20240119T183500+0700</ThisRevisionCreated>
<Status FormalName="{status}"/>{more}</NewsManagement><NewsComponent><NewsLines><HeadLine>Kapal sandar</HeadLine>
<DateLine>Bitung, 19 Jan 2024 (Contoh)</DateLine></NewsLines><NewsComponent><Role FormalName="Main"/><ContentItem>
<MediaType FormalName="Text"/><Format FormalName="{format}"/><DataContent>{content}</DataContent></ContentItem>
</NewsComponent><NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>Keterangan gambar</DataContent>
</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""
CONTENT = {
    "bare paragraphs": "<p>Kapal tiba.</p><p>Muatan turun.</p>",
    "NITF": "<nitf><body><body.content><p>Kapal tiba.</p><p>Muatan turun.</p></body.content></body></nitf>",
    "NITF no root": "<body><body.content><block><p>Kapal tiba.</p><p>Muatan turun.</p></block></body.content></body>",
    "XHTML": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>Kapal tiba.</p>'
    "<p>Muatan turun.</p></body></html>",
    "HTML in CDATA": "<![CDATA[<p>Kapal tiba.</p><p>Muatan turun.</p>]]>",
    "escaped HTML": "&lt;p&gt;Kapal tiba.&lt;/p&gt;&lt;p&gt;Muatan turun.&lt;/p&gt;",
    "plain text": "Kapal tiba.\n\nMuatan turun.",
}


def newsml(content: str = "<p>x</p>", status: str = "Usable", more: str = "", form: str = "NITF") -> Story:
    data = NEWSML.format(content=content, status=status, more=more, format=form).encode()
    (story,) = read_document(data).stories
    return story


@pytest.mark.parametrize("content", CONTENT.values(), ids=CONTENT)
def test_newsml_carries_its_text_in_any_dress(content: str) -> None:
    story = newsml(content)
    assert story.body == (Paragraph("Kapal tiba."), Paragraph("Muatan turun."))
    assert [each.value for each in story.descriptions if each.role == "caption"] == ["Keterangan gambar"]


def test_a_heading_within_the_text_of_newsml_stays_one() -> None:
    assert newsml("<p>Satu.</p><hl2>Dua</hl2><p>Tiga.</p>").body[1] == Subhead("Dua", 3)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Usable", "usable"), ("Embargoed", "withheld"), ("Withheld", "withheld"), ("Canceled", "canceled")],
)
def test_the_status_of_newsml_opens_nothing_that_is_shut(status: str, expected: str) -> None:
    assert newsml(status=status).pubstatus == expected


def test_an_embargo_of_newsml_ends_when_its_status_will_change() -> None:
    more = (
        '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20240120T000100+0700</DateAndTime>'
        "</StatusWillChange>"
    )
    story = newsml(status="Embargoed", more=more)
    assert story.embargo == datetime(2024, 1, 20, 0, 1, tzinfo=timezone(timedelta(hours=7)))


def test_revisions_of_newsml_share_an_identity() -> None:
    story = newsml()
    assert (story.version, story.identity) == ("2", "urn:newsml:contoh.example:20240119:7")
    assert story.first_created == datetime(2024, 1, 19, 11, 34, tzinfo=UTC)
    assert ("U", "revisionUpdate") in {(each.value, each.role) for each in story.alt_ids}


@pytest.mark.parametrize("kind", ["", ' contenttype="text/plain"', ' contenttype="text/html"'])
def test_markup_of_g2_is_never_shown_as_text(kind: str) -> None:
    data = f"<inlineData{kind}>&lt;p&gt;Satu&lt;/p&gt;&lt;p&gt;Dua&lt;/p&gt;</inlineData>"
    document = f"<newsItem guid='urn:x-contoh:1'><contentSet>{data}</contentSet></newsItem>"
    (story,) = read_document(document.encode()).stories
    assert story.body_text == "Satu\nDua"


def test_lines_of_g2_that_are_broken_stand_apart() -> None:
    data = "<newsItem guid='urn:x-contoh:1'><contentMeta><headline>Satu<br/>dua</headline></contentMeta></newsItem>"
    (story,) = read_document(data.encode()).stories
    assert story.headline == "Satu dua"


def test_item_of_a_search_engines_answer_is_read() -> None:
    answer = {
        "hits": [{"_id": "1", "_source": {"uri": "urn:x-contoh:1", "type": "text", "headline": "Judul"}}]
    }
    (story,) = read_document(json.dumps(answer).encode()).stories
    assert (story.guid, story.headline) == ("urn:x-contoh:1", "Judul")


def test_lines_of_who_wrote_it_come_with_names_titles_or_as_printed() -> None:
    lines = [{"by": "By ANI CONTOH", "title": "Penulis Contoh"}, {"name": "Budi Contoh"}, "Citra Contoh"]
    expected = ("By ANI CONTOH (Penulis Contoh)", "Budi Contoh", "Citra Contoh")
    assert item(bylines=lines).bylines == expected
    assert item(byline="Ani Contoh", bylines=lines).bylines == ("Ani Contoh",)


def test_copy_that_stands_beside_an_item_is_its_body() -> None:
    answer = {
        "data": {"item": {"uri": "urn:x-contoh:1", "type": "text", "headline": "Judul"}},
        "nitf": {"body_html": '<block id="Main"><p>Isi.</p></block>'},
    }
    (story,) = read_document(json.dumps(answer).encode()).stories
    assert (story.headline, story.body_text) == ("Judul", "Isi.")


def components(*parts: str) -> Story:
    """Return the story of a NewsML item that holds texts side by side, each `role: text`, `/` before a group's."""
    written = ""
    for group in " ".join(parts).split("/"):
        texts = "".join(
            f'<NewsComponent><Role FormalName="{role.strip()}"/><ContentItem><Format FormalName="Text"/><DataContent>'
            f"{text.strip()}</DataContent></ContentItem></NewsComponent>"
            for role, text in (
                part.split(":") for part in group.split(";") if ":" in part and "=" not in part
            )
        )
        line = next((part.partition("=")[2].strip() for part in group.split(";") if "=" in part), "")
        written += f"<NewsComponent><NewsLines><HeadLine>{line}</HeadLine></NewsLines>{texts}</NewsComponent>"
    data = f"<NewsML><NewsItem><NewsComponent>{written}</NewsComponent></NewsItem></NewsML>"
    (story,) = read_document(data.encode()).stories
    return story


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ("Title: Judul; Lead: Teras; Body: Isi yang panjang sekali.", "Judul"),
        ("headline=Kepala; Title: Judul; Body: Isi yang panjang sekali.", "Kepala"),
        ("Title: Judul; Body: Isi yang panjang sekali. / headline=Kop; Body: Inhoud.", "Judul"),
        ("Body: Isi. / headline=Kepala; Body: Isi yang panjang sekali.", "Kepala"),
    ],
)
def test_headline_of_newsml_is_the_one_of_its_body(given: str, headline: str) -> None:
    story = components(given)
    assert (story.headline, story.body_text) == (headline, "Isi yang panjang sekali.")


def test_parts_of_a_line_of_nitf_stand_apart() -> None:
    data = (
        "<nitf><head><docdata><doc-id id-string='c-1'/></docdata></head><body><body.head><hedline>"
        "<hl1>Bank <em>A</em>, B</hl1></hedline><byline>Oleh <person>Ani</person><byttl>Contoh</byttl></byline>"
        "<dateline><location>Bitung</location><story.date>18 Agu</story.date></dateline>"
        "<abstract><p>Satu.</p><p>Dua.</p></abstract></body.head>"
        "<body.content><p>Isi.</p></body.content></body></nitf>"
    )
    (story,) = read_document(data.encode()).stories
    assert (story.headline, story.byline, story.dateline) == ("Bank A, B", "Oleh Ani Contoh", "Bitung 18 Agu")
    assert story.description("abstract") == "Satu. Dua."
