r"""Turn the rows of a source into ticks by a declared mapping, so that a new source needs no code.

The provider's settings hold:
`url`      an address; with `{code}` it is called once for each instrument, otherwise once for all;
`headers`  what is sent along; `{credential}` in it or in the address stands for the provider's secret;
`rows`     (JSON) the dotted path of the list or object of rows, empty for the whole answer;
`code`     the dotted path, in a row, of the provider's code; `_key` is the key of an object of rows, `_value`
           what it holds, `_top` the whole answer, `_code` the code that was asked for;
`fields`   our field of a tick to the dotted path in a row; `value` and `as_of` are needed. A dot within a name
           is written `\.`;
`time`     `iso`, `unix`, `unix_ms` or a `strptime` format; `zone` is for times that name none;
`comma`    true when figures are written with a decimal comma; `delimiter` (CSV) the column separator;
`charset`  (CSV) the encoding, UTF-8 when it is not named;
`factor`   what values are multiplied by, such as `0.01` where pence are told for pounds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tajuk.markets.providers import Call, ProviderError, Told, Unreadable, Wanted
from tajuk.markets.ticks import BadTick, Tick, read_tick

_WHOLE: Final = frozenset({"volume", "sequence"})
_FIGURES: Final = frozenset({"value", "previous_close", "open", "high", "low"})
# Words by which sources say that they have no figure.
_NONE: Final = frozenset({"", "-", "--", "n/a", "na", "null", "none", "n/d", "n.a."})
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DOT: Final = re.compile(r"(?<!\\)\.")


def bodies(call: Call) -> Iterable[tuple[bytes, str]]:
    """Call the source and yield each new answer with the code it was asked for, empty when asked for all."""
    url = call.settings.get("url")
    if not isinstance(url, str):
        raise ProviderError("settings: url is missing")
    codes = [one.code for one in call.wanted] if "{code}" in url else [""]
    for code in codes:
        body = call.get(url.replace("{code}", quote(code, safe="")))
        if body is not None:
            yield body, code


@lru_cache(maxsize=256)
def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.replace("\\.", ".") for part in _DOT.split(path) if part)


def at(row: object, path: str) -> Any:
    """Return what stands at a dotted path of objects and lists, or nothing."""
    found: Any = row
    for part in _parts(path):
        if isinstance(found, list) and part.lstrip("-").isdecimal() and -len(found) <= int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            return None
    return found


def told_of(rows: Iterable[object], wanted: Sequence[Wanted], settings: Mapping[str, Any], code: str) -> Told:
    """Return what the rows tell of the wanted instruments; raise `ProviderError` when none could be read."""
    symbols = {one.code: one.symbol for one in wanted}
    fields = settings.get("fields")
    if not isinstance(fields, Mapping) or not {"value", "as_of"} <= fields.keys():
        raise ProviderError("settings: fields must map value and as_of")
    if unknown := sorted(set(fields) - set(Tick.__slots__)):
        raise ProviderError(f"settings: {unknown[0]!r} is not a field of a tick")
    ticks: list[Tick] = []
    unreadable: list[Unreadable] = []
    for row in rows:
        named = code or str(at(row, str(settings.get("code", "symbol"))) or "").strip()
        if (symbol := symbols.get(named)) is None:
            continue
        raw = {name: at(row, str(path)) for name, path in fields.items()}
        try:
            ticks.append(read_tick({"symbol": symbol, **{n: _read(n, v, settings) for n, v in raw.items()}}))
        except (BadTick, ProviderError) as error:
            payload = {"symbol": symbol, **{name: str(value)[:80] for name, value in raw.items()}}
            unreadable.append(Unreadable(symbol, payload, f"{named}: {error}"))
    if unreadable and not ticks:
        raise ProviderError(unreadable[0].error)
    return Told(ticks, unreadable)


def joined(parts: Iterable[Told]) -> Told:
    """Return the answers of one poll as one."""
    found = list(parts)
    return Told([t for part in found for t in part.ticks], [u for part in found for u in part.unreadable])


def _read(name: str, value: Any, settings: Mapping[str, Any]) -> Any:
    if name == "as_of":
        return _moment(value, settings)
    if name in _FIGURES:
        return _figure(value, settings)
    if not isinstance(value, str):
        return int(value) if name in _WHOLE and isinstance(value, float) and value.is_integer() else value
    if name in _WHOLE:
        digits = value.strip().replace("." if settings.get("comma") else ",", "")
        return int(digits) if digits.isdecimal() else None
    return value.strip() or None


def _figure(value: Any, settings: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if value.lower() in _NONE:
            return None
        if settings.get("comma"):
            value = value.replace(".", "").replace(",", ".")
        elif _GROUPED.fullmatch(value):
            value = value.replace(",", "")
    factor = settings.get("factor")
    if value is None or factor is None or isinstance(value, bool):
        return value
    try:
        return Decimal(str(value)) * Decimal(str(factor))
    except InvalidOperation:
        return value


def _moment(value: Any, settings: Mapping[str, Any]) -> datetime:
    how = str(settings.get("time", "iso"))
    try:
        if how in {"unix", "unix_ms"}:
            return datetime.fromtimestamp(float(value) / (1000 if how == "unix_ms" else 1), UTC)
        text = str(value).strip()
        moment = datetime.fromisoformat(text) if how == "iso" else datetime.strptime(text, how)  # noqa: DTZ007  (zoned below)
        return (
            moment
            if moment.tzinfo
            else moment.replace(tzinfo=ZoneInfo(str(settings.get("zone", "Asia/Jakarta"))))
        )
    except (ValueError, TypeError, OverflowError, OSError, LookupError):
        raise ProviderError(f"{str(value)[:40]!r} is not a time as the settings describe it") from None
