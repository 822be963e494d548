"""Lists of stories: of a topic, an author, an agency, a day; the most read."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Credit
from tajuk.common import clock, notation
from tajuk.common.bilingual import pick
from tajuk.common.clock import WIB
from tajuk.common.dependencies import note
from tajuk.common.notation import Language
from tajuk.fronts.queries import most_read as most_read_stories
from tajuk.fronts.rows import newest, newest_of, stories_of
from tajuk.press.plates import plate
from tajuk.site import pages
from tajuk.site.cards import Card, by_day, cards_of
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import PAGE, Page, page_number, paged
from tajuk.site.variants import Variant, in_edition
from tajuk.staff.models import Author
from tajuk.topics.models import Topic
from tajuk.wires.models import Agency

MOST_READ = 20
EARLIEST = date(1990, 1, 1)


@plate(kind="list", shared_seconds=60, query=["page"])
@in_edition
def topic(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with the stories of a topic."""
    row = get_object_or_404(Topic, slug=slug)
    note(f"list:topic:{row.pk}")
    stories = stories_of(Article.topics.through, "topic_id", row.pk)
    return _river(request, variant, stories, "topic", f"topik/{slug}/", row.name, row.description, feed=True)


@plate(kind="list", shared_seconds=60, query=["page"])
@in_edition
def author(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with the stories that a person is credited for."""
    row = get_object_or_404(Author, slug=slug)
    note(f"list:author:{row.pk}")
    stories = stories_of(Credit, "author_id", row.pk)
    text = " - ".join(part for part in (row.job_title, pick(row, "biography")) if part)
    return _river(request, variant, stories, "author", f"penulis/{slug}/", row.name, text, feed=True)


@plate(kind="list", shared_seconds=60, query=["page"])
@in_edition
def agency(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with the stories that name an agency as their source."""
    row = get_object_or_404(Agency, slug=slug)
    note(f"list:agency:{row.pk}")
    stories = stories_of(Article.agencies.through, "agency_id", row.pk)
    text = _("Stories with copy from %(agency)s.") % {"agency": row.source_line}
    return _river(request, variant, stories, "agency", f"sumber/{slug}/", row.source_line, text)


def _river(
    request: HttpRequest,
    variant: Variant,
    stories: ArticleQuerySet,
    exit_name: str,
    path: str,
    title: str,
    text: str,
    *,
    feed: bool = False,
) -> HttpResponse:
    """Answer with a page of those of `stories` that may leave, the newest first."""
    number, now = page_number(request), clock.now()
    rows = newest(stories.in_language(variant.language), exit_name, now, number * PAGE + 1)
    page = paged(rows, number, variant.at(path))
    head = Head(
        title=title,
        path=variant.canonical(path) + (f"?page={number}" if number > 1 else ""),
        description=text,
        robots="index, follow, max-image-preview:large" if page.rows else "noindex, follow",
        feed=variant.canonical(f"{path}rss.xml") if feed else "",
    )
    return _list(request, variant, head, page, text)


def _list(request: HttpRequest, variant: Variant, head: Head, page: Page[Article], text: str) -> HttpResponse:
    cards = cards_of(page.rows, variant=variant)
    common: dict[str, Any] = {"title": head.title, "text": text, "newer": page.newer, "older": page.older}
    if variant.lite:
        return pages.answer(request, "list", variant=variant, head=head, groups=[_group(cards)], **common)
    return pages.answer(request, "list", variant=variant, head=head, stories=cards, crumbs=(), **common)


def _group(cards: list[Card], name: str = "") -> Group:
    """Return cards as the lines of a light list, premium ones marked."""
    marked = _("Premium")
    return Group(
        tuple(Item(card.headline, card.url, marked if card.is_premium else "") for card in cards), name
    )


@plate(kind="list", shared_seconds=30, eager=True)
@in_edition
def latest(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the newest stories under their days."""
    note(f"list:latest:{variant.language}")
    stories = newest_of(None, variant.language, "latest", clock.now(), 2 * PAGE)
    older = ""
    if stories and stories[-1].published_at:
        older = variant.at(f"terbaru/{stories[-1].published_at.astimezone(WIB):%Y-%m-%d}/")
    head = Head(title=_("Latest"), path=variant.canonical("terbaru/"), feed=variant.canonical("rss.xml"))
    return _days(request, variant, head, stories, older=older)


@plate(kind="list", shared_seconds=60)
@in_edition
def latest_of_day(request: HttpRequest, variant: Variant, day: date) -> HttpResponse:
    """Answer with the stories of one day in the newsroom's zone."""
    now = clock.now()
    today = now.astimezone(WIB).date()
    if not EARLIEST <= day <= today:
        raise Http404
    note(f"list:latest:{variant.language}")
    start = datetime.combine(day, time(), WIB)
    rows = Article.objects.in_language(variant.language)
    of_day = rows.filter(published_at__gte=start, published_at__lt=start + timedelta(days=1))
    stories = newest(of_day, "latest", now, 20 * PAGE)
    path = f"terbaru/{day:%Y-%m-%d}/"
    title = notation.format_date(day, "en" if variant.language == "en" else "id")
    head = Head(
        title=title,
        path=variant.canonical(path),
        robots="noindex, follow" if not stories else "index, follow",
    )
    newer = variant.at(f"terbaru/{day + timedelta(days=1):%Y-%m-%d}/") if day < today else ""
    older = variant.at(f"terbaru/{day - timedelta(days=1):%Y-%m-%d}/")
    return _days(request, variant, head, stories, newer=newer, older=older)


def _days(
    request: HttpRequest,
    variant: Variant,
    head: Head,
    stories: list[Article],
    *,
    newer: str = "",
    older: str = "",
) -> HttpResponse:
    days = by_day(cards_of(stories, variant=variant))
    common: dict[str, Any] = {"title": head.title, "text": "", "newer": newer, "older": older}
    if variant.lite:
        language: Language = "en" if variant.language == "en" else "id"
        groups = [_group(list(day.stories), notation.format_date(day.date, language)) for day in days]
        return pages.answer(request, "list", variant=variant, head=head, groups=groups, **common)
    return pages.answer(request, "latest", variant=variant, head=head, days=days, **common)


@plate(kind="list", shared_seconds=60)
@in_edition
def most_read(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the stories that are read most."""
    stories = most_read_stories(variant.language, limit=MOST_READ, exit_name="most-read", now=clock.now())
    cards = cards_of(stories, variant=variant)
    head = Head(title=_("Most read"), path=variant.canonical("terpopuler/"))
    common: dict[str, Any] = {
        "title": head.title,
        "text": _("What readers open most, with what is new counting more."),
    }
    if variant.lite:
        group = _group(cards)
        return pages.answer(
            request, "list", variant=variant, head=head, groups=[group], newer="", older="", **common
        )
    return pages.answer(request, "most-read", variant=variant, head=head, stories=cards, **common)
