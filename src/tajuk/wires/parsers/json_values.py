"""Reading values out of JSON of unknown make: wrong types become nothing, never an exception."""

from collections.abc import Iterator, Mapping
from typing import Any

from tajuk.common.sanitize import without_controls


def text(value: Any) -> str:
    """Return a string or number as text; nothing for anything else."""
    if isinstance(value, str):
        return value if value.isprintable() else without_controls(value)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, int | float) else ""


def whole(value: Any, low: int = 0, high: int = 2**53) -> int | None:
    """Return a whole number within bounds, also from a string of digits or a float that is whole."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 17:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and low <= value <= high else None


def number(value: Any) -> float | None:
    """Return a number, also from a string."""
    try:
        return None if isinstance(value, bool) or value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def mapping(value: Any) -> dict[str, Any]:
    """Return an object with its keys in lower case; an empty one for anything else."""
    return {key.lower(): each for key, each in value.items()} if isinstance(value, dict) else {}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list (or one object alone), keys in lower case."""
    if isinstance(value, dict):
        yield mapping(value)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                yield mapping(each)


def texts(value: Any) -> Iterator[str]:
    """Yield the texts of a list, or of one text alone."""
    for each in value if isinstance(value, list) else [value]:
        if found := text(each):
            yield found


_SAID = ("value", "name", "text", "literal", "title", "label", "code")


def said(value: Any) -> str:
    """Return what a text says that an agency may have wrapped: in an object under a usual name, or in a list of one."""
    if isinstance(value, str):
        return value if value.isprintable() else without_controls(value)
    if isinstance(value, dict):
        held = mapping(value)
        return next((found for name in _SAID if (found := text(held.get(name)))), "")
    if isinstance(value, list):
        return next((found for each in value if not isinstance(each, list) and (found := said(each))), "")
    return text(value)


def all_said(value: Any) -> Iterator[str]:
    """Yield the texts of a list of texts or objects, or of one alone."""
    for each in value if isinstance(value, list) else [value]:
        if found := said(each):
            yield found


def first(item: Mapping[str, Any], *names: str) -> Any:
    """Return the first value that is not empty among several names."""
    for name in names:
        value = item.get(name)
        if value not in (None, "", [], {}):
            return value
    return None
