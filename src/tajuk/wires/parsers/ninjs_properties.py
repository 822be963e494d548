"""The properties of a ninjs item: under which name each stands, how it is read, which field of a story it fills."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from tajuk.wires.markup import plain
from tajuk.wires.parsers.json_values import all_said, mapping, mappings, number, said, text, whole
from tajuk.wires.parsers.ninjs_concepts import concept_of, concepts_in
from tajuk.wires.parsers.vocabularies import status_of
from tajuk.wires.story import Concept, Labelled, Rendition
from tajuk.wires.times import read_moment


class Reading:
    """What is gathered of one item while its properties are read."""

    __slots__ = ("assumed", "depth", "descriptions", "fields", "headlines", "source", "tagged", "zone")

    def __init__(self, zone: tzinfo, depth: int) -> None:
        self.zone, self.depth = zone, depth
        self.assumed = False
        self.fields: dict[str, Any] = {}
        self.headlines: list[Labelled] = []
        self.descriptions: list[Labelled] = []
        self.tagged: dict[str, Any] = {}
        self.source = ""

    def moment(self, value: Any) -> datetime | None:
        """Return a time, aware, and remember whether it lacked its zone."""
        moment = read_moment(text(value))
        if moment is not None and moment.tzinfo is None:
            self.assumed = True
            return moment.replace(tzinfo=self.zone)
        return moment


Reader = Callable[[Any, Reading], Any]
Property = tuple[str, Reader, str]


def _single(value: Any, reading: Reading) -> bool:
    lines = [line for each in all_said(value) if (line := plain(each))]
    reading.headlines.extend(map(Labelled, lines))
    return bool(lines)


def _described(role: str) -> Reader:
    def read(value: Any, reading: Reading) -> bool:
        line = plain(said(value))
        if line:
            reading.descriptions.append(Labelled(line, role))
        return bool(line)

    return read


def _labelled(value: Any, _reading: Reading) -> tuple[Labelled, ...]:
    return tuple(
        Labelled(line, text(each.get("role")))
        for each in mappings(value)
        if (line := plain(text(each.get("value"))))
    )


def _text(value: Any, _reading: Reading) -> str:
    return said(value)


def _plain(value: Any, _reading: Reading) -> str:
    return plain(said(value))


def _lines(value: Any, _reading: Reading) -> tuple[str, ...]:
    return tuple(line for each in all_said(value) if (line := plain(each)))


def _signed(value: Any, _reading: Reading) -> tuple[str, ...]:
    """Return lines of who wrote it, as AP sends them: with a name, or as printed, and a title."""
    lines: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        held = mapping(each)
        title = plain(text(held.get("title")))
        line = plain(text(held.get("name"))) or plain(text(held.get("by"))) or plain(said(each))
        if line:
            lines.append(f"{line} ({title})" if title and title != line else line)
    return tuple(lines)


def _texts(value: Any, _reading: Reading) -> tuple[str, ...]:
    return tuple(all_said(value))


def _time(value: Any, reading: Reading) -> datetime | None:
    return reading.moment(value)


def _rating(value: Any, _reading: Reading) -> int | None:
    return whole(value, 1, 9)


def _status(value: Any, _reading: Reading) -> str:
    status = text(value)
    return status_of(status) if status else ""


def _object(value: Any, _reading: Reading) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _people(role: str) -> Reader:
    def read(value: Any, _reading: Reading) -> tuple[Concept, ...]:
        return (
            tuple(replace(each, role=each.role or role) for each in concepts_in(value, "person"))
            if value
            else ()
        )

    return read


def _objects(value: Any, _reading: Reading) -> tuple[Any, ...]:
    return tuple(each for each in listed(value) if isinstance(each, dict))


def _concepts(kind: str) -> Reader:
    def read(value: Any, _reading: Reading) -> tuple[Concept, ...]:
        return concepts_in(value, kind) if value else ()

    return read


def _signals(value: Any, _reading: Reading) -> tuple[str, ...]:
    return tuple(each.id for each in concepts_in(value, "signal"))


def _city(value: Any, _reading: Reading) -> str:
    return plain(text(mapping(value).get("city")))


def is_wrapped(value: Any, how: Reader) -> bool:
    """Tell whether a text came as an object, or several, that may say more than its field keeps."""
    return how in _OF_TEXT and (
        isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))
    )


def _dateline(value: Any, _reading: Reading) -> str:
    return plain(text(value.get("text") if isinstance(value, dict) else value))


def _sender(value: Any, _reading: Reading) -> Concept | None:
    if isinstance(value, list):
        return next((found for each in value if (found := _sender(each, _reading))), None)
    if isinstance(value, dict):
        return concept_of(value, "organisation")
    name = plain(text(value))
    return Concept(name=name, kind="organisation") if name else None


def _source(value: Any, reading: Reading) -> bool:
    reading.source = said(value)
    return bool(reading.source)


def listed(value: Any) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def _alt_ids(value: Any, _reading: Reading) -> tuple[Labelled, ...]:
    if isinstance(value, dict):
        return tuple(Labelled(found, str(role)) for role, each in value.items() if (found := text(each)))
    out: list[Labelled] = []
    for each in listed(value):
        if isinstance(each, dict):
            if found := text(each.get("value")):
                out.append(Labelled(found, text(each.get("role"))))
        elif found := text(each):
            out.append(Labelled(found))
    return tuple(out)


def _evolved(value: Any, _reading: Reading) -> tuple[Labelled, ...]:
    found = text(value)
    return (Labelled(found, "evolvedfrom"),) if found else ()


def named(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the members of what is an object by name in ninjs 1 and a list with names in ninjs 2 and 3."""
    if isinstance(value, dict):
        yield from ((str(name), each) for name, each in value.items() if isinstance(each, dict))
    else:
        objects = (each for each in listed(value) if isinstance(each, dict))
        # An association without an identifier of its own is often named by its place on the page: `featuremedia`.
        yield from ((text(each.get("name")) or text(each.get("id")), each) for each in objects)


