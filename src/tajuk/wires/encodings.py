"""From bytes to text: the byte order mark, then what the document declares, then what the bytes look like.

Text that would come out wrong is refused, never guessed at: mojibake must not reach a page.
"""

import codecs
import re
from dataclasses import dataclass

from tajuk.wires.story import Unreadable

# What a mail client or editor of Western Europe or Indonesia writes when it does not write UTF-8.
_LEGACY = "cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_UTF16 = (
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
_XML_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._:-]{0,40})["']"""
)
_HTML_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9._:-]{0,40})""", re.IGNORECASE
)
_WESTERN = {"ascii", "iso8859-1", "cp1252", "iso8859-15", "latin-1"}
# UTF-8 that was once read as Windows-1252 and written again: Ã©, â€™, Â°.
MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039"
    "\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
# Letters that are words by themselves; signs that running text has; signs that may stand between two letters.
_ALONE = frozenset("àÀèÈéÉòÒóÓêÊåÅæÆøØöÖüÜäÄúÚìÌªº")
_BETWEEN = frozenset("’‘–—\u00a0\u00ad·…")
_SIGNS = _BETWEEN | frozenset("“”„‚‹›«»•€£¥¢©®™°±×÷½¼¾²³¹§¶¡¿†‡µ")
_OPENING = frozenset("“„‚‹«¿¡£€")
_WESTERN_SHARE = 0.2
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
_NEVER = {"utf-7", "utf7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "rot13", "rot-13"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read in, by Python's name."""

    text: str
    encoding: str


