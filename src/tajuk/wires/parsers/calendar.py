"""iCalendar for the diary (RFC 5545, with RFC 7986's colours, pictures and conferences): events, to-dos and journals.

Read by the icalendar package. What an event says of when, where and who stands in the story's own fields and, in the
shape of ninjs 3.1, in `event`; the rule of a recurring event is kept as written, its occurrences are not spelled out.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from tajuk.common.sanitize import without_controls
from tajuk.wires.limits import ITEMS, refuse_above
from tajuk.wires.markup import html_blocks, plain, text_blocks
from tajuk.wires.story import Association, Concept, Json, Labelled, PubStatus, Rendition, Story, Unreadable

NAME = "icalendar"
_KINDS = {"VEVENT": "event", "VTODO": "planning", "VJOURNAL": "text"}
_STATUS = "http://cv.iptc.org/newscodes/eventoccurstatus/"
# IPTC's vocabulary of how sure an event is: eos5 planned and certain, eos3 may occur, eos6 will not take place.
_OCCURRENCE = {"CONFIRMED": f"{_STATUS}eos5", "TENTATIVE": f"{_STATUS}eos3", "CANCELLED": f"{_STATUS}eos6"}
_KNOWN = {
    "UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "LOCATION", "GEO", "CATEGORIES", "ORGANIZER", "ATTENDEE", "CONTACT",
    "URL", "ATTACH", "IMAGE", "CREATED", "LAST-MODIFIED", "DTSTAMP", "DTSTART", "DTEND", "DUE", "SEQUENCE", "STATUS",
    "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "PRIORITY", "COMMENT", "RELATED-TO", "CONFERENCE", "DURATION",
}  # fmt: skip
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, AssertionError)


def parse(document: str, zone: tzinfo = UTC) -> list[Story]:
    """Return the events of a calendar, or of several in one stream; raise `Unreadable` for what is none."""
    from icalendar import Calendar  # imported late: it is slow to load and seldom needed

    upper = f"\n{document.upper()}"
    refuse_above(ITEMS, upper.count("\nBEGIN:"), "components in one calendar")
    if not upper.rstrip().endswith("\nEND:VCALENDAR") or upper.count("\nBEGIN:") != upper.count("\nEND:"):
        raise Unreadable("a calendar that is cut off")
    try:
        calendars = Calendar.from_ical(without_controls(document).encode("utf-8"), multiple=True)
        return [
            _story(each, str(calendar.get("METHOD") or ""), _provider(calendar), zone)
            for calendar in calendars
            for each in calendar.walk()
            if each.name in _KINDS
        ]
    except _FAULTS as fault:
        raise Unreadable(f"not an iCalendar file: {' '.join(str(fault).split())[:160]}") from None


def _provider(calendar: Any) -> Concept:
    name = _text(calendar.get("X-WR-CALNAME") or calendar.get("NAME"))
    return Concept(name=name, code=_text(calendar.get("PRODID")), kind="organisation")


def _text(value: Any) -> str:
    """Return one line of text; of a property that stands there twice, the first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return plain(str(value)) if value is not None else ""


