"""Numbers, per cent, money and moments as Indonesian and English readers write them.

Own formatting rather than Babel's, because baked pages ask for hundreds of figures; the tests hold it against
Babel (CLDR). Halves are rounded away from zero, as exchanges print them; a zero never carries a sign.
The minus sign is `-` unless the caller asks for another (`MINUS`, U+2212, is for display).
"""

import re
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, Literal, TypeAlias

from tajuk.common.clock import WIB, WIT, WITA

Language: TypeAlias = Literal["id", "en"]

MINUS: Final = "−"
UNKNOWN: Final = "–"

# Enough digits for any amount that a newsroom prints; the default context stops at 28.
_CONTEXT: Final = Context(prec=100, rounding=ROUND_HALF_UP)
_QUANTA: Final = tuple(Decimal(1).scaleb(-places) for places in range(21))
_SWAPPED: Final = str.maketrans(",.", ".,")
_SIGNS: Final = {"": "", "+": "", "-": "-", MINUS: "-", UNKNOWN: "-"}
_NUMBER: Final = {
    "id": re.compile(r"([+\-−–]?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?"),
    "en": re.compile(r"([+\-−–]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?"),
}
_LONGEST: Final = 60

_SYMBOLS: Final = {"IDR": "Rp", "USD": "US$", "SGD": "S$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥"}
_CODES: Final = {**{symbol: code for code, symbol in _SYMBOLS.items()}, "$": "USD"}
_MONEY: Final = re.compile(r"([+\-−]?)\s*([A-Za-z]{0,3}[$€£¥]|Rp\.?|[A-Z]{3})\s*(?=[0-9])(.+)")

# CLDR's short forms and the words of running text, largest first.
_UNITS: Final[dict[str, dict[str, tuple[tuple[int, str], ...]]]] = {
    "id": {
        "short": ((12, " T"), (9, " M"), (6, " jt"), (3, " rb")),
        "long": ((12, " triliun"), (9, " miliar"), (6, " juta"), (3, " ribu")),
    },
    "en": {
        "short": ((12, "T"), (9, "B"), (6, "M"), (3, "K")),
        "long": ((12, " trillion"), (9, " billion"), (6, " million"), (3, " thousand")),
    },
}
_POWERS: Final[dict[str, dict[str, int]]] = {
    language: {word.strip().lower(): power for forms in kinds.values() for power, word in forms}
    for language, kinds in _UNITS.items()
}
_AMOUNT: Final = re.compile(r"(.*[0-9])\s*([A-Za-z]*)\.?")

_DAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "id": [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip
_ZONES: Final = {"WIB": WIB, "WITA": WITA, "WIT": WIT, "UTC": UTC, "GMT": UTC}
_ZONE_NAMES: Final = {zone.key: name for name, zone in (("WIB", WIB), ("WITA", WITA), ("WIT", WIT))}
_MONTH_NUMBERS: Final = {
    **{name.lower(): number for names in _MONTHS.values() for number, name in enumerate(names, 1)},
    **{name[:3].lower(): number for names in _MONTHS.values() for number, name in enumerate(names, 1)},
    "agt": 8, "ags": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2,
}  # fmt: skip
_MOMENT: Final = re.compile(
    r"(?:(?P<weekday>[A-Za-z'’]+),?\s+)?(?P<day>[0-9]{1,2})\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>[0-9]{4})"
    r"(?:\s*[/|,\-–—]?\s*(?:pukul|pk\.?|jam|at)?\s*(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2}))?\s*(?P<zone>WIB|WITA|WIT|UTC|GMT)?)?",
    re.IGNORECASE,
)


def for_readers(figure: str) -> str:
    """Return a formatted figure with the minus sign that readers see, which is as wide as the plus (U+2212)."""
    return MINUS + figure[1:] if figure.startswith("-") else figure


def parse_number(text: str, language: Language) -> Decimal:
    """Return the number that `text` writes, such as `-7.227,30` in Indonesian.

    Groups must be of three digits or left out altogether; raise `ValueError` for anything else, so that a
    number of the other language (`15.93` in Indonesian) is refused and not taken for a hundred times as much.
    """
    plain = text.strip()
    found = _NUMBER[language].fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        raise ValueError(f"{plain[:_LONGEST]!r} is not a number in {language!r}")
    sign, whole, fraction = found.groups()
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{_SIGNS[sign]}{digits}.{fraction or ''}")


def parse_percent(text: str, language: Language) -> Decimal:
    """Return the percentage points that `text` writes: `0,67%` is `0.67`; raise `ValueError`."""
    plain = text.strip()
    if not plain.endswith("%"):
        raise ValueError(f"{plain[:_LONGEST]!r} is not a percentage")
    return parse_number(plain[:-1], language)


def parse_amount(text: str, language: Language) -> Decimal:
    """Return a number with a unit word such as `1,5 jt` (Indonesian `M` is miliar); raise `ValueError`."""
    found = _AMOUNT.fullmatch(text.strip()) if len(text) <= 2 * _LONGEST else None
    unit = found[2].lower() if found else ""
    if found is None or (unit and unit not in _POWERS[language]):
        raise ValueError(f"{text.strip()[:_LONGEST]!r} is not an amount in {language!r}")
    number = parse_number(found[1], language)
    return number.scaleb(_POWERS[language][unit], _CONTEXT) if unit else number


def parse_money(text: str, language: Language) -> tuple[Decimal, str]:
    """Return amount and ISO 4217 code of `Rp 1.508.000` or `US$ 12,5 juta`; raise `ValueError`."""
    found = _MONEY.fullmatch(text.strip()) if len(text) <= 2 * _LONGEST else None
    if found is None:
        raise ValueError(f"{text.strip()[:_LONGEST]!r} is not an amount of money")
    sign, symbol, amount = found.groups()
    code = _CODES.get(symbol.rstrip("."), symbol if symbol.isalpha() and symbol.isupper() else "")
    if not code:
        raise ValueError(f"{symbol!r} is not a currency that is known")
    value = parse_amount(amount, language)
    return (-value if _SIGNS[sign] else value), code


def rounded(value: Decimal | int, decimals: int) -> Decimal:
    """Return `value` with that many decimals, halves away from zero, without a negative zero."""
    result = Decimal(value).quantize(_QUANTA[decimals], context=_CONTEXT)
    return result if result else abs(result)


def format_number(
    value: Decimal | int, decimals: int, language: Language, *, minus: str = "-", plus: str = ""
) -> str:
    """Return `value` grouped by thousands with exactly `decimals` decimals (0 to 20).

    `plus` stands before values above zero. Raise `ValueError` for infinities and what is not a number,
    `TypeError` for floats, which do not hold decimal figures exactly.
    """
    if isinstance(value, float):
        raise TypeError("figures are Decimal or int, never float")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} is not a figure")
    number = rounded(number, decimals)
    text = f"{abs(number):,f}"
    if language == "id":
        text = text.translate(_SWAPPED)
    return (minus if number < 0 else plus if number > 0 else "") + text


