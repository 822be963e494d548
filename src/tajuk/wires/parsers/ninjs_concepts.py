"""Concepts in ninjs: subjects, people, organisations and places in the shapes of versions 1, 2 and 3."""

from collections.abc import Iterator
from typing import Any

from tajuk.wires.markup import plain
from tajuk.wires.parsers.json_values import first, mapping, mappings, text, whole
from tajuk.wires.story import Concept, Json, Symbol

_KNOWN = {
    "name", "rel", "scheme", "code", "uri", "literal", "qcode", "creator", "relevance", "confidence", "symbols",
    "contactinfo", "role", "geojson", "geometry_geojson",
}  # fmt: skip


def concepts(item: dict[str, Any], *names: str, kind: str = "subject") -> Iterator[Concept]:
    """Yield the concepts under any of these names."""
    for name in names:
        value = item.get(name)
        if not value:
            continue
        if isinstance(value, list):
            for each in value:
                if isinstance(each, str) and each:
                    yield Concept(name=plain(each), kind=kind)
        elif isinstance(value, str) and value:
            yield Concept(name=plain(value), kind=kind)
        for each in mappings(value):
            yield _concept(each, kind)


def _concept(each: dict[str, Any], kind: str) -> Concept:
    get = each.get
    code = text(first(each, "literal", "code", "qcode", "id"))
    scheme = text(get("scheme"))
    uri = text(get("uri"))
    if not uri and code and scheme.startswith(("http:", "https:", "urn:")):
        uri = scheme + code
    geo = first(each, "geojson", "geometry_geojson")
    extra: dict[str, Json] = {key: value for key, value in each.items() if key not in _KNOWN}
    if isinstance(geo, dict):
        extra["geoJSON"] = geo
    return Concept(
        name=plain(text(get("name"))),
        code=code,
        scheme=scheme,
        uri=uri,
        kind=kind,
        role=text(first(each, "rel", "role")),
        creator=text(get("creator")),
        relevance=whole(get("relevance"), 0, 100),
        confidence=whole(get("confidence"), 0, 100),
        symbols=tuple(_symbols(get("symbols"))),
        contacts=tuple(contact for contact in get("contactinfo") or () if isinstance(contact, dict))
        if isinstance(get("contactinfo"), list)
        else (),
        position=_point(geo),
        extra=extra,
    )


def _point(geo: Any) -> tuple[float, float] | None:
    """Return latitude and longitude of a GeoJSON point, which gives them the other way round."""
    if (
        isinstance(geo, dict)
        and geo.get("type") == "Point"
        and isinstance(at := geo.get("coordinates"), list)
    ):
        numbers = [float(each) for each in at[:2] if isinstance(each, int | float)]
        if len(numbers) == 2:
            return numbers[1], numbers[0]
    return None


def _symbols(value: Any) -> Iterator[Symbol]:
    for each in mappings(value):
        symbol = text(first(each, "symbol", "ticker"))
        if symbol:
            yield Symbol(symbol, text(each.get("symboltype")), text(each.get("exchange")))


def provider_of(item: dict[str, Any]) -> Concept:
    """Return who sent the item: `provider`, an information source called so, else the copyright holder."""
    provider = item.get("provider")
    if isinstance(provider, dict):
        return _concept(mapping(provider), "organisation")
    if name := text(provider):
        return Concept(name=plain(name), kind="organisation")
    for source in concepts(item, "infosource", "infosources", kind="organisation"):
        if source.role.rpartition(":")[2] in {"provider", "distributor"}:
            return source
    return Concept(name=plain(text(first(item, "source", "copyrightholder"))), kind="organisation")
