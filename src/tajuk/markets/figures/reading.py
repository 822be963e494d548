"""Read claims from copy: which figure says what of which instrument, about which moment, and how sure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tajuk.common.notation import Language
from tajuk.markets.figures import words
from tajuk.markets.figures.names import Finder, currencies_in
from tajuk.markets.figures.numbers import CLOCK, MOST_TEXT, Day, Figure, Unit, days_in, figures_in
from tajuk.markets.figures.subjects import Subject, listed, subject_of, subjects_of
from tajuk.markets.figures.words import Horizon, Tie

_SENTENCE: Final = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!\bNo)(?<!\bRp)[.!?](?:[\"”’)]*)\s+(?=[\"“‘(]?[A-Z0-9])|\n+"
)
_SEGMENT: Final = re.compile(
    r",(?![0-9])|;|(?<!\w)(?:sedangkan|sementara|tetapi|namun|sebelum|setelah|"
    r"while|whereas|but|before|after|dan (?:ditutup|berakhir))(?!\w)",
    re.I,
)
_COMPARED: Final = re.compile(
    r"(?<!\w)(?:dari|dibanding(?:kan)?|daripada|ketimbang|from|compared|than)(?!\w).*$", re.I | re.S
)
# How far before a figure its tie may stand, in characters.
_NEAR: Final = 42
_FILLING: Final = re.compile(
    r"(?:\s|[(:]|tipis|sebesar|sebanyak|sedalam|setinggi|level|posisi|harga|angka|area|di|ke|pada|hingga|by|of|at|to|the|"
    r"sekitar|kisaran|about|around|near|lagi|some|as much as|nearly|almost|"
    r"berada|tercatat|sebelumnya|masih|hari|ini|dengan|minus|plus)*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that copy ties to an instrument, and how.

    `way` is 1, -1 or 0 (unchanged) where a word says so, None where none does; `strength` that the word speaks
    of a currency's strength and not of its figure. `direct`: the way stands right before the figure.
    """

    figure: Figure
    symbol: str
    inverse: bool
    way: int | None
    strength: bool
    direct: bool
    tie: Tie | None
    approximate: bool
    horizon: Horizon
    day: Day | None
    weekday: int | None
    yesterday: bool
    other_time: bool
    unsure: bool
    clock: bool
    adjacent: bool
    text: str
    offset: int


