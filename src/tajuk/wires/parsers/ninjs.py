"""IPTC ninjs 1.0 to 3.1, and the dialects of agencies that build on it.

Source: ninjs JSON schemas of iptc/newsinjson (MIT). Names changed between versions (`versioncreated`, `versionCreated`;
`person`, `people`), so keys are read in lower case and under each of their names.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice
from typing import Any

from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.markup import plain
from tajuk.wires.parsers.json_values import first, mapping, mappings, number, text, texts, whole
from tajuk.wires.parsers.ninjs_bodies import best_body, bodies_of, other_texts
from tajuk.wires.parsers.ninjs_concepts import concepts, provider_of
from tajuk.wires.parsers.vocabularies import status_of
from tajuk.wires.story import Association, Json, Labelled, Rendition, Story, Unreadable
from tajuk.wires.times import read_moment

NAME = "ninjs"
_MARKS = {
    "versioncreated", "pubstatus", "headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies",
    "associations", "renditions", "representationtype", "description_text", "descriptions", "standard", "slugline",
    "eventdetails", "plannedcoverage", "usageterms", "copyrightholder", "embargoed", "embargoeduntil", "firstcreated",
    "title", "by", "byline", "altids",
}  # fmt: skip
_WRAPPERS = ("items", "hits", "_items", "results", "news", "data", "item", "response", "newsitems")


def looks_like(value: Any) -> bool:
    """Return whether decoded JSON is a ninjs item, a list of them or an agency's answer around them."""
    return next(_items(value), None) is not None


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    keys = {key.lower() for key in value}
    if not keys & {"uri", "guid", "_id"}:
        return False
    known = value.get("type") in (
        "text",
        "picture",
        "video",
        "audio",
        "graphic",
        "composite",
        "event",
        "planning",
    )
    return bool(keys & _MARKS) or known or ("uri" in keys and len(keys) <= 2)


