"""The European Central Bank's euro reference rates, and crosses of them.

Format: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/ (daily XML:
nested `Cube` elements with `time`, `currency`, `rate`). Rates are of the day's concertation at 14.10 CET.
A code is `IDR` (rupiah a euro) or `IDR/USD` (rupiah a dollar, crossed over the euro).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from lxml import etree

from tajuk.markets.providers import ProviderError, Wanted
from tajuk.markets.providers.mapping import body_of
from tajuk.markets.ticks import Tick

DAILY: Final = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_FIXED_AT: Final = time(14, 10)
_FRANKFURT: Final = ZoneInfo("Europe/Berlin")


def fetch(wanted: Sequence[Wanted], *, settings: Mapping[str, Any], now: datetime) -> list[Tick]:
    """Return the latest reference rates of the wanted codes; raise `ProviderError` in one line."""
    return read(body_of(str(settings.get("url", DAILY))), wanted)


def read(body: bytes, wanted: Sequence[Wanted]) -> list[Tick]:
    """Return the ticks of one XML answer, its newest day when it has several."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        days = [cube for cube in etree.fromstring(body, parser).iter(_CUBE) if cube.get("time")]
    except etree.XMLSyntaxError as error:
        raise ProviderError(f"the answer is not XML: {error}") from None
    if not days:
        raise ProviderError("the answer holds no rates")
    newest = max(days, key=lambda cube: cube.get("time") or "")
    rates = {"EUR": Decimal(1)}
    try:
        rates |= {cube.get("currency") or "": Decimal(cube.get("rate") or "") for cube in newest.iter(_CUBE)
                  if cube.get("currency")}  # fmt: skip
        day = date.fromisoformat(newest.get("time") or "")
    except (InvalidOperation, ValueError):
        raise ProviderError("the answer's rates cannot be read") from None
    as_of = datetime.combine(day, _FIXED_AT, _FRANKFURT)
    return [Tick(one.symbol, value, as_of) for one in wanted if (value := _rate(one.code, rates)) is not None]


def _rate(code: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    quoted, _, base = code.partition("/")
    upper, lower = rates.get(quoted), rates.get(base or "EUR")
    if not upper or not lower:
        return None
    return (upper / lower).quantize(Decimal("1E-6"))
