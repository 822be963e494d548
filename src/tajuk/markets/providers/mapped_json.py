"""JSON over HTTP with a declared mapping; see `mapping`."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from tajuk.markets.providers import Call, ProviderError, Told, Wanted
from tajuk.markets.providers.mapping import at, bodies, joined, told_of


def fetch(call: Call) -> Told:
    """Return what the source says of the instruments; raise `ProviderError` in one line."""
    return joined(read(body, call.wanted, settings=call.settings, code=code) for body, code in bodies(call))


def parsed(body: bytes) -> Any:
    """Return what a JSON answer holds; raise `ProviderError` in one line."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if body.lstrip()[:1] == b"<":
            raise ProviderError("the answer is markup, not JSON") from None
        raise ProviderError(f"the answer is not JSON: {error}") from None


def read(body: bytes, wanted: Sequence[Wanted], *, settings: Mapping[str, Any], code: str = "") -> Told:
    """Return what one answer tells; `code` is the instrument it was asked for, if it was for one."""
    told = parsed(body)
    rows = at(told, str(settings.get("rows", "")))
    if isinstance(rows, Mapping) and not code:
        rows = [
            {"_key": key, "_value": row, **(row if isinstance(row, Mapping) else {})}
            for key, row in rows.items()
        ]
    found = rows if isinstance(rows, list) else [rows]
    # A time that stands once for all rows is found from the top of the answer.
    named = [{**row, "_top": told, "_code": code} if isinstance(row, Mapping) else row for row in found]
    return told_of(named, wanted, settings, code)
