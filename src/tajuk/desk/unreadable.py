"""Why a file could not be read, in the desk's language: wires write one English line, for logs and commands alike."""

import re
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# As the readers of wires write them; what varies is named. What is not among them is shown as it was written.
LINES = (
    _("the file is empty"),
    _("the file holds only white space"),
    _("too large: %(size)s bytes, more than %(most)s"),
    _("too large: more than %(most)s bytes"),
    _("too large: more than %(most)s bytes of what is no list of items"),
    _("too large: more than %(most)s bytes in one <%(name)s>"),
    _("one item of more than %(most)s bytes"),
    _("more than %(most)s tags in one document"),
    _("more than %(most)s tags in one feed"),
    _("more than %(most)s tags in one text"),
    _("more than %(most)s paragraphs in one text"),
    _("more than %(most)s components in one calendar"),
    _("more than %(most)s characters in one text"),
    _("more than %(most)s lines in one text"),
    _("more than %(most)s messages in one transmission"),
    _("more than %(most)s items in one message"),
    _("more than %(most)s items in one document"),
    _("more than %(most)s items in one feed"),
    _("nested too deeply"),
    _("needs more memory than there is"),
    _("a document that ends before its first element"),
    _("a long document without any item"),
    _("a document of this size is read only in UTF-8"),
    _("a NUL byte at %(place)s: this is not text"),
    _("a NUL character at %(place)s: this is not text"),
    _("wrongly encoded: %(said)s, but the bytes are not at byte %(place)s"),
    _("wrongly encoded: %(said)s, but the bytes are not"),
    _("the encoding %(name)s is not known"),
    _("the encoding %(name)s is not accepted"),
    _("no encoding is declared and the bytes fit none: it would come out as nonsense"),
    _("text that was encoded twice: it would come out as nonsense"),
    _("not well-formed XML: %(fault)s"),
    _("not XML: %(fault)s"),
    _("not JSON: brackets that do not match"),
    _("not JSON: %(fault)s"),
    _("not an iCalendar file: %(fault)s"),
    _("the document brings its own DTD with entities: refused"),
    _("the document brings its own DTD: refused"),
    _("XML of a kind that is not known (<%(name)s>)"),
    _("XML that is no feed"),
    _("JSON of a kind that is not known (no ninjs, JSON Feed or digitalwires)"),
    _("JSON without a ninjs item"),
    _("JSON that is cut off"),
    _("HTML without any content"),
    _("HTML without any text"),
    _("a calendar that is cut off"),
    _("a feed that cannot be read: %(fault)s"),
    _("an e-mail that cannot be read: %(fault)s"),
    _("an e-mail without any words"),
    _("an e-mail of too many parts"),
    _("an e-mail that is cut off"),
    _("mails within mails, too deeply"),
    _("plain text without any words"),
    _("a picture of more pixels than are accepted"),
    _("a JPEG picture that is damaged"),
    _("a PNG picture that is damaged"),
    _("a GIF picture that is damaged"),
    _("a picture that is damaged"),
    _("a telegraph frame without a message"),
    _("a telegraph frame that is cut off (no STX or ETX)"),
    _("a telegraph header that is not of IPTC 7901"),
    _("a telegraph header that is not of ANPA 1312"),
    _("a NewsML-G2 message without an item"),
    _("a NewsML document without a NewsItem"),
    _("a piece of NewsML-G2 (<%(name)s>), not an item"),
    _("a Tajuk story of a version that is not known"),
    _("a Tajuk story that is out of shape: %(fault)s"),
    _("stories within stories, too deeply"),
    _("unreadable"),
)
_PLACE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def in_words(reason: str) -> str:
    """Return a reason of the quarantine in the active language."""
    for line, pattern in _patterns():
        if hit := pattern.fullmatch(reason):
            return gettext(line) % hit.groupdict()
    return reason


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each line with what it looks like once it is written."""
    return tuple((line, re.compile(_PLACE.sub(_group, re.escape(line)))) for line in LINES)


def _group(hit: re.Match[str]) -> str:
    return f"(?P<{hit[1] or hit[2]}>.{{1,300}})"
