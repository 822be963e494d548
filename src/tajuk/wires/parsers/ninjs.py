"""IPTC ninjs 1.0 to 3.1, and the dialects of agencies that build on it.

Source: ninjs JSON schemas of iptc/newsinjson (MIT). Names changed between versions (`versioncreated`, `versionCreated`;
`person`, `people`), so keys are read in lower case, each by the reader that `ninjs_properties.READERS` has under it.
"""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import islice
from typing import Any

from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.markup import plain
from tajuk.wires.parsers.json_values import text
from tajuk.wires.parsers.ninjs_bodies import best_body, bodies_of, other_texts
from tajuk.wires.parsers.ninjs_properties import (
    ELSE,
    MORE,
    NAMED_ELSEWHERE,
    NOTHING,
    READERS,
    TAGGED,
    Property,
    Reading,
    is_wrapped,
    named,
)
from tajuk.wires.story import Association, Concept, Json, Labelled, Story, Unreadable

NAME = "ninjs"
_MARKS = {
    "versioncreated", "pubstatus", "headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies",
    "associations", "renditions", "representationtype", "description_text", "descriptions", "standard", "slugline",
    "eventdetails", "plannedcoverage", "usageterms", "copyrightholder", "embargoed", "embargoeduntil", "firstcreated",
    "title", "by", "byline", "altids",
}  # fmt: skip
_KINDS = {"text", "picture", "video", "audio", "graphic", "composite", "event", "planning"}
_NAMES = {"uri", "guid", "_id"}
_WRAPPERS = ("items", "hits", "_items", "results", "news", "data", "item", "response", "newsitems", "_source")
_DEEPEST = 8


def looks_like(value: Any) -> bool:
    """Return whether decoded JSON is a ninjs item, a list of them or an agency's answer around them."""
    return next(_items(value), None) is not None


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    keys = {key.lower() for key in value}
    if keys.isdisjoint(_NAMES):
        return False
    kind = value.get("type")
    known = isinstance(kind, str) and kind in _KINDS
    return known or not keys.isdisjoint(_MARKS) or ("uri" in keys and len(keys) <= 2)


def _items(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if _is_item(value):
        yield value
    elif isinstance(value, list) and depth < 4:
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        lowered = {key.lower(): each for key, each in value.items()}
        copy = _copy_beside(lowered.get("nitf"))
        for name in _WRAPPERS:
            if isinstance(lowered.get(name), list | dict):
                found = _items(lowered[name], depth + 1)
                yield from ({**copy, **each} for each in found) if copy else found


def _copy_beside(nitf: Any) -> dict[str, Any]:
    """Return the body that stands beside an item, as readers of AP's Media API put the copy it has only a link to."""
    if not isinstance(nitf, dict):
        return {}
    return {str(key).lower(): each for key, each in nitf.items() if str(key).lower().startswith("body_")}


def parse(value: Any, zone: tzinfo = UTC) -> list[Story]:
    """Return the items of decoded JSON; raise `Unreadable` when there is none."""
    items = list(islice(_items(value), ITEMS + 1))
    refuse_above(ITEMS, len(items), "items in one document")
    stories = [_story(each, zone) for each in items]
    if not stories:
        raise Unreadable("JSON without a ninjs item")
    return stories


def _story(item: dict[str, Any], zone: tzinfo, depth: int = 0) -> Story:
    reading = Reading(zone, depth)
    extra: dict[str, Json] = {}
    for key, value in item.items():
        name = key.lower()
        found = READERS.get(name)
        if found is not None:
            if not _taken(found, value, reading):
                if value not in NOTHING and name not in NAMED_ELSEWHERE:
                    extra[name] = value
            elif value.__class__ is not str and is_wrapped(value, found[1]):
                extra[name] = value
        elif name == "associations":
            if associations := _associations(value, reading):
                reading.fields[name] = associations
        elif name.startswith(TAGGED):
            _tagged(name, value, reading)
        else:
            extra[name] = value
    if reading.tagged:
        _bodies(reading, extra)
    return _whole_story(reading, extra)


def _taken(found: Property, value: Any, reading: Reading) -> bool:
    """Read a value into its field; return whether it has found a place there."""
    field, read, how = found
    fields = reading.fields
    got = read(value, reading)
    if not got and got != 0:
        return False
    if not field:
        return True
    if how is MORE and field in fields:
        fields[field] += got
    elif how is not ELSE or field not in fields:
        fields[field] = got
    else:
        return False
    return True


def _whole_story(reading: Reading, extra: dict[str, Json]) -> Story:
    """Return the story, with what depends on several properties: lines told by their role, and who sent it."""
    fields = reading.fields
    if reading.headlines:
        fields["headlines"] = fields.get("headlines", ()) + tuple(reading.headlines)
    if reading.descriptions:
        fields["descriptions"] = fields.get("descriptions", ()) + tuple(reading.descriptions)
    if descriptions := fields.get("descriptions"):
        if len(descriptions) > 1:
            fields["descriptions"] = tuple({each.value: each for each in reversed(descriptions)}.values())[
                ::-1
            ]
        for role, field in (("dateline", "dateline"), ("creditline", "credit")):
            if field not in fields and (line := next((d.value for d in descriptions if d.role == role), "")):
                fields[field] = line
    if "subjects" in fields:
        _told_by_relation(fields)
    if reading.source:
        extra["source"] = reading.source
    if "provider" not in fields:
        fields["provider"] = _provider(reading)
    guid = fields.pop("guid", "")
    return Story(guid, NAME, item_type="ninjs", zone_assumed=reading.assumed, extra=extra, **fields)


def _told_by_relation(fields: dict[str, Any]) -> None:
    """Take signals and keywords, for which ninjs 2 and 3 have no property, out of the subjects."""
    subjects = fields["subjects"]
    if not any(each.role in {"signal", "keyword"} for each in subjects):
        return
    fields["subjects"] = tuple(each for each in subjects if each.role not in {"signal", "keyword"})
    for role, field in (("signal", "signals"), ("keyword", "keywords")):
        found = tuple(each.id if role == "signal" else each.name for each in subjects if each.role == role)
        if found:
            fields[field] = fields.get(field, ()) + found


def _provider(reading: Reading) -> Concept:
    for source in reading.fields.get("sources", ()):
        if source.role.rpartition(":")[2] in {"provider", "distributor"}:
            found: Concept = source
            return found
    name = reading.source or reading.fields.get("copyright_holder", "")
    return Concept(name=plain(name), kind="organisation")


def _tagged(name: str, value: Any, reading: Reading) -> None:
    """Read a property that carries its kind in its name: `body_html`, `headline_extended`, `description_text`."""
    if name.startswith("body_"):
        reading.tagged[name] = value
        return
    what, _, role = name.partition("_")
    if line := plain(text(value)):
        lines = reading.headlines if what == "headline" else reading.descriptions
        lines.append(Labelled(line, role))


def _bodies(reading: Reading, extra: dict[str, Json]) -> None:
    bodies = list(bodies_of(reading.tagged))
    body, raw, kind = best_body(bodies)
    reading.fields |= {"body": body, "raw_body": raw, "body_type": kind}
    extra |= other_texts(bodies, raw)


def _associations(value: Any, reading: Reading) -> tuple[Association, ...]:
    if reading.depth > _DEEPEST:
        return ()
    return tuple(
        Association(name or f"item{n}", text(each.get("rel")), _story(each, reading.zone, reading.depth + 1))
        for n, (name, each) in enumerate(named(value), 1)
        if not (isinstance(value, list) and each.get("items") and not each.get("uri"))
    )
