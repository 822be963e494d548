"""Made wires of about nine kilobytes in every format, and long files of many of them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

_SENTENCE = (
    "Bank sentral Contoh menahan suku bunga acuan pada level 5,75 persen dan melihat inflasi tetap rendah. "
)
_PARAGRAPHS = [f"{number}. {_SENTENCE * 3}".strip() for number in range(1, 24)]
_TITLE = "Bank Contoh menahan suku bunga, rupiah menguat tipis"
_HTML = "".join(f"<p>{text}</p>" for text in _PARAGRAPHS)
_SUBJECTS = ("04000000", "04006000", "04016000", "11000000", "11006000")
_G2 = "http://iptc.org/std/nar/2006-10-01/"


def _g2_item(number: int = 1) -> str:
    subjects = "".join(
        f'<subject qcode="subj:{code}"><name xml:lang="id">pokok {code}</name></subject>'
        for code in _SUBJECTS
    )
    return (
        f'<newsItem guid="urn:newsml:contoh.example:20240119:{number}" version="2" standard="NewsML-G2" '
        'standardversion="2.35" conformance="power" xml:lang="id"><catalogRef '
        'href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/><rightsInfo><copyrightHolder '
        'literal="Contoh"/><usageTerms>Untuk pelanggan.</usageTerms></rightsInfo><itemMeta><itemClass '
        'qcode="ninat:text"/><provider literal="Contoh"/><versionCreated>2024-01-19T18:34:00+07:00</versionCreated>'
        '<pubStatus qcode="stat:usable"/><edNote>Mengganti angka.</edNote></itemMeta><contentMeta><urgency>4</urgency>'
        '<located literal="Jakarta"/><creator literal="Sari"><name>Sari Contoh</name></creator><language tag="id"/>'
        f"{subjects}<slugline>BANK-CONTOH/</slugline><headline>{_TITLE}</headline><by>Sari Contoh</by></contentMeta>"
        '<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>{_TITLE}</title></head><body>{_HTML}</body></html></inlineXML></contentSet></newsItem>"
    )


def _ninjs(number: int = 1) -> dict[str, object]:
    return {
        "uri": f"urn:contoh:{number}", "type": "text", "version": "2", "versioncreated": "2024-01-19T18:34:00+07:00",
        "pubstatus": "usable", "urgency": 4, "language": "id", "headline": _TITLE, "byline": "Sari Contoh",
        "slugline": "BANK-CONTOH/", "located": "Jakarta", "usageterms": "Untuk pelanggan.", "body_html": _HTML,
        "subject": [{"code": code, "name": f"pokok {code}", "scheme": "iptc"} for code in _SUBJECTS],
    }  # fmt: skip


def _nitf() -> str:
    subjects = "".join(f'<tobject.subject tobject.subject.refnum="{code}"/>' for code in _SUBJECTS)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><nitf version="-//IPTC//DTD NITF 3.6//EN"><head><title>{_TITLE}</title>'
        f'<tobject tobject.type="news">{subjects}</tobject><docdata management-status="usable"><doc-id '
        'id-string="c-1"/><urgency ed-urg="4"/><date.issue norm="20240119T183400+0700"/>'
        '<du-key key="bank-contoh" version="2"/>'
        '<doc.copyright holder="Contoh" year="2024"/><key-list><keyword key="bank"/></key-list></docdata></head><body>'
        f"<body.head><hedline><hl1>{_TITLE}</hl1></hedline><byline>Sari Contoh</byline><dateline><location>Jakarta"
        f"</location></dateline></body.head><body.content>{_HTML}</body.content></body></nitf>"
    )


def _newsml() -> str:
    subjects = "".join(
        f'<SubjectCode><Subject FormalName="{code}" Scheme="IptcSubjectCodes"/></SubjectCode>'
        for code in _SUBJECTS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><NewsML Version="1.2"><NewsEnvelope><DateAndTime>20240119T183400+0700'
        "</DateAndTime></NewsEnvelope><NewsItem><Identification><NewsIdentifier><ProviderId>contoh.example</ProviderId>"
        '<DateId>20240119</DateId><NewsItemId>1</NewsItemId><RevisionId PreviousRevision="1" Update="U">2</RevisionId>'
        "<PublicIdentifier>urn:newsml:contoh.example:20240119:1:2U</PublicIdentifier></NewsIdentifier></Identification>"
        '<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20240119T170000+0700</FirstCreated>'
        '<ThisRevisionCreated>20240119T183400+0700</ThisRevisionCreated><Status FormalName="Usable"/><Urgency '
        f'FormalName="4"/></NewsManagement><NewsComponent><NewsLines><HeadLine>{_TITLE}</HeadLine><ByLine>Sari Contoh'
        "</ByLine><DateLine>Jakarta</DateLine><SlugLine>BANK-CONTOH/</SlugLine></NewsLines><AdministrativeMetadata>"
        '<Provider><Party FormalName="Contoh"/></Provider></AdministrativeMetadata><DescriptiveMetadata><Language '
        f'FormalName="id"/>{subjects}</DescriptiveMetadata><ContentItem><MediaType FormalName="Text"/><Format '
        f'FormalName="NITF"/><DataContent><nitf><body><body.content>{_HTML}</body.content></body></nitf></DataContent>'
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def _telegraph() -> str:
    text = "\r\n\r\n".join("\r\n".join(_wrapped(each)) for each in _PARAGRAPHS)
    head = f"\x01cto0042 4 wi 1200  Bank/Contoh/\r\n\x02{_TITLE} =\r\n\r\nJakarta (cto) - {text}\r\n"
    return head + "\x03191834 Jan 24\x04"


def _anpa() -> str:
    text = "\r\n".join("\t" + "\r\n".join(_wrapped(each)) + "<" for each in _PARAGRAPHS)
    head = "\x16\x16\x01f0042\x1fbwxyz\r\nu f\x13\x11 bc-bank-contoh CB07 01-19 1200\r\n\x02"
    lines = f"^BC-CT--Bank-Contoh,1200<\r\n^{_TITLE}<\r\n^By SARI CONTOH=\r\n^Contoh Press Writer=\r\n"
    return f"{head}{lines}{text}\x03\r\nCP-JK-01-19-24 1134GMT<\r\n\x04"


def _wrapped(text: str, width: int = 68) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) >= width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _entry(number: int = 1) -> str:
    return (
        f"<item><guid>urn:contoh:{number}</guid><title>{_TITLE}</title><link>https://contoh.example/{number}</link>"
        "<pubDate>Fri, 19 Jan 2024 18:34:00 +0700</pubDate><category>bank</category>"
        f"<description><![CDATA[{_HTML}]]></description></item>"
    )


def _rss(entries: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Contoh</title>{entries}</channel></rss>'


def _atom() -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Contoh</title><entry><id>urn:contoh:1</id>'
        f'<title>{_TITLE}</title><updated>2024-01-19T18:34:00+07:00</updated><content type="html"><![CDATA[{_HTML}]]>'
        "</content></entry></feed>"
    )


def _mail() -> str:
    return (
        f"From: Contoh <wire@contoh.example>\r\nSubject: {_TITLE}\r\nDate: Fri, 19 Jan 2024 18:34:00 +0700\r\n"
        "Message-ID: <1@contoh.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + _HTML
    )


def samples() -> dict[str, bytes]:
    """Return one document of about 9 KB in each format, the same story in all."""
    text = f"{_TITLE}\n\nJumat, 19 Januari 2024 / 18:34 WIB\n\n" + "\n\n".join(_PARAGRAPHS)
    head = f"<html lang='id'><head><title>{_TITLE}</title></head><body><article>"
    page = f"{head}<h1>{_TITLE}</h1>{_HTML}</article></body></html>"
    message = f'<newsMessage xmlns="{_G2}"><itemSet>{_g2_item()}</itemSet></newsMessage>'
    made = {
        "NewsML-G2": message, "NewsML 1.2": _newsml(),
        "NITF": _nitf(), "ninjs": json.dumps(_ninjs(), ensure_ascii=False), "IPTC 7901": _telegraph(),
        "ANPA 1312": _anpa(), "RSS": _rss(_entry()), "Atom": _atom(), "e-mail": _mail(),
        "HTML": page, "plain text": text,
    }  # fmt: skip
    return {name: document.encode() for name, document in made.items()}


def _ninjs_text(number: int) -> str:
    return json.dumps(_ninjs(number), ensure_ascii=False)


_LONG: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "NewsML-G2": (f'<newsMessage xmlns="{_G2}"><itemSet>', "</itemSet></newsMessage>", _g2_item),
    "ninjs": ("[", "]", _ninjs_text),
    "RSS": (_rss("|").partition("|")[0], _rss("|").partition("|")[2], _entry),
}


def write_long(path: Path, form: str, size: int) -> int:
    """Write a file of `size` bytes and more that holds many items of a format; return how many."""
    between = "," if form == "ninjs" else ""
    head, tail, make = _LONG[form]
    count = written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        while written < size:
            count += 1
            written += file.write((between if count > 1 else "") + make(count))
        file.write(tail)
    return count
