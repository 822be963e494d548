"""Events of NewsML-G2 (what was EventsML-G2): when, how often, how sure, where, who.

Source: NewsML-G2 guidelines 2.35, chapter on events; recurrence follows iCalendar's rule, an attribute a part.
"""

from lxml import etree

from tajuk.wires.parsers.g2_concepts import concept_of, position_in
from tajuk.wires.parsers.g2_draft import Draft
from tajuk.wires.parsers.xml_json import keep
from tajuk.wires.safe_xml import child, children, local, text_in
from tajuk.wires.story import Concept, Json

_STATUSES = (
    ("eventStatus", "eventStatus"),
    ("occurStatus", "eventStatus"),
    ("newsCoverageStatus", "plannedCoverageStatus"),
)


def read_event(details: etree._Element, draft: Draft) -> None:
    """Read an `eventDetails` into the draft: `event` in ninjs 3.1's shape, places, people and organisations."""
    draft.first("type", "event")
    draft.first("event", event_details(details, draft))
    for element in details:
        name = local(element)
        if name == "location":
            place = _place(element, draft)
            draft.add("places", place)
            draft.first("located", place.name)
        elif name == "participant":
            draft.add("people", concept_of(element, draft, "person"))
        elif name == "organiser":
            draft.add("organisations", concept_of(element, draft, "organisation"))
        elif name == "subject":
            draft.add("subjects", concept_of(element, draft))
        elif name == "language" and (tag := element.get("tag")):
            draft.add("languages", tag)


def _place(element: etree._Element, draft: Draft) -> Concept:
    place = concept_of(element, draft, "place", role="located")
    for details in children(element, "POIDetails", "geoAreaDetails"):
        if position := position_in(details):
            return Concept(
                name=place.name, code=place.code, scheme=place.scheme, uri=place.uri, kind="place", role="located",
                names=place.names, position=position, extra=place.extra,
            )  # fmt: skip
    return place


def event_details(details: etree._Element, draft: Draft) -> dict[str, Json]:
    """Return an event's dates, status and organiser in ninjs 3.1's shape of `eventDetails`."""
    out: dict[str, Json] = {}
    dates: dict[str, Json] = {}
    for element in children(details, "dates"):
        for name, key in (("start", "startDate"), ("end", "endDate"), ("duration", "expectedDuration")):
            found = child(element, name)
            if found is not None and (text := text_in(found)):
                whole = name == "duration" or "T" in text
                dates[key if whole else f"expected{key[0].upper()}{key[1:]}"] = text
        if recurrence := _recurrence(element):
            dates["recurrence"] = recurrence
    if dates:
        out["dates"] = dates
    for name, key in _STATUSES:
        status = child(details, name)
        if status is not None and key not in out:
            concept = concept_of(status, draft)
            out[key] = concept.uri or concept.code
    organiser = child(details, "organiser")
    if organiser is not None:
        concept = concept_of(organiser, draft, "organisation")
        named: dict[str, Json] = {"name": concept.name, "literal": concept.code}
        out["organiser"] = {key: value for key, value in named.items() if value}
    return out


def _recurrence(dates: etree._Element) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for rule in children(dates, "rRule"):
        entry: dict[str, Json] = {"frequency": (rule.get("freq") or "").lower()}
        for name in ("interval", "count"):
            value = rule.get(name) or ""
            if value.isdecimal() and len(value) < 10:
                entry[name] = int(value)
        if until := rule.get("until"):
            entry["until"] = until
        keep(out, "rules", ";".join(f"{str(key).upper()}={value!s}" for key, value in rule.attrib.items()))
        rules = out.setdefault("recurrenceRules", [])
        if isinstance(rules, list):
            rules.append(entry)
    for name, key in (("rDate", "recurrenceDates"), ("exDate", "exceptDates")):
        days: list[Json] = [text for each in children(dates, name) if (text := text_in(each))]
        if days:
            out[key] = days
    return out
