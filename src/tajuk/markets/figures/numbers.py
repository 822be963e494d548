"""Find figures in copy: numbers with their currency, unit words and rounding; what is a date or a time is none."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from tajuk.common.notation import Language

# Longer copy than this is not read; a paragraph has some 600 characters.
MOST_TEXT: Final = 20_000


class Unit(Enum):
    """What a figure counts."""

    PLAIN = "plain"
    PERCENT = "percent"
    BASIS_POINTS = "bps"
    POINTS = "points"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: where it stands, its value, the size of its last shown place, its unit and currency.

    `sign` is -1 or 1 where one is written, else 0; `is_round` says that whole thousands or more were written in
    words ("ribu", "million"); `loose` that it says itself that it is rounded ("7.100-an").
    """

    start: int
    end: int
    text: str
    value: Decimal
    step: Decimal
    unit: Unit
    currency: str
    sign: int
    loose: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date in copy; a year alone has neither month nor day."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    def on(self, today: date) -> date | None:
        """Return the date, the year of today where none is written; nothing for a month or a year."""
        if self.day is None or self.month is None:
            return None
        try:
            return date(self.year or today.year, self.month, self.day)
        except ValueError:
            return None


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu agt aug", "september sept sep",
            "oktober october okt oct", "november nov", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES: Final = (
    re.compile(rf"\b(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?\s+(?P<m>{_MONTH})\b\.?"
               r"(?:,?\s+(?P<y>(?:19|20)[0-9]{2}))?", re.I),
    re.compile(rf"\b(?P<m>{_MONTH})\b\.?\s+(?P<d>[0-3]?[0-9])(?![0-9.,%])\b(?:,?\s+(?P<y>(?:19|20)[0-9]{{2}}))?", re.I),
    re.compile(rf"\b(?P<m>{_MONTH})\b\.?\s+(?P<y>(?:19|20)[0-9]{{2}})\b", re.I),
    re.compile(r"(?<![0-9.,/-])(?P<d>[0-3]?[0-9])[/](?P<m>[01]?[0-9])(?:[/](?P<y>(?:20)?[0-9]{2}))?(?![0-9/])"),
    re.compile(r"\b(?P<y>20[0-9]{2})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])\b"),
)  # fmt: skip
_YEAR: Final = re.compile(
    r"(?<![0-9.,$])(?<!Rp)(?<!Rp )(?<!\$ )(?:19|20)[0-9]{2}(?:[/-](?:19|20)?[0-9]{2})?(?![0-9]|[.,][0-9]|\s?%)"
)
CLOCK: Final = re.compile(
    r"\b(?:pukul|pk\.?|jam)\s+[0-2]?[0-9][.:][0-5][0-9]\b(?:\s*(?:WIB|WITA|WIT|GMT))?"
    r"|\b[0-2]?[0-9][.:][0-5][0-9]\s*(?:WIB|WITA|WIT|GMT|a\.?m\.?|p\.?m\.?)\b"
    r"|\b(?:pukul|jam)\s+[0-2]?[0-9]\b",
    re.I,
)

_CURRENCIES: Final = {
    "rp": "IDR", "idr": "IDR", "us$": "USD", "usd": "USD", "$": "USD", "s$": "SGD", "sgd": "SGD", "€": "EUR",
    "eur": "EUR", "¥": "JPY", "jpy": "JPY", "cny": "CNY", "cn¥": "CNY", "rm": "MYR", "myr": "MYR", "£": "GBP",
    "gbp": "GBP", "a$": "AUD", "aud": "AUD", "hk$": "HKD",
}  # fmt: skip
_AFTER: Final = (
    (re.compile(r"(?:dol+ar\s+singapura|singapore\s+dollars?)", re.I), "SGD", 0),
    (re.compile(r"(?:dol+ar\s+(?:australia|hong\s?kong)|(?:australian|hong\s?kong)\s+dollars?)", re.I), "AUD", 0),
    (re.compile(r"(?:dol+ar(?:\s+(?:AS|amerika(?:\s+serikat)?))?|"
                r"(?:US|U\.S\.)?\s*dollars?|USD|US\$)\b", re.I), "USD", 0),
    (re.compile(r"(?:sen\s+dol+ar(?:\s+AS)?|sen|cents?)\b", re.I), "", -2),
    (re.compile(r"(?:rupiah|IDR)\b", re.I), "IDR", 0),
    (re.compile(r"(?:ringgit(?:\s+malaysia)?|RM|MYR)\b", re.I), "MYR", 0),
    (re.compile(r"(?:euros?|EUR)\b", re.I), "EUR", 0),
    (re.compile(r"(?:yen(?:\s+jepang)?|JPY)\b", re.I), "JPY", 0),
    (re.compile(r"(?:yuan(?:\s+(?:tiongkok|china))?|renminbi)\b", re.I), "CNY", 0),
    (re.compile(r"(?:won|baht|peso|rupee|pound\s?(?:sterling)?|franc)\b", re.I), "XXX", 0),
)  # fmt: skip
_SCALES: Final[dict[Language, dict[str, int]]] = {
    "id": {
        "ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "m": 9, "mliar": 9, "triliun": 12,
        "trilyun": 12, "t": 12,
    },
    "en": {
        "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12,
        "t": 12, "juta": 6, "miliar": 9, "triliun": 12, "ribu": 3,
    },
}  # fmt: skip
_NUMBERS: Final[dict[Language, str]] = {
    "id": r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|"
    r"[0-9]+\.[0-9]{1,2}(?![0-9.,]*[0-9])|[0-9]+(?:,[0-9]+)?(?![0-9.]*[0-9])",
    "en": r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?![0-9,]*[0-9])",
}
_FIGURE: Final = {
    language: re.compile(
        r"(?P<before>(?:\b(?:Rp\.?|IDR|USD|SGD|EUR|JPY|CNY|MYR|RM|GBP|AUD)|(?:\bUS|\bS|\bA|\bHK|\bCN)?[$¥]|[€£])\s*)?"
        r"(?P<sign>(?<![0-9A-Za-z])[+\-−–](?=[0-9]))?"
        rf"(?P<number>(?<![0-9.,/])(?:(?<![A-Za-z])|(?<=Rp)|(?<=RM)|(?<=IDR)|(?<=USD))(?:{number}))"
        r"(?P<loose>-?an\b)?"
        rf"(?P<scale>\s?(?:{'|'.join(sorted(_SCALES[language], key=len, reverse=True))})\b(?!\s*\$))?"
        r"(?P<percent>\s?(?:%|persen\b|prosen\b|per\s?cents?\b|percent\b|pct\b)|\s?percentage\s+points?)?"
        r"(?P<bps>\s?(?:bps?\b|basis\s+poin(?:ts?)?\b|basis\s+points?\b))?"
        r"(?P<points>\s?(?:poin\b|points?\b|pts?\b|pips?\b))?",
        re.I,
    )
    for language, number in _NUMBERS.items()
}
_FOREIGN: Final = re.compile(r"[0-9]+\.[0-9]{1,2}")
_SIGNS: Final = {"+": 1, "-": -1, "−": -1, "–": -1, "": 0, None: 0}


