"""The words of an e-mail: headers in any encoding (RFC 2047), text parts, wrapped lines made whole (RFC 3676)."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import TypeAlias

from tajuk.wires.encodings import decode
from tajuk.wires.markup import plain
from tajuk.wires.story import Unreadable

Mail: TypeAlias = "Message[str, str]"
_WRAPPED_AT = re.compile(r"\A-- ?\Z")


def header(message: Mail, name: str) -> str:
    """Return a header as one line of text; raise `Unreadable` when its words are wrongly encoded."""
    values = raw(message, name)
    return decoded(values[0]) if values else ""


def raw(message: Mail, name: str) -> list[str]:
    """Return the values of a header as they came, raw bytes as lone surrogates."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def decoded(value: str) -> str:
    """Return the text of a header's value: encoded words decoded, raw 8-bit bytes read as what they are."""
    value = re.sub(r"\r?\n(?=[ \t])", "", value)
    if "=?" in value:
        try:
            pieces = decode_header(value)
        except (HeaderParseError, ValueError):
            pieces = [(value, None)]
        value = "".join(_piece(raw, charset) for raw, charset in pieces)
    elif not value.isascii():
        value = _piece(value.encode("utf-8", "surrogateescape"), None)
    return plain(value.replace("<", "&lt;")) if "<" in value else plain(value)


def _piece(raw: bytes | str, charset: str | None) -> str:
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogateescape")
    if not raw.strip():
        return " "
    return decode(
        raw, charset if charset and charset.lower() not in {"unknown-8bit", "us-ascii"} else ""
    ).text


def part_text(part: Mail) -> str:
    """Return the text of a part, decoded by its declared charset, lines of flowed text made whole."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return ""
    charset = parameter(part, "charset")
    if charset.lower() in {"us-ascii", "ascii"} and not data.isascii():
        charset = ""
    text = decode(data, charset).text.replace("\r\n", "\n").replace("\r", "\n")
    if parameter(part, "format").lower() == "flowed":
        return unflowed(text, delete_space=parameter(part, "delsp").lower() == "yes")
    return text


def parameter(part: Mail, name: str) -> str:
    """Return a parameter of the content type; nothing for one that is missing or malformed."""
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return str(value or "").strip("\"' ")


def filename(part: Mail) -> str:
    """Return the name of an attached file, without any folder."""
    try:
        name = part.get_filename() or ""
        return decoded(name).replace("\\", "/").rpartition("/")[2][:200]
    except (ValueError, LookupError, TypeError, AttributeError, Unreadable):
        return ""


def unflowed(text: str, *, delete_space: bool) -> str:
    """Return `format=flowed` text with its paragraphs whole: a line that ends in a space goes on in the next."""
    out: list[str] = []
    open_line = False
    for line in text.split("\n"):
        bare = line[1:] if line.startswith(" ") else line
        signature = _WRAPPED_AT.match(bare) is not None
        flows = bare.endswith(" ") and not signature
        piece = bare[:-1] if flows and delete_space else bare
        if open_line and not signature:
            out[-1] += piece
        else:
            out.append(piece)
        open_line = flows
    return "\n".join(out)


def without_signature(text: str) -> tuple[str, str]:
    """Return the text above a line of two dashes, and what stands below it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number and line in {"-- ", "--"} and len(lines) - number <= 30:
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
    return text, ""
