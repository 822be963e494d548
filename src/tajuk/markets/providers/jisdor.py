"""Bank Indonesia's JISDOR, from its web service or from its page.

Formats: the XML of `wskursbi.asmx` (a DataSet whose rows hold `beli_…`, `jual_…`, `nil_…`, `tgl_…`, `mts_…` with
the suffix `subkursasing` or `subkurslokal`; JISDOR's buying and selling rates are equal, of transaction rates the
middle is taken), and the page's table of two columns, a date in words and a rate. JISDOR is published at 16.15 WIB
since 5 April 2021 (bi.go.id, press release 23/30/DKom), so that is the time that a day's rate is dated with.
Settings: `url` with `{code}`, `{from}` and `{to}` (dates), the web service's when it is not set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import quote

from tajuk.common.clock import WIB
from tajuk.common.notation import parse_moment, parse_number
from tajuk.markets.providers import Call, ProviderError, Told, Wanted
from tajuk.markets.providers.markup import name_of, parse_html, parse_xml
from tajuk.markets.ticks import Tick

SERVICE: Final = "https://www.bi.go.id/biwebservice/wskursbi.asmx/getSubKursJisdor3?mts={code}&startDate={from}&endDate={to}"
# Long enough for two fixings to be there after Lebaran with joint leave.
_WINDOW: Final = timedelta(days=16)
_PUBLISHED_AT: Final = time(16, 15)
_DATE: Final = re.compile(r"\d{1,2}\s+[A-Za-z]+\s+\d{4}")
_RATE: Final = re.compile(r"(?:Rp\.?|IDR)?\s*([0-9][0-9.,]*[0-9])(?:,-)?")

Days = Mapping[date, Decimal]


def fetch(call: Call) -> Told:
    """Return the newest fixing of each wanted code, with the one before; raise `ProviderError` in one line."""
    url = str(call.settings.get("url", SERVICE))
    until = call.now.astimezone(WIB).date()
    url = url.replace("{from}", f"{until - _WINDOW}").replace("{to}", f"{until}")
    ticks: list[Tick] = []
    for one in call.wanted:
        body = call.get(url.replace("{code}", quote(one.code, safe="")))
        if body is not None:
            ticks += read(body, one)
    return Told(ticks)


def read(body: bytes, one: Wanted) -> Sequence[Tick]:
    """Return the tick of one answer, be it the web service's or the page; raise `ProviderError` in one line."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:300].lower()
    days = _of_page(body) if b"<!doctype html" in start or b"<html" in start else _of_service(body, one.code)
    if not days:
        raise ProviderError(f"{one.code}: the answer holds no rates")
    newest, *before = sorted(days, reverse=True)
    return [
        Tick(
            one.symbol,
            days[newest],
            datetime.combine(newest, _PUBLISHED_AT, WIB),
            previous_close=days[before[0]] if before else None,
            previous_close_date=before[0] if before else None,
        )
    ]


def _of_service(body: bytes, code: str) -> Days:
    found: dict[date, Decimal] = {}
    for row in parse_xml(body).iter("{*}Table", "Table"):
        cells = {name_of(cell).partition("_")[0]: (cell.text or "").strip() for cell in row}
        if cells.get("mts", code) != code:
            continue
        try:
            buying, selling = Decimal(cells["beli"]), Decimal(cells["jual"])
            rate = (buying + selling) / 2 / Decimal(cells.get("nil") or "1")
            day = datetime.fromisoformat(cells["tgl"]).date()
        except (KeyError, ValueError, InvalidOperation, ZeroDivisionError):
            raise ProviderError(f"{code}: the answer's rates cannot be read") from None
        found[day] = _believable(rate, code)
    return found


def _of_page(body: bytes) -> Days:
    found: dict[date, Decimal] = {}
    for day, rate in _rows(body):
        try:
            value = parse_number(rate, "id")
        except ValueError:
            try:
                value = parse_number(rate, "en")
            except ValueError:
                continue
        found.setdefault(parse_moment(day).date(), _believable(value, "JISDOR"))
    return found


def _rows(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield date and rate of the rows of two cells that hold just these."""
    for row in parse_html(body).iter("tr"):
        cells = [" ".join(map(str, cell.itertext())).strip() for cell in row.iter("td")]
        if len(cells) == 2 and _DATE.fullmatch(cells[0]) and (rate := _RATE.fullmatch(cells[1])):
            yield cells[0], rate[1]


def _believable(rate: Decimal, code: str) -> Decimal:
    if not rate.is_finite() or rate <= 0:
        raise ProviderError(f"{code}: the answer's rates cannot be read")
    return rate
