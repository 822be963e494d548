"""An article as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tajuk.articles.body import body_of
from tajuk.articles.enums import Gravity
from tajuk.articles.models import Article, Correction, Credit
from tajuk.clearance.pictures import in_its_place
from tajuk.common import editions
from tajuk.common.dependencies import note
from tajuk.common.sanitize import text_of
from tajuk.common.text import shorten
from tajuk.fronts.rows import cleared_rows
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.pictures.renditions import LEAD, PictureSet
from tajuk.site import links
from tajuk.site.cards import usable
from tajuk.site.links import Link
from tajuk.site.live import Live, live_of, words_of_posts
from tajuk.site.parts import Part, Quote, named_in, parts_of
from tajuk.site.rows import translations_of
from tajuk.site.series import in_series
from tajuk.site.tables import Table
from tajuk.site.variants import Variant

WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Credited:
    """Those who did the same for a story, under the name of their role."""

    role: str
    people: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A way to pass a story on: its name, its address, its icon."""

    name: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Story:
    """What the page of an article shows. `parts` are what may leave: of a premium story, what stands free."""

    id: int
    headline: str
    summary: str
    path: str
    address: str
    section: Link
    published_at: datetime
    modified_at: datetime
    is_premium: bool
    is_cut: bool
    reading: str
    words: int
    credits: tuple[Credited, ...]
    sources: tuple[Link, ...]
    dateline: str
    picture: PictureSet | None
    caption: str
    parts: tuple[Part, ...]
    topics: tuple[Link, ...]
    instruments: tuple[Link, ...]
    grave: tuple[Correction, ...]
    slight: tuple[Correction, ...]
    translation: Link | None
    share: tuple[Share, ...]
    picture_gone: str = ""
    live: Live | None = None

    @property
    def description(self) -> str:
        """Return the summary, or the beginning of the copy."""
        copy = (text_of(part.value) for part in self.parts if isinstance(part.value, str))
        return self.summary or shorten(next(copy, ""), 200)


def story_of(article: Article, *, variant: Variant, brand: str, whole: bool, now: datetime) -> Story:
    """Return the story of an article that was fetched `for_page`; without `whole` only its free part."""
    body = body_of(article)
    blocks = body.blocks if whole else body.free
    parts = parts_of(blocks, named_in(body, blocks, variant, now), variant)
    corrections = list(article.corrections.all())
    published = article.published_at or now
    path = article.get_absolute_url()
    live = live_of(article, whole=whole) if article.pk else None
    words = sum(len(text_of(text).split()) for text in _texts(parts))
    words += words_of_posts(live.posts) if live else 0
    return Story(
        id=article.pk or 0,
        headline=article.headline,
        summary=article.summary,
        path=path,
        address=links.whole(path),
        section=links.section(article.section, variant),
        published_at=published,
        modified_at=max(
            _modified(article, corrections, published), *([live.updated_at] if live else [published])
        ),
        is_premium=article.is_premium,
        is_cut=not whole,
        reading=_reading(words),
        words=words,
        credits=credited(article.credits.all(), variant),
        sources=tuple(links.agency(agency, variant) for agency in article.agencies.all()),
        dateline=f"{brand} - {article.dateline.rstrip('.')}." if article.dateline else "",
        picture=lead_picture(article, variant, now),
        picture_gone=in_its_place(article.lead_picture, now) if article.lead_picture else "",
        caption=article.lead_caption or (article.lead_picture.caption if article.lead_picture else ""),
        parts=in_series(parts),
        topics=tuple(links.topic(topic, variant) for topic in article.topics.all()),
        instruments=tuple(links.instrument(row, variant) for row in article.instruments.all()),
        grave=tuple(row for row in corrections if row.gravity == Gravity.GRAVE),
        slight=tuple(row for row in corrections if row.gravity != Gravity.GRAVE),
        translation=translation_of(article, variant, now),
        share=ways_to_share(article.headline, links.whole(path)),
        live=live,
    )


def _texts(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part.value, str):
            yield part.value
        elif isinstance(part.value, Quote):
            yield part.value.text
        elif isinstance(part.value, Table):
            yield from (cell.text for row in part.value.rows for cell in row)


def _modified(article: Article, corrections: Iterable[Correction], published: datetime) -> datetime:
    moments = [correction.at for correction in corrections]
    return max([published, *moments, *([article.last_published_at] if article.last_published_at else [])])


def _reading(words: int) -> str:
    minutes = max(1, round(words / WORDS_A_MINUTE))
    return ngettext("%(count)d minute's read", "%(count)d minutes' read", minutes) % {"count": minutes}


def credited(rows: Iterable[Credit], variant: Variant) -> tuple[Credited, ...]:
    """Return the credits under their roles, in the order in which the desk put them."""
    return tuple(
        Credited(role, tuple(links.author(credit.author, variant) for credit in group))
        for role, group in groupby(rows, key=lambda credit: str(credit.get_role_display()))
    )


def lead_picture(article: Article, variant: Variant, now: datetime) -> PictureSet | None:
    """Return the lead picture where it may be shown and is made for pages."""
    picture: Picture | None = article.lead_picture
    if variant.lite or picture is None or not usable(picture, now):
        return None
    return renditions.for_pages([picture], LEAD).get(picture.pk)


def translation_of(article: Article, variant: Variant, now: datetime) -> Link | None:
    """Return the link to the same story in the other edition where it may leave."""
    note(f"list:translations:{article.translation_key}")
    others = [pk for pk in translations_of([article])[article.translation_key] if pk != article.pk]
    other = next(iter(cleared_rows(others, "related", now).values()), None)
    if other is None:
        return None
    language = editions.of_language(other.language).language
    return Link(other.headline, variant.link(other.get_absolute_url()), language)


def ways_to_share(headline: str, address: str) -> tuple[Share, ...]:
    """Return plain links that hand a story on, none of which needs a script or is fetched before a reader asks."""
    text, url = quote(headline, safe=""), quote(address, safe="")
    return (
        Share("WhatsApp", f"https://wa.me/?text={text}%20{url}", "whatsapp"),
        Share("X", f"https://x.com/intent/post?text={text}&url={url}", "x"),
        Share("Telegram", f"https://t.me/share/url?url={url}&text={text}", "telegram"),
        Share(
            "Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address}), "facebook"
        ),
        Share(_("E-mail"), f"mailto:?subject={text}&body={url}", "mail"),
    )
