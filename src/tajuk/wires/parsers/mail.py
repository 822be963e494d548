"""E-mail: press releases and agencies' mail services, with the wires and pictures attached to them.

Source: RFC 5322, MIME (RFC 2045-2049, 2183, 2231, 2047), format=flowed (RFC 3676). Parsed by the standard library under
its plain policy, which does not fall over malformed headers; attached files are read by the same readers as any other.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from email import policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from hashlib import sha256

from tajuk.wires.blocks import Block
from tajuk.wires.markup import html_blocks, text_blocks
from tajuk.wires.parsers.mail_text import (
    Mail,
    decoded,
    filename,
    header,
    parameter,
    part_text,
    raw,
    without_signature,
)
from tajuk.wires.parsers.xml_json import keep
from tajuk.wires.story import Association, Concept, Json, Labelled, Rendition, Story, Unreadable
from tajuk.wires.times import parse_moment

NAME = "email"
Reader = Callable[[bytes, tzinfo], list[Story]]
_DEEPEST, _MOST_PARTS = 8, 300
_FIELD = re.compile(
    rb"(?:From [^\r\n]{1,200}\r?\n)?([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n"
)
_OWN = {
    b"received",
    b"return-path",
    b"message-id",
    b"mime-version",
    b"delivered-to",
    b"dkim-signature",
    b"x-mailer",
}
_COMMON = {b"from", b"to", b"subject", b"date", b"cc", b"reply-to", b"sender", b"content-type"}
_WORDS = {"text/html", "text/plain", "text/enriched"}
_USED = {
    "subject", "date", "message-id", "content-type", "content-transfer-encoding", "mime-version", "content-disposition",
    "keywords", "content-language", "expires", "expiry-date", "from", "reply-to", "in-reply-to", "supersedes",
    "comments",
}  # fmt: skip


def looks_like(head: bytes) -> bool:
    """Return whether bytes open with the header of a mail: two fields of mail at least, one of them only mail's."""
    at = 0
    names: set[bytes] = set()
    while len(names) < 40 and (found := _FIELD.match(head, at)):
        names.add(found[1].lower())
        at = found.end()
    if names & _OWN and (names & _COMMON or len(names & _OWN) > 1):
        return True
    return len(names & _COMMON) >= 3 and b"from" in names and bool(names & {b"date", b"content-type"})


@dataclass(slots=True)
class _Parts:
    """What was found in a mail's parts."""

    html: str = ""
    text: str = ""
    stories: list[Story] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    seen: int = 0


