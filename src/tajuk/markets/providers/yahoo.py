"""A chart in the shape of Yahoo's: `chart.result[0].meta` with the last price, called once for each code.

Format: the answers recorded by the open-source client node-yahoo-finance2 (MIT), `/v8/finance/chart/{code}`. No
address is known to this adapter: whose data it is, and on which terms, is for the settings and the licence line.
Settings: `url` with `{code}`, `headers`, `factor` by currency (`{"GBp": "0.01"}` where pence are told for pounds).
"""

from collections.abc import Mapping
from typing import Any, Final

from tajuk.markets.providers import Call, ProviderError, Told, Unreadable, Wanted
from tajuk.markets.providers.mapped_json import parsed
from tajuk.markets.providers.mapping import at, bodies, joined, told_of

# `chartPreviousClose` is the close before the chart's range: the previous one only in the chart of a day.
_FIELDS: Final[Mapping[str, str]] = {
    "value": "regularMarketPrice",
    "as_of": "regularMarketTime",
    "previous_close": "_previous",
    "high": "regularMarketDayHigh",
    "low": "regularMarketDayLow",
    "volume": "regularMarketVolume",
}


def fetch(call: Call) -> Told:
    """Return what the source says of the instruments; raise `ProviderError` in one line."""
    if "{code}" not in str(call.settings.get("url", "")):
        raise ProviderError("settings: url must hold {code}")
    wanted = {one.code: one for one in call.wanted}
    told: list[Told] = []
    for body, code in bodies(call):
        try:
            told.append(read(body, wanted[code], call.settings))
        except ProviderError as error:
            # One symbol that is gone is no reason to be silent of the others.
            told.append(
                Told((), [Unreadable(wanted[code].symbol, {"symbol": wanted[code].symbol}, str(error))])
            )
    if told and not any(part.ticks for part in told) and (first := told[0].unreadable):
        raise ProviderError(first[0].error)
    return joined(told)


def read(body: bytes, one: Wanted, settings: Mapping[str, Any]) -> Told:
    """Return what one chart tells; raise `ProviderError` in one line."""
    answer = parsed(body)
    if error := at(answer, "chart.error.description") or at(answer, "finance.error.description"):
        raise ProviderError(f"{one.code}: {str(error)[:200]}".replace("\n", " "))
    meta = at(answer, "chart.result.0.meta")
    if not isinstance(meta, Mapping):
        raise ProviderError(f"{one.code}: the answer is not a chart")
    row = {**meta, "_previous": _previous(meta)}
    factor = at(settings.get("factor", {}), str(meta.get("currency", "")))
    how = {"fields": _present(row), "time": "unix", **({"factor": factor} if factor else {})}
    return told_of([row], [one], how, one.code)


def _present(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that the chart has; a high or low of nought is none."""
    return {
        name: path
        for name, path in _FIELDS.items()
        if name in {"value", "as_of"} or row.get(path) not in (None, 0)
    }


def _previous(meta: Mapping[str, Any]) -> Any:
    if meta.get("previousClose") is not None:
        return meta["previousClose"]
    return meta.get("chartPreviousClose") if meta.get("range") == "1d" else None
