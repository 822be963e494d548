"""Find what copy names: instruments by symbol, name and what they are also called, and currencies."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from tajuk.markets.enums import Kind

_NAMES: Final = Path(__file__).parents[1] / "data" / "names.toml"
# What stands before a company's name in its full form.
_FORMS: Final = re.compile(r"^(?:PT|Bank|Grup|Group)\s+|\s+Tbk\.?$", re.I)
_SECTOR: Final = re.compile(r"^sektor\s+", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """An instrument as far as copy names it."""

    symbol: str
    kind: str
    currency: str
    names: tuple[str, ...]
    inverse: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where copy names an instrument. `inverse`: it names the other side of the pair (`rupiah` of `USD/IDR`)."""

    start: int
    end: int
    symbol: str
    inverse: bool = False


@cache
def also_called() -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """Return what instruments are also called by symbol: the words, and whether they mean the other side."""
    told = tomllib.loads(_NAMES.read_text("utf-8"))["instrument"]
    return {
        row["symbol"]: tuple(
            [(name, False) for name in row.get("also", ())]
            + [(name, True) for name in row.get("inverse", ())]
        )
        for row in told
    }


class Finder:
    """Finds the instruments of a newsroom in copy."""

    def __init__(self, instruments: Iterable[Named]) -> None:
        """Learn the names of the instruments; the longest name that fits counts."""
        self.instruments = {row.symbol: row for row in instruments}
        self._named: dict[str, tuple[str, bool]] = {}
        for row in self.instruments.values():
            for name, inverse in (
                *((name, False) for name in _spoken(row)),
                *((name, True) for name in row.inverse),
                *also_called().get(row.symbol, ()),
            ):
                self._named.setdefault(_folded(name), (row.symbol, inverse))
        self._by_name = _alternatives(self._named, re.I)
        self._by_symbol = _alternatives(self.instruments, re.NOFLAG)

    def find(self, text: str) -> list[Mention]:
        """Return the instruments that a text names, in order and without overlap."""
        hits = [
            Mention(hit.start(), hit.end(), *self._named[_folded(hit[0])])
            for hit in self._by_name.finditer(text)
        ]
        hits += [Mention(hit.start(), hit.end(), hit[0]) for hit in self._by_symbol.finditer(text)]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        found: list[Mention] = []
        for hit in hits:
            if not found or hit.start >= found[-1].end:
                found.append(hit)
        return found


@lru_cache(maxsize=8)
def finder_of(instruments: tuple[Named, ...]) -> Finder:
    """Return the finder of those instruments; the same one for the same list."""
    return Finder(instruments)


def _spoken(row: Named) -> Iterable[str]:
    for name in row.names:
        if row.kind == Kind.CURRENCY and "/" in name:
            continue  # "Euro/rupiah": the pair is found by its currencies
        yield name
        if row.kind == Kind.INDEX and not name.lower().startswith("indeks"):
            yield f"indeks {name}"
            yield f"{name} index"
        if _SECTOR.match(name):
            yield f"saham {name}"
        short = _FORMS.sub("", name)
        if row.kind == Kind.EQUITY and short != name and " " in short:
            yield short


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())


def _alternatives(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    patterns = (r"[\s-]+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(r"(?<![\w/.-])(?:" + ("|".join(patterns) or r"(?!)") + r")(?!\w|/[A-Z]|-\w)", flags)


_CURRENCIES: Final = (
    ("SGD", r"dol+ar\s+singapura|singapore\s+dollars?|SGD|S\$"),
    ("AUD", r"dol+ar\s+(?:australia|hong\s?kong|kanada)|(?:australian|canadian|hong\s?kong)\s+dollars?"),
    ("USD", r"dol+ar\s+AS|dol+ar\s+amerika(?:\s+serikat)?|U\.?S\.?\s+dollars?|greenback|USD|US\$|dol+ars?"),
    ("EUR", r"euros?|EUR"),
    ("JPY", r"yen(?:\s+jepang)?|japanese\s+yen|JPY"),
    ("CNY", r"yuan(?:\s+(?:tiongkok|china|cina))?|(?:chinese\s+)?yuan|renminbi|CNY"),
)
_CURRENCY: Final = re.compile(
    "|".join(rf"(?<![\w])(?P<{code}>{words})(?!\w)" for code, words in _CURRENCIES), re.I
)
_BEFORE_UNIT: Final = re.compile(
    r"(?:(?<!\w)(?:per|terhadap|against|the|a|an|setara|versus|vs|melawan|atas|to|kepada|"
    r"dalam|denominasi|indeks|index)\s+(?:the\s+|mata\s+uang\s+)?|/\s?|[0-9]\s?|"
    r"(?:ribu|juta|miliar|triliun|thousand|million|billion|trillion)\s)$",
    re.I,
)
RUPIAH: Final = re.compile(r"\b(?:rupiah|Rp|IDR|mata uang Garuda)", re.I)
_PER: Final = re.compile(
    r"^\s*(?:per|/|a|an|to (?:the|a)|terhadap|untuk (?:setiap|satu|1)|for (?:a|one))\s*"
    r"(?:1\s+|satu\s+|one\s+)?(?:the\s+)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Currency:
    """Where copy names a currency; `leads` when it is what the sentence speaks of, and no unit or measure."""

    start: int
    end: int
    code: str
    leads: bool


def currencies_in(text: str) -> list[Currency]:
    """Return the foreign currencies that a text names."""
    found = []
    for hit in _CURRENCY.finditer(text):
        before = text[max(0, hit.start() - 24) : hit.start()]
        found.append(Currency(hit.start(), hit.end(), str(hit.lastgroup), not _BEFORE_UNIT.search(before)))
    return found


def is_per(between: str) -> bool:
    """Tell whether what stands between a figure and a currency makes it a rate ("Rp 15.930 *per* dolar AS")."""
    return bool(_PER.match(between))
