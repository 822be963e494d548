"""Who made it: `Sumber: Reuters | Editor: Nama`, bylines, sign-offs, and the credit in a caption."""

import re
from dataclasses import dataclass, field

_LABELS = {
    "sources": ("sumber berita", "sumber", "sources", "source"),
    "reporters": (
        "reporter", "reporters", "penulis", "oleh", "pewarta", "wartawan", "jurnalis", "laporan", "written by",
        "reporting by", "reported by", "by", "author", "authors", "kontributor", "contributor", "rep", "ditulis oleh",
    ),
    "editors": ("editor", "editors", "redaktur", "penyunting", "editing by", "edited by", "redaktur pelaksana", "red"),
    "translators": ("penerjemah", "alih bahasa", "translator", "translated by"),
}  # fmt: skip
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels}
_LABEL = "|".join(
    sorted((re.escape(label).replace(r"\ ", r"\s+") for label in _FIELD_OF), key=len, reverse=True)
)
_PART = re.compile(
    rf"\W{{0,3}}(?P<label>{_LABEL})\s*(?:/\s*(?P<second>{_LABEL})\s*)?[:：]\s*(?P<names>[^:：]{{2,160}})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<label>{_LABEL})\s+(?P<names>[A-Z][^:|]{{2,120}})", re.IGNORECASE)
_ALONE = re.compile(rf"(?P<label>{_LABEL})\s*[:：]?", re.IGNORECASE)
_INLINE = re.compile(rf"(?:(?<=^)|(?<=[\s|;,/•·-]))(?=(?:{_LABEL})\s*[:：])", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[|•·]\s*|\s{3,}|\t")
_NAMES = re.compile(r"\s*(?:,|;|&|\bdan\b|\band\b)\s*")
_ASIDE = re.compile(r"\([^()]{0,80}\)?|\S{1,60}@\S{1,60}")
_LICENCE = re.compile(
    r"\s*(?:purchase|acquire)\s+licensing\s+rights.{0,40}$|,?\s*opens\s+new\s+tab\s*$", re.IGNORECASE
)
# The paper behind a name: `Sari Contoh - Contoh.com`.
_OUTLET = re.compile(r"\s+[-–—]\s+.*$")
_COUNTER = re.compile(r"^\[\d{1,3}\s?/\s?\d{1,3}\]\s*")
_SIGN_OFF = re.compile(
    r"\(?\s*(?:Reporting|Additional reporting|Writing|Laporan)\s+(?:by|oleh)\s+(?P<reporters>[^;()\n]{3,200})"
    r"(?:;\s*(?:Editing|Edited|Disunting)\s+(?:by|oleh)\s+(?P<editors>[^;()\n]{3,120}))?[^()\n]{0,120}\)?\.?",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:REUTERS|ANTARA(?:\s+FOTO)?|AFP|AP(?:\s+Photo)?|EPA|XINHUA|BLOOMBERG|KYODO|YONHAP|GETTY\s+IMAGES?|SHUTTERSTOCK|"
    r"[A-Z][A-Z0-9.]{2,20}(?:\s+(?:FOTO|PHOTO))?)"
)
_NAME = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,4}"
_MORE = r"(?:/\s?[A-Z][\w.'’-]*(?:\s[\w.'’-]+){0,3}){0,2}"
_SLASHED = rf"(?:{_AGENCY}/\s?{_NAME}{_MORE}|{_NAME}/\s?{_AGENCY})(?:\s+via\s+[A-Z][\w ]{{1,30}})?"
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"\((?P<credit>[^()\n]{{0,40}}?(?:{_SLASHED}|(?i:pool\s+via|via)\s+[A-Z][\w ]{{1,30}}|{_AGENCY})"
            r"[^()\n]{0,40})\)\.?\s*$"
        ),
        (
            r"\(\s*(?i:foto|photo|photograph|sumber|source|kredit|credit)\.?(?:\s+(?i:oleh|by))?\s*[:.]\s*"
            r"(?P<credit>[^()\n]{2,80})\)\.?\s*$"
        ),
        r"\(\s*(?:(?i:foto|photo|photograph)(?:\s+(?i:oleh|by))?\s+)(?P<credit>[A-Z][^()\n]{2,80})\)\.?\s*$",
        r"\((?P<credit>(?i:dok|doc|dokumentasi|istimewa|ist)\b\.?\s?[^()\n]{0,60})\)\.?\s*$",
        r"\((?P<credit>[A-Z][^()/\n]{1,40}/[^()\n]{2,60})\)\.?\s*$",
        r"(?i:\b(?:foto|photo|kredit\s+foto|photo\s+credit|kredit|credit)(?:\s+(?:oleh|by))?)\s*:\s*(?P<credit>[^:\n]{2,80})$",
        r"(?P<credit>(?:Dok(?:umentasi)?\.?|DOK\.?)\s?[:/]?\s?[A-Z][^.\n]{2,60})\.?\s*$",
        rf"(?P<credit>{_NAME}/[Pp]ool\s+via\s+[A-Z][A-Za-z ]{{1,30}}|[Pp]ool\s+via\s+[A-Z][A-Za-z]{{1,30}})\.?\s*$",
        rf"(?<=[|.–—]\s)(?P<credit>[A-Z][A-Za-z. ]{{1,30}}/{_NAME})\.?\s*$",
        rf"(?P<credit>{_SLASHED}(?:/[A-Za-z ]{{3,20}})?)\.?\s*$",
        rf"(?P<credit>{_NAME}\s\|\s(?:{_AGENCY}|Getty Images|Reuters|Bloomberg|Shutterstock|iStock))\.?\s*$",
        r"(?P<credit>(?:AP|AFP|EPA)\s+Photo(?:/[A-Z][\w .'’-]{1,40})?)\.?\s*$",
    )
)
_LEADING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:foto|photo|kredit\s+foto|photo\s+credit)\s*:\s*(?P<credit>[^.:\n]{2,60})[.:]\s+(?=[A-Z])",
        rf"(?P<credit>{_SLASHED})\s*[.:–—-]\s+(?=[A-Z])",
    )
)
_ILLUSTRATION = re.compile(
    r"^(?:ilustrasi|illustration|file\s+photo|foto\s+arsip|arsip)\b[\s.:\-–—]*", re.IGNORECASE
)
_LABELS_ONLY = {"foto", "photo", "foto:", "photo:", "kredit", "credit", "kredit foto:", "photo credit:"}
_TRAILING_LABEL = re.compile(r"\s+(?:foto|photo|kredit|credit)(?:\s+(?:oleh|by))?\s*:?$", re.IGNORECASE)
_PICTURE_LABEL = re.compile(
    r"^(?:foto|photo|gambar|caption|keterangan\s+foto)\s*:\s*(?=[A-Z\"“])", re.IGNORECASE
)
_LOOSE = re.compile(r"\((?P<credit>[A-Z][^()\n]{1,60})\)\.?\s*$")
_LONGEST = 700
# No credit is written without one of these.
_CREDITED = ("(", ":", "/", "|", "Dok", "DOK", "ool ", "Photo")


