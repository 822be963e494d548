"""Elements that have no place in a story, kept as plain data."""

from lxml import etree

from tajuk.wires.safe_xml import local
from tajuk.wires.story import Json


def as_json(element: etree._Element) -> Json:
    """Return an element as data: text alone as a string; else `@attribute`, child names and `#text`."""
    text = " ".join((element.text or "").split())
    if not len(element) and not element.attrib:
        return text
    out: dict[str, Json] = {
        f"@{str(name).rpartition('}')[2]}": str(value) for name, value in element.attrib.items()
    }
    if text:
        out["#text"] = text
    for child in element:
        name = local(child)
        if not name:
            continue
        keep(out, name, as_json(child))
    return out


def keep(into: dict[str, Json], name: str, value: Json) -> None:
    """Add a value under a name; a second one makes a list."""
    if name not in into:
        into[name] = value
    elif isinstance(there := into[name], list):
        there.append(value)
    else:
        into[name] = [there, value]