def days_in(text: str) -> list[Day]:
    """Return the dates, months and years that a text writes."""
    found: list[Day] = []
    for pattern in _DATES:
        for hit in pattern.finditer(text):
            if any(day.start < hit.end() and hit.start() < day.end for day in found):
                continue
            parts = hit.groupdict()
            month = parts.get("m") or ""
            number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
            day = int(parts["d"]) if parts.get("d") else None
            if not 1 <= number <= 12 or (day is not None and not 1 <= day <= 31):
                continue
            year = parts.get("y")
            found.append(Day(hit.start(), hit.end(), _full(year), number, day))
    for hit in _YEAR.finditer(text):
        if not any(day.start < hit.end() and hit.start() < day.end for day in found):
            found.append(Day(hit.start(), hit.end(), int(hit[0][:4]), None, None))
    return sorted(found, key=lambda day: day.start)


def _full(year: str | None) -> int | None:
    if not year:
        return None
    return int(year) if len(year) == 4 else 2000 + int(year)


def figures_in(text: str, language: Language, taken: list[tuple[int, int]]) -> list[Figure]:
    """Return the figures of a text in order; nothing that touches one of the spans already `taken`."""
    found = []
    for hit in _FIGURE[language].finditer(text):
        start, end = hit.start("number"), hit.end("number")
        if any(left < end and start < right for left, right in taken):
            continue
        figure = _figure(hit, text, language)
        if figure is not None:
            found.append(figure)
    return found


def _figure(hit: re.Match[str], text: str, language: Language) -> Figure | None:
    number, end = hit["number"], hit.end()
    # "0.55%" in Indonesian copy: a group has three digits, so this is a decimal, whoever wrote it.
    grouped = language == "id" and not _FOREIGN.fullmatch(number)
    plain = number.replace(".", "").replace(",", ".") if grouped else number.replace(",", "")
    if len(plain) > 24:
        return None
    value = Decimal(plain)
    power = _SCALES[language][hit["scale"].strip().lower()] if hit["scale"] else 0
    if power and hit["percent"]:
        return None
    currency = _CURRENCIES.get((hit["before"] or "").strip().rstrip(".").lower(), "")
    unit = Unit.MONEY if currency else Unit.PLAIN
    if hit["percent"]:
        unit = Unit.PERCENT
    elif hit["bps"]:
        unit = Unit.BASIS_POINTS
    elif hit["points"]:
        unit = Unit.POINTS
    elif not currency:
        for pattern, code, shift in _AFTER:
            after = re.compile(r"\s+").match(text, end)
            if after and (said := pattern.match(text, after.end())):
                currency, unit, end, power = code, Unit.MONEY, said.end(), power + shift
                break
    places = len(plain.partition(".")[2])
    return Figure(
        start=hit.start(),
        end=end,
        text=text[hit.start() : end].strip(),
        value=value.scaleb(power),
        step=Decimal(1).scaleb(power - places),
        unit=unit,
        currency=currency,
        sign=_SIGNS.get(hit["sign"], 0),
        loose=bool(hit["loose"]),
    )
