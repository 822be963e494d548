"""Concepts in ninjs: subjects, people, organisations and places in the shapes of versions 1, 2 and 3."""

from collections.abc import Callable, Iterator
from typing import Any

from tajuk.wires.markup import plain
from tajuk.wires.parsers.json_values import first, mappings, said, text, whole
from tajuk.wires.story import Concept, Json, Symbol


def concepts_in(value: Any, kind: str) -> tuple[Concept, ...]:
    """Return the concepts of a list of objects or names, or of one that stands alone."""
    if isinstance(value, dict):
        return (concept_of(value, kind),)
    if isinstance(value, str):
        return (Concept(name=plain(value), kind=kind),)
    if not isinstance(value, list):
        return ()
    return tuple(
        concept_of(each, kind) if isinstance(each, dict) else Concept(name=plain(each), kind=kind)
        for each in value
        if isinstance(each, dict) or (isinstance(each, str) and each)
    )


def concept_of(each: dict[str, Any], kind: str) -> Concept:
    """Return one concept; what has no field is kept in `extra`."""
    fields: dict[str, Any] = {}
    extra: dict[str, Json] = {}
    later: list[str] = []
    for key, value in each.items():
        name = key.lower()
        found = _READERS.get(name)
        if found is None:
            extra[name] = value
        elif not found[2]:
            later.append(key)
        elif (got := found[1](value)) or got == 0:
            fields[found[0]] = got
    if later:
        _take_others(later, each, fields, extra)
    geo = fields.pop("geo", None)
    if geo is not None:
        extra["geoJSON"] = geo
        fields["position"] = _point(geo)
    if "uri" not in fields and "code" in fields:
        scheme = fields.get("scheme", "")
        if scheme.startswith(("http:", "https:", "urn:")):
            fields["uri"] = scheme + fields["code"]
    return Concept(kind=kind, extra=extra, **fields) if extra else Concept(kind=kind, **fields)


def _take_others(
    keys: list[str], each: dict[str, Any], fields: dict[str, Any], extra: dict[str, Json]
) -> None:
    """Read the names that only stand in for another; keep what they say beside it."""
    for key in keys:
        field, read, _ = _READERS[key.lower()]
        if field not in fields and (got := read(each[key])):
            fields[field] = got
        elif each[key]:
            extra[key.lower()] = each[key]


def _name(value: Any) -> str:
    return plain(text(value))


def _share(value: Any) -> int | None:
    return whole(value, 0, 100)


def _contacts(value: Any) -> tuple[dict[str, Any], ...]:
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _geometry(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _point(geo: Any) -> tuple[float, float] | None:
    """Return latitude and longitude of a GeoJSON point, which gives them the other way round."""
    if geo.get("type") == "Point" and isinstance(at := geo.get("coordinates"), list):
        numbers = [float(each) for each in at[:2] if isinstance(each, int | float)]
        if len(numbers) == 2:
            return numbers[1], numbers[0]
    return None


def _symbols(value: Any) -> tuple[Symbol, ...]:
    return tuple(_symbols_in(value))


def _symbols_in(value: Any) -> Iterator[Symbol]:
    for each in mappings(value):
        symbol = text(first(each, "symbol", "ticker"))
        if symbol:
            yield Symbol(symbol, text(each.get("symboltype")), text(each.get("exchange")))


# Each name: its field, how its value is read, whether it wins over the field's other names.
_READERS: dict[str, tuple[str, Callable[[Any], Any], bool]] = {
    "name": ("name", _name, True), "rel": ("role", text, True), "role": ("role", text, False),
    "rels": ("role", said, False),
    "scheme": ("scheme", text, True), "uri": ("uri", text, True),
    "literal": ("code", text, True), "code": ("code", text, False), "qcode": ("code", text, False),
    "id": ("code", text, False), "creator": ("creator", text, True), "relevance": ("relevance", _share, True),
    "confidence": ("confidence", _share, True), "symbols": ("symbols", _symbols, True),
    "contactinfo": ("contacts", _contacts, True), "geojson": ("geo", _geometry, True),
    "geometry_geojson": ("geo", _geometry, False),
}  # fmt: skip
