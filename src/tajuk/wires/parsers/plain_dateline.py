"""The dateline that opens the body: `CONTOH.ID - SEOUL. `, `JAKARTA, CONTOH.com - `, `Jakarta (ANTARA) - `."""

import re
from dataclasses import dataclass

_DASH = r"(?:\s?(?:--|[-–—])\s?|\s[|]\s)"
_UP = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_UP}[\w'’.-]{{1,24}}"
_PLACE = rf"(?P<place>{_WORD}(?:[ /]{_WORD}){{0,3}})"
_CAPS_PLACE = rf"(?P<place>{_UP}{{2}}[A-ZÀ-ÖØ-Þ'’./]{{0,24}}(?:[ /]{_UP}[A-ZÀ-ÖØ-Þ'’./]{{0,24}}){{0,3}})"
_DOMAIN = r"(?P<brand>[A-Za-z][A-Za-z0-9]{1,30}(?:\.[A-Za-z]{2,6}){1,2})"
_CAPS = rf"(?P<brand>{_UP}[A-Z0-9À-ÖØ-Þ]{{1,20}}(?:[ .][A-Z0-9À-ÖØ-Þ]{{2,20}}){{0,2}})"
_NAMED = rf"(?P<brand>{_UP}[A-Za-z0-9.]{{1,24}}(?: {_UP}[A-Za-z0-9.]{{1,24}}){{0,3}})"
_WHEN = r"(?:,?\s(?:[A-Z][a-z]{2,9}\.?\s\d{1,2}|\d{1,2}[ /][A-Za-z0-9]{1,9}(?:[ /]\d{2,4})?))?"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DOMAIN}\s?[,]\s?{_PLACE}{_DASH}(?=\S)",
        (
            rf"{_DOMAIN}{_DASH}{_CAPS_PLACE}(?:\s?\([^()\n]{{2,40}}\))?"
            rf"(?:\.\s|\.(?=[A-Z\"“])|{_DASH}|,\s(?=[A-Z]))(?=\S)"
        ),
        rf"{_DOMAIN}{_DASH}{_PLACE}(?:\.\s|{_DASH})(?=\S)",
        rf"{_CAPS}\s?,\s?{_CAPS_PLACE}{_DASH}(?=\S)",
        rf"{_CAPS}{_DASH}{_CAPS_PLACE}\.\s(?=\S)",
        rf"{_PLACE}{_WHEN},?\s?\((?P<brand>[^()\n]{{2,40}})\)\s?(?:--|[-–—:])\s?(?=\S)",
        rf"{_PLACE},\s?{_DOMAIN}{_DASH}(?=\S)",
        rf"{_PLACE},\s?{_NAMED}{_DASH}(?=\S)",
        rf"{_PLACE}{_WHEN},?\s?\((?P<brand>[A-Z][^()\n]{{1,40}})\)\.?\s(?=[A-Z\"“])",
        rf"{_DOMAIN}{_DASH}(?=[A-Z\"“])",
        rf"{_DOMAIN},\s(?P<place>{_UP}[a-z]{{2,20}}(?: {_UP}[a-z]{{2,20}})?)\s(?=[A-Z\"“])",
        rf"{_CAPS_PLACE}\s?(?:--|[–—]|\s-)\s?(?=\S)",
        rf"{_CAPS_PLACE}-\s(?=[A-Z\"“])",
        rf"{_CAPS_PLACE}[.:]\s(?=[A-Z\"“])",
        rf"{_DOMAIN}\.?\s{_CAPS_PLACE}\.\s(?=[A-Z\"“])",
        rf"(?P<city>{_WORD}(?: {_WORD}){{0,2}})\s?[:.]\s(?=[A-Z\"“])",
        rf"{_PLACE}(?: --? | [–—] )(?=[A-Z\"“])",
    )
)
_NOT_PLACES = {
    "baca juga", "foto", "photo", "sumber", "source", "editor", "reporter", "ilustrasi", "update", "breaking", "live",
    "exclusive", "eksklusif", "analisis", "opini", "catatan", "note", "ihsg", "idx", "reuters", "video", "simak",
    "penulis", "advertisement", "iklan", "breaking news", "tag", "tags",
}  # fmt: skip


# Where Indonesia's and the world's business news is datelined from: to tell a place from a paper's name.
CITIES = frozenset({
    "jakarta", "bandung", "surabaya", "semarang", "yogyakarta", "medan", "makassar", "palembang",
    "denpasar", "batam", "pekanbaru", "balikpapan", "samarinda", "banjarmasin", "pontianak", "manado",
    "padang", "lampung", "malang", "solo", "bogor", "depok", "tangerang", "bekasi", "karawang", "cikarang",
    "cilegon", "gresik", "sidoarjo", "kupang", "mataram", "ambon", "jayapura", "sorong", "ternate",
    "kendari", "palu", "gorontalo", "morowali", "nusantara", "aceh", "bengkulu", "jambi", "serang",
    "cirebon", "singapura", "singapore", "tokyo", "seoul", "beijing", "shanghai", "london", "paris",
    "frankfurt", "berlin", "washington", "sydney", "melbourne", "mumbai", "bangkok", "manila", "hanoi",
    "dubai", "riyadh", "geneva", "jenewa", "brussels", "brussel", "hongkong", "zurich", "moskow", "moscow",
    "canberra", "taipei", "chicago", "houston", "toronto", "istanbul", "kairo", "cairo", "davos", "wina",
    "vienna", "new york", "hong kong", "kuala lumpur", "new delhi", "tel aviv", "banda aceh", "nusa dua",
    "labuan bajo",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as written, with the place and the brand or agency in it, and where the text begins."""

    text: str
    place: str
    brand: str
    end: int


def _place_and_brand(groups: dict[str, str | None]) -> tuple[str, str]:
    """Return place and brand, the right way round as far as the names tell."""
    place, brand = ((groups.get(name) or "").strip(" .,") for name in ("place", "brand"))
    city = groups.get("city") or ""
    if city:
        return (city, "") if city.lower() in CITIES else ("", "")
    if brand.lower() in CITIES and place.lower() not in CITIES:
        place, brand = brand, place
    if (
        place
        and not brand
        and any(each.isupper() for each in place[1:])
        and not place.isupper()
        and " " not in place
    ):
        place, brand = "", place  # `IDXContoh - `
    return place, brand


def dateline_in(text: str) -> Dateline | None:
    """Return the dateline that opens a paragraph, or None."""
    head = text[:120]
    for shape in _SHAPES:
        found = shape.match(head)
        if found is None:
            continue
        place, brand = _place_and_brand(found.groupdict())
        if place.lower() in _NOT_PLACES or brand.lower() in _NOT_PLACES - {"reuters", "update"}:
            continue
        if not place and not brand:
            continue
        return Dateline(found[0].strip(), place, brand, found.end())
    return None
