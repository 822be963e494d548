"""Teasers of articles, as lists, fronts and fragments show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import get_language

from tajuk.articles.models import Article
from tajuk.clearance.exits import Use
from tajuk.clearance.pictures import may_be_shown
from tajuk.common import clock, editions
from tajuk.common.clock import WIB
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.pictures.renditions import CARD, PictureSet
from tajuk.pictures.renditions import Use as Size
from tajuk.site.variants import FULL, Variant


@dataclass(frozen=True, slots=True)
class Card:
    """What a teaser shows of a story; `foreign` where its language is another than the page's."""

    id: int
    url: str
    headline: str
    summary: str
    section: str
    section_url: str
    published_at: datetime
    is_premium: bool
    language: str
    foreign: bool
    picture: PictureSet | None


def usable(picture: Picture | None, now: datetime, use: Use = Use.WEB) -> bool:
    """Tell whether a picture is there and the gate lets it be put to a use."""
    return picture is not None and may_be_shown(picture, now, use)


def cards_of(articles: Iterable[Article], use: Size = CARD, variant: Variant = FULL) -> list[Card]:
    """Return the cards of cleared articles (fetched `for_cards`), with one query for all pictures."""
    rows, now = list(articles), clock.now()
    shown = [row.lead_picture for row in rows if row.lead_picture and usable(row.lead_picture, now)]
    pictures = {} if variant.lite else renditions.for_pages(shown, use)
    return [_card(row, pictures.get(row.lead_picture_id or 0), variant) for row in rows]


def _card(article: Article, picture: PictureSet | None, variant: Variant) -> Card:
    edition = editions.of_language(article.language)
    return Card(
        id=article.pk,
        url=variant.link(article.get_absolute_url()),
        headline=article.headline,
        summary=article.summary,
        section=article.section.name,
        section_url=variant.link(f"/{edition.prefix}{article.section.slug}/"),
        published_at=article.published_at or clock.now(),  # the gate lets none out without one
        is_premium=article.is_premium,
        language=article.language,
        foreign=edition is not editions.of_language(get_language()),
        picture=picture,
    )


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of a day in the newsroom's zone."""

    date: date
    stories: tuple[Card, ...]


def by_day(cards: Sequence[Card]) -> list[Day]:
    """Return cards, which are in the order of their time, under their days."""
    days = groupby(cards, key=lambda card: card.published_at.astimezone(WIB).date())
    return [Day(day, tuple(stories)) for day, stories in days]
