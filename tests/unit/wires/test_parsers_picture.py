"""Pictures: what XMP, IPTC-IIM and Exif say, which of them wins, and what is not read."""

import io
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image

from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wires"
TAKEN = datetime(2024, 1, 19, 15, 58, tzinfo=timezone(timedelta(hours=7)))
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {attributes}>{members}</rdf:Description></rdf:RDF>'
    "</x:xmpmeta>"
)


def picture(xmp="", form="JPEG", iim=b"", **given):
    out = io.BytesIO()
    image = Image.new("RGB", (16, 8))
    image.save(out, form, **({"xmp": xmp.encode()} if xmp else {}), **given)
    data = out.getvalue()
    if iim:
        block = b"8BIM\x04\x04\x00\x00" + len(iim).to_bytes(4) + iim + b"\0" * (len(iim) % 2)
        body = b"Photoshop 3.0\0" + block
        data = data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2) + body + data[2:]
    return data


def dataset(number, value):
    return b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2) + value


def one(data):
    (story,) = read_bytes(data)
    return story


def sample(name):
    return one((SAMPLES / name).read_bytes())


def test_every_part_of_xmp_has_its_field():
    story = sample("picture-xmp.jpg")
    assert (story.type, story.format) == ("picture", "picture")
    assert story.guid.startswith("urn:uuid:")
    assert story.description("caption").startswith("Seorang pialang")
    assert story.description("alttext") == "Pialang menunjuk papan harga"
    assert story.headline == "Bursa Contoh ditutup menguat"
    assert story.bylines == ("Willy Contoh",)
    assert story.credit == "Willy Contoh/Kabar via Contoh"
    assert story.copyright_notice == "© 2024 Kabar Contoh"
    assert story.copyright_holder == "Kabar Contoh"
    assert story.usage_terms == ("Tidak untuk arsip.",)
    assert story.ednotes == ("Hanya untuk pemakaian editorial",)
    assert story.content_created == TAKEN
    assert story.located == "Jakarta"
    assert [each.role for each in story.places] == ["created", "shown"]
    assert story.extra["digitalSourceType"].endswith("/digitalCapture")
    assert [each.name for each in story.people] == ["Sari Contoh"]
    assert story.rights["linkedRights"] == "https://kabar.example/lisensi"
    assert story.keywords == ("bursa", "saham")
    rendition = story.renditions[0]
    assert (rendition.width, rendition.height, rendition.mimetype) == (48, 32, "image/jpeg")


def test_every_part_of_iim_has_its_field():
    story = sample("picture-iim.jpg")
    assert story.description("caption") == "Café di Jakarta – seorang pialang, Jumat (19/1)."
    assert story.urgency == 3
    assert story.embargo == datetime(2024, 1, 20, 6, tzinfo=timezone(timedelta(hours=7)))
    assert story.content_created == TAKEN
    assert story.creators[0].role == "Pewarta foto"
    assert story.contributors[0].role == "captionWriter"
    assert story.ednotes == ("Jangan dipotong",)
    assert story.credit == "KABAR/Contoh"
    assert [each.name for each in story.sources] == ["Kabar"]
    assert story.places[0].code == "IDN"
    assert story.alt_ids[0].value == "JOB7"


def test_exif_stands_in_where_nothing_else_speaks():
    story = sample("picture-exif.jpg")
    assert story.description("caption") == "Gedung bursa"
    assert story.content_created == TAKEN
    assert story.places[0].position == (-6.2, 106.8167)
    assert story.copyright_notice == "Kabar Contoh"


def test_xmp_wins_over_iim():
    xmp = XMP.format(
        attributes="",
        members='<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Baru</rdf:li></rdf:Alt></dc:description>',
    )
    assert one(picture(xmp, iim=dataset(120, b"Lama"))).description("caption") == "Baru"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_xmp_is_read_in_every_kind_of_file(form):
    xmp = XMP.format(
        attributes="", members="<dc:subject><rdf:Bag><rdf:li>emas</rdf:li></rdf:Bag></dc:subject>"
    )
    given = {}
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        given["pnginfo"] = PngInfo()
        given["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp)
        xmp = ""
    elif form == "TIFF":
        given["tiffinfo"] = {700: xmp.encode()}
        xmp = ""
    assert one(picture(xmp, form, **given)).keywords == ("emas",)


@pytest.mark.parametrize("kind", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"])
def test_marks_of_generated_pictures_are_read(kind):
    uri = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    xmp = XMP.format(attributes=f'ext:DigitalSourceType="{uri}" ext:AISystemUsed="Contoh 3"', members="")
    story = one(picture(xmp))
    assert story.extra["digitalSourceType"] == uri
    assert story.extra["ai"] == {"system": "Contoh 3"}
    assert to_ninjs(story)["digitalSourceType"] == {"uri": uri}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_iim_without_a_character_set_is_read_as_what_it_is(encoding):
    caption = "Café di Jakarta – seorang pialang berdiri."
    assert one(picture(iim=dataset(120, caption.encode(encoding)))).description("caption") == caption


def test_iim_in_no_known_character_set_is_left_out_and_noted():
    story = one(picture(iim=dataset(120, bytes(range(0x80, 0xFF, 3))) + dataset(105, b"Judul")))
    assert story.headline == "Judul"
    assert story.descriptions == ()
    assert story.extra["unreadable"] == ["2:120"]


def test_what_has_no_field_is_kept():
    xmp = XMP.format(attributes='ext:ModelAge="30"', members="")
    assert one(picture(xmp)).extra["xmp"] == {"ext:ModelAge": "30"}


@pytest.mark.parametrize("name", ["picture-xmp.jpg", "picture-iim.jpg", "picture-exif.jpg"])
def test_a_picture_that_is_damaged_is_read_or_refused(name):
    data = (SAMPLES / name).read_bytes()
    for step in range(50):
        try:
            read_bytes(data[: len(data) * step // 50])
        except Unreadable as fault:
            assert "\n" not in str(fault)
    for at in range(2, len(data), 7):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        try:
            read_bytes(bytes(broken))
        except Unreadable as fault:
            assert str(fault)


def test_an_entity_bomb_in_xmp_is_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert one(picture(bomb)).descriptions == ()


def test_a_picture_of_absurd_size_is_refused_before_it_is_decoded():
    head = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + (40_000).to_bytes(4)
        + (40_000).to_bytes(4)
        + b"\x08\x00\x00\x00\x00"
    )
    with pytest.raises(Unreadable):
        read_bytes(head + b"\x00" * 32)