def parse(data: bytes, zone: tzinfo, read: Reader) -> list[Story]:
    """Return the mail as a story, and the wires attached to it; a mail that only carries wires is no story itself."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        parts = _Parts()
        _walk(message, parts, zone, read, 0)
        story = _story(message, parts, zone)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as fault:
        raise Unreadable(f"an e-mail that cannot be read: {type(fault).__name__}") from None
    if parts.stories and not story.body and not any(a.story.type == "picture" for a in parts.associations):
        return [_from_mail(each, story) for each in parts.stories]
    if not story.body and not story.headline and not parts.associations:
        raise Unreadable("an e-mail without any words")
    return [story, *(_from_mail(each, story) for each in parts.stories)]


def _from_mail(story: Story, mail: Story) -> Story:
    """Note on an attached wire which mail brought it."""
    return replace(story, extra={**story.extra, "mail": {"id": mail.guid, "subject": mail.headline}})


def _walk(part: Mail, parts: _Parts, zone: tzinfo, read: Reader, depth: int) -> None:
    parts.seen += 1
    if depth > _DEEPEST or parts.seen > _MOST_PARTS:
        raise Unreadable("an e-mail of too many parts")
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
        raise Unreadable("an e-mail that is cut off")
    kind = part.get_content_type()
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    if part.is_multipart() and kind != "message/rfc822":
        for each in part.get_payload():
            if isinstance(each, Message):
                _walk(each, parts, zone, read, depth + 1)
    elif (
        kind in {"text/html", "text/plain", "text/enriched"}
        and not disposition.startswith("attachment")
        and not filename(part)
    ):
        text = part_text(part)
        if kind == "text/html":
            parts.html = f"{parts.html}\n{text}" if parts.html else text
        else:
            parts.text = f"{parts.text}\n\n{text}" if parts.text else text
    else:
        _attachment(part, kind, parts, zone, read)


def _attachment(part: Mail, kind: str, parts: _Parts, zone: tzinfo, read: Reader) -> None:
    if kind == "message/rfc822" and part.is_multipart():
        data = _inner(part)
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    name = filename(part) or parameter(part, "name")
    if not data.strip() or kind in {"application/pgp-signature", "application/pkcs7-signature"}:
        return
    try:
        stories = [] if kind.startswith(("video/", "audio/")) else read(data, zone)
    except Unreadable as fault:
        parts.associations.append(_file(part, kind, name, data, str(fault)))
        return
    if len(stories) == 1 and stories[0].type == "picture":
        parts.associations.append(_picture(part, name, stories[0], data))
    elif stories:
        parts.stories += stories
    else:
        parts.associations.append(_file(part, kind, name, data, ""))


def _inner(part: Mail) -> bytes:
    """Return a mail within a mail, also one that was put in base64 against the rule."""
    inner = part.get_payload(0)
    if not isinstance(inner, Message):
        return b""
    if str(part.get("Content-Transfer-Encoding") or "").strip().lower() == "base64":
        return b64decode(str(inner.get_payload()).encode("ascii", "ignore"))
    return inner.as_bytes()


def _relation(part: Mail) -> str:
    inline = part.get("Content-ID") and not str(part.get("Content-Disposition") or "").lower().startswith(
        "attachment"
    )
    return "inline" if inline else "attachment"


def _href(part: Mail) -> str:
    ident = str(part.get("Content-ID") or "").strip().strip("<>")
    return f"cid:{ident}" if ident and ident.isascii() and " " not in ident else ""


def _picture(part: Mail, name: str, picture: Story, data: bytes) -> Association:
    renditions = tuple(replace(each, href=_href(part), title=name) for each in picture.renditions)
    guid = picture.guid or _named(data)
    return Association(name or "picture", _relation(part), replace(picture, guid=guid, renditions=renditions))


def _named(data: bytes) -> str:
    return f"urn:x-tajuk:sha256:{sha256(data).hexdigest()[:32]}"


def _file(part: Mail, kind: str, name: str, data: bytes, why: str) -> Association:
    major = {"image": "picture", "audio": "audio", "video": "video"}.get(kind.partition("/")[0], "")
    rendition = Rendition("attachment", _href(part), kind, size=len(data), title=name)
    extra: dict[str, Json] = {"unread": why} if why else {}
    story = Story(_named(data), NAME, type=major, title=name, renditions=(rendition,), extra=extra)
    return Association(name or "attachment", _relation(part), story)


def _story(message: Mail, parts: _Parts, zone: tzinfo) -> Story:
    subject, ident = header(message, "Subject"), header(message, "Message-ID").strip("<> ")
    people = [*_addresses(message, "From"), *_addresses(message, "Sender")]
    body, written, mime, signature = _body(parts)
    extra = _extra(message)
    if signature:
        extra["signature"] = signature
    if mime == "text/html" and parts.text.strip():
        extra |= {"texts": [{"role": "text", "place": 0, "value": parts.text}], "bodyPlace": 1}
    sent = parse_moment(re.sub(r"\([^()]*\)\s*\Z", "", header(message, "Date")), zone)
    return Story(
        guid=f"mid:{ident}" if ident else "",
        format=NAME,
        provider=replace(people[0], kind="organisation") if people else Concept(),
        item_type="mail",
        type="text",
        version_created=sent,
        expires=parse_moment(header(message, "Expires") or header(message, "Expiry-Date"), zone),
        headlines=(Labelled(subject),) if subject else (),
        languages=tuple(
            each.strip() for each in header(message, "Content-Language").split(",") if each.strip()
        ),
        body=body,
        raw_body=written,
        body_type=mime,
        ednotes=tuple(filter(None, [header(message, "Comments")])),
        keywords=tuple(each.strip() for each in header(message, "Keywords").split(",") if each.strip()),
        creators=tuple(people),
        contributors=tuple(_addresses(message, "Reply-To")),
        alt_ids=tuple(_ids(message)),
        associations=tuple(parts.associations),
        extra=extra,
    )


def _body(parts: _Parts) -> tuple[tuple[Block, ...], str, str, str]:
    if parts.html.strip() and (blocks := html_blocks(parts.html)):
        return blocks, parts.html, "text/html", ""
    text, signature = without_signature(parts.text)
    return text_blocks(text), parts.text, "text/plain" if parts.text else "", signature.strip()


def _addresses(message: Mail, name: str) -> Iterator[Concept]:
    values = raw(message, name)
    for shown, address in getaddresses(values[:50]):
        shown = decoded(shown)
        if shown or address:
            contacts = ({"type": "email", "value": address},) if address else ()
            yield Concept(name=shown or address, kind="person", role=name.lower(), contacts=contacts)


def _ids(message: Mail) -> Iterator[Labelled]:
    for name, role in (("In-Reply-To", "inReplyTo"), ("Supersedes", "supersedes"), ("List-Id", "listId")):
        if value := header(message, name):
            yield Labelled(value.strip("<> "), role)


def _extra(message: Mail) -> dict[str, Json]:
    """Keep every header that has no field: among them what the receiving server found of SPF and DKIM."""
    kept: dict[str, Json] = {}
    for name, value in message.raw_items():
        if name.lower() not in _USED:
            keep(kept, name.lower(), decoded(str(value)))
    return {"headers": kept} if kept else {}
