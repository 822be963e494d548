"""The European Central Bank's euro reference rates, and crosses of them.

Format: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/ (daily XML:
nested `Cube` elements with `time`, `currency`, `rate`). Rates are of the day's concertation at 14.10 CET.
A code is `IDR` (rupiah a euro) or `IDR/USD` (rupiah a dollar, crossed over the euro).
Settings: `url`, the bank's own when it is not set.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from tajuk.markets.providers import Call, ProviderError, Told, Wanted
from tajuk.markets.providers.markup import Element, parse_xml
from tajuk.markets.ticks import Tick

DAILY: Final = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_FIXED_AT: Final = time(14, 10)
_FRANKFURT: Final = ZoneInfo("Europe/Berlin")


def fetch(call: Call) -> Told:
    """Return the latest reference rates of the wanted codes; raise `ProviderError` in one line."""
    body = call.get(str(call.settings.get("url", DAILY)))
    return Told() if body is None else Told(read(body, call.wanted))


def read(body: bytes, wanted: Sequence[Wanted]) -> list[Tick]:
    """Return the ticks of one XML answer, its newest day when it has several."""
    days = {cube.get("time") or "": cube for cube in parse_xml(body).iter(_CUBE) if cube.get("time")}
    if not days:
        raise ProviderError("the answer holds no rates")
    newest, *before = sorted(days, reverse=True)
    rates, earlier = _rates(days[newest]), _rates(days[before[0]]) if before else {}
    as_of = datetime.combine(_day(newest), _FIXED_AT, _FRANKFURT)
    return [
        Tick(
            one.symbol,
            value,
            as_of,
            previous_close=previous,
            previous_close_date=_day(before[0]) if previous is not None else None,
        )
        for one in wanted
        if (value := _rate(one.code, rates)) is not None
        for previous in [_rate(one.code, earlier)]
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ProviderError("the answer's rates cannot be read") from None


def _rates(day: Element) -> Mapping[str, Decimal]:
    try:
        found = {
            cube.get("currency") or "": Decimal(cube.get("rate") or "")
            for cube in day.iter(_CUBE)
            if cube.get("currency")
        }
    except InvalidOperation:
        raise ProviderError("the answer's rates cannot be read") from None
    if any(not rate.is_finite() or rate <= 0 for rate in found.values()):
        raise ProviderError("the answer's rates cannot be read")
    return {"EUR": Decimal(1), **found}


def _rate(code: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    quoted, _, base = code.partition("/")
    upper, lower = rates.get(quoted), rates.get(base or "EUR")
    if not upper or not lower:
        return None
    return (upper / lower).quantize(Decimal("1E-6"))
