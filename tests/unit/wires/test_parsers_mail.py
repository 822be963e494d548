"""E-mail: words, headers, attached wires and pictures."""

import base64
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tajuk.wires.parsers.mail_text import unflowed
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Unreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wires"
SAMPLE = (SAMPLES / "mail-release.eml").read_bytes()


def mail(body, *fields, encoding="utf-8"):
    head = (
        "From: Sari <sari@kabar.example>",
        "Date: Fri, 19 Jan 2024 18:34:00 +0700",
        "Message-ID: <a@b>",
        *fields,
    )
    return "\r\n".join((*head, "", body)).encode(encoding)


def attached(data, kind="application/octet-stream", name="berkas"):
    return mail(
        f"--b\r\nContent-Type: {kind}; name={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.encodebytes(data).decode()}\r\n--b--\r\n",
        "Subject: kiriman",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=b",
    )


def test_a_press_release_by_mail_is_a_story_with_its_picture_and_its_event():
    story, event = read_bytes(SAMPLE)
    assert story.format == "email"
    assert story.guid == "mid:rilis-2024-007@nikel.example"
    assert story.headline == "Siaran pers: laba “Nikel Contoh” naik 12 persen"
    assert story.version_created == datetime(2024, 1, 19, 18, 34, tzinfo=timezone(timedelta(hours=7)))
    assert story.provider.name == "Hubungan Investor PT Nikel Contoh Tbk"
    assert story.provider.contacts == ({"type": "email", "value": "ir@nikel.example"},)
    assert story.keywords == ("laba", "nikel")
    assert story.body_html.startswith(
        "<p>PT Nikel Contoh Tbk membukukan laba bersih <strong>Rp1,2 triliun</strong>"
    )
    assert "script" not in story.body_html
    picture, report = story.associations
    assert picture.name == "pabrik contoh.jpg"
    assert picture.story.description("caption") == "Café di Jakarta – seorang pialang, Jumat (19/1)."
    assert report.story.renditions[0].mimetype == "application/pdf"
    assert "PDF" in report.story.extra["unread"]
    assert (event.format, event.headline) == ("icalendar", "RUPS Tahunan")
    assert event.extra["mail"]["id"] == story.guid


def test_what_the_receiving_server_found_of_the_sender_is_kept():
    assert "dkim=pass" in read_bytes(SAMPLE)[0].extra["headers"]["authentication-results"]


def test_the_plain_text_beside_the_markup_is_kept():
    (text,) = read_bytes(SAMPLE)[0].extra["texts"]
    assert text["value"].startswith(
        "PT Nikel Contoh Tbk membukukan laba bersih Rp1,2 triliun pada 2023, naik 12"
    )
    assert "Diréksi" in text["value"]


@pytest.mark.parametrize("name", ["g2-text.xml", "nitf.xml", "rss.xml", "anpa-text.anpa", "diary.ics"])
def test_a_mail_that_only_carries_wires_is_read_as_these(name):
    data = (SAMPLES / name).read_bytes()
    expected = [story.guid for story in read_bytes(data)]
    stories = read_bytes(attached(data))
    assert [story.guid for story in stories] == expected
    assert stories[0].extra["mail"] == {"id": "mid:a@b", "subject": "kiriman"}


def test_a_mail_within_a_mail_is_read_to_a_bounded_depth():
    inner = mail("Isi terdalam.", "Subject: dalam", "MIME-Version: 1.0")
    for _ in range(2):
        inner = attached(inner, "message/rfc822")
    assert any(story.headline == "dalam" for story in read_bytes(inner))
    for _ in range(6):
        inner = attached(inner)
    assert read_bytes(inner)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "koi8-r"])
def test_words_are_read_in_the_charset_they_declare(charset):
    text = "Kafé di Jakarta" if charset != "koi8-r" else "Банк России повысил ключевую ставку"
    data = base64.b64encode(text.encode(charset)).decode()
    body = mail(data, f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: base64")
    assert read_bytes(body)[0].body_text == text


def test_words_in_another_charset_than_declared_are_refused():
    with pytest.raises(Unreadable, match="encoded"):
        read_bytes(mail("Kaf\xe9 di Jakarta", "Content-Type: text/plain; charset=utf-8", encoding="latin-1"))


def test_encoded_words_of_a_header_join_without_the_space_between_them():
    subject = "Subject: =?utf-8?Q?Rup?= =?utf-8?Q?iah_menguat?= tajam"
    assert read_bytes(mail("x y z", subject))[0].headline == "Rupiah menguat tajam"


def test_a_header_in_raw_bytes_is_read_as_what_it_is():
    assert read_bytes(mail("Isi surat.", "Subject: Kafé dibuka"))[0].headline == "Kafé dibuka"


def test_flowed_lines_are_made_whole():
    assert unflowed("a b \nc\n\n d\n-- \nS", delete_space=False) == "a b c\n\nd\n-- \nS"
    assert unflowed("ab \ncd", delete_space=True) == "abcd"


def test_the_signature_is_no_copy():
    (story,) = read_bytes(mail("Isi siaran.\r\n-- \r\nSari\r\nHumas", "Subject: x", "MIME-Version: 1.0"))
    assert story.body_text == "Isi siaran."
    assert story.extra["signature"] == "Sari\nHumas"


def test_a_mail_that_is_cut_off_is_refused():
    for step in range(40, 50):
        with pytest.raises(Unreadable):
            read_bytes(SAMPLE[: len(SAMPLE) * step // 50])


def test_a_file_name_leads_nowhere():
    (story,) = read_bytes(attached(b"%PDF-1.4", "application/pdf", '"../../etc/passwd"'))
    assert story.associations[0].name == "passwd"


def test_pasted_text_with_labels_is_no_mail():
    (story,) = read_bytes(
        b"Sumber: Contoh\nEditor: Budi\n\nJudul\n\nSebuah kalimat yang cukup panjang di sini."
    )
    assert story.format != "email"


def test_parts_without_end_are_refused():
    body = "".join(f"--b\r\nContent-Type: text/plain\r\n\r\nx{n}\r\n" for n in range(2000)) + "--b--\r\n"
    with pytest.raises(Unreadable, match="too many parts"):
        read_bytes(mail(body, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"))
