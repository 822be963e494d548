"""Small operations on text that every app shares."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Words for people, translated at once or when they are shown. The stubs are there for developers only.
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = str

__all__ = ["Words", "one_line", "shorten", "slug_of"]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")


def slug_of(text: str, *, limit: int = 80) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, cut at a word, `"berita"` when none remain."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", plain).strip("-")
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug or "berita"


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut at a word with an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    return (line[: limit - 1].rpartition(" ")[0] or line[: limit - 1]).rstrip(",.;:–-") + "…"
