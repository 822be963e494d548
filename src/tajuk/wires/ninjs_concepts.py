"""Concepts in the shapes that ninjs 3.1 gives people, organisations, places, subjects and sources."""

from typing import Any, TypeAlias

from tajuk.wires.story import Concept, Symbol

Item: TypeAlias = dict[str, Any]
_ADDRESS = ("lines", "locality", "area", "postalCode", "country")
_CONTACT = ("type", "role", "lang", "name", "value")


def concept(each: Concept, *, role: str = "", key: str = "rel") -> Item:
    """Return name, relationship, address and identifier of any concept."""
    item: Item = {"name": each.name, key: role or each.role, "uri": each.uri, "literal": each.code}
    found = {name: value for name, value in item.items() if value}
    return found or {"literal": "unnamed"}


def _contacts(each: Concept) -> list[Item]:
    """Return the contacts that the schema admits: each has a value or an address, and nothing unknown."""
    out: list[Item] = []
    for contact in each.contacts:
        item: Item = {name: contact[name] for name in _CONTACT if isinstance(contact.get(name), str)}
        address = contact.get("address")
        if isinstance(address, dict):
            item.pop("value", None)
            item["address"] = {
                name: address[name]
                for name in _ADDRESS
                if isinstance(address.get(name), list if name == "lines" else str)
            }
        if "value" in item or "address" in item:
            out.append(item)
    return out


def person(each: Concept) -> Item:
    """Return a person with their contacts."""
    contacts = _contacts(each)
    return {**concept(each), "contactInfo": contacts} if contacts else concept(each)


def organisation(each: Concept) -> Item:
    """Return an organisation with its symbols and contacts."""
    item = person(each)
    if each.symbols:
        item["symbols"] = [_symbol(symbol) for symbol in each.symbols]
    return item


def _symbol(symbol: Symbol) -> Item:
    item: Item = {
        "symbol": symbol.symbol,
        "exchange": symbol.exchange or symbol.label,
        "symbolType": symbol.symbol_type,
    }
    return {name: value for name, value in item.items() if value}


def place(each: Concept) -> Item:
    """Return a place with its position as GeoJSON."""
    item = person(each)
    geo = each.extra.get("geoJSON")
    if isinstance(geo, dict):
        item["geoJSON"] = geo
    elif each.position is not None:
        latitude, longitude = each.position
        item["geoJSON"] = {"type": "Point", "coordinates": [longitude, latitude]}
    return item


def subject(each: Concept) -> Item:
    """Return a subject with how sure it is and who says so."""
    item = concept(each)
    for name, value in (
        ("creator", each.creator),
        ("relevance", each.relevance),
        ("confidence", each.confidence),
    ):
        if value not in (None, ""):
            item[name] = value
    return item
