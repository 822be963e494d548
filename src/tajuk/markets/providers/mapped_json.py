"""JSON over HTTP with a declared mapping; see `mapping`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from tajuk.markets.providers import ProviderError, Wanted
from tajuk.markets.providers.mapping import at, bodies, ticks_of
from tajuk.markets.ticks import Tick


def fetch(wanted: Sequence[Wanted], *, settings: Mapping[str, Any], now: datetime) -> list[Tick]:
    """Return what the source says of the instruments; raise `ProviderError` in one line."""
    ticks: list[Tick] = []
    for body, code in bodies(wanted, settings):
        ticks += read(body, wanted, settings=settings, code=code)
    return ticks


def read(body: bytes, wanted: Sequence[Wanted], *, settings: Mapping[str, Any], code: str = "") -> list[Tick]:
    """Return the ticks of one answer; `code` is the instrument it was asked for, if it was for one."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ProviderError(f"the answer is not JSON: {error}") from None
    rows = at(told, str(settings.get("rows", "")))
    if isinstance(rows, Mapping) and not code:
        rows = [
            {"_key": key, "_value": row, **(row if isinstance(row, Mapping) else {})}
            for key, row in rows.items()
        ]
        # A time that stands once for all rows is found from the top of the answer.
        rows = [{**row, "_top": told} for row in rows]
    return ticks_of(rows if isinstance(rows, list) else [rows], wanted, settings, code)
