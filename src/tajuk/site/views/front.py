"""The home page and the sections' fronts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.fronts import queries as fronts
from tajuk.fronts.models import Masthead
from tajuk.pictures.renditions import LEAD
from tajuk.press.plates import plate
from tajuk.promos.models import PlaceOfPromo
from tajuk.promos.queries import running
from tajuk.site import links, pages, structured
from tajuk.site.cards import Card, cards_of
from tajuk.site.chrome import masthead, sections
from tajuk.site.heads import logo_of
from tajuk.site.links import Link
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import PAGE, page_number, paged
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant, in_edition
from tajuk.topics.models import Section

TOP = 11
IN_BLOCK = 7


@dataclass(frozen=True, slots=True)
class Block:
    """A section's stories on the home page."""

    name: str
    slug: str
    url: str
    stories: tuple[Card, ...]


@plate(kind="front", shared_seconds=30, eager=True)
@in_edition
def home(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the home page of an edition: an editor's slots, the newest, a block for each section."""
    now, paper = clock.now(), masthead()
    front = fronts.front_of(None, variant.language)
    top = fronts.stories_of(front, section=None, language=variant.language, limit=TOP, now=now)
    blocks = _blocks(top, variant, now)
    head = _home_head(paper, variant)
    if variant.lite:
        groups = [Group(tuple(_item(card) for card in cards_of(top, variant=variant)))]
        groups += [Group(tuple(map(_item, block.stories)), block.name, block.url) for block in blocks]
        return pages.answer(
            request, "list", variant=variant, head=head, title=paper.name, text=paper.tagline,
            groups=groups, newer="", older="",
        )  # fmt: skip
    cards = _led(top, variant)
    return pages.answer(
        request, "home", variant=variant, head=head, current=variant.root,
        lead=cards[0] if cards else None, under=cards[1:3], second=cards[3:7], more=cards[7:],
        blocks=blocks, promos=running(PlaceOfPromo.INLINE, now)[:1],
    )  # fmt: skip


def _home_head(paper: Masthead, variant: Variant) -> Head:
    return Head(
        title=paper.name,
        path=variant.canonical(),
        description=paper.tagline,
        alternates=(Link("", FULL.root, FULL.language), Link("", FULL_ENGLISH.root, FULL_ENGLISH.language)),
        feed=variant.canonical("rss.xml"),
        data=() if variant.lite else (_website(paper, variant),),
    )


def _website(paper: Masthead, variant: Variant) -> dict[str, Any]:
    house = structured.publisher(paper.publisher or paper.name, logo_of(paper))
    return structured.website(paper.name, variant.canonical(), variant.language, house)


def _blocks(top: Iterable[Article], variant: Variant, now: datetime) -> list[Block]:
    """Return the sections' newest stories without those that stand above, all their pictures in one query."""
    used = [article.pk for article in top]
    rows = fronts.newest_of_each(sections(), variant.language, limit=IN_BLOCK, now=now, without=used)
    cards = {
        card.id: card for card in cards_of((a for found in rows.values() for a in found), variant=variant)
    }
    return [
        Block(
            row.name, row.slug, links.section(row, variant).url, tuple(cards[article.pk] for article in found)
        )
        for row, found in rows.items()
        if found
    ]


def _led(rows: Sequence[Article], variant: Variant) -> list[Card]:
    """Return the cards of a front, the first with its picture in the size of a lead."""
    return cards_of(rows[:1], LEAD, variant) + cards_of(rows[1:], variant=variant)


def _item(card: Card) -> Item:
    return Item(card.headline, card.url, _("Premium") if card.is_premium else "")


@plate(kind="section", shared_seconds=30, eager=True, query=["page"])
@in_edition
def section(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with a section's front: an editor's slots, then the newest, older ones on further pages."""
    row = get_object_or_404(Section, slug=slug)
    now, number = clock.now(), page_number(request)
    stories = fronts.stories_of(
        fronts.front_of(row, variant.language),
        section=row, language=variant.language, limit=number * PAGE + 1, now=now,
    )  # fmt: skip
    page = paged(stories, number, variant.at(f"{slug}/"))
    cards = _led(page.rows, variant) if number == 1 else cards_of(page.rows, variant=variant)
    head = Head(
        title=row.name,
        path=variant.canonical(f"{slug}/") + (f"?page={number}" if number > 1 else ""),
        description=row.description,
        feed=variant.canonical(f"{slug}/rss.xml"),
        data=() if variant.lite else (_crumbs(row, variant),),
    )
    common: dict[str, Any] = {
        "newer": page.newer,
        "older": page.older,
        "title": row.name,
        "text": row.description,
    }
    if variant.lite:
        group = Group(tuple(map(_item, cards)))
        return pages.answer(request, "list", variant=variant, head=head, groups=[group], **common)
    return pages.answer(
        request, "section", variant=variant, head=head, current=variant.at(f"{slug}/"),
        stories=cards, page=number, **common,
    )  # fmt: skip


def _crumbs(row: Section, variant: Variant) -> dict[str, object]:
    return structured.breadcrumbs([Link(masthead().name, variant.canonical()), links.section(row, variant)])