def format_change(
    value: Decimal | int | None, decimals: int, language: Language, *, minus: str = "-", plus: str = ""
) -> str:
    """Return a change as the market bar prints it, `–` when it is not known."""
    return UNKNOWN if value is None else format_number(value, decimals, language, minus=minus, plus=plus)


def format_percent(
    value: Decimal | int | None, language: Language, *, decimals: int = 2, minus: str = "-", plus: str = ""
) -> str:
    """Return percentage points (`0.67`) as `0,67%`, `–` when they are not known."""
    if value is None:
        return UNKNOWN
    return format_number(value, decimals, language, minus=minus, plus=plus) + "%"


def format_money(
    value: Decimal | int, currency: str, language: Language, *, decimals: int = 0, minus: str = "-"
) -> str:
    """Return an amount with its currency's sign, or ISO 4217 code where it has none: `Rp 1.508.000`."""
    number = format_number(value, decimals, language, minus="", plus="")
    sign = minus if rounded(value, decimals) < 0 else ""
    return f"{sign}{_SYMBOLS.get(currency, currency)} {number}"


def format_compact(
    value: Decimal | int,
    language: Language,
    *,
    decimals: int = 1,
    style: Literal["short", "long"] = "short",
    minus: str = "-",
) -> str:
    """Return `value` in its largest unit: `12,5 M`, or `12,5 miliar` in the `long` style; no trailing zeros.

    `M` is miliar to Indonesians and million to others: running text takes the long style.
    """
    number, shown, word = Decimal(value), rounded(Decimal(value), decimals), ""
    for power, unit in reversed(_UNITS[language][style]):
        # The rounded figure decides: 999,960 with one decimal is a million, not "1,000 thousand".
        if abs(shown) < 1000:
            break
        shown, word = rounded(number.scaleb(-power, _CONTEXT), decimals), unit
    return _trimmed(shown, decimals, language, minus) + word


def _trimmed(value: Decimal, decimals: int, language: Language, minus: str) -> str:
    needed = max(0, -int(value.normalize(_CONTEXT).as_tuple().exponent))
    return format_number(value, min(needed, decimals), language, minus=minus)


def zone_name(moment: datetime) -> str:
    """Return the name of an aware moment's zone: WIB, WITA, WIT, or what the zone calls itself."""
    return _ZONE_NAMES.get(getattr(moment.tzinfo, "key", ""), "") or moment.tzname() or ""


def format_date(day: date, language: Language, *, weekday: bool = True) -> str:
    """Return `Jumat, 19 Januari 2024`, or without the weekday."""
    text = f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
    return f"{_DAYS[language][day.weekday()]}, {text}" if weekday else text


def format_time(moment: datetime, zone: tzinfo = WIB) -> str:
    """Return `18:34 WIB`; raise `ValueError` for a naive time."""
    local = _local(moment, zone)
    return f"{local:%H:%M} {zone_name(local)}"


def format_moment(moment: datetime, language: Language, zone: tzinfo = WIB) -> str:
    """Return `Jumat, 19 Januari 2024 / 18:34 WIB` in the given zone; raise `ValueError` for a naive time."""
    local = _local(moment, zone)
    return f"{format_date(local.date(), language)} / {local:%H:%M} {zone_name(local)}"


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(zone)


def parse_moment(text: str, *, zone: tzinfo = WIB) -> datetime:
    """Return the aware moment that a date line writes, in Indonesian or English; raise `ValueError`.

    The weekday is optional and not checked; without a time it is midnight; without a zone it is in `zone`.
    """
    found = _MOMENT.fullmatch(" ".join(text.split())) if len(text) <= 200 else None
    month = _MONTH_NUMBERS.get(found["month"].lower(), 0) if found else 0
    if found is None or not month:
        raise ValueError(f"{text.strip()[:_LONGEST]!r} is not a date line")
    return datetime(
        int(found["year"]), month, int(found["day"]),
        int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0),
        tzinfo=_ZONES[found["zone"].upper()] if found["zone"] else zone,
    )  # fmt: skip
