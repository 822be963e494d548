"""What copy speaks of: which instrument a figure stands beside, or whose figure it is instead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tajuk.markets.figures import words
from tajuk.markets.figures.names import RUPIAH, Currency, Finder, currencies_in, is_per
from tajuk.markets.figures.numbers import Figure, Unit

_RESET: Final = re.compile(r";")
_ANAPHOR: Final = re.compile(
    r"(?<!\w)(?:indeks(?: itu| ini| tersebut)?(?=\s+(?:ditutup|dibuka|berakhir|sempat|bergerak|"
    r"naik|turun|melemah|menguat|anjlok|terkoreksi|berada|parkir|kemudian|lalu|juga|masih|pun))"
    r"|the index(?!\s+of))(?!\w)",
    re.I,
)
# Of a company, but not its share price: "laba Bank Nusa Bahari", "Nusa Bahari's loans".
_GENITIVE: Final = re.compile(r"(?:\s|-|dari|milik|bersih|bermasalah|of|the|PT|emiten|oleh)*$", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stretch of copy speaks of: an instrument, or something else (`symbol` empty)."""

    start: int
    end: int
    symbol: str
    inverse: bool = False


def subjects_of(sentence: str, finder: Finder, last_index: str) -> list[Subject]:
    """Return what a sentence speaks of, in order: instruments and what is none; `last_index` is "indeks" alone."""
    found = [Subject(hit.start, hit.end, hit.symbol, hit.inverse) for hit in finder.find(sentence)]
    found = [hit for hit in found if not _is_unit(hit, sentence)]
    if last_index:
        found += [Subject(hit.start(), hit.end(), last_index) for hit in _ANAPHOR.finditer(sentence)]
    if RUPIAH.search(sentence):
        found += _leading(sentence, finder)
    found += [Subject(hit.start(), hit.end(), "") for hit in words.OTHER.finditer(sentence)]
    found += [Subject(hit.start(), hit.end(), "") for hit in _STRANGERS.finditer(sentence)]
    # What is known goes before what is only like a name.
    found.sort(key=lambda hit: (not hit.symbol, hit.start, -hit.end))
    apart: list[Subject] = []
    for hit in found:
        if all(hit.end <= other.start or other.end <= hit.start for other in apart):
            apart.append(hit)
    apart.sort(key=lambda hit: hit.start)
    return [_owned(hit, before, sentence) for hit, before in zip(apart, [None, *apart], strict=False)]


_STRANGERS: Final = re.compile(
    r"(?<!\w)(?:(?i:indeks|index)\s+(?!(?i:turun|naik|ini|itu|harga|ditutup|di|ke|yang|dan|saham|komposit)\b)"
    r"[\w-]+(?:\s+(?i:konsumen|manufaktur|AS))*"
    r"|(?i:saham|emiten)\s+[A-Z]{4}(?!\w)|\([A-Z]{4}(?:\s?IJ)?\)"
    r"|PT\s+(?:[A-Z][\w-]*\s?){1,4}|[A-Z]{3,4}(?=\s+(?i:menargetkan|menyalurkan|membukukan)))"
)


def _is_unit(hit: Subject, sentence: str) -> bool:
    """Tell whether what looks like the rupiah is the unit of a figure before it."""
    before = sentence[max(0, hit.start - 12) : hit.start]
    return hit.inverse and bool(
        re.search(r"(?:[0-9]|ribu|juta|miliar|triliun|million|billion)\s?$", before, re.I)
    )


def _leading(sentence: str, finder: Finder) -> Iterator[Subject]:
    for currency in currencies_in(sentence):
        symbol = f"{currency.code}/IDR"
        if currency.leads and symbol in finder.instruments:
            against = re.match(
                r"[^,;]*?(?:terhadap|against)\s+(?:the\s+)?(?!rupiah)\w+", sentence[currency.end :], re.I
            )
            yield Subject(currency.start, currency.end, "" if against else symbol)


def _owned(hit: Subject, before: Subject | None, sentence: str) -> Subject:
    """Return the subject, or something else where it is only the owner of what was named before it."""
    if not hit.symbol or before is None or before.symbol:
        return hit
    between = sentence[before.end : hit.start]
    return replace(hit, symbol="") if _GENITIVE.match(between) else hit


def listed(sentence: str, figures: Sequence[Figure], subjects: Sequence[Subject]) -> dict[int, Subject]:
    """Return the instruments of figures that are listed after them in the same order ("masing-masing")."""
    hit = words.RESPECTIVELY.search(sentence)
    if hit is None:
        return {}
    before = [subject for subject in subjects if subject.end <= hit.start()]
    after = [figure for figure in figures if figure.start >= hit.end()] or list(figures)
    count = min(len(before), len(after))
    if count < 2 or len(after) % len(before):
        return {}
    return {figure.start: before[place % len(before)] for place, figure in enumerate(after)}


def subject_of(
    figure: Figure, sentence: str, subjects: Sequence[Subject], currencies: Sequence[Currency], finder: Finder
) -> Subject | None:
    """Return what a figure is beside: a rate's own currency, else what was named last before it."""
    for currency in currencies:
        if currency.start >= figure.end and is_per(sentence[figure.end : currency.start]):
            if figure.currency not in {"IDR", ""} or figure.unit not in {Unit.MONEY, Unit.PLAIN}:
                break
            return _pair(currency.code, figure, sentence, subjects, finder)
    reset = max((hit.end() for hit in _RESET.finditer(sentence, 0, figure.start)), default=0)
    before = [subject for subject in subjects if reset <= subject.start and subject.end <= figure.start]
    if not before:
        return None
    subject = before[-1]
    if subject.inverse:
        return _paired(subject, figure, sentence, subjects, currencies, finder)
    return subject


def _pair(
    code: str, figure: Figure, sentence: str, subjects: Sequence[Subject], finder: Finder
) -> Subject | None:
    before = [subject for subject in subjects if subject.end <= figure.start]
    fixing = "JISDOR" if code == "USD" and _speaks_of_fixing(before, sentence) else ""
    symbol = fixing or f"{code}/IDR"
    if symbol not in finder.instruments:
        return None
    last = before[-1] if before else None
    inverse = last is not None and (last.inverse or (last.symbol == "JISDOR" and last.symbol != symbol))
    return Subject(last.start if last else figure.start, last.end if last else figure.start, symbol, inverse)


def _speaks_of_fixing(before: Sequence[Subject], sentence: str) -> bool:
    fixing = [subject for subject in before if subject.symbol == "JISDOR"]
    return bool(fixing) and not re.search(r"\bspot\b", sentence[fixing[-1].end :], re.I)


def _paired(
    subject: Subject, figure: Figure, sentence: str, subjects: Sequence[Subject], currencies: Sequence[Currency],
    finder: Finder,
) -> Subject:  # fmt: skip
    """Return the pair that is meant where copy names the rupiah: against what, else the dollar."""
    before = [row for row in subjects if row.end <= figure.start]
    if _speaks_of_fixing(before, sentence):
        return replace(subject, symbol="JISDOR")
    against = [
        currency
        for currency in currencies
        if re.search(r"(?:terhadap|against|versus|atas)\s+(?:the\s+)?$", sentence[: currency.start], re.I)
    ]
    for currency in against:
        if f"{currency.code}/IDR" in finder.instruments:
            return replace(subject, symbol=f"{currency.code}/IDR")
    return replace(subject, symbol="") if against else subject
