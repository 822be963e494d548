"""The fragments that pages hold: small pages of their own that the press composes into the others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tajuk.common import clock
from tajuk.common.dependencies import note
from tajuk.common.notation import Language
from tajuk.fronts.queries import most_read as most_read_stories
from tajuk.fronts.rows import newest_of
from tajuk.markets import queries as markets
from tajuk.markets.shown import BarItem, state_words
from tajuk.press.plates import plate
from tajuk.promos import queries as promos
from tajuk.promos.models import PlaceOfPromo
from tajuk.site.cards import Card, by_day, cards_of
from tajuk.site.courses import course_cards
from tajuk.site.variants import Variant, in_edition

LATEST = 8
MOST_READ = 5
COURSES = 4


def _fragment(request: HttpRequest, name: str, variant: Variant, **context: Any) -> HttpResponse:
    context = {"root": variant.root, **context}
    response = render(request, f"pages/fragments/{name}.html", context, using="reader")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@plate(kind="fragment")
@in_edition
def market_bar(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the market bar."""
    language: Language = "en" if variant.language == "en" else "id"
    items = markets.bar(clock.now())
    states, lines = state_words(language), licence_lines(items, language)
    return _fragment(request, "market-bar", variant, items=items, states=states, licences=lines)


def licence_lines(items: tuple[BarItem, ...], language: Language) -> list[str]:
    """Return what the providers want said, once for each line: the line, then the instruments it is for."""
    lines: dict[str, list[str]] = {}
    for item in items:
        if line := item.shown[language].licence:
            lines.setdefault(line, []).append(item.symbol)
    return [f"{', '.join(symbols)}: {line}" for line, symbols in lines.items()]


@plate(kind="fragment")
@in_edition
def latest(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the newest stories."""
    note(f"list:latest:{variant.language}")
    cards = cards_of(newest_of(None, variant.language, "fragments", clock.now(), LATEST))
    return _fragment(request, "latest", variant, days=by_day(cards))


@plate(kind="fragment")
@in_edition
def most_read(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the most read stories."""
    return _fragment(request, "most-read", variant, stories=_most_read(variant), form="")


@plate(kind="fragment")
@in_edition
def most_read_wide(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the most read stories as a band across a front."""
    return _fragment(request, "most-read", variant, stories=_most_read(variant), form="wide")


def _most_read(variant: Variant) -> list[Card]:
    return cards_of(
        most_read_stories(variant.language, limit=MOST_READ, exit_name="fragments", now=clock.now())
    )


@plate(kind="fragment")
@in_edition
def promo_banner(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the promo above the masthead, empty when none runs."""
    return _fragment(request, "promo-banner", variant, promo=_first(PlaceOfPromo.BANNER))


@plate(kind="fragment")
@in_edition
def promo_overlay(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the promo that a reader can close, empty when none runs."""
    return _fragment(request, "promo-overlay", variant, promo=_first(PlaceOfPromo.OVERLAY))


def _first(place: PlaceOfPromo) -> Any:
    return next(iter(promos.running(place, clock.now())), None)


@plate(kind="fragment")
@in_edition
def academy(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the academy's next courses."""
    cards = course_cards(promos.courses()[:COURSES], variant)
    return _fragment(request, "academy", variant, courses=cards)
