"""What stands in a feed: the newest cleared stories of a list, whatever the format it is written in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.conf import settings

from tajuk.articles.enums import Role
from tajuk.articles.managers import ArticleQuerySet, what_the_gate_reads
from tajuk.articles.models import Article, Credit
from tajuk.clearance import gate
from tajuk.clearance.exits import Use
from tajuk.common import shelf
from tajuk.common.dependencies import note
from tajuk.common.sanitize import without_controls
from tajuk.common.text import one_line
from tajuk.fronts.rows import newest_among, newest_ids, stories_of
from tajuk.pictures import renditions
from tajuk.pictures.renditions import LEAD, PictureSet
from tajuk.site import exchange, indexing, links
from tajuk.site.cards import usable
from tajuk.site.chrome import masthead
from tajuk.site.variants import Variant
from tajuk.staff.models import Author
from tajuk.topics.models import Section, Topic
from tajuk.wires.blocks import PictureRef, block_html
from tajuk.wires.story import Story

NEWEST = 30


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a feed: readers' machines, or a partner, who has the whole text and what its country may have."""

    territory: str = ""
    gets_text: bool = False


ANYBODY = Reader()


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a story, and the address of their page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in a feed: all is text but `html`, safe markup, empty where only the summary may leave."""

    article: int
    id: str
    url: str
    title: str
    summary: str
    corrections: tuple[str, ...]
    html: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    categories: tuple[str, ...]
    picture: PictureSet | None
    caption: str
    credit: str
    is_premium: bool
    elsewhere: str  # the page that a contract has search engines find in its place

    @property
    def picture_address(self) -> str:
        """Return the whole address of the picture, empty without one."""
        return exchange.media_address(self.picture.src) if self.picture else ""

    @property
    def summary_html(self) -> str:
        """Return the summary and the corrections as safe markup."""
        said = "".join(f"<p><em>{escape(text, quote=False)}</em></p>" for text in self.corrections)
        return f"<p>{escape(self.summary, quote=False)}</p>{said}"

    @property
    def summary_text(self) -> str:
        """Return the summary and the corrections as text, a line each."""
        return "\n".join((self.summary, *self.corrections))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its name, what it holds, the page it follows, its language; the newest story first.

    `gone` are the notices of stories that were taken back, for partners.
    """

    title: str
    description: str
    home: str
    language: str
    publisher: str
    entries: tuple[Entry, ...]
    gone: tuple[Story, ...] = ()

    @property
    def updated(self) -> datetime | None:
        """Return when one of its stories last changed, so that an unchanged feed is the same to the byte."""
        return max((entry.updated for entry in self.entries), default=None)


def of_edition(variant: Variant, exit_name: str, now: datetime, to: Reader = ANYBODY) -> Feed:
    """Return the feed of all stories of an edition."""
    note(f"list:latest:{variant.language}")
    ids = newest_ids(None, variant.language, exit_name, now, NEWEST)
    return _feed(ids, variant, exit_name, now, to, path="", name="", text="")


def of_section(
    section: Section, variant: Variant, exit_name: str, now: datetime, to: Reader = ANYBODY
) -> Feed:
    """Return the feed of a section."""
    note(f"list:section:{section.pk}:{variant.language}")
    ids = newest_ids(section.pk, variant.language, exit_name, now, NEWEST)
    return _feed(
        ids, variant, exit_name, now, to, path=f"{section.slug}/", name=section.name, text=section.description
    )


def of_topic(topic: Topic, variant: Variant, exit_name: str, now: datetime, to: Reader = ANYBODY) -> Feed:
    """Return the feed of a topic."""
    note(f"list:topic:{topic.pk}")
    ids = _newest(stories_of(Article.topics.through, "topic_id", topic.pk), variant, exit_name, now)
    return _feed(
        ids, variant, exit_name, now, to, path=f"topik/{topic.slug}/", name=topic.name, text=topic.description
    )


def of_author(author: Author, variant: Variant, exit_name: str, now: datetime, to: Reader = ANYBODY) -> Feed:
    """Return the feed of a person's stories."""
    note(f"list:author:{author.pk}")
    ids = _newest(stories_of(Credit, "author_id", author.pk), variant, exit_name, now)
    return _feed(
        ids,
        variant,
        exit_name,
        now,
        to,
        path=f"penulis/{author.slug}/",
        name=author.name,
        text=author.job_title,
    )


