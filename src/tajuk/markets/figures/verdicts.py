"""Compare claims with the data: agrees, differs, or unknown where nothing can be said for certain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from tajuk.common.notation import Language
from tajuk.markets.enums import Kind
from tajuk.markets.figures.facts import Fact, Facts
from tajuk.markets.figures.measures import RATES, Measure, measure_of
from tajuk.markets.figures.names import finder_of
from tajuk.markets.figures.reading import Claim, claims_in
from tajuk.markets.figures.words import Horizon, Tie

_HUNDRED: Final = Decimal(100)
_HALF: Final = Decimal("0.5")


class Verdict(Enum):
    """What the data says of a figure in copy."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure of copy and what the data says: where it stands in the text, what it tells of which instrument.

    `data` is the data's figure in the same unit and `as_of` its moment, where there is one.
    """

    start: int
    end: int
    text: str
    symbol: str
    measure: Measure
    verdict: Verdict
    data: Decimal | None = None
    as_of: datetime | None = None
    day: date | None = None


def check(text: str, language: Language, facts: Facts) -> list[Judgement]:
    """Return what the data says of each figure that stands beside an instrument, in the text's order."""
    return [
        judged
        for claim in claims_in(text, language, finder_of(facts.named))
        if (judged := judge(claim, facts.by_symbol[claim.symbol], facts)) is not None
    ]


def judge(claim: Claim, fact: Fact, facts: Facts) -> Judgement | None:
    """Return what the data says of a claim; nothing where its figure is not the instrument's at all."""
    measure = measure_of(claim, fact)
    if measure is None:
        return None
    start = claim.offset + claim.figure.start

    def told(verdict: Verdict, data: Decimal | None = None, day: date | None = None) -> Judgement:
        as_of = fact.as_of if day is None else None
        return Judgement(
            start,
            start + len(claim.figure.text),
            claim.figure.text,
            claim.symbol,
            measure,
            verdict,
            data,
            as_of,
            day,
        )

    if claim.unsure or claim.other_time or claim.clock or fact.value is None:
        return told(Verdict.UNKNOWN)
    value, base, day = _grounds(claim, fact, facts)
    candidates = _candidates(measure, claim, fact, value, base)
    if not candidates:
        return told(Verdict.UNKNOWN, day=day)
    if any(_agrees(claim, measure, one) for one in candidates):
        wrong_way = measure is Measure.VALUE and claim.direct and _contradicts(claim, fact, base)
        return told(Verdict.DIFFERS if wrong_way else Verdict.AGREES, candidates[0], day)
    return told(Verdict.DIFFERS, candidates[0], day)


def _grounds(claim: Claim, fact: Fact, facts: Facts) -> tuple[Decimal | None, Decimal | None, date | None]:
    """Return the value and the base of change that a claim speaks of, and its day where that is another one."""
    day = _day_of(claim, fact, facts)
    if day is not None and fact.day is not None and day != fact.day:
        return fact.closes.get(day), fact.close_before(day) if day in fact.closes else None, day
    if claim.day is not None and day is None:
        return None, None, None
    today = fact.day or facts.today
    match claim.horizon:
        case Horizon.DAY:
            return fact.value, fact.previous, None
        case Horizon.WEEK:
            return fact.value, _before(fact, today - timedelta(days=today.weekday())), None
        case Horizon.MONTH:
            return fact.value, _before(fact, today.replace(day=1)), None
        case Horizon.YEAR:
            return fact.value, _before(fact, today.replace(month=1, day=1)), None
    return None, None, None


def _before(fact: Fact, day: date) -> Decimal | None:
    """Return the last close before a day, if it is one of that time and not of long before."""
    known = [one for one in fact.closes if day - timedelta(days=12) <= one < day]
    return fact.closes[max(known)] if known else None


