"""dpa digitalwires: the JSON of the Deutsche Presse-Agentur.

Source: dpa-newslab/dpa-digitalwires-to-newsmlg2 (Apache-2.0), which shows how dpa itself maps it to NewsML-G2.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any

from tajuk.wires.markup import html_blocks, plain
from tajuk.wires.parsers.json_values import mapping, mappings, number, text, whole
from tajuk.wires.parsers.vocabularies import status_of, uri_of
from tajuk.wires.story import Association, Concept, Json, Labelled, Rendition, Story
from tajuk.wires.times import parse_moment

NAME = "dpa-digitalwires"
_FIELDS = {
    "dnltype:dpasubject": ("subjects", "subject"),
    "dnltype:geosubject": ("places", "place"),
    "dnltype:poi": ("places", "place"),
    "dnltype:person": ("people", "person"),
    "dnltype:organisation": ("organisations", "organisation"),
    "dnltype:genre": ("genres", "genre"),
    "dnltype:creator": ("creators", "person"),
    "dnltype:contributor": ("contributors", "person"),
    "dnltype:infosource": ("sources", "organisation"),
    "dnltype:desk": ("desks", "category"),
    "dnltype:keyword": ("keywords", "keyword"),
}
_TYPES = {"image": "picture", "photo": "picture", "infographic": "graphic"}


def looks_like(value: Any) -> bool:
    """Return whether decoded JSON is a digitalwires entry."""
    return isinstance(value, dict) and (
        str(value.get("format", "")).startswith("digitalwires") or {"urn", "article_html"} <= value.keys()
    )


def parse(value: Any, zone: tzinfo = UTC) -> list[Story]:
    """Return the one entry."""
    item = mapping(value)
    found: dict[str, list[Concept]] = {}
    for category in mappings(item.get("categories")):
        field, kind = _FIELDS.get(text(category.get("type")), ("", ""))
        if field:
            found.setdefault(field, []).append(_concept(category, kind))
    desks = tuple(replace(desk, type="desk") for desk in found.pop("desks", ()))
    keywords = tuple(each.name for each in found.pop("keywords", ()))
    subjects = desks + tuple(found.pop("places", ())) + tuple(found.pop("subjects", ()))
    html = text(item.get("article_html"))
    return [
        Story(
            guid=text(item.get("urn")),
            format=NAME,
            version=text(item.get("version")),
            provider=_provider(item),
            item_type="digitalwires",
            profile=text(item.get("format")),
            type=text(item.get("type")),
            pubstatus=status_of(text(item.get("pubstatus"))),
            signals=tuple(filter(None, [text(item.get("signal"))])),
            urgency=whole(item.get("urgency"), 1, 9),
            version_created=parse_moment(text(item.get("version_created")), zone),
            content_created=parse_moment(text(item.get("content_created")), zone),
            embargo=parse_moment(text(item.get("embargoed")), zone),
            headlines=tuple(_headlines(item)),
            descriptions=tuple(_descriptions(item)),
            bylines=tuple(filter(None, [plain(text(item.get("byline")))])),
            dateline=plain(text(item.get("dateline"))),
            languages=tuple(filter(None, [text(item.get("language"))])),
            body=html_blocks(html),
            raw_body=html,
            body_type="text/html" if html else "",
            ednotes=tuple(_ednotes(item)),
            usage_terms=tuple(filter(None, [text(item.get("usageterms"))])),
            copyright_notice=text(item.get("copyrightnotice")),
            credit=text(item.get("creditline")),
            keywords=keywords,
            subjects=subjects,
            places=tuple(each for each in subjects if each.kind == "place"),
            associations=tuple(_associations(item, zone)),
            extra=_extra(item),
            people=tuple(found.get("people", ())),
            organisations=tuple(found.get("organisations", ())),
            genres=tuple(found.get("genres", ())),
            creators=tuple(found.get("creators", ())),
            contributors=tuple(found.get("contributors", ())),
            sources=tuple(found.get("sources", ())),
        )
    ]


def _concept(category: dict[str, Any], kind: str) -> Concept:
    code = text(category.get("qcode"))
    extra: dict[str, Json] = {}
    if isinstance(category.get("geojson"), dict):
        extra["geoJSON"] = category["geojson"]
    return Concept(
        name=plain(text(category.get("name"))),
        code=code,
        scheme=code.partition(":")[0] if ":" in code else "",
        uri=uri_of(code, {}) if code else "",
        kind=kind if kind != "category" else "subject",
        role=text(category.get("role")),
        type=text(category.get("type")),
        extra=extra,
    )


def _provider(item: dict[str, Any]) -> Concept:
    for category in mappings(item.get("categories")):
        if category.get("type") == "dnltype:provider":
            return _concept(category, "organisation")
    return Concept(name=text(item.get("creditline")), kind="organisation")


def _headlines(item: dict[str, Any]) -> Iterator[Labelled]:
    for name, role in (("headline", "main"), ("subhead", "subhead"), ("kicker", "kicker")):
        if value := plain(text(item.get(name))):
            yield Labelled(value, role)


def _descriptions(item: dict[str, Any]) -> Iterator[Labelled]:
    if teaser := plain(text(item.get("teaser"))):
        yield Labelled(teaser, "drol:teaser")
    for each in mappings(item.get("descriptions")):
        if value := text(each.get("description")):
            yield Labelled(value, text(each.get("role")))


def _ednotes(item: dict[str, Any]) -> Iterator[str]:
    for each in mappings(item.get("ednotes")):
        if note := text(each.get("ednote")):
            yield note


def _associations(item: dict[str, Any], zone: tzinfo) -> Iterator[Association]:
    for position, each in enumerate(mappings(item.get("associations")), 1):
        kind = text(each.get("type"))
        caption, headline = plain(text(each.get("caption"))), plain(text(each.get("headline")))
        story = Story(
            guid=text(each.get("urn")),
            format=NAME,
            version=text(each.get("version")),
            type=_TYPES.get(kind, kind),
            version_created=parse_moment(text(each.get("version_created")), zone),
            headlines=(Labelled(headline),) if headline else (),
            descriptions=(Labelled(caption, "caption"),) if caption else (),
            bylines=tuple(filter(None, [text(each.get("creator"))])),
            credit=text(each.get("creditline")),
            copyright_notice=text(each.get("copyrightnotice")),
            renditions=tuple(_renditions(each)),
        )
        yield Association(headline or f"{kind}{position}", kind, story, whole(each.get("rank")))


def _renditions(each: dict[str, Any]) -> Iterator[Rendition]:
    for position, file in enumerate(mappings(each.get("renditions")), 1):
        yield Rendition(
            name=text(file.get("role")) or f"file{position}",
            href=text(file.get("url")),
            mimetype=text(file.get("mimetype")),
            width=whole(file.get("width")),
            height=whole(file.get("height")),
            size=whole(file.get("sizeinbytes")),
            duration=number(file.get("duration")),
        )


def _extra(item: dict[str, Any]) -> dict[str, Json]:
    names = ("entry_id", "updated", "infobox_html", "linkbox_html", "autopublishnotice", "notepad", "rubric_names",
             "current_rubric_names", "scope_names", "desk_names")  # fmt: skip
    embargo = text(item.get("embargoed"))
    # One that is no time is kept as it was written: the item waits for an editor then.
    unread = {"embargo": embargo} if embargo and parse_moment(embargo) is None else {}
    return {name: item[name] for name in names if item.get(name)} | unread
