"""Turn the rows of a source into ticks by a declared mapping, so that a new source needs no code.

The provider's settings hold:
`url`      an address; with `{code}` it is called once for each instrument, otherwise once for all;
`rows`     (JSON) the dotted path of the list or object of rows, empty for the whole answer;
`code`     the dotted path, in a row, of the provider's code; `_key` is the key of an object of rows, `_value`
           what it holds, `_top` the whole answer;
`fields`   our field of a tick to the dotted path in a row; `value` and `as_of` are needed;
`time`     `iso`, `unix`, `unix_ms` or a `strptime` format; `zone` is for times that name none;
`comma`    true when figures are written with a decimal comma; `delimiter` (CSV) the column separator.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tajuk.common.http import FetchError, Limits, fetch
from tajuk.markets.providers import ProviderError, Wanted
from tajuk.markets.ticks import BadTick, Tick, read_tick

_LIMITS: Final = Limits(size=5 * 1024 * 1024, seconds=15.0)
_TIMES: Final = frozenset({"as_of"})
_WHOLE: Final = frozenset({"volume", "sequence"})


def bodies(wanted: Sequence[Wanted], settings: Mapping[str, Any]) -> Iterable[tuple[bytes, str]]:
    """Call the source and yield each answer with the code it was asked for, empty when asked for all."""
    url = settings.get("url")
    if not isinstance(url, str):
        raise ProviderError("settings: url is missing")
    if "{code}" not in url:
        yield body_of(url), ""
        return
    for one in wanted:
        yield body_of(url.replace("{code}", quote(one.code, safe=""))), one.code


def body_of(url: str) -> bytes:
    """Return the body at an address; raise `ProviderError` for any answer but 200."""
    try:
        answer = fetch(url, limits=_LIMITS)
    except FetchError as error:
        raise ProviderError(str(error)) from None
    if answer.status != 200:
        raise ProviderError(f"the source answered with status {answer.status}")
    return answer.body


def at(row: object, path: str) -> Any:
    """Return what stands at a dotted path of objects and lists, or nothing."""
    found: Any = row
    for part in filter(None, path.split(".")):
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            return None
    return found


def ticks_of(
    rows: Iterable[object], wanted: Sequence[Wanted], settings: Mapping[str, Any], code: str
) -> list[Tick]:
    """Return the ticks that the rows tell of the wanted instruments; raise `ProviderError` in one line."""
    symbols = {one.code: one.symbol for one in wanted}
    fields = settings.get("fields")
    if not isinstance(fields, Mapping) or not {"value", "as_of"} <= fields.keys():
        raise ProviderError("settings: fields must map value and as_of")
    ticks = []
    for row in rows:
        named = code or str(at(row, str(settings.get("code", "symbol"))) or "")
        if (symbol := symbols.get(named)) is not None:
            told = {name: _read(name, at(row, str(path)), settings) for name, path in fields.items()}
            try:
                ticks.append(read_tick({"symbol": symbol, **told}))
            except BadTick as error:
                raise ProviderError(f"{named}: {error}") from None
    return ticks


def _read(name: str, value: Any, settings: Mapping[str, Any]) -> Any:
    if name in _TIMES:
        return _moment(value, settings)
    if not isinstance(value, str) or name == "previous_close_date":
        return value
    if name in _WHOLE:
        return int(value) if value.strip().isdecimal() else None
    figure = value.strip()
    if settings.get("comma"):
        figure = figure.replace(".", "").replace(",", ".")
    return figure or None


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
