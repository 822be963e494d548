"""Marks in a page where its fragments stand.

A mark is a comment with a token that this process made up at its start. A page is rendered and split in the
same process, so copy that holds what looks like a mark stays what it is: text.
"""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_TOKEN = secrets.token_hex(16)
_name = re.compile(r"(?:[a-z]{2}/)?[a-z0-9]+(?:-[a-z0-9]+)*")
BEGINNING = f"<!--{_TOKEN}:".encode()
_mark = re.compile(rb"<!--" + _TOKEN.encode() + rb":([a-z0-9/-]+)-->")


def mark(name: str, language: str | None = None) -> SafeString:
    """Return the mark of the fragment `name` (`market-bar`), in the active language unless one is given.

    The default language's fragments have bare names, another one's stand below its code: `en/market-bar`.
    """
    if not _name.fullmatch(name):
        raise ValueError(f"not a fragment's name: {name!r}")
    language = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    if language != settings.LANGUAGE_CODE.split("-")[0] and "/" not in name:
        name = f"{language}/{name}"
    return format_html("<!--{}:{}-->", _TOKEN, name)


def split(body: bytes) -> list[bytes | str]:
    """Return the body's pieces: bytes as they are, and the names of fragments where marks stood."""
    if BEGINNING not in body:
        return [body] if body else []
    pieces: list[bytes | str] = []
    for place, piece in enumerate(_mark.split(body)):
        if place % 2:
            pieces.append(piece.decode())
        elif piece:
            pieces.append(piece)
    return pieces


def fill(body: bytes, fragment: Callable[[str], bytes]) -> bytes:
    """Return the body with each mark replaced by what `fragment` returns for its name."""
    return _mark.sub(lambda found: fragment(found[1].decode()), body)