def _day_of(claim: Claim, fact: Fact, facts: Facts) -> date | None:
    """Return the day that a claim names; nothing where it names none, or a month or a year."""
    if claim.day is not None:
        found = claim.day.on(facts.today)
        is_decided = (
            fact.kind == Kind.RATE and found is not None and fact.day is not None and found >= fact.day
        )
        return fact.day if is_decided or found == facts.today else found
    if claim.yesterday:
        return max((day for day in fact.closes if fact.day is None or day < fact.day), default=date.min)
    if claim.weekday is not None:
        back = (facts.today.weekday() - claim.weekday) % 7
        found = facts.today - timedelta(days=back)
        if fact.kind == Kind.RATE and fact.day is not None and found >= fact.day:
            return fact.day
        return fact.day if found == facts.today else found
    return None


def _candidates(
    measure: Measure, claim: Claim, fact: Fact, value: Decimal | None, base: Decimal | None
) -> Sequence[Decimal]:
    """Return the data's figures of which one must be the claim's, the first being the one to show."""
    match measure:
        case Measure.VALUE if claim.tie is Tie.TOUCHED:
            return _touched(claim, fact)
        case Measure.VALUE:
            return [value] if value is not None else []
        case Measure.OPEN | Measure.HIGH | Measure.LOW:
            known = getattr(fact, measure.value)
            return (
                [known] if known is not None and claim.horizon is Horizon.DAY and value == fact.value else []
            )
        case Measure.PREVIOUS:
            return [base] if base is not None else []
    return list(_changes(measure, fact, value, base))


def _touched(claim: Claim, fact: Fact) -> Sequence[Decimal]:
    """Return the level itself where the day reached it, else the end of the day's range that is nearest."""
    if fact.low is None or fact.high is None:
        return []
    within = fact.low - claim.figure.step <= claim.figure.value <= fact.high + claim.figure.step
    nearest = fact.high if claim.figure.value > fact.high else fact.low
    return [claim.figure.value if within else nearest]


def _changes(measure: Measure, fact: Fact, value: Decimal | None, base: Decimal | None) -> Iterator[Decimal]:
    if value is None or base is None or not base:
        return
    change = value - base
    if measure is Measure.CHANGE:
        yield change
    elif measure is Measure.POINTS:
        yield change * _HUNDRED
    else:
        yield change / abs(base) * _HUNDRED
        if fact.kind == Kind.CURRENCY and value:
            # The rupiah's own change: what one of it buys.
            yield change / abs(value) * _HUNDRED
        if fact.kind in RATES:
            yield change


def _agrees(claim: Claim, measure: Measure, data: Decimal) -> bool:
    figure = claim.figure
    changes = measure in {Measure.CHANGE, Measure.PERCENT, Measure.POINTS}
    if changes and not _same_way(claim, data):
        return False
    shown = abs(data) if changes else data
    if claim.tie is Tie.ABOVE and not changes:
        return shown > figure.value
    if claim.tie is Tie.BELOW and not changes:
        return shown < figure.value
    tolerance = figure.step * _HALF
    if claim.approximate:
        tolerance = max(tolerance, _roughness(figure.value, figure.step))
    return abs(shown - figure.value) <= tolerance


def _roughness(value: Decimal, step: Decimal) -> Decimal:
    """Return how rough a figure is that says it is: "sekitar 7.100" means the hundreds."""
    while step < value and value % (step * 10) == 0:
        step *= 10
    return step * (_HALF if step < 1 else 1)


def _same_way(claim: Claim, data: Decimal) -> bool:
    """Tell whether the data went the way that the copy says; a change that says nothing of it passes."""
    if claim.way is None:
        return True
    way = claim.way
    # "Rupiah melemah", "dolar AS menguat", "Jisdor menguat": strength is the rupiah's unless the other one leads.
    turned = claim.inverse or (claim.strength and claim.symbol == "JISDOR")
    if turned:
        way = -way
    # "Unchanged" is a claim too; a figure beside it says by how much.
    return bool(data == 0 if way == 0 else data * way > 0 or (data == 0 and not claim.figure.value))


def _contradicts(claim: Claim, fact: Fact, base: Decimal | None) -> bool:
    """Tell whether a level was reached the other way: "naik ke 7.141" of what fell to it."""
    if claim.way in {None, 0} or base is None or fact.value is None or claim.tie not in {Tie.LEVEL, None}:
        return False
    return fact.value != base and not _same_way(claim, fact.value - base)