@dataclass(slots=True)
class Credits:
    """The names found so far, in order and without repeats."""

    sources: list[str] = field(default_factory=list)
    reporters: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    translators: list[str] = field(default_factory=list)

    def add(self, kind: str, names: str) -> None:
        """Add the names of a list under a kind."""
        into: list[str] = getattr(self, kind)
        for name in _NAMES.split(_ASIDE.sub(" ", names).strip(" .|-–—()")):
            name = " ".join(_OUTLET.sub("", name).split()).strip(" .|-–—")
            if 1 < len(name) <= 60 and name not in into:
                into.append(name)


def _parts(text: str) -> list[str]:
    return [
        piece.strip(" |;,/•·-")
        for part in _SPLIT.split(text)
        for piece in _INLINE.split(part)
        if piece.strip(" |;,/•·-")
    ]


def read_credits(text: str, credits_: Credits) -> bool:
    """Read a line of credits; return whether it is one, every part of it labelled."""
    if len(text) > 240 or not any(each.isalpha() for each in text):
        return False
    parts = _parts(text)
    found: list[tuple[str, str]] = []
    for part in parts:
        match = _PART.fullmatch(part) or (
            _BARE.fullmatch(part) if len(parts) > 1 or _is_byline(part) else None
        )
        if match is None:
            if found and _looks_like_names(part):
                found.append((found[-1][0], part))
                continue
            return False
        if len(match["names"].split()) > 14:
            return False
        found.append((_FIELD_OF[" ".join(match["label"].lower().split())], match["names"]))
        second = match.groupdict().get("second")
        if second:
            found.append((_FIELD_OF[" ".join(second.lower().split())], match["names"]))
    for kind, names in found:
        credits_.add(kind, names)
    return bool(found)