def _newest(stories: ArticleQuerySet, variant: Variant, exit_name: str, now: datetime) -> list[int]:
    return newest_among(stories.in_language(variant.language), exit_name, now, NEWEST)


def _rows(ids: list[int]) -> list[Article]:
    """Return the articles with what an entry shows: the three forms of a feed, baked together, share them."""

    def load(missing: list[int]) -> dict[int, Article]:
        rows = Article.objects.select_related("section", "locale", "lead_picture", "own_rights")
        fetched = rows.prefetch_related("credits__author", "corrections", "topics", *what_the_gate_reads())
        return {row.pk: row for row in fetched.filter(pk__in=missing)}

    found = shelf.many("entry", ids, load)
    return [found[pk] for pk in ids if pk in found]


def _feed(
    ids: list[int],
    variant: Variant,
    exit_name: str,
    now: datetime,
    to: Reader,
    *,
    path: str,
    name: str,
    text: str,
) -> Feed:
    paper = masthead()
    return Feed(
        title=_line(f"{paper.name} - {name}" if name else paper.name),
        description=_line(text or paper.tagline or name or paper.name),
        home=links.whole(variant.canonical(path)),
        language=variant.edition.tag,
        publisher=_line(paper.publisher or paper.name),
        entries=tuple(_entries(_rows(ids), variant, exit_name, now, to)),
    )


def _entries(
    articles: list[Article], variant: Variant, exit_name: str, now: datetime, to: Reader
) -> Iterable[Entry]:
    if to.territory:  # the list was asked for the site's own
        articles = [
            row for row in articles if gate.check(row, exit_name, now, territory=to.territory).cleared
        ]
    leads = [lead for row in articles if (lead := row.lead_picture) and usable(lead, now, Use.SYNDICATION)]
    pictures = renditions.for_pages(leads, LEAD)
    gets_text = to.gets_text or settings.TAJUK_FEED_FULL_TEXT
    full = exchange.copies_of(articles, exit_name, now, territory=to.territory) if gets_text else []
    html = {
        copy.article.pk: without_controls("".join(map(_html, copy.blocks))) for copy in full if copy.is_whole
    }
    found = indexing.found_of_all(articles)
    for row in articles:
        picture = pictures.get(row.lead_picture_id or 0)
        yield _entry(row, variant, picture, html.get(row.pk, ""), found[row.pk].address)


def _entry(
    article: Article, variant: Variant, picture: PictureSet | None, html: str, elsewhere: str
) -> Entry:
    caption = article.lead_caption or (article.lead_picture.caption if article.lead_picture else "")
    return Entry(
        article=article.pk,
        id=exchange.address_of(article),
        url=exchange.page_of(article),
        title=_line(article.headline),
        summary=_line(article.summary or article.headline),
        corrections=tuple(_line(exchange.said_of(row)) for row in article.corrections.all()),
        html=html,
        published=exchange.published_at(article),
        updated=exchange.changed_at(article),
        authors=tuple(_people(article, variant)),
        categories=(_line(article.section.name), *(_line(topic.name) for topic in article.topics.all())),
        picture=picture,
        caption=_line(caption) if picture else "",
        credit=_line(picture.credit) if picture else "",
        is_premium=article.is_premium,
        elsewhere=elsewhere,
    )


def _people(article: Article, variant: Variant) -> Iterable[Person]:
    for credit in article.credits.all():
        if credit.role in (Role.REPORTER, Role.TRANSLATOR):
            link = links.author(credit.author, variant)
            yield Person(_line(link.name), links.whole(link.url))


def _html(block: object) -> str:
    """Return a block as markup, a picture with its image: feed readers show it."""
    if not isinstance(block, PictureRef):
        return block_html(block)  # type: ignore[arg-type]  # every other block
    said = escape(" ".join(filter(None, (block.caption, block.credit))), quote=False)
    image = f'<img src="{escape(block.ref)}" alt="{escape(block.alt)}">'
    return f"<figure>{image}<figcaption>{said}</figcaption></figure>"


def _line(text: str) -> str:
    """Return a text as XML and JSON can both carry it: on one line, without control characters."""
    return one_line(without_controls(text))
