"""The markets page, an instrument's page, and the figures that the bar refreshes from."""

from dataclasses import dataclass
from decimal import Decimal

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tajuk.articles.models import Article
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.common.dependencies import note
from tajuk.common.notation import UNKNOWN, Language, format_number, format_time
from tajuk.markets import queries as markets
from tajuk.markets.queries import InstrumentPage
from tajuk.markets.shown import BarItem
from tajuk.press.plates import plate
from tajuk.site import pages
from tajuk.site.cards import cards_of
from tajuk.site.figures import chart_of
from tajuk.site.links import Link
from tajuk.site.pages import Group, Head, Item
from tajuk.site.variants import Variant, in_edition
from tajuk.site.views.fragments import licence_lines

STORIES = 12


@dataclass(frozen=True, slots=True)
class Table:
    """Instruments of one kind."""

    id: str
    name: str
    items: tuple[BarItem, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: its name and its text."""

    name: str
    text: str


@plate(kind="market", shared_seconds=5, eager=True)
def snapshot(request: HttpRequest) -> HttpResponse:
    """Answer with every instrument's figures as JSON."""
    body = orjson.dumps(markets.snapshot(clock.now()))
    return HttpResponse(body, content_type="application/json", headers={"X-Robots-Tag": "noindex"})


@plate(kind="market", shared_seconds=15)
@in_edition
def home(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with all instruments as tables by kind."""
    language = _language(variant)
    kinds = markets.by_kind(clock.now())
    tables = [Table(kind.value, str(kind.label), rows) for kind, rows in kinds.items()]
    head = Head(
        title=_("Markets"),
        path=variant.canonical("pasar/"),
        description=_("Indices, shares, currencies, metals and commodities with the time of each figure."),
    )
    if variant.lite:
        groups = [Group(tuple(_item(row, variant) for row in table.items), table.name) for table in tables]
        return _lite(request, variant, head, groups)
    lines = licence_lines(tuple(row for table in tables for row in table.items), language)
    return pages.answer(
        request, "markets", variant=variant, head=head, current=variant.at("pasar/"),
        title=head.title, text=head.description, tables=tables, licences=lines,
    )  # fmt: skip


@plate(kind="market", shared_seconds=15)
@in_edition
def instrument(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with an instrument: its figures, its history as a chart and a table, the stories that name it."""
    now = clock.now()
    page = markets.instrument_page(slug, now)
    if page is None:
        raise Http404
    note(f"list:instrument:{page.instrument.pk}")
    named = Article.objects.in_language(variant.language).filter(instruments=page.instrument)
    stories = cards_of(
        cleared(named, "instrument", now).newest_first().for_cards()[:STORIES], variant=variant
    )
    language, row = _language(variant), page.instrument
    head = Head(
        title=row.symbol if row.name == row.symbol else f"{row.symbol} - {row.name}",
        path=variant.canonical(f"pasar/{slug}/"),
        description=row.name,
    )
    figures = key_figures(page, language)
    if variant.lite:
        shown = page.item.shown[language]
        quote = Item(f"{shown.value} {shown.change} {shown.percent}", "", f"{shown.moment} {shown.state}")
        facts = Group((quote, *(Item(f"{figure.name}: {figure.text}") for figure in figures)))
        return _lite(
            request,
            variant,
            head,
            [facts, Group(tuple(Item(c.headline, c.url) for c in stories), _("Stories"))],
        )
    points = [(day.date, day.close) for day in page.days]
    return pages.answer(
        request, "instrument", variant=variant, head=head, current=variant.at("pasar/"),
        title=head.title, text=row.unit, crumbs=(Link(_("Markets"), variant.at("pasar/")),),
        item=page.item, figures=figures, stories=stories,
        chart=chart_of(row, points, slug, _("Daily closes, one year"), language),
    )  # fmt: skip


def key_figures(page: InstrumentPage, language: Language) -> list[Figure]:
    """Return the figures of the day and the year, `–` for those that are not known, and the state of the market."""
    decimals = page.instrument.decimals_value

    def text(figure: Decimal | int | None, places: int = decimals) -> str:
        return UNKNOWN if figure is None else format_number(figure, places, language)

    figures = [
        Figure(_("Previous close"), text(page.item.previous_close)),
        Figure(_("Open"), text(page.open)),
        Figure(_("High"), text(page.high)),
        Figure(_("Low"), text(page.low)),
        Figure(_("52-week high"), text(page.year_high)),
        Figure(_("52-week low"), text(page.year_low)),
        Figure(_("Volume"), text(page.volume, 0)),
        Figure(_("Market"), str(page.phase.label)),
    ]
    if page.next_change:
        figures.append(Figure(_("Next change"), format_time(page.next_change)))
    return figures


def _language(variant: Variant) -> Language:
    return "en" if variant.language == "en" else "id"


def _item(row: BarItem, variant: Variant) -> Item:
    shown = row.shown[_language(variant)]
    figures = f"{shown.value} {shown.change} {shown.percent} · {shown.time} · {shown.state}"
    return Item(row.symbol, variant.at(f"pasar/{row.slug}/"), figures)


def _lite(request: HttpRequest, variant: Variant, head: Head, groups: list[Group]) -> HttpResponse:
    return pages.answer(
        request, "list", variant=variant, head=head, title=head.title, text=head.description,
        groups=groups, newer="", older="",
    )  # fmt: skip