def _items(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if _is_item(value):
        yield value
    elif isinstance(value, list) and depth < 4:
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        lowered = {key.lower(): each for key, each in value.items()}
        for name in _WRAPPERS:
            if isinstance(lowered.get(name), list | dict):
                yield from _items(lowered[name], depth + 1)


def parse(value: Any, zone: tzinfo = UTC) -> list[Story]:
    """Return the items of decoded JSON; raise `Unreadable` when there is none."""
    items = list(islice(_items(value), ITEMS + 1))
    refuse_above(ITEMS, len(items), "items in one document")
    stories = [_story(mapping(each), zone) for each in items]
    if not stories:
        raise Unreadable("JSON without a ninjs item")
    return stories


class _Times:
    """Read times and remember whether one lacked its zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.assumed = False

    def __call__(self, item: dict[str, Any], *names: str) -> datetime | None:
        moment = read_moment(text(first(item, *names)))
        if moment is not None and moment.tzinfo is None:
            self.assumed = True
            return moment.replace(tzinfo=self.zone)
        return moment


def _story(item: dict[str, Any], zone: tzinfo, depth: int = 0) -> Story:
    times = _Times(zone)
    bodies = list(bodies_of(item))
    body, raw, body_type = best_body(bodies)
    status = text(item.get("pubstatus"))
    rights = item.get("rightsinfo") if isinstance(item.get("rightsinfo"), dict) else {}
    genres = list(concepts(item, "genre", "genres", kind="genre"))
    return Story(
        guid=text(first(item, "uri", "guid", "_id")),
        format=NAME,
        version=text(first(item, "version", "_current_version")),
        provider=provider_of(item),
        item_type="ninjs",
        profile=text(item.get("profile")),
        type=text(item.get("type")),
        representation=text(item.get("representationtype")),
        pubstatus=status_of(status) if status else "usable",
        signals=tuple(each.id for each in concepts(item, "signal", "signals", kind="signal")),
        urgency=whole(item.get("urgency"), 1, 9),
        priority=whole(item.get("priority"), 1, 9),
        first_created=times(item, "firstcreated"),
        version_created=times(item, "versioncreated"),
        content_created=times(item, "contentcreated"),
        embargo=times(item, "embargoed", "embargoeduntil", "embargo"),
        expires=times(item, "expires", "expiry"),
        zone_assumed=times.assumed,
        title=plain(text(item.get("title"))),
        slugline=plain(text(item.get("slugline"))),
        headlines=tuple(_labelled(item, "headline", "headlines")),
        descriptions=tuple(_descriptions(item)),
        bylines=tuple(filter(None, [plain(text(first(item, "by", "byline")))])),
        dateline=_dateline(item),
        located=plain(text(item.get("located"))),
        languages=tuple(texts(item.get("language"))),
        body=body,
        raw_body=raw,
        body_type=body_type,
        ednotes=tuple(line for line in texts(first(item, "ednote", "ednotes")) if line),
        usage_terms=tuple(texts(item.get("usageterms"))),
        copyright_notice=text(item.get("copyrightnotice")),
        copyright_holder=text(item.get("copyrightholder")),
        rights=rights or {},
        credit=text(first(item, "creditline", "credit")) or _of_role(item, "creditline"),
        keywords=tuple(texts(item.get("keywords"))),
        genres=tuple(genres),
        subjects=tuple(concepts(item, "subject", "subjects")),
        people=tuple(concepts(item, "person", "people", kind="person")),
        organisations=tuple(concepts(item, "organisation", "organisations", kind="organisation")),
        places=tuple(concepts(item, "place", "places", kind="place")),
        events=tuple(concepts(item, "event", "events", kind="event")),
        objects=tuple(concepts(item, "object", "objects", kind="object")),
        sources=tuple(concepts(item, "infosource", "infosources", kind="organisation")),
        alt_ids=tuple(_alt_ids(item)),
        renditions=tuple(_renditions(item.get("renditions"))),
        associations=tuple(_associations(item.get("associations"), zone, depth)),
        event=item["eventdetails"] if isinstance(item.get("eventdetails"), dict) else {},
        coverage=tuple(each for each in _listed(item.get("plannedcoverage")) if isinstance(each, dict)),
        extra=_extra(item) | other_texts(bodies, raw),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _labelled(item: dict[str, Any], single: str, many: str) -> Iterator[Labelled]:
    for each in mappings(item.get(many)):
        if value := plain(text(each.get("value"))):
            yield Labelled(value, text(each.get("role")))
    for key, value in item.items():
        if (key == single or key.startswith(f"{single}_")) and (found := plain(text(value))):
            yield Labelled(found, key.removeprefix(single).lstrip("_") if key != single else "")


def _descriptions(item: dict[str, Any]) -> Iterator[Labelled]:
    seen: set[str] = set()
    for each in _labelled(item, "description", "descriptions"):
        if each.value not in seen:
            seen.add(each.value)
            yield each


def _of_role(item: dict[str, Any], role: str) -> str:
    return next(
        (text(d.get("value")) for d in mappings(item.get("descriptions")) if d.get("role") == role), ""
    )


def _dateline(item: dict[str, Any]) -> str:
    dateline = item.get("dateline")
    if isinstance(dateline, dict):
        dateline = dateline.get("text")
    return plain(text(dateline)) or _of_role(item, "dateline")


def _alt_ids(item: dict[str, Any]) -> Iterator[Labelled]:
    value = first(item, "altids", "altid")
    if isinstance(value, dict):
        yield from (Labelled(found, str(role)) for role, each in value.items() if (found := text(each)))
    for each in _listed(value):
        if isinstance(each, dict) and (found := text(each.get("value"))):
            yield Labelled(found, text(each.get("role")))
        elif found := text(each):
            yield Labelled(found)
    if evolved := text(item.get("evolvedfrom")):
        yield Labelled(evolved, "evolvedfrom")


def _named(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the members of what is an object by name in ninjs 1 and a list with names in ninjs 2 and 3."""
    if isinstance(value, dict):
        yield from ((str(name), mapping(each)) for name, each in value.items() if isinstance(each, dict))
    else:
        yield from ((text(each.get("name")), each) for each in mappings(value))


def _renditions(value: Any) -> Iterator[Rendition]:
    for position, (name, each) in enumerate(_named(value), 1):
        yield Rendition(
            name=name or f"file{position}",
            href=text(each.get("href")).strip(),
            mimetype=text(first(each, "contenttype", "mimetype")),
            width=whole(each.get("width")),
            height=whole(each.get("height")),
            size=whole(each.get("sizeinbytes")),
            duration=number(each.get("duration")),
            title=text(each.get("title")),
            format=text(each.get("format")),
        )


def _associations(value: Any, zone: tzinfo, depth: int) -> Iterator[Association]:
    if depth > 8:
        return
    for position, (name, each) in enumerate(_named(value), 1):
        if isinstance(value, list) and each.get("items") and not each.get("uri"):
            continue
        yield Association(name or f"item{position}", text(each.get("rel")), _story(each, zone, depth + 1))


_KNOWN = {
    "uri", "guid", "type", "profile", "version", "pubstatus", "urgency", "priority", "firstcreated", "versioncreated",
    "contentcreated", "embargoed", "embargoeduntil", "expires", "title", "slugline", "by", "byline", "located",
    "language", "ednote", "usageterms", "copyrightnotice", "copyrightholder", "rightsinfo", "headline", "headlines",
    "descriptions", "bodies", "associations", "renditions", "person", "people", "organisation", "organisations",
    "place", "places", "subject", "subjects", "event", "events", "object", "objects", "genre", "genres", "infosource",
    "infosources", "altids", "representationtype", "eventdetails", "plannedcoverage", "keywords", "creditline",
    "signal", "signals", "dateline", "name", "rel", "evolvedfrom", "provider",
}  # fmt: skip


def _extra(item: dict[str, Any]) -> dict[str, Json]:
    kept = {
        key: value
        for key, value in item.items()
        if key not in _KNOWN and not key.startswith(("body_", "headline_", "description_"))
    }
    embargo = text(first(item, "embargoed", "embargoeduntil", "embargo"))
    # One that is no time is kept as it was written: the item waits for an editor then.
    return kept | ({"embargo": embargo} if embargo and read_moment(embargo) is None else {})
