"""CSV over HTTP with a declared mapping; see `mapping`."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tajuk.markets.providers import ProviderError, Wanted
from tajuk.markets.providers.mapping import bodies, ticks_of
from tajuk.markets.ticks import Tick


def fetch(wanted: Sequence[Wanted], *, settings: Mapping[str, Any], now: datetime) -> list[Tick]:
    """Return what the source says of the instruments; raise `ProviderError` in one line."""
    ticks: list[Tick] = []
    for body, code in bodies(wanted, settings):
        ticks += read(body, wanted, settings=settings, code=code)
    return ticks


def read(body: bytes, wanted: Sequence[Wanted], *, settings: Mapping[str, Any], code: str = "") -> list[Tick]:
    """Return the ticks of one answer, its first line naming the columns."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProviderError("the answer is not UTF-8") from None
    if text.lstrip().startswith("<"):
        raise ProviderError("the answer is markup, not CSV")
    rows = csv.DictReader(io.StringIO(text), delimiter=str(settings.get("delimiter", ","))[:1] or ",")
    try:
        return ticks_of(rows, wanted, settings, code)
    except csv.Error as error:
        raise ProviderError(f"the answer is not CSV: {error}") from None
