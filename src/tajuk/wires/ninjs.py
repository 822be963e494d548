"""A story as ninjs 3.1, the format in which Tajuk shows what it has read and passes it on.

The schema (iptc/newsinjson, specification/ninjs-schema_3.1.json) admits no property of one's own, so what ninjs has
no word for stands where it fits, under a role: docs/reference/read.md has the list.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias

import orjson

from tajuk.wires.blocks import RelatedLink, to_html, to_text
from tajuk.wires.ninjs_concepts import concept, organisation, person, place, subject
from tajuk.wires.story import Association, Labelled, Rendition, Story

Item: TypeAlias = dict[str, Any]
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_TYPES = {"text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"}


def to_ninjs(story: Story) -> Item:
    """Return the story as one ninjs 3.1 document."""
    return {"standard": STANDARD, **_item(story)}


def dumps(story: Story) -> bytes:
    """Return the story as one line of ninjs 3.1 in UTF-8, without the line end."""
    return orjson.dumps(to_ninjs(story))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _item(story: Story) -> Item:
    item: Item = {
        "uri": story.guid or "urn:x-tajuk:unnamed",
        "type": story.type if story.type in _TYPES else None,
        "representationType": story.representation if story.representation in {"full", "partial"} else None,
        "profile": _profile(story),
        "version": story.version,
        "firstCreated": _moment(story.first_created),
        "versionCreated": _moment(story.version_created),
        "contentCreated": _moment(story.content_created),
        "embargoedUntil": _moment(story.embargo),
        "pubStatus": story.pubstatus,
        "urgency": story.urgency,
        "copyrightHolder": story.copyright_holder,
        "copyrightNotice": story.copyright_notice,
        "usageTerms": "\n".join(story.usage_terms),
        "edNote": story.ednote,
        "language": story.language,
        "descriptions": list(_descriptions(story)),
        "bodies": _bodies(story),
        "headlines": _headlines(story.headlines),
        "people": [person(each) for each in (*story.people, *_others(story))],
        "organisations": [organisation(each) for each in story.organisations],
        "places": [place(each) for each in story.places],
        "subjects": list(_subjects(story)),
        "events": [concept(each) for each in story.events],
        "eventDetails": _event(story),
        "objects": [concept(each) for each in story.objects],
        "infoSources": list(_sources(story)),
        "title": story.title,
        "by": story.byline,
        "slugline": story.slugline,
        "located": story.located,
        "renditions": [_rendition(each) for each in story.renditions],
        "associations": [_association(each) for each in story.associations] + _related(story),
        "altIds": list(_alt_ids(story)),
        "genres": [
            {k: v for k, v in concept(each).items() if k in {"name", "uri", "literal"}}
            for each in story.genres
        ],
        "expires": _moment(story.expires),
        "rightsInfo": _rights(story),
        "digitalSourceType": _source_type(story),
    }
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}


def _profile(story: Story) -> str:
    if story.format == "ninjs":
        return story.profile
    parts = (story.format, story.item_type, story.item_class, story.body_type, story.profile)
    return " ".join(dict.fromkeys(filter(None, parts)))


def _headlines(headlines: Iterable[Labelled]) -> list[Item]:
    return [
        {"role": each.role or ("main" if number == 0 else "subheadline"), "value": each.value}
        for number, each in enumerate(headlines)
    ]


def _descriptions(story: Story) -> Iterator[Item]:
    roles = {each.role for each in story.descriptions}
    for each in story.descriptions:
        yield {"role": each.role, "value": each.value} if each.role else {"value": each.value}
    for role, value in (("dateline", story.dateline), ("creditline", story.credit)):
        if value and role not in roles:
            yield {"role": role, "value": value}
    if story.indicators:
        rows = [
            {
                "name": each.name,
                "value": str(each.value),
                "change": _number(each.change),
                "percent": _number(each.percent),
            }
            for each in story.indicators
        ]
        text = orjson.dumps(rows).decode()
        yield {"role": "indicators", "contentType": "application/json", "value": text}


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _body(role: str, mime: str, value: str, text: str) -> Item:
    return {
        "role": role,
        "contentType": mime,
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": value,
    }


def _bodies(story: Story) -> list[Item]:
    """Return the body as markup, and beside it, in the agency's order, what it sent as plain text as well."""
    # A pointer without an address is no copy: its title stands among the associations.
    blocks = [block for block in story.body if not (isinstance(block, RelatedLink) and not block.href)]
    bodies = [_body("main", "text/html", to_html(blocks), to_text(blocks))] if blocks else []
    texts = story.extra.get("texts")
    for each in texts if isinstance(texts, list) else ():
        if isinstance(each, dict) and isinstance(value := each.get("value"), str):
            first = _place(each.get("place")) < _place(story.extra.get("bodyPlace"))
            bodies.insert(0 if first else len(bodies), _body("text", "text/plain", value, value))
    return bodies


def _place(value: object) -> int:
    return value if isinstance(value, int) else 0


