"""A story of NewsML-G2 while it is being read."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from lxml import etree

from tajuk.wires.parsers.vocabularies import type_of
from tajuk.wires.parsers.xml_json import as_json, keep
from tajuk.wires.safe_xml import local
from tajuk.wires.story import Json, Story
from tajuk.wires.times import read_moment


class Draft:
    """Gather the fields of a story in reading order; lists become tuples at the end."""

    __slots__ = ("extra", "fields", "language", "lists", "schemes", "zone", "zone_assumed")

    def __init__(
        self,
        zone: tzinfo = UTC,
        *,
        schemes: dict[str, str] | None = None,
        extra: dict[str, Json] | None = None,
    ) -> None:
        self.zone = zone
        self.schemes = schemes if schemes is not None else {}
        self.extra: dict[str, Json] = extra if extra is not None else {}
        self.fields: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}
        self.language = ""
        self.zone_assumed = False

    def set(self, field: str, value: object) -> None:
        """Set a field that has one value."""
        self.fields[field] = value

    def first(self, field: str, value: object) -> None:
        """Set a field unless it has a value already."""
        if value and not self.fields.get(field):
            self.fields[field] = value

    def add(self, field: str, value: object) -> None:
        """Append to a field that has many values."""
        self.lists.setdefault(field, []).append(value)

    def has(self, field: str) -> bool:
        """Return whether a field has any value yet."""
        return bool(self.fields.get(field) or self.lists.get(field))

    def time(self, field: str, text: str) -> None:
        """Set a time; a time without a zone is in this draft's zone, and the story says so."""
        moment = self.moment(text)
        if moment is not None:
            self.fields.setdefault(field, moment)
        elif text:
            keep(self.extra, field, text)

    def moment(self, text: str) -> datetime | None:
        """Return a time, aware."""
        moment = read_moment(text)
        if moment is not None and moment.tzinfo is None:
            self.zone_assumed = True
            moment = moment.replace(tzinfo=self.zone)
        return moment

    def keep(self, element: etree._Element) -> None:
        """Keep an element that has no field."""
        if (value := as_json(element)) != "":
            keep(self.extra, local(element), value)

    def keep_as(self, name: str, value: Any) -> None:
        """Keep a value that has no field, under a name."""
        keep(self.extra, name, value)

    def story(self, form: str) -> Story:
        """Return the story."""
        if self.language and "languages" not in self.lists:
            self.lists["languages"] = [self.language]
        fields = self.fields
        if "type" not in fields:
            fields["type"] = type_of(fields.get("item_class", "")) or _TYPE_OF_ITEM.get(
                fields.get("item_type", ""), ""
            )
        for name, values in self.lists.items():
            fields[name] = tuple(values)
        guid = fields.pop("guid", "")
        return Story(guid, form, zone_assumed=self.zone_assumed, extra=self.extra, **fields)


_TYPE_OF_ITEM = {"packageItem": "composite", "planningItem": "planning"}