def _is_byline(part: str) -> bool:
    """Return whether a part is `By Jane Doe` or `Editor Budi`: a label and nothing but a few names."""
    words = part.split()
    return 2 <= len(words) <= 9 and all(
        word[:1].isupper() or word in {"by", "and", "dan", "oleh", ","} for word in words
    )


def _looks_like_names(part: str) -> bool:
    words = part.replace(",", " ").split()
    return 1 <= len(words) <= 8 and all(word[:1].isupper() for word in words)


def label_alone(text: str) -> str:
    """Return the kind of a label that stands on a line of its own, its names on the next; nothing for other lines."""
    found = _ALONE.fullmatch(text.strip()) if len(text) < 30 else None
    return (
        _FIELD_OF[" ".join(found["label"].lower().split())]
        if found and found["label"].lower() != "by"
        else ""
    )


def is_names(text: str) -> bool:
    """Return whether a line is nothing but a name or a few: two to four capitalised words each."""
    pieces = _NAMES.split(text.strip(" |-–"))
    words = [piece.split() for piece in pieces if piece]
    return bool(words) and all(
        2 <= len(each) <= 4
        and all(
            w[:1].isupper() and w.replace(".", "").replace("-", "").replace("'", "").isalpha() for w in each
        )
        for each in words
    )


def cut_sign_off(text: str, credits_: Credits) -> str:
    """Return a paragraph without the agency's sign-off `(Reporting by …; Editing by …)`, whose names are kept."""
    at = max(
        text.rfind("(Reporting"), text.rfind("(reporting"), text.rfind("Reporting by"), text.rfind("(Laporan")
    )
    if at < 0:
        return text
    found = _SIGN_OFF.fullmatch(text[at:].strip()) if len(text) - at < 500 else None
    if found is None:
        return text
    credits_.add("reporters", re.sub(r"\s+in\s+[A-Z]\w+", "", found["reporters"]))
    if found["editors"]:
        credits_.add("editors", found["editors"])
    return text[:at].rstrip()


def split_caption(text: str, *, loosely: bool = False) -> tuple[str, str]:
    """Return a caption without its credit, and the credit; an empty credit when the line has none.

    Where a caption is expected (`loosely`), a name in brackets at the end is a credit too.
    """
    if len(text) > _LONGEST:
        return text, ""
    text = _bare(text)
    if not any(mark in text for mark in _CREDITED):
        return text, ""
    tail_at = max(0, len(text) - 160)
    tail = text[tail_at:]
    for pattern in (*_CREDITS, _LOOSE) if loosely else _CREDITS:
        found = pattern.search(tail)
        if found is not None and found["credit"].strip():
            if pattern is _LOOSE and found.start() + tail_at < 25:
                continue
            caption = text[: tail_at + found.start()].strip(" ,-–—/|(")
            caption = _TRAILING_LABEL.sub("", caption)
            if caption.lower() in _LABELS_ONLY:
                caption = ""
            return caption, found["credit"].strip(" ,/|").rstrip(".")
    for pattern in _LEADING:
        found = pattern.match(text)
        if found is not None:
            return text[found.end() :].strip(), found["credit"].strip(" .,/|")
    return text, ""


def _bare(text: str) -> str:
    """Return a caption without the number of its slide and the offer to buy it."""
    lowered = text.lower()
    if "licensing" in lowered or "new tab" in lowered:
        text = _LICENCE.sub("", text)
    return _COUNTER.sub("", text) if text.startswith("[") else text


def without_label(caption: str) -> str:
    """Return a caption without a leading `Ilustrasi.` or `Foto:`."""
    return _PICTURE_LABEL.sub("", _ILLUSTRATION.sub("", caption)).strip()


def is_illustration(text: str) -> bool:
    """Return whether a line says that a picture is an illustration or from the files."""
    return bool(_ILLUSTRATION.match(text))