def _subjects(story: Story) -> Iterator[Item]:
    yield from (subject(each) for each in story.subjects)
    known = {each.name for each in story.subjects}
    yield from ({"name": word, "rel": "keyword"} for word in story.keywords if word not in known)
    yield from ({"literal": signal, "rel": "signal"} for signal in story.signals)


def _others(story: Story) -> Iterator[Any]:
    known = {each.id for each in story.people}
    return (each for each in (*story.creators, *story.contributors) if each.id and each.id not in known)


def _sources(story: Story) -> Iterator[Item]:
    given = {each.id for each in story.sources}
    if story.provider.id and story.provider.id not in given:
        yield concept(story.provider, role="provider", key="role")
    for each in story.sources:
        yield concept(each, key="role")
    for role, names in (("reporter", story.reporters), ("editor", story.editors)):
        for name in names:
            yield {"name": name, "role": role}
    if story.brand:
        yield {"name": story.brand, "role": "brand"}


def _event(story: Story) -> Item:
    """Return the event's details as far as the schema knows them."""
    lowered = {key.lower(): value for key, value in story.event.items()}
    out: Item = {}
    for key in ("eventStatus", "plannedCoverageStatus"):
        if isinstance(value := lowered.get(key.lower()), str):
            out[key] = value
    given = lowered.get("dates")
    dates: Item = {}
    if isinstance(given, dict):
        known = {name.lower(): value for name, value in given.items()}
        for key in ("startDate", "endDate", "expectedStartDate", "expectedEndDate", "expectedDuration"):
            if isinstance(value := known.get(key.lower()), str):
                dates[key] = value
        if rules := _rules(known.get("recurrence")):
            dates["recurrence"] = {"recurrenceRules": rules}
    starts = {"startDate", "expectedStartDate"} & dates.keys()
    ends = {"endDate", "expectedEndDate"} & dates.keys()
    if len(starts) == 1 or len(ends) == 1:
        out["dates"] = dates
    organiser = lowered.get("organiser")
    if isinstance(organiser, dict) and isinstance(organiser.get("name"), str):
        out["organiser"] = {
            key: organiser[key] for key in ("name", "literal") if isinstance(organiser.get(key), str)
        }
    return out


_FREQUENCIES = {"secondly", "minutely", "hourly", "daily", "weekly", "monthly", "yearly"}
_RULE = {"frequency": str, "interval": int, "until": str, "count": int}


def _rules(recurrence: object) -> list[Item]:
    """Return how often an event takes place, as far as the schema has words for it."""
    rules = recurrence.get("recurrenceRules") if isinstance(recurrence, dict) else None
    return [
        {key: rule[key] for key, kind in _RULE.items() if isinstance(rule.get(key), kind)}
        for rule in (rules if isinstance(rules, list) else ())
        if isinstance(rule, dict) and rule.get("frequency") in _FREQUENCIES
    ]


def _rendition(rendition: Rendition) -> Item:
    item: Item = {
        "name": rendition.name or "file",
        "href": rendition.href,
        "contentType": rendition.mimetype,
        "title": rendition.title,
        "width": rendition.width,
        "height": rendition.height,
        "sizeInBytes": rendition.size,
        "duration": rendition.duration,
        "format": rendition.format,
    }
    return {name: value for name, value in item.items() if value not in (None, "")}


def _association(association: Association) -> Item:
    item = _item(association.story)
    for quiet in ("profile",):
        item.pop(quiet, None)
    if association.rel:
        item["rel"] = association.rel
    return {"name": association.name or association.story.guid or "item", **item}


def _related(story: Story) -> list[Item]:
    """Return the titles of related stories, which a pasted page names without their addresses."""
    return [
        {
            "name": f"related{number}",
            "rel": "related",
            "uri": f"urn:x-tajuk:title:{sha256(title.encode()).hexdigest()[:24]}",
            "type": "text",
            "headlines": [{"role": "main", "value": title}],
        }
        for number, title in enumerate(story.related, 1)
    ]


def _alt_ids(story: Story) -> Iterator[Item]:
    for each in story.alt_ids:
        yield {"role": each.role, "value": each.value} if each.role else {"value": each.value}
    if story.priority is not None:
        yield {"role": "priority", "value": str(story.priority)}


def _rights(story: Story) -> Item:
    lowered = {key.lower(): value for key, value in story.rights.items()}
    out = {key: lowered.get(key.lower()) for key in ("langId", "linkedRights", "encodedRights")}
    found = {key: value for key, value in out.items() if isinstance(value, str)}
    if "linkedRights" in found and "encodedRights" in found:
        del found["encodedRights"]
    return found if len(found.keys() - {"langId"}) == 1 else {}


def _source_type(story: Story) -> Item:
    given = story.extra.get("digitalSourceType") or story.extra.get("digitalsourcetype")
    if isinstance(given, str):
        return {"uri": given} if ":" in given else {"literal": given}
    if not isinstance(given, dict):
        return {}
    return {
        key: given[key]
        for key in ("name", "uri", "literal")
        if isinstance(given.get(key), str) and given[key]
    }
