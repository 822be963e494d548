"""Every component on made data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tajuk.common.notation import Language
from tajuk.markets.charts import line_chart
from tajuk.markets.enums import State
from tajuk.markets.shown import state_text
from tajuk.site import pages, specimens
from tajuk.site.cards import by_day
from tajuk.site.figures import FigureChart
from tajuk.site.pages import Head
from tajuk.site.variants import Variant, in_edition

COLOURS = ("paper", "sheet", "ink", "ink-soft", "rule", "nila", "nila-deep", "kunyit", "up", "down")


@in_edition
def styleguide(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the components."""
    head = Head(title=_("Style guide"), path="", robots="noindex")
    return pages.answer(request, "styleguide", variant=variant, head=head, **_made(variant))


def _made(variant: Variant) -> dict[str, Any]:
    cards = specimens.cards()
    language: Language = "en" if variant.language == "en" else "id"
    return {
        "colours": COLOURS,
        "cards": cards,
        "days": by_day(cards),
        "indicators": specimens.indicators(),
        "states": {state.value: state_text(state, 15, language) for state in State},
        "story": specimens.story(),
        "live": specimens.live(),
        "pictures": specimens.series(),
        "chart": _chart(language),
        "courses": specimens.courses(),
        "promo": specimens.promo(),
        "plan": specimens.plan(),
    }


def _chart(language: Language) -> FigureChart | None:
    drawn = line_chart(
        specimens.closes(), key="specimen", title=_("Chart"), description="", language=language, decimals=0
    )
    if drawn is None:
        return None
    return FigureChart(
        _("Chart"), drawn.svg, drawn.low, drawn.high, drawn.first, drawn.last, _("Made figures."), drawn.rows
    )
