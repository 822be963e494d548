"""Elements that have no place in a story, kept as plain data."""

from lxml import etree

from tajuk.wires.safe_xml import local
from tajuk.wires.story import Json


def as_json(element: etree._Element) -> Json:
    """Return an element as data: text alone as a string; else `@attribute`, child names and `#text`."""
    written = element.text
    text = " ".join(written.split()) if written else ""
    attributes = element.items()
    if not attributes and not len(element):
        return text
    out: dict[str, Json] = {attribute_name(str(name)): str(value) for name, value in attributes}
    if text:
        out["#text"] = text
    for child in element:
        if name := local(child):
            value = as_json(child)
            if name in out:
                keep(out, name, value)
            else:
                out[name] = value
    return out


_ATTRIBUTES: dict[str, str] = {}
_MOST_NAMES = 4096


def attribute_name(name: str) -> str:
    """Return the key under which an attribute is kept: `@` and its name without a namespace."""
    found = _ATTRIBUTES.get(name)
    if found is None:
        found = f"@{name.rpartition('}')[2]}"
        if len(_ATTRIBUTES) < _MOST_NAMES:
            _ATTRIBUTES[name] = found
    return found


def keep_attributes(into: dict[str, Json], element: etree._Element, read: frozenset[str]) -> None:
    """Keep the attributes of an element that are not among those that were read."""
    for name, value in element.items():
        if name not in read:
            into[attribute_name(str(name))] = str(value)


def keep(into: dict[str, Json], name: str, value: Json) -> None:
    """Add a value under a name; a second one makes a list."""
    if name not in into:
        into[name] = value
    elif isinstance(there := into[name], list):
        there.append(value)
    else:
        into[name] = [there, value]