def _all(component: Any, name: str) -> list[Any]:
    value = component.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _moment(component: Any, name: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """Return a moment, aware, and whether its zone was taken for granted; None for a date alone or nothing."""
    value = getattr(component.get(name), "dt", None)
    if not isinstance(value, datetime):
        return None, False
    return (value, False) if value.tzinfo is not None else (value.replace(tzinfo=zone), True)


def _when(component: Any, name: str, zone: tzinfo) -> str:
    """Return a time as ISO 8601; a date alone, of an all-day event, stays a date."""
    value = getattr(component.get(name), "dt", None)
    if isinstance(value, datetime):
        return (value if value.tzinfo is not None else value.replace(tzinfo=zone)).isoformat()
    return value.isoformat() if isinstance(value, date) else ""


def _status(component: Any, method: str) -> PubStatus:
    if method.upper() == "CANCEL" or _text(component.get("STATUS")).upper() == "CANCELLED":
        return "canceled"
    # What its maker marks as private is for nobody's page.
    return "withheld" if _text(component.get("CLASS")).upper() in {"PRIVATE", "CONFIDENTIAL"} else "usable"


def _story(component: Any, method: str, provider: Concept, zone: tzinfo) -> Story:
    summary, uid = _text(component.get("SUMMARY")), _text(component.get("UID"))
    again = _when(component, "RECURRENCE-ID", zone)
    description = str(_all(component, "DESCRIPTION")[0]) if component.get("DESCRIPTION") else ""
    markup = _text_of_markup(component)
    changed, assumed = _moment(component, "LAST-MODIFIED", zone)
    stamped, _ = _moment(component, "DTSTAMP", zone)
    priority = _text(component.get("PRIORITY"))
    places = tuple(_places(component))
    sequence = _text(component.get("SEQUENCE"))
    start, floating = _moment(component, "DTSTART", zone)
    created, _ = _moment(component, "CREATED", zone)
    return Story(
        guid=f"{uid};{again}" if again and uid else uid,
        format=NAME,
        version=sequence,
        provider=provider,
        item_type=str(component.name),
        type=_KINDS[component.name],
        pubstatus=_status(component, method),
        urgency=int(priority) if priority in set("123456789") else None,
        first_created=created,
        version_created=changed or stamped,
        content_created=start if component.name == "VJOURNAL" else None,
        zone_assumed=assumed or floating,
        headlines=(Labelled(summary),) if summary else (),
        descriptions=(Labelled(" ".join(description.split()), "description"),) if description.strip() else (),
        languages=tuple(filter(None, [_parameter(component, "SUMMARY", "LANGUAGE")])),
        body=html_blocks(markup) if markup else text_blocks(description),
        raw_body=markup or description,
        body_type="text/html" if markup else "text/plain" if description else "",
        ednotes=tuple(filter(None, (_text(each) for each in _all(component, "COMMENT")))),
        located=places[0].name if places else "",
        places=places,
        people=tuple(_people(component)),
        organisations=tuple(_organiser(component)),
        keywords=tuple(_categories(component)),
        alt_ids=tuple(_ids(component, uid, again)),
        associations=tuple(_attached(component)),
        event=_event(component, zone),
        extra=_extra(component, method),
    )


def _text_of_markup(component: Any) -> str:
    alternate = component.get("X-ALT-DESC")
    if alternate is None:
        return ""
    return str(alternate[0] if isinstance(alternate, list) else alternate)


def _parameter(component: Any, name: str, parameter: str) -> str:
    value = component.get(name)
    params = getattr(value, "params", None)
    return str(params.get(parameter) or "") if params else ""


def _categories(component: Any) -> Iterator[str]:
    for each in _all(component, "CATEGORIES"):
        yield from (word for cat in getattr(each, "cats", [each]) if (word := plain(str(cat))))


def _places(component: Any) -> Iterator[Concept]:
    name, geo = _text(component.get("LOCATION")), component.get("GEO")
    position = None
    if geo is not None and not isinstance(geo, list):
        position = (float(geo.latitude), float(geo.longitude))
    if name or position:
        yield Concept(name=name, kind="place", role="located", position=position)


def _party(value: Any, kind: str, role: str) -> Concept:
    address = str(value).strip()
    mail = address[7:] if address.lower().startswith("mailto:") else ""
    params = getattr(value, "params", {})
    contacts = ({"type": "email", "value": mail},) if mail else ()
    extra: dict[str, Json] = {
        str(key).lower(): str(each) for key, each in params.items() if key.upper() not in {"CN", "ROLE"}
    }
    return Concept(
        name=plain(str(params.get("CN") or mail or address)),
        uri="" if mail else address,
        kind=kind,
        role=str(params.get("ROLE") or role).lower(),
        contacts=contacts,
        extra=extra,
    )


def _people(component: Any) -> Iterator[Concept]:
    for each in _all(component, "ATTENDEE"):
        yield _party(each, "person", "attendee")
    for each in _all(component, "CONTACT"):
        yield Concept(name=_text(each), kind="person", role="contact")


def _organiser(component: Any) -> Iterator[Concept]:
    for each in _all(component, "ORGANIZER"):
        yield _party(each, "organisation", "organiser")


def _ids(component: Any, uid: str, again: str) -> Iterator[Labelled]:
    if url := _text(component.get("URL")):
        yield Labelled(url, "url")
    if again and uid:
        yield Labelled(uid, "series")
        yield Labelled(again, "recurrenceId")
    for each in _all(component, "RELATED-TO"):
        yield Labelled(_text(each), "relatedTo")
    for each in _all(component, "CONFERENCE"):
        yield Labelled(_text(each), "conference")


def _attached(component: Any) -> Iterator[Association]:
    for number, each in enumerate([*_all(component, "ATTACH"), *_all(component, "IMAGE")], 1):
        params = getattr(each, "params", {})
        mime = str(params.get("FMTTYPE") or "")
        title = plain(str(params.get("FILENAME") or params.get("X-FILENAME") or ""))
        href = str(each).strip()
        if not href.lower().startswith(("http:", "https:", "ftp:", "cid:")):
            href = ""  # the file itself stands within: the payload keeps it
        rendition = Rendition("attachment", href, mime, title=title)
        story = Story(guid=href or f"attachment{number}", format=NAME, title=title, renditions=(rendition,))
        yield Association(title or f"attachment{number}", "attachment", story)


def _event(component: Any, zone: tzinfo) -> dict[str, Json]:
    """Return when the event is, how often, how sure and whose it is, in ninjs 3.1's shape of `eventDetails`."""
    dates: dict[str, Json] = {}
    for name, key in (("DTSTART", "startDate"), ("DTEND", "endDate"), ("DUE", "endDate")):
        if text := _when(component, name, zone):
            dates[key if "T" in text else f"expected{key[0].upper()}{key[1:]}"] = text
    length = getattr(component.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        start, _ = _moment(component, "DTSTART", zone)
        if start is not None and "endDate" not in dates:
            dates["endDate"] = (start + length).isoformat()
        dates["expectedDuration"] = component.get("DURATION").to_ical().decode()
    if recurrence := _recurrence(component, zone):
        dates["recurrence"] = recurrence
    out: dict[str, Json] = {"dates": dates} if dates else {}
    if status := _OCCURRENCE.get(_text(component.get("STATUS")).upper()):
        out["eventStatus"] = status
    for each in _organiser(component):
        out["organiser"] = {"name": each.name}
    return out


def _recurrence(component: Any, zone: tzinfo) -> dict[str, Json]:
    rules: list[Json] = []
    written: list[Json] = []
    for rule in _all(component, "RRULE"):
        written.append(rule.to_ical().decode())
        entry: dict[str, Json] = {"frequency": str((rule.get("FREQ") or [""])[0]).lower()}
        for name in ("interval", "count"):
            if value := rule.get(name.upper()):
                entry[name] = int(value[0])
        if until := rule.get("UNTIL"):
            end = until[0]
            moment = end if isinstance(end, datetime) else datetime(end.year, end.month, end.day, tzinfo=zone)
            entry["until"] = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
        rules.append(entry)
    out: dict[str, Json] = {"recurrenceRules": rules, "rules": written} if rules else {}
    for name, key in (("RDATE", "recurrenceDates"), ("EXDATE", "exceptDates")):
        days: list[Json] = [
            each.dt.isoformat()
            for value in _all(component, name)
            for each in getattr(value, "dts", ())
            if isinstance(each.dt, date)
        ]
        if days:
            out[key] = days
    return out


def _extra(component: Any, method: str) -> dict[str, Json]:
    extra: dict[str, Json] = {"method": method} if method else {}
    for name, value in component.items():
        if name.upper() in _KNOWN:
            continue
        lines = [
            each.to_ical().decode("utf-8", "replace") if hasattr(each, "to_ical") else str(each)
            for each in (value if isinstance(value, list) else [value])
        ]
        extra[name] = lines[0] if len(lines) == 1 else list[Json](lines)
    alarms: list[Json] = [each.to_ical().decode("utf-8", "replace") for each in component.subcomponents]
    if alarms:
        extra["components"] = alarms
    return extra
