"""FAULTS.md rows 7 to 12, 17 and 31: whatever arrives is read right or refused with one line, in bounded time."""

import base64
import bz2
import gzip
import io
import json
import lzma
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.wires.encodings import MOJIBAKE
from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.read import read_bytes, read_document
from tajuk.wires.story import Story, Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
OWN = sorted(
    path for name in ("plain", "wires") for path in (SAMPLES / name).glob("*") if path.suffix != ".md"
)
G2 = "http://iptc.org/std/nar/2006-10-01/"


def read_or_refused(data):
    """Return what was read, or None when it was refused in one line."""
    started = time.perf_counter()
    try:
        stories = read_bytes(data)
        for story in stories:
            to_ninjs(story)
    except Unreadable as refused:
        assert str(refused)
        assert "\n" not in str(refused)
        stories = None
    assert time.perf_counter() - started < 5
    return stories


def zipped(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", data)
    return out.getvalue()


def refused(data):
    with pytest.raises(Unreadable) as caught:
        read_bytes(data)
    return str(caught.value)


@given(st.binary(max_size=4000))
def test_row_11_any_bytes_are_read_or_refused(data):
    read_or_refused(data)


@given(st.sampled_from(OWN or [None]), st.data())
def test_row_11_changed_samples_are_read_or_refused(path, data):
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, len(raw) // 4))
    read_or_refused(bytes(raw[start:]))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_row_11_a_sample_cut_off_at_fifty_points_is_read_or_refused(path):
    raw = path.read_bytes()
    for step in range(50):
        cut = raw[: len(raw) * step // 50]
        stories = read_or_refused(cut)
        if path.suffix in {".xml", ".json", ".ninjs"}:
            assert stories is None, "half a document must never pass for a story"


@pytest.mark.parametrize("root", ["newsItem", "nitf", "NewsML", "rss"])
def test_row_7_an_external_entity_is_refused(root):
    bomb = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}>&x;</{root}>'
    assert "DTD" in refused(bomb.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_row_8_entities_that_multiply_are_refused_at_once_in_every_encoding(encoding):
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE newsItem [<!ENTITY a0 "ha">{rows}]><newsItem xmlns="{G2}">&a11;</newsItem>'
    started = time.perf_counter()
    refused(bomb.encode(encoding))
    assert time.perf_counter() - started < 1


def test_row_8_entities_behind_a_comment_are_refused():
    refused(b"<?xml version='1.0'?><!-- <x> --><!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>&a;</nitf>")


def test_row_8_entities_far_behind_the_start_are_refused():
    refused(b"<?xml version='1.0'?>" + b" " * 9000 + b"<!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>&a;</nitf>")
    refused(b"<!--" + b"-x" * 9000 + b"--><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;</rss>")


def test_a_bare_doctype_is_tolerated():
    nitf = b"""<!DOCTYPE nitf SYSTEM "http://www.nitf.org/nitf-3-6.dtd"><nitf><body><body.head><hedline><hl1>A&nbsp;B
    </hl1></hedline></body.head><body.content><p>Caf&eacute; &amp; co.</p></body.content></body></nitf>"""
    (story,) = read_bytes(nitf)
    assert story.headline.replace("\u00a0", " ") == "A B"
    assert story.body_text == "Café & co."


@pytest.mark.parametrize(
    "opening", [b"<a>", b"<newsItem><b>", b"<nitf><p>", b"<div>", b"[", b'{"a":', b"<rss><x>"]
)
def test_row_9_ten_thousand_levels_are_refused_or_flattened(opening):
    read_or_refused(opening * 10_000)
    read_or_refused(b"<newsItem>" + b"<p>" * 10_000 + b"</p>" * 10_000 + b"</newsItem>")


def test_row_9_deep_html_in_json_is_flattened():
    item = {"uri": "urn:x:1", "type": "text", "body_html": "<div>" * 20_000 + "Teks." + "</div>" * 20_000}
    (story,) = read_bytes(json.dumps(item).encode())
    assert story.body_text == "Teks."


def test_row_9_deep_associations_are_cut():
    item = {"uri": "urn:x:1", "type": "text", "headline": "x"}
    for _ in range(200):
        item = {"uri": "urn:x:1", "type": "text", "headline": "x", "associations": {"a": item}}
    assert read_bytes(json.dumps(item).encode())


def test_row_10_more_bytes_than_the_limit_are_not_looked_at():
    with pytest.raises(Unreadable, match="too large"):
        read_document(b"x" * 1001, limit=1000)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n ", "white space"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "JPEG"),
        (gzip.compress(b"x" * 100_000), "gzip"),
        (b"PK\x03\x04" + b"\x00" * 60, "ZIP"),
        (
            "<?xml version='1.0' encoding='utf-8'?><nitf><body>Caf\xe9</body></nitf>".encode("latin-1"),
            "encoded",
        ),
        (b"<?xml version='1.0' encoding='utf-7'?><nitf/>", "utf-7"),
        (b"<?xml version='1.0' encoding='no-such-set'?><nitf>\xe9</nitf>", "not known"),
        (b"<nitf>a\x00b</nitf>", "NUL"),
        (b'{"uri": "urn:x:1", "headline": "\\ud800", "type": "text"}', "JSON"),
        (b'{"uri": "urn:x:1"', "JSON"),
        (b"<newsItem><a></newsItem>", "XML"),
        (b"<note><to>x</to></note>", "not known"),
        (b"<contentSet/>", "piece"),
        (b"halo\x00dunia apa kabar", "NUL"),
    ],
)
def test_the_reason_says_what_is_wrong(data, word):
    assert word.lower() in refused(data).lower()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_read(encoding):
    declared = encoding.removesuffix("-sig")
    body = "<nitf><body><body.content><p>Café: 5 €</p></body.content></body></nitf>"
    document = f"<?xml version='1.0' encoding='{declared}'?>{body}"
    document = document.replace(" €", "") if encoding == "iso-8859-1" else document
    (story,) = read_bytes(document.encode(encoding))
    assert story.body_text.startswith("Café: 5")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Harga beras naik – “kata” pedagang di café itu, kira-kira 5 € per kilogram.", "cp1252"),
        ("Le marché s'est réveillé à l’aube, où les prix ont déjà monté de 3 %.", "cp1252"),
        ("日本銀行は金利を据え置いた。市場は予想していた。" * 5, "shift_jis"),
        ("Курс рубля вырос на торгах в пятницу, сообщил банк. " * 5, "cp1251"),
    ],
)
def test_an_undeclared_encoding_is_found(text, encoding):
    (story,) = read_bytes(f"Judul\n\n{text}".encode(encoding))
    assert text.split()[1 if " " in text else 0][:6] in story.body_text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zażółć gęślą jaźń. Kurs złotego wzrósł w piątek o jedną dziesiątą.", "iso-8859-2"),
        ("Harga beras naik – kata pedagang di café itu pada hari Jumat.", "cp437"),
    ],
)
def test_row_11_what_would_come_out_as_mojibake_is_refused(text, encoding):
    assert "encoding" in refused(text.encode(encoding, "ignore"))