def _renditions(value: Any, _reading: Reading) -> tuple[Rendition, ...]:
    return tuple(
        _rendition(name or f"file{n}", mapping(each)) for n, (name, each) in enumerate(named(value), 1)
    )


def _rendition(name: str, each: dict[str, Any]) -> Rendition:
    get = each.get
    return Rendition(
        name=name,
        href=text(get("href")).strip(),
        mimetype=text(get("contenttype") or get("mimetype")),
        width=whole(get("width")),
        height=whole(get("height")),
        size=whole(get("sizeinbytes")),
        duration=number(get("duration")),
        title=text(get("title")),
        format=text(get("format")),
    )


def _nothing(_value: Any, _reading: Reading) -> None:
    return None


def _take_bodies(value: Any, reading: Reading) -> bool:
    reading.tagged["bodies"] = value
    return True


_OF_TEXT = frozenset({_city, _lines, _plain, _single, _source, _text, _texts})
TAGGED = ("body_", "headline_", "description_")
NOTHING: tuple[Any, ...] = (None, "", [], {})
# What whoever holds the item has read already.
NAMED_ELSEWHERE = frozenset({"name", "rel"})
# How a value joins what another name of the same field gave: in its place, only where nothing stands, or behind it.
FIRST, ELSE, MORE = "first", "else", "more"
READERS: dict[str, Property] = {
    "uri": ("guid", _text, FIRST), "guid": ("guid", _text, ELSE), "_id": ("guid", _text, ELSE),
    "version": ("version", _text, FIRST), "_current_version": ("version", _text, ELSE),
    "profile": ("profile", _text, FIRST), "type": ("type", _text, FIRST),
    "representationtype": ("representation", _text, FIRST), "pubstatus": ("pubstatus", _status, FIRST),
    "signal": ("signals", _signals, MORE), "signals": ("signals", _signals, MORE),
    "urgency": ("urgency", _rating, FIRST), "priority": ("priority", _rating, FIRST),
    "firstcreated": ("first_created", _time, FIRST), "versioncreated": ("version_created", _time, FIRST),
    "contentcreated": ("content_created", _time, FIRST), "embargoed": ("embargo", _time, FIRST),
    "embargoeduntil": ("embargo", _time, ELSE), "embargo": ("embargo", _time, ELSE),
    "expires": ("expires", _time, FIRST), "expiry": ("expires", _time, ELSE),
    "title": ("title", _plain, FIRST), "slugline": ("slugline", _plain, FIRST),
    "headlines": ("headlines", _labelled, FIRST), "headline": ("", _single, FIRST),
    "descriptions": ("descriptions", _labelled, FIRST), "description": ("", _described(""), FIRST),
    "by": ("bylines", _lines, FIRST), "byline": ("bylines", _lines, ELSE),
    "bylines": ("bylines", _signed, ELSE),
    "abstract": ("", _described("abstract"), FIRST), "summary": ("", _described("summary"), FIRST),
    "dateline": ("dateline", _dateline, FIRST),
    "located": ("located", _plain, FIRST), "datelinelocation": ("located", _city, ELSE),
    "language": ("languages", _texts, FIRST),
    "bodies": ("", _take_bodies, FIRST), "ednote": ("ednotes", _texts, FIRST), "ednotes": ("ednotes", _texts, ELSE),
    "usageterms": ("usage_terms", _texts, FIRST), "copyrightnotice": ("copyright_notice", _text, FIRST),
    "copyrightholder": ("copyright_holder", _text, FIRST), "rightsinfo": ("rights", _object, FIRST),
    "creditline": ("credit", _text, FIRST), "credit": ("credit", _text, ELSE),
    "keywords": ("keywords", _texts, FIRST), "provider": ("provider", _sender, FIRST),
    "source": ("", _source, FIRST),
    "genre": ("genres", _concepts("genre"), MORE), "genres": ("genres", _concepts("genre"), MORE),
    "subject": ("subjects", _concepts("subject"), MORE), "subjects": ("subjects", _concepts("subject"), MORE),
    "person": ("people", _concepts("person"), MORE), "people": ("people", _concepts("person"), MORE),
    "organisation": ("organisations", _concepts("organisation"), MORE),
    "organisations": ("organisations", _concepts("organisation"), MORE),
    "place": ("places", _concepts("place"), MORE), "places": ("places", _concepts("place"), MORE),
    "event": ("events", _concepts("event"), MORE), "events": ("events", _concepts("event"), MORE),
    "object": ("objects", _concepts("object"), MORE), "objects": ("objects", _concepts("object"), MORE),
    "infosource": ("sources", _concepts("organisation"), MORE),
    "infosources": ("sources", _concepts("organisation"), MORE), "authors": ("creators", _concepts("person"), MORE),
    "author": ("creators", _concepts("person"), MORE), "creator": ("creators", _concepts("person"), MORE),
    "photographer": ("creators", _people("photographer"), MORE),
    "contributor": ("contributors", _concepts("person"), MORE),
    "contributors": ("contributors", _concepts("person"), MORE),
    "altids": ("alt_ids", _alt_ids, MORE), "altid": ("alt_ids", _alt_ids, MORE),
    "evolvedfrom": ("alt_ids", _evolved, MORE), "renditions": ("renditions", _renditions, FIRST),
    "eventdetails": ("event", _object, FIRST),
    "plannedcoverage": ("coverage", _objects, FIRST), "name": ("", _nothing, FIRST), "rel": ("", _nothing, FIRST),
}  # fmt: skip
