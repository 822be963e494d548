"""The markets page, an instrument's page and history, and the figures that the bar refreshes from."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.common.dependencies import note
from tajuk.common.notation import Language, for_readers
from tajuk.fronts.rows import newest, stories_of
from tajuk.markets import queries as markets
from tajuk.markets import today
from tajuk.markets.histories import history_of
from tajuk.markets.queries import InstrumentPage
from tajuk.markets.shown import BarItem, Shown, state_words
from tajuk.press.plates import plate
from tajuk.site import pages, quotations
from tajuk.site.cards import cards_of
from tajuk.site.links import Link
from tajuk.site.pages import Group, Head, Item
from tajuk.site.variants import Variant, in_edition
from tajuk.site.views.fragments import licence_lines

STORIES = 12
_TEN_YEARS = 3_653


@dataclass(frozen=True, slots=True)
class Table:
    """Instruments of one kind."""

    id: str
    name: str
    items: tuple[BarItem, ...]


@plate(kind="market", shared_seconds=5, eager=True)
def snapshot(request: HttpRequest) -> HttpResponse:
    """Answer with every instrument's figures as JSON."""
    body = orjson.dumps(markets.snapshot(clock.now()))
    return HttpResponse(body, content_type="application/json", headers={"X-Robots-Tag": "noindex"})


@plate(kind="market", shared_seconds=15)
@in_edition
def home(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with all instruments: movers, a heat map, tables by kind, and what each market does today."""
    language, now = _language(variant), clock.now()
    items = markets.board(now)
    tables = _tables(items)
    head = Head(
        title=_("Markets"),
        path=variant.canonical("pasar/"),
        description=_("Indices, shares, currencies, metals and commodities with the time of each figure."),
    )
    if variant.lite:
        groups = [Group(tuple(_item(row, variant) for row in table.items), table.name) for table in tables]
        return _lite(request, variant, head, groups)
    risers, fallers = markets.movers_of(items)
    return pages.answer(
        request, "markets", variant=variant, head=head, current=variant.at("pasar/"),
        title=head.title, text=head.description, tables=tables, licences=licence_lines(items, language),
        movers=[Table("risers", _("Risers"), risers), Table("fallers", _("Fallers"), fallers)],
        tiles=quotations.tiles(items), markets=today.markets_now(now, language),
        days=today.special_days(now, language), states=state_words(language),
    )  # fmt: skip


def _tables(items: tuple[BarItem, ...]) -> list[Table]:
    return [Table(kind.value, str(kind.label), rows) for kind, rows in markets.tables_of(items).items()]


@plate(kind="market", shared_seconds=15)
@in_edition
def instrument(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with an instrument: its figures, charts of every range with tables, the stories that name it."""
    now = clock.now()
    page = _page(slug)
    note(f"list:instrument:{page.instrument.pk}")
    named = stories_of(Article.instruments.through, "instrument_id", page.instrument.pk)
    stories = cards_of(
        newest(named.in_language(variant.language), "instrument", now, STORIES), variant=variant
    )
    language, row = _language(variant), page.instrument
    head = Head(
        title=row.symbol if row.name == row.symbol else f"{row.symbol} - {row.name}",
        path=variant.canonical(f"pasar/{slug}/"),
        description=row.name,
    )
    figures = quotations.key_figures(page, language)
    if variant.lite:
        shown = page.item.shown[language]
        quote = Item(_figures(shown), "", f"{shown.moment} {shown.state}")
        facts = Group((quote, *(Item(f"{figure.name}: {figure.text}") for figure in figures)))
        told = Group(tuple(Item(card.headline, card.url) for card in stories), _("Stories"))
        return _lite(request, variant, head, [facts, told])
    beside = markets.beside(row)
    others = [Link(each.symbol, reverse("market-history", args=[each.slug])) for each in beside]
    return pages.answer(
        request, "instrument", variant=variant, head=head, current=variant.at("pasar/"),
        title=head.title, text=row.unit, crumbs=(Link(_("Markets"), variant.at("pasar/")),),
        item=page.item, figures=figures, stories=stories, extents=quotations.extents(page, language),
        drawn=quotations.drawings(page, beside, now, language), states=state_words(language),
        history=reverse("market-history", args=[slug]), others=others,
        download=reverse("market-csv", args=[slug]) if page.item.may_redistribute else "",
    )  # fmt: skip


@plate(kind="market", shared_seconds=300)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with an instrument's daily closes as JSON, for the interactive chart."""
    page = _page(slug)
    row = page.instrument
    kept = history_of(row, clock.now().date())
    told = {
        "symbol": row.symbol,
        "decimals": row.decimals_value,
        "days": [day.isoformat() for day in kept.days],
        "closes": [float(close) for close in kept.closes],
    }
    return HttpResponse(
        orjson.dumps(told), content_type="application/json", headers={"X-Robots-Tag": "noindex"}
    )


@plate(kind="market", shared_seconds=300)
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with ten years of days as CSV (RFC 4180); 404 where the provider's licence does not allow it."""
    page = _page(slug)
    if not page.item.may_redistribute:
        raise Http404
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["symbol", "date", "open", "high", "low", "close", "volume", "provenance", "licence"])
    line = page.item.shown["en"].licence
    until: date = clock.now().date()
    for day in markets.history(page.instrument, _TEN_YEARS, until=until):
        figures = [_plain(figure) for figure in (day.open, day.high, day.low, day.close)]
        volume = "" if day.volume is None else day.volume
        writer.writerow(
            [page.instrument.symbol, day.date.isoformat(), *figures, volume, day.provenance, line]
        )
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.csv"', "X-Robots-Tag": "noindex"},
    )


def _plain(figure: Any) -> str:
    return "" if figure is None else f"{figure.normalize():f}"


def _page(slug: str) -> InstrumentPage:
    page = markets.instrument_page(slug, clock.now())
    if page is None:
        raise Http404
    return page


def _language(variant: Variant) -> Language:
    return "en" if variant.language == "en" else "id"


def _figures(shown: Shown) -> str:
    return " ".join(map(for_readers, (shown.value, shown.change, shown.percent)))


def _item(row: BarItem, variant: Variant) -> Item:
    shown = row.shown[_language(variant)]
    figures = f"{_figures(shown)} · {shown.time} · {shown.state}"
    return Item(row.symbol, variant.at(f"pasar/{row.slug}/"), figures)


def _lite(request: HttpRequest, variant: Variant, head: Head, groups: list[Group]) -> HttpResponse:
    return pages.answer(
        request, "list", variant=variant, head=head, title=head.title, text=head.description,
        groups=groups, newer="", older="",
    )  # fmt: skip
