"""Instruments in copy as chips: the price at publication, which stays, beside the price now, which the script fills in.

The page holds the first alone: what a tick changes is asked for by the reader's browser, so that no tick bakes a story.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markupsafe import Markup

from tajuk.articles.models import Article
from tajuk.articles.models.quoted import QuotedPrice
from tajuk.common.notation import MINUS, Language, format_moment, format_number, format_percent
from tajuk.markets.figures.names import Named, finder_of
from tajuk.markets.models import Instrument
from tajuk.site.rows import quoted_in
from tajuk.site.variants import Variant

_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r"<a\s[^>]*?href=\"([^\"]*)\"", re.I)


@dataclass(frozen=True, slots=True)
class Chip:
    """An instrument of a story with its price at publication, in the reader's language."""

    named: Named
    url: str
    value: Decimal
    text: str
    percent: str
    as_of: datetime
    moment: str
    decimals: tuple[int, int]


class Chips:
    """The chips of one page; each is put in once, where the copy names its instrument first."""

    def __init__(self, chips: Iterable[Chip]) -> None:
        """Begin with all of them to be placed."""
        self._waiting = {chip.named.symbol: chip for chip in chips}

    def into(self, html: str) -> Markup:
        """Return clean running text with the chips that belong into it; links keep their own words."""
        if not self._waiting:
            return Markup(html)  # noqa: S704  (the one sanitiser's answer)
        return Markup("").join(self._pieces(html))

    def _pieces(self, html: str) -> Iterator[Markup]:
        in_link, target = 0, ""
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                in_link += (piece[:2].lower() == "<a") - (piece.lower() == "</a>")
                yield Markup(piece)  # noqa: S704  (a tag that the sanitiser left)
                if link := _LINK.match(piece):
                    target = link[1]
                elif piece.lower() == "</a>":
                    yield from self._linked(target)
                    target = ""
            else:
                yield from self._text(piece) if not in_link else [Markup(piece)]  # noqa: S704  (clean text)

    def _linked(self, target: str) -> Iterator[Markup]:
        """Yield the chip of an instrument whose page the copy has just linked to."""
        for symbol, chip in list(self._waiting.items()):
            if target.endswith(chip.url):
                del self._waiting[symbol]
                yield _shown(chip)

    def _text(self, text: str) -> Iterator[Markup]:
        finder = finder_of(tuple(chip.named for chip in self._waiting.values()))
        end = 0
        for hit in finder.find(text) if self._waiting else ():
            if (chip := self._waiting.pop(hit.symbol, None)) is not None:
                yield Markup(text[end : hit.end])  # noqa: S704  (clean text, cut between its words)
                yield _shown(chip)
                end = hit.end
        yield Markup(text[end:])  # noqa: S704  (clean text)


def _shown(chip: Chip) -> Markup:
    return Markup(  # noqa: S704  (format_html escapes)
        format_html(
            ' <a class="chip" href="{url}" data-symbol="{symbol}" data-decimals="{value_places} {change_places}" '
            'data-delay="0"><span class="chip__then" title="{then}: {moment}"><span class="chip__label">{then}</span> '
            '<data value="{plain}">{text}</data>{percent}</span>'
            '<span class="chip__now" hidden><span class="chip__label">{now}</span> <data value="" data-value></data> '
            '<data value="" data-percent></data> <time datetime="PT0S" data-as-of></time></span></a>',
            url=chip.url, symbol=chip.named.symbol, value_places=chip.decimals[0], change_places=chip.decimals[1],
            then=_("at publication"), now=_("now"), moment=chip.moment, plain=f"{chip.value.normalize():f}",
            text=chip.text, percent=f" ({chip.percent})" if chip.percent else "",
        )
    )  # fmt: skip


def chips_of(article: Article, variant: Variant) -> Chips:
    """Return the chips of a story; none in the light form, and none of a story that is not out."""
    if variant.lite or article.pk is None:
        return Chips(())
    language: Language = "en" if variant.language == "en" else "id"
    rows = quoted_in([article.pk])[article.pk]
    return Chips(_chip(row, row.instrument, variant, language) for row in rows)


def _chip(row: QuotedPrice, instrument: Instrument, variant: Variant, language: Language) -> Chip:
    value, previous = row.value, row.previous_close
    percent = (value - previous) / abs(previous) * 100 if previous else None
    return Chip(
        named=Named(instrument.symbol, instrument.kind, instrument.currency, instrument.spoken_names),
        url=variant.at(f"pasar/{instrument.slug}/"),
        value=value,
        text=format_number(value, instrument.decimals_value, language),
        percent=format_percent(percent, language, minus=MINUS, plus="+") if percent is not None else "",
        as_of=row.as_of,
        moment=format_moment(row.as_of, language),
        decimals=(instrument.decimals_value, instrument.decimals_change),
    )