def test_row_11_an_eight_bit_declaration_over_utf_8_bytes_gives_no_mojibake():
    document = (
        "<?xml version='1.0' encoding='iso-8859-1'?><nitf><head><title>Bülow – “Loriot”</title></head></nitf>"
    )
    (story,) = read_bytes(document.encode("utf-8"))
    assert story.title == "Bülow – “Loriot”"


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href=' java&#x09;script:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href='https://evil.example/'><object data=evil></object><embed src=evil>",
    "<<script>script>alert(1)<</script>/script>",
    "<!--><script>alert(1)</script>-->",
    "]]><script>alert(1)</script>",
]
ALLOWED = re.compile(
    r"</?(?:p|br|strong|em|sup|sub|q|code|s|u|h[2-4]|ul|ol|li|blockquote|cite|table|tr|td|th|caption|figure|figcaption|pre)>"
    r'|<a(?: href="(?:https?://|mailto:)[^"<>]*")? rel="noopener noreferrer nofollow">|</a>'
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_row_17_no_markup_but_the_allowed_comes_through(attack):
    bodies = [
        json.dumps(
            {
                "uri": "urn:x:1",
                "type": "text",
                "body_html": f"<p>Awal</p>{attack}<p>Akhir</p>",
                "headline": attack,
            }
        ),
        (
            f"<rss><channel><item><title><![CDATA[{attack.replace(']]>', '')}]]></title>"
            f"<description><![CDATA[<p>Awal</p>{attack.replace(']]>', '')}]]></description></item></channel></rss>"
        ),
        f"<html><body><h1>Judul</h1><p>{'Kalimat pembuka. ' * 5}</p>{attack}</body></html>",
        f"Judul naskah\n\n{'Kalimat pembuka. ' * 5}\n\n{attack} dan seterusnya sampai akhir kalimat yang panjang ini.",
    ]
    for body in bodies:
        for story in read_bytes(body.encode()):
            assert "<" not in ALLOWED.sub("", story.body_html), story.body_html
            assert "<script" not in story.headline


def test_row_11_direction_marks_and_controls_are_taken_out():
    (story,) = read_bytes(
        json.dumps(
            {"uri": "urn:x:1", "type": "text", "headline": "A\u202eB\x07C", "body_text": "x\u2066y\x08z."}
        ).encode()
    )
    assert story.headline == "ABC"
    assert story.body_text == "xyz."


def test_a_crashing_reader_is_not_needed_to_name_a_story():
    first, second = (
        read_bytes(b"Judul naskah\n\nSebuah kalimat yang cukup panjang untuk sebuah naskah.") for _ in "ab"
    )
    assert first == second
    assert isinstance(first[0], Story)
    assert first[0].guid.startswith("urn:x-tajuk:sha256:")


FLIPS = {
    "control": 0x01,
    "nul": 0x00,
    "high bit": 0x80,
    "space": 0x20,
    "markup": 0x3C,
    "quote": 0x22,
    "del": 0x7F,
}
# A part of the samples in each run, all of them in the long tests.
SOME = [
    pytest.param(path, id=path.name, marks=[] if number % 6 == 0 else [pytest.mark.long])
    for number, path in enumerate(OWN)
]


@pytest.mark.parametrize("path", SOME)
@pytest.mark.parametrize("kind", FLIPS)
def test_row_11_a_sample_with_a_byte_of_each_class_in_it_is_read_or_refused(path, kind):
    raw = path.read_bytes()
    for step in range(8):
        at = len(raw) * (2 * step + 1) // 16
        read_or_refused(raw[:at] + bytes([FLIPS[kind]]) + raw[at + 1 :])
        read_or_refused(raw[:at] + bytes([raw[at] ^ 0x80]) + raw[at + 1 :])


ENCODINGS = ["cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "shift_jis"]
SIGNS = "Harga naik – kata “pedagang” di café Jakarta, 5 € per kilogram."


@pytest.mark.parametrize("path", SOME)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_row_11_a_sample_in_a_wrong_encoding_is_read_right_or_refused(path, encoding):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = path.read_text(encoding="latin-1")
    stories = read_or_refused(text.encode(encoding, "xmlcharrefreplace"))
    for story in stories or ():
        assert not MOJIBAKE.search(story.headline + story.body_text)
        assert "\x00" not in story.headline + story.body_text


def documents(text):
    item = {"uri": "urn:x:1", "type": "text", "headline": text, "body_html": f"<p>{text}</p>"}
    nitf = f"<body.head><hedline><hl1>{text}</hl1></hedline></body.head><body.content><p>{text}</p></body.content>"
    return {
        "plain": f"Judul naskah\n\n{text} Dan satu kalimat lagi yang cukup panjang di sini.",
        "ninjs": json.dumps(item, ensure_ascii=False),
        "nitf": f"<nitf><body>{nitf}</body></nitf>",
        "rss": f"<rss version='2.0'><channel><item><title>{text}</title><description>{text}</description></item>"
        "</channel></rss>",
    }


def seen_as_windows(text):
    """Return UTF-8 as a program shows it that takes it for Windows-1252, gaps of that set as they are."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in GAPS else "latin-1") for byte in text.encode()
    )


GAPS = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


@pytest.mark.parametrize("form", documents(""))
def test_row_11_text_that_was_encoded_twice_is_mended(form):
    twice, once = seen_as_windows(documents(SIGNS)[form]).encode(), documents(SIGNS)[form].encode()
    (mended,), (meant,) = read_bytes(twice), read_bytes(once)
    assert mended.body_text == meant.body_text
    assert mended.headline == meant.headline


@pytest.mark.parametrize("form", documents(""))
def test_row_11_text_that_was_encoded_twice_in_part_is_mended_or_refused(form):
    part = seen_as_windows(SIGNS)
    document = documents(f"{part} {part} Kafé yang benar").get(form)
    stories = read_or_refused(document.encode())
    for story in stories or ():
        assert len(MOJIBAKE.findall(story.body_text)) <= 2


def test_row_11_text_that_was_encoded_three_times_is_mended():
    thrice = seen_as_windows(seen_as_windows(documents(SIGNS)["ninjs"])).encode()
    assert read_bytes(thrice)[0].headline == SIGNS


def test_row_11_honest_text_with_such_letters_is_left_alone():
    (story,) = read_bytes(
        "Judul\n\nSÃO PAULO: Â, Ã e É são letras do português, disse o professor ontem.".encode()
    )
    assert "SÃO PAULO: Â, Ã e É são" in story.body_text
    (story,) = read_bytes(
        "Judul\n\nDie „AfÖ“ und die „ARÄ“ sowie „UÜ“ und „ZÖ“ sagten am Freitag: „Ö“ für Ökologie.".encode()
    )
    assert "„AfÖ“ und die „ARÄ“" in story.body_text


def test_row_12_what_broke_other_html_parsers_breaks_no_reader():
    pieces = (
        b")<![<<\xff",
        b"<![<!",
        b"<!DOCTYPE [<![",
        b"<?x",
        b"</",
        b"<a <b <c",
        b"<![CDATA[",
        b"&#xD800;",
        b"&#0;",
    )
    for piece in pieces:
        read_or_refused(piece)
        read_or_refused(b"<html><body><p>Kalimat yang cukup panjang di sini.</p>" + piece * 50)


def test_row_12_a_form_feed_behind_what_is_left_out_of_a_page_breaks_no_reader():
    page = b"<!doctype html><body><nav>Beranda</nav>\x0c<p>Kalimat yang cukup panjang untuk sebuah naskah di sini.</p>"
    assert read_or_refused(page)


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, zipped], ids=["gz", "bz2", "xz", "zip"]
)
def test_row_31_an_archive_is_refused_unopened(pack):
    data = pack(b"x" * 5_000_000)
    started = time.process_time()
    assert "not a story" in refused(data)
    assert time.process_time() - started < 0.5


def test_row_31_an_archive_attached_to_a_mail_is_named_and_left_closed():
    data = base64.encodebytes(zipped(b"x" * 2_000_000)).decode()
    mail = (
        "From: a@b\nMessage-ID: <1@b>\nSubject: arsip\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: application/zip\nContent-Disposition: attachment; filename=../../x.zip\n"
        f"Content-Transfer-Encoding: base64\n\n{data}\n--b--\n"
    )
    (story,) = read_bytes(mail.encode())
    (held,) = story.associations
    assert held.name == "x.zip"
    assert "ZIP" in held.story.extra["unread"]
