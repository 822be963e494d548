"""The figure check beside the text: what the data says of each figure of a draft, and as of when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from tajuk.articles.body import body_of
from tajuk.articles.models import Article
from tajuk.common.clock import WIB
from tajuk.common.notation import Language, format_number, format_time
from tajuk.common.sanitize import text_of
from tajuk.markets.figures import Judgement, Verdict, check, facts_at
from tajuk.markets.figures.measures import Measure

_NAMES = {
    Measure.VALUE: gettext_lazy("value"),
    Measure.CHANGE: gettext_lazy("change"),
    Measure.PERCENT: gettext_lazy("change in per cent"),
    Measure.POINTS: gettext_lazy("change in basis points"),
    Measure.OPEN: gettext_lazy("open"),
    Measure.HIGH: gettext_lazy("high"),
    Measure.LOW: gettext_lazy("low"),
    Measure.PREVIOUS: gettext_lazy("previous close"),
}
_VERDICTS = {
    Verdict.AGREES: gettext_lazy("agrees"),
    Verdict.DIFFERS: gettext_lazy("differs"),
    Verdict.UNKNOWN: gettext_lazy("unknown"),
}
_AROUND = 44


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure of a draft: the words around it, the verdict, and what the data says as of when."""

    before: str
    figure: str
    after: str
    verdict: str
    name: str
    symbol: str
    measure: str
    data: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a draft in its order, and the moment whose data they were compared with."""

    rows: tuple[Checked, ...]
    differing: int
    moment: str


def report_of(story: Article, now: datetime) -> Report:
    """Return what the data says of a story's figures, as of its publication, or now where it is not out."""
    moment = min(story.published_at, now) if story.live and story.published_at else now
    language: Language = "en" if story.language == "en" else "id"
    shown: Language = "en" if (get_language() or "").startswith("en") else "id"
    lines = list(_lines(story))
    facts = facts_at(moment, "\n".join(lines))
    rows = [_checked(judgement, line, shown) for line in lines for judgement in check(line, language, facts)]
    differing = sum(row.verdict == Verdict.DIFFERS.value for row in rows)
    return Report(tuple(rows), differing, f"{moment.astimezone(WIB):%d-%m-%Y} {format_time(moment)}")


def _lines(story: Article) -> Iterator[str]:
    """Yield the words of a story, a paragraph at a time."""
    yield story.headline
    yield story.summary
    for block in body_of(story).blocks:
        if block.kind in {"paragraph", "list"}:
            yield text_of(str(block.value or ""))
        elif block.kind == "subhead":
            yield str(block.value or "")


def _checked(one: Judgement, line: str, language: Language) -> Checked:
    return Checked(
        before=("… " if one.start > _AROUND else "") + line[max(0, one.start - _AROUND) : one.start],
        figure=line[one.start : one.end],
        after=line[one.end : one.end + _AROUND] + (" …" if len(line) > one.end + _AROUND else ""),
        verdict=one.verdict.value,
        name=str(_VERDICTS[one.verdict]),
        symbol=one.symbol,
        measure=str(_NAMES[one.measure]),
        data=_figure(one, language),
        as_of=_when(one),
    )


def _figure(one: Judgement, language: Language) -> str:
    if one.data is None:
        return ""
    exponent = one.data.normalize().as_tuple().exponent
    places = 2 if one.measure in {Measure.PERCENT, Measure.POINTS} else min(4, max(0, -int(exponent)))
    ending = "%" if one.measure is Measure.PERCENT else ""
    return format_number(one.data, places, language, plus="+" if one.measure in _SIGNED else "") + ending


_SIGNED = {Measure.CHANGE, Measure.PERCENT, Measure.POINTS}


def _when(one: Judgement) -> str:
    if one.day is not None:
        return f"{one.day:%d-%m-%Y}"
    return f"{one.as_of.astimezone(WIB):%d-%m-%Y} {format_time(one.as_of)}" if one.as_of else ""


class FiguresSidePanel(BaseSidePanel):
    """The figure check in the editor's side panels, renewed when the draft is saved and when somebody asks."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it."""

        aria_label = gettext_lazy("Toggle figure check")  # type: ignore[assignment]  # a word is one when shown
        icon_name = "decimal"
        has_counter = False

    name = "figures"
    title = gettext_lazy("Figures")
    template_name = "desk/panels/figures.html"
    order = 250
