"""What NewsML-G2, NITF and NewsML 1.2 allow and few agencies do: nothing of it is lost, and no embargo opens."""

import pytest

from tajuk.wires.columns import embargo_note
from tajuk.wires.read import read_document
from tajuk.wires.story import Story


def only(text: str) -> Story:
    """Return the one story of a document."""
    (story,) = read_document(text.encode()).stories
    return story


def g2(meta: str) -> Story:
    return only(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x-contoh:1" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:text"/>{meta}</itemMeta></newsItem>'
    )


@pytest.mark.parametrize(
    "embargo", ["<embargoed/>", "<embargoed> </embargoed>", "<embargoed>besok</embargoed>"]
)
@pytest.mark.parametrize(
    ("status", "expected"), [("usable", "withheld"), ("withheld", "withheld"), ("canceled", "canceled")]
)
def test_an_embargo_of_g2_that_names_no_moment_holds(embargo: str, status: str, expected: str) -> None:
    story = g2(f'{embargo}<pubStatus qcode="stat:{status}"/>')
    assert (story.pubstatus, story.embargo) == (expected, None)
    assert embargo_note(story)


def test_an_embargo_of_g2_with_its_end_is_usable_then() -> None:
    story = g2('<embargoed>2024-01-20T00:01:00+07:00</embargoed><pubStatus qcode="stat:usable"/>')
    assert (story.pubstatus, story.embargo is None) == ("usable", False)


def nitf(body: str, docdata: str = "") -> Story:
    return only(
        f"<nitf><head><docdata{docdata}><doc-id id-string='c-1'/></docdata></head><body>{body}</body></nitf>"
    )


def test_an_embargo_of_nitf_without_its_end_holds() -> None:
    assert (
        nitf("<body.content><p>Isi.</p></body.content>", " management-status='embargoed'").pubstatus
        == "withheld"
    )


def test_copy_of_nitf_without_its_usual_frame_is_read() -> None:
    story = nitf(
        "<body.head><hedline>Judul <em>lepas</em></hedline></body.head><p>Satu.</p><p>Dua.</p><body.end/>"
    )
    assert (story.headline, story.body_text) == ("Judul lepas", "Satu.\nDua.")


def test_lines_of_nitf_that_stand_in_a_block_have_their_fields() -> None:
    story = nitf(
        "<body.head><hedline><hl1>Judul</hl1></hedline></body.head><body.content><block><byline>Oleh Ani</byline>"
        "<dateline><location><city>Bitung</city></location></dateline><abstract><p>Ringkas.</p></abstract>"
        "<p>Isi.</p></block></body.content>"
    )
    assert (story.byline, story.dateline, story.located) == ("Oleh Ani", "Bitung", "Bitung")
    assert story.description("abstract") == "Ringkas."
    assert story.body_text == "Oleh Ani\nBitung\nRingkas.\nIsi."


def test_lines_of_the_head_of_nitf_are_believed_before_those_of_a_block() -> None:
    story = nitf(
        "<body.head><byline>Oleh Ani</byline></body.head><body.content><block><byline>Oleh Budi</byline><p>Isi.</p>"
        "</block></body.content>"
    )
    assert story.bylines == ("Oleh Ani",)


def newsml(component: str) -> Story:
    return only(
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>contoh.example</ProviderId><DateId>20240119"
        "</DateId><NewsItemId>7</NewsItemId><RevisionId PreviousRevision='0' Update='N'>1</RevisionId></NewsIdentifier>"
        f"</Identification><NewsComponent>{component}</NewsComponent></NewsItem></NewsML>"
    )


def test_note_to_editors_of_newsml_that_is_a_property_has_its_field() -> None:
    story = newsml(
        "<AdministrativeMetadata><Property FormalName='EditorsNote' Value='Mengganti angka.'/>"
        "<Property FormalName='WordCount' Value='12'/></AdministrativeMetadata>"
    )
    assert story.ednotes == ("Mengganti angka.",)
    assert story.extra["Property"] == {"@FormalName": "WordCount", "@Value": "12"}


def test_terms_of_newsml_are_not_run_together() -> None:
    story = newsml(
        "<RightsMetadata><UsageRights><UsageType>Cetak</UsageType><Geography>Indonesia</Geography></UsageRights>"
        "</RightsMetadata>"
    )
    assert story.usage_terms == ("Cetak Indonesia",)


def test_pictures_within_bare_paragraphs_of_newsml_hang_on_the_story() -> None:
    story = newsml(
        "<ContentItem><DataContent><p>Isi.</p><media media-type='image'><media-reference source='kapal.jpg' "
        "mime-type='image/jpeg'/><media-caption>Kapal</media-caption></media></DataContent></ContentItem>"
    )
    (picture,) = story.associations
    assert (picture.story.description("caption"), picture.story.renditions[0].href) == ("Kapal", "kapal.jpg")


def test_lines_above_the_files_of_a_photo_are_its_own() -> None:
    story = newsml(
        "<NewsLines><HeadLine>Cerita</HeadLine></NewsLines><ContentItem><DataContent><p>Isi.</p></DataContent>"
        "</ContentItem><NewsComponent><Role FormalName='Photo'/><NewsLines><HeadLine>Kapal sandar</HeadLine>"
        "<CreditLine>Contoh</CreditLine></NewsLines><NewsComponent><ContentItem Href='kapal.jpg'>"
        "<MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsComponent>"
    )
    (photo,) = story.associations
    assert (story.headline, photo.story.headline, photo.story.credit) == ("Cerita", "Kapal sandar", "Contoh")