def declared_in(data: bytes) -> str:
    """Return the encoding that an XML or HTML document names in its first bytes, or nothing."""
    if data[:64].lstrip().startswith(b"<?xml"):
        found = _XML_DECLARED.match(data[:300])
    else:
        found = _HTML_DECLARED.search(data[:2048]) if data.lstrip()[:1] == b"<" else None
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str:
    """Return Python's name of a text encoding; raise `Unreadable` for one that is unknown or unsafe."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        raise Unreadable(f"the encoding {name!r} is not known") from None
    if info.name in _NEVER or not getattr(info, "_is_text_encoding", True):
        raise Unreadable(f"the encoding {name!r} is not accepted")
    return info.name


def _strict(data: bytes, codec: str, why: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeError, ValueError) as fault:
        where = f" at byte {fault.start}" if isinstance(fault, UnicodeDecodeError) else ""
        raise Unreadable(f"wrongly encoded: {why} {codec}, but the bytes are not{where}") from None


def _detected(data: bytes) -> Decoded:
    """Read bytes that name no encoding and are not UTF-8: Western European text, else a script of its own."""
    words = _TAGS.sub(b"", data[:65_536]) or data[:65_536]
    share = sum(byte > 0x7F for byte in words) / len(words)
    if share < _WESTERN_SHARE:
        # In text of Latin letters every 8-bit set is possible; only what reads well as Windows-1252 is taken.
        text = data.decode(_LEGACY, "replace")
        if _reads_well(text):
            return Decoded(text, _LEGACY)
    else:
        from charset_normalizer import from_bytes  # imported late: it is slow to load and seldom needed

        best = from_bytes(data[:65_536]).best()
        if best is not None and best.chaos < 0.2:
            text = data.decode(best.encoding, "replace")
            if not _looks_wrong(text) and _has_own_script(text):
                return Decoded(text, best.encoding)
    raise Unreadable("no encoding is declared and the bytes fit none: it would come out as nonsense")


def _has_own_script(text: str) -> bool:
    """Return whether most letters beyond ASCII are of another script than Latin, in which a slip would show."""
    high = [char for char in text if char > "\x7f"]
    return sum(char > "\u024f" for char in high) * 10 >= len(high) * 8


def _reads_well(text: str) -> bool:
    """Return whether the letters and signs beyond ASCII stand where Western European writing has them."""
    high = odd = 0
    for position, char in enumerate(text):
        if char <= "\x7f":
            continue
        high += 1
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        if char.isalpha():
            alone = not before.isalpha() and not after.isalpha()
            odd += (alone and char not in _ALONE) or (char.isupper() and before.islower())
        else:
            within = before.isalpha() and (char in _OPENING or after.isalpha())
            odd += char not in _SIGNS or (char not in _BETWEEN and within)
    return odd * 50 <= high


def _looks_wrong(text: str) -> bool:
    odd = sum(1 for c in text if "\x80" <= c <= "\x9f" or c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    return odd > 0 or len(MOJIBAKE.findall(text)) > 2 or "\x00" in text


def _declared(data: bytes, name: str) -> Decoded:
    codec = _codec(name)
    if codec in {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}:
        codec = "utf-8"  # it could be read as ASCII so far, so it is not UTF-16 whatever it says
    if codec in _WESTERN:
        try:  # many programs declare an 8-bit set and write UTF-8; Western text is never valid UTF-8 by chance
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            codec = _LEGACY if codec != "iso8859-15" else codec
    try:
        return _strict(data, codec, f"{name} is declared, read as")
    except Unreadable:
        if codec == _LEGACY:
            return _strict(data, "latin-1", "")
        raise


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; `declared` is the name the transport or the document gives.

    Raise `Unreadable` for empty, binary or wrongly encoded bytes.
    """
    if not data:
        raise Unreadable("the file is empty")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _sound(_strict(data[len(mark) :], codec, "the byte order mark says"))
    for start, codec in _BARE_UTF16:
        if data.startswith(start):
            return _sound(_strict(data, codec, "the first bytes say"))
    declared = declared or declared_in(data)
    if declared:
        return _sound(_declared(data, declared))
    try:
        return _sound(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise Unreadable(f"a NUL byte at {data.index(0)}: this is not text") from None
        return _sound(_detected(data))


# What "Ã" and what follows, "Â" before a sign, and "â€" are when UTF-8 was read as Windows-1252 and written again.
_TWICE = (b"\xc3\x83\xc2", b"\xc3\x83\xe2", b"\xc3\x82\xc2", b"\xc3\xa2\xe2\x82\xac", b"\xc3\x83\xc5")
_RUN = re.compile("[^\x00-\x7f]{2,}")
_MOST_LEFT = 2


def mended(data: bytes) -> bytes:
    """Return the document with text that was encoded twice as it was meant; all other documents unchanged.

    Raise `Unreadable` when there is more such text than can be mended.
    """
    if data.isascii() or not any(mark in data for mark in _TWICE):
        return data
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return data
    text = "\n".join([_line(line) if MOJIBAKE.search(line) else line for line in lines])
    if len(MOJIBAKE.findall(text)) > _MOST_LEFT:
        raise Unreadable("text that was encoded twice: it would come out as nonsense")
    return text.encode("utf-8")


def _line(line: str) -> str:
    """Return a line as it was meant: the whole of it, else each run of letters beyond ASCII that can be.

    Three times, because what was encoded twice once may have been so again.
    """
    for _ in range(3):
        whole = _once(line)
        line = whole if whole != line else _RUN.sub(lambda run: _once(run[0]), line)
        if not MOJIBAKE.search(line):
            break
    return line


def _once(line: str) -> str:
    try:
        return b"".join([_byte(char) for char in line]).decode("utf-8")
    except UnicodeError:
        return line


def _byte(char: str) -> bytes:
    """Return the byte that Windows-1252 shows as this character; its five gaps as the controls they are."""
    return char.encode("latin-1") if char < "\xa0" else char.encode(_LEGACY)


def _sound(decoded: Decoded) -> Decoded:
    if "\x00" in decoded.text:
        raise Unreadable(f"a NUL character at {decoded.text.index(chr(0))}: this is not text")
    if not decoded.text.strip():
        raise Unreadable("the file holds only white space")
    return decoded
