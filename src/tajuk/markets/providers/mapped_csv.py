"""CSV over HTTP with a declared mapping; see `mapping`."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tajuk.markets.providers import Call, ProviderError, Told, Wanted
from tajuk.markets.providers.mapping import bodies, joined, told_of


def fetch(call: Call) -> Told:
    """Return what the source says of the instruments; raise `ProviderError` in one line."""
    return joined(read(body, call.wanted, settings=call.settings, code=code) for body, code in bodies(call))


def read(body: bytes, wanted: Sequence[Wanted], *, settings: Mapping[str, Any], code: str = "") -> Told:
    """Return what one answer tells, its first line naming the columns."""
    charset = str(settings.get("charset", "utf-8"))
    try:
        text = body.decode("utf-8-sig" if charset.lower() in {"utf-8", "utf8"} else charset)
    except (UnicodeDecodeError, LookupError):
        raise ProviderError(f"the answer is not {charset[:40]}") from None
    if text.lstrip().startswith("<"):
        raise ProviderError("the answer is markup, not CSV")
    rows = csv.DictReader(io.StringIO(text), delimiter=str(settings.get("delimiter", ","))[:1] or ",")
    try:
        return told_of(_named(rows), wanted, settings, code)
    except csv.Error as error:
        raise ProviderError(f"the answer is not CSV: {error}") from None


def _named(rows: "csv.DictReader[str]") -> Iterator[dict[str, str | None]]:
    """Yield the rows with their columns' names stripped of the spaces that some sources leave about them."""
    for row in rows:
        yield {name.strip(): value for name, value in row.items() if isinstance(name, str)}