def claims_in(text: str, language: Language, finder: Finder) -> Iterator[Claim]:
    """Yield the claims of a text in order; figures that stand beside no instrument are left out."""
    last_index = ""
    for offset, sentence in sentences(text[:MOST_TEXT].replace("\xa0", " ")):
        subjects = subjects_of(sentence, finder, last_index)
        for subject in subjects:
            if subject.symbol and finder.instruments[subject.symbol].kind == "index":
                last_index = subject.symbol
        yield from _claims(sentence, offset, language, finder, subjects)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with where it begins."""
    start = 0
    for hit in _SENTENCE.finditer(text):
        yield start, text[start : hit.end()]
        start = hit.end()
    if text[start:].strip():
        yield start, text[start:]


def _claims(
    sentence: str, offset: int, language: Language, finder: Finder, subjects: Sequence[Subject]
) -> Iterator[Claim]:
    days = days_in(sentence)
    clocks = [hit.span() for hit in CLOCK.finditer(sentence)]
    named = [(subject.start, subject.end) for subject in subjects if subject.symbol]
    strangers = [(s.start, s.end) for s in subjects if not s.symbol]
    years = [day for day in days if day.day is None and day.month is None]
    fixed = [(day.start, day.end) for day in days if day not in years]
    figures = figures_in(sentence, language, [*named, *strangers, *fixed, *clocks])
    figures = [figure for figure in figures if not _is_year(figure, years, sentence)]
    figures = [figure for figure in figures if not _counts(figure, sentence)]
    currencies = currencies_in(sentence)
    blank = sentence
    for start, end in named:
        blank = blank[:start] + "X" * (end - start) + blank[end:]
    shared = listed(sentence, figures, subjects)
    ranges = _ranges(figures, sentence)
    way: tuple[int | None, bool] = (None, False)
    for place, figure in enumerate(figures):
        subject = shared.get(figure.start) or subject_of(figure, sentence, subjects, currencies, finder)
        if subject is None or not subject.symbol:
            continue
        claim = _claim(
            sentence, blank, offset, figure, subject, figures[place - 1] if place else None, days, clocks
        )
        if figure.start in ranges:
            claim = replace(claim, tie=ranges[figure.start] if not claim.unsure else claim.tie)
        if claim.way is None and _continues(figures, place, sentence):
            claim = replace(claim, way=way[0], strength=way[1])
        way = (claim.way, claim.strength)
        yield claim


def _is_year(figure: Figure, years: Sequence[Day], sentence: str) -> bool:
    if not any(day.start <= figure.start < day.end for day in years):
        return False
    before = sentence[max(0, figure.start - 10) : figure.start]
    return not re.search(r"(?:level|posisi|\bke|\bto)\s*$", before, re.I)


def _counts(figure: Figure, sentence: str) -> bool:
    """Tell whether a figure counts things, or numbers them."""
    if figure.unit is not Unit.PLAIN:
        return False
    numbered = words.NUMBERED.search(sentence[max(0, figure.start - 14) : figure.start])
    return bool(numbered or words.COUNTED.match(sentence, figure.end))


def _ranges(figures: Sequence[Figure], sentence: str) -> dict[int, Tie]:
    """Return which figures are the ends of a range, low and high."""
    found: dict[int, Tie] = {}
    for one, other in pairwise(figures):
        between = sentence[one.end : other.start].strip().lower()
        before = sentence[max(0, one.start - 26) : one.start].lower()
        named = re.search(r"(?:kisaran|rentang|antara|range|between|area)\D*$", before)
        joined = between in {"-", "–", "hingga", "sampai", "s/d", "s.d.", "to", "dan", "and"}
        if named and joined:
            low = one.value <= other.value
            found[one.start], found[other.start] = (Tie.LOW, Tie.HIGH) if low else (Tie.HIGH, Tie.LOW)
    return found


def _claim(
    sentence: str, blank: str, offset: int, figure: Figure, subject: Subject, before: Figure | None,
    days: Sequence[Day], clocks: Sequence[tuple[int, int]],
) -> Claim:  # fmt: skip
    left, right = _segment(sentence, figure, blank)
    around = blank[left:right]
    since = max(subject.end if subject.end <= figure.start else 0, before.end if before else 0)
    lead = sentence[min(since, figure.start) : figure.start]
    way, strength, direct = _way(sentence, figure, subject)
    tie, approximate = _tie(lead)
    when = [day for day in days if left <= day.start < right]
    weekday = words.WEEKDAY.search(around)
    name = weekday[0].lower().replace("'", "") if weekday else ""
    # "Turun 39 poin dari penutupan sebelumnya" is of today: what it is compared with comes after.
    said = around if tie is Tie.PREVIOUS else _COMPARED.sub("", around)
    yesterday = bool(words.YESTERDAY.search(said)) and tie is not Tie.PREVIOUS
    return Claim(
        figure=figure, symbol=subject.symbol, inverse=subject.inverse, way=way, strength=strength, direct=direct,
        tie=tie, approximate=approximate or figure.loose, horizon=_horizon(sentence, around),
        day=when[0] if when else None, weekday=words.WEEKDAYS.get(name), yesterday=yesterday,
        other_time=bool(words.OTHER_TIME.search(around)), unsure=words.is_unsure(around),
        clock=any(left <= start < right for start, _ in clocks),
        adjacent=0 <= figure.start - subject.end <= 3, text=sentence, offset=offset,
    )  # fmt: skip


def _segment(sentence: str, figure: Figure, blank: str) -> tuple[int, int]:
    """Return the part of the sentence, between commas, that a figure stands in; a lead without one joins it."""
    edges = [hit.start() for hit in _SEGMENT.finditer(sentence)]
    edges = [edge for edge in edges if not sentence[edge - 1 : edge + 2].strip(",").isdigit()]
    left = max((edge for edge in edges if edge <= figure.start), default=0)
    right = min((edge for edge in edges if edge >= figure.end), default=len(sentence))
    earlier = max((edge for edge in edges if edge < left), default=0)
    opening = CLOCK.sub("", blank[:left])
    for day in reversed(days_in(opening)):
        opening = opening[: day.start] + opening[day.end :]
    says_nothing = not any(letter.isdigit() for letter in opening) and not words.DIRECTION.search(opening)
    # "Sepekan ini, IHSG turun 1,38%": what leads a sentence counts for what follows.
    return (0 if left and earlier == 0 and says_nothing and len(opening) < 40 else left), right


def _way(sentence: str, figure: Figure, subject: Subject) -> tuple[int | None, bool, bool]:
    """Return which way the copy says it went, whether that is of strength, and whether right before the figure."""
    if figure.sign:
        return figure.sign, False, True
    after = re.match(
        r"\s*(?:\([^)]*\)\s*)?(lower|higher|up|down|weaker|stronger|firmer)\b", sentence[figure.end :], re.I
    )
    if after:
        return (*_meaning(words.DIRECTION.search(after[1])), True)
    start = subject.end if subject.end <= figure.start else 0
    for lead, offset in ((sentence[start : figure.start], start), (sentence[: figure.start], 0)):
        hits = [hit for hit in words.DIRECTION.finditer(lead) if not _adjective(hit, lead)]
        if hits:
            hit = hits[-1]
            direct = bool(_FILLING.match(sentence[offset + hit.end() : figure.start]))
            return (*_meaning(hit), direct)
    return None, False, False


def _adjective(hit: re.Match[str], lead: str) -> bool:
    """Tell whether a word of direction belongs to something else: "zona merah", "level terendah"."""
    return bool(re.search(r"(?:tidak|belum|tanpa|bukan)\s+$", lead[: hit.start()], re.I))


def _meaning(hit: re.Match[str] | None) -> tuple[int | None, bool]:
    kind = hit.lastgroup if hit else ""
    return {"up": 1, "strong": 1, "down": -1, "weak": -1, "flat": 0}.get(kind or ""), kind in {
        "strong",
        "weak",
    }


def _tie(lead: str) -> tuple[Tie | None, bool]:
    """Return the word that ties a figure to what stands before it, the nearest one, and whether it is approximate."""
    lead = lead[-_NEAR:]
    best: Tie | None = None
    place, approximate = -1, False
    for tie, pattern in words.TIES:
        hits = list(pattern.finditer(lead))
        if not hits or not _FILLING.match(lead[hits[-1].end() :]):
            continue
        if tie is Tie.ABOUT:
            approximate = True
        elif tie is not Tie.LEVEL and hits[-1].end() > place:
            best, place = tie, hits[-1].end()
        elif best is None:
            best = tie
    return best, approximate


def _horizon(sentence: str, around: str) -> Horizon:
    for horizon, pattern in words.HORIZONS:
        if pattern.search(around):
            return horizon
    return Horizon.DAY


def _continues(figures: Sequence[Figure], place: int, sentence: str) -> bool:
    """Tell whether a figure goes on from the one before it: "39 poin atau 0,55%", "39 poin (0,55%)"."""
    if not place:
        return False
    between = sentence[figures[place - 1].end : figures[place].start]
    return len(between) <= 12 and bool(
        re.fullmatch(r"\s*(?:\(|,|atau|or|setara)[\s(]*(?:or|atau|setara)?\s*", between, re.I)
    )
