"""What NewsML-G2 says of other things than the item itself: events, members of packages, links."""

from collections.abc import Mapping

from lxml import etree

from tajuk.wires.story import Association, Concept, Json, Story
from tajuk.wires.writers.g2_concepts import is_qcode, sub, write_concept, write_kept, write_labelled

_DATES = (
    ("start", "startDate"),
    ("start", "expectedStartDate"),
    ("end", "endDate"),
    ("end", "expectedEndDate"),
)


def write_event(item: etree._Element, story: Story) -> None:
    """Append the concept of an item: as it was kept, else an event made of the story's fields."""
    kept = {name: story.extra[name] for name in ("concept", "conceptSet") if name in story.extra}
    if kept and story.format == "newsml-g2":
        write_kept(item, kept)
        return
    concept = sub(item, "concept")
    sub(concept, "conceptId", uri=story.guid if ":" in story.guid else f"urn:x-tajuk:event:{story.guid}")
    sub(concept, "type", qcode="cpnat:event")
    sub(concept, "name", story.headline or story.title or "event")
    if text := story.body_text or story.description():
        sub(concept, "definition", text)
    _details(concept, story)


def _details(concept: etree._Element, story: Story) -> None:
    details = sub(concept, "eventDetails")
    given = story.event.get("dates")
    dates: Mapping[str, Json] = given if isinstance(given, dict) else {}
    element = sub(details, "dates")
    for name, key in _DATES:
        if isinstance(value := dates.get(key), str):
            sub(element, name, value)
    if isinstance(value := dates.get("expectedDuration"), str) and "endDate" not in dates:
        sub(element, "duration", value)
    _recurrence(element, dates.get("recurrence"))
    status = story.event.get("eventStatus")
    if isinstance(status, str):
        sub(details, "occurStatus", **({"qcode": status} if is_qcode(status) else {"uri": status}))
    for organiser in story.organisations:
        write_concept(details, "organiser", organiser)
    for place in story.places:
        write_concept(details, "location", place)
    for person in story.people:
        write_concept(details, "participant", person)


def _recurrence(dates: etree._Element, recurrence: Json) -> None:
    rules = recurrence.get("recurrenceRules") if isinstance(recurrence, dict) else None
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict):
            names = (("freq", "frequency"), ("interval", "interval"), ("until", "until"), ("count", "count"))
            values = {name: str(rule[key]) for name, key in names if rule.get(key)}
            sub(dates, "rRule", **(values | {"freq": values.get("freq", "").upper()}))


def write_package(item: etree._Element, story: Story) -> None:
    """Append the groups of a package: as they were kept, else one group of all that belongs to it."""
    kept = story.extra.get("groupSet")
    groups = kept.get("groups") if isinstance(kept, dict) else None
    root = str(kept.get("root") or "") if isinstance(kept, dict) else ""
    members = {each.story.guid: each for each in story.associations}
    group_set = sub(item, "groupSet", root=root or "root")
    if not isinstance(groups, list) or not groups:
        groups = [{"id": "root", "role": "group:main", "refs": list(members)}]
    for group in groups:
        if isinstance(group, dict):
            _group(group_set, group, members)


def _group(group_set: etree._Element, group: Mapping[str, Json], members: Mapping[str, Association]) -> None:
    attributes = {name: str(group.get(name) or "") for name in ("id", "role", "mode")}
    element = sub(group_set, "group", **attributes)
    refs = group.get("refs")
    for ref in refs if isinstance(refs, list) else ():
        member = members.get(str(ref))
        if member is None:
            sub(element, "groupRef", idref=str(ref))
        else:
            _member(element, member)


def _member(group: etree._Element, member: Association) -> None:
    story = member.story
    ref = sub(
        group, "itemRef", residref=story.guid, version=story.version if story.version.isdecimal() else ""
    )
    if is_qcode(story.item_class):
        sub(ref, "itemClass", qcode=story.item_class)
    if story.provider != Concept():
        write_concept(ref, "provider", story.provider)
    if story.pubstatus != "usable":
        sub(ref, "pubStatus", qcode=f"stat:{story.pubstatus}")
    if story.title or (member.name and member.name != story.guid and not story.headlines):
        sub(ref, "title", story.title or member.name)
    write_labelled(ref, "headline", story.headlines, "hlrol")
    write_labelled(ref, "description", story.descriptions, "drol")


def write_link(meta: etree._Element, association: Association) -> None:
    """Append a link with what is known of its target."""
    story = association.story
    href = next((each.href for each in story.renditions if each.name == "link"), "")
    rel = association.rel
    rel = rel if is_qcode(rel) else f"irel:{rel}" if rel.isalnum() else ""
    rank = "" if association.rank is None else str(association.rank)
    link = sub(meta, "link", rel=rel, residref="" if href == story.guid else story.guid, href=href, rank=rank)
    if story.version.isdecimal():
        link.set("version", story.version)
    if story.item_class and is_qcode(story.item_class):
        sub(link, "itemClass", qcode=story.item_class)
    title = story.title or (association.name if association.name != story.guid else "")
    if title:
        sub(link, "title", title)
    write_labelled(link, "headline", story.headlines, "hlrol")
    write_labelled(link, "description", story.descriptions, "drol")
