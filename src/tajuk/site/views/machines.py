"""What machines ask for: feeds, sitemaps, what the paper declares in plain text, descriptions for embedding."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from ninja.errors import HttpError

from tajuk.clearance.actions import deliver
from tajuk.common import clock
from tajuk.press.plates import plate
from tajuk.site import atom, declarations, feeds, jsonfeed, links, robots, rss, sitemaps
from tajuk.site import oembed as embedding
from tajuk.site.feeds import ANYBODY, Feed, Reader
from tajuk.site.partners import delivered, entries_delivered, partner_of
from tajuk.site.sitemaps import Month
from tajuk.site.syndicated import notices_since
from tajuk.site.variants import Variant, in_edition
from tajuk.staff.models import Author
from tajuk.topics.models import Section, Topic

# The name of each form's exit, its file and what writes it.
FORMS = {"rss": ("rss.xml", rss), "atom": ("atom.xml", atom), "jsonfeed": ("feed.json", jsonfeed)}


Made = tuple[Feed, str]


def made_of_edition(variant: Variant, form: str, to: Reader = ANYBODY) -> Made:
    """Return the feed of an edition, and where it stands."""
    return feeds.of_edition(variant, form, clock.now(), to), variant.canonical()


def made_of_section(variant: Variant, form: str, to: Reader = ANYBODY, *, slug: str) -> Made:
    """Return the feed of a section, and where it stands."""
    section = get_object_or_404(Section, slug=slug)
    return feeds.of_section(section, variant, form, clock.now(), to), variant.canonical(f"{slug}/")


def made_of_topic(variant: Variant, form: str, to: Reader = ANYBODY, *, slug: str) -> Made:
    """Return the feed of a topic, and where it stands."""
    topic = get_object_or_404(Topic, slug=slug)
    return feeds.of_topic(topic, variant, form, clock.now(), to), variant.canonical(f"topik/{slug}/")


def made_of_author(variant: Variant, form: str, to: Reader = ANYBODY, *, slug: str) -> Made:
    """Return the feed of a person's stories, and where it stands."""
    author = get_object_or_404(Author, slug=slug)
    return feeds.of_author(author, variant, form, clock.now(), to), variant.canonical(f"penulis/{slug}/")


@plate(kind="feed", shared_seconds=60, eager=True)
@in_edition
def edition_feed(request: HttpRequest, variant: Variant, form: str) -> HttpResponse:
    """Answer with the feed of an edition."""
    return _feed(made_of_edition(variant, form), form)


@plate(kind="feed", shared_seconds=60)
@in_edition
def section_feed(request: HttpRequest, variant: Variant, form: str, slug: str) -> HttpResponse:
    """Answer with the feed of a section."""
    return _feed(made_of_section(variant, form, slug=slug), form)


@plate(kind="feed", shared_seconds=60)
@in_edition
def topic_feed(request: HttpRequest, variant: Variant, form: str, slug: str) -> HttpResponse:
    """Answer with the feed of a topic."""
    return _feed(made_of_topic(variant, form, slug=slug), form)


@plate(kind="feed", shared_seconds=60)
@in_edition
def author_feed(request: HttpRequest, variant: Variant, form: str, slug: str) -> HttpResponse:
    """Answer with the feed of a person's stories."""
    return _feed(made_of_author(variant, form, slug=slug), form)


def _feed(made: Made, form: str) -> HttpResponse:
    feed, below = made
    # A plate answers many: what it holds is noted once, for whoever asks.
    deliver(entries_delivered(feed), exit_name=form, to=None, now=clock.now())
    name, writer = FORMS[form]
    return HttpResponse(writer.write(feed, links.whole(below + name)), content_type=writer.MEDIA_TYPE)


PARTNERS = "/api/v1/feeds"


def partner_feed(
    request: HttpRequest, make: Callable[..., Made], variant: Variant, form: str, **names: str
) -> HttpResponse:
    """Answer with a feed for a partner by its token: whole text, what was taken back, each delivery noted."""
    try:
        partner = partner_of(request)
    except HttpError:
        partner = None
    if partner is None:
        return HttpResponse(
            "A partner's token is needed: Authorization: Bearer …\n", content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}, status=401,
        )  # fmt: skip
    now, (name, writer) = clock.now(), FORMS[form]
    with override(variant.language):
        feed, below = make(variant, form, Reader(partner.territory, gets_text=True), **names)
        feed = replace(feed, gone=tuple(notices_since(None, now)))
    told = [*entries_delivered(feed), *(delivered(feed.gone) if form != "rss" else ())]
    deliver(told, exit_name=form, to=partner, now=now)
    content = writer.write(feed, links.whole(f"{PARTNERS}{below}{name}"))
    headers = {"Cache-Control": "private, no-store", "Vary": "Authorization", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=writer.MEDIA_TYPE, headers=headers)


@plate(kind="sitemap", shared_seconds=600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Answer with the index of sitemaps."""
    return HttpResponse(sitemaps.index(clock.now()), content_type=sitemaps.MEDIA_TYPE)


@plate(kind="sitemap", shared_seconds=600)
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses that are no stories."""
    return HttpResponse(sitemaps.pages(clock.now()), content_type=sitemaps.MEDIA_TYPE)


@plate(kind="sitemap", shared_seconds=600)
def sitemap_month(request: HttpRequest, month: Month, part: int = 1) -> HttpResponse:
    """Answer with the stories of a month."""
    content = sitemaps.month(month, part, clock.now())
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=sitemaps.MEDIA_TYPE)


@plate(kind="sitemap", shared_seconds=300)
def sitemap_news(request: HttpRequest) -> HttpResponse:
    """Answer with the stories of the last 48 hours."""
    return HttpResponse(sitemaps.news(clock.now()), content_type=sitemaps.MEDIA_TYPE)


@plate(kind="robots", shared_seconds=3600)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Answer with `robots.txt`."""
    return HttpResponse(robots.robots_txt(), content_type="text/plain; charset=utf-8")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Answer with `security.txt`; not a plate, because it must not outlive its date."""
    return _plain(robots.security_txt(clock.now()))


def ads_txt(request: HttpRequest) -> HttpResponse:
    """Answer with `ads.txt`."""
    return _plain(declarations.ads_txt())


def trust_txt(request: HttpRequest) -> HttpResponse:
    """Answer with `trust.txt`."""
    return _plain(declarations.trust_txt())


@in_edition
def llms_txt(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with `llms.txt`, unless the setting says that there is none."""
    return _plain(declarations.llms_txt() if settings.TAJUK_LLMS_TXT else "")


def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the key of IndexNow at its own address only."""
    return _plain(key if key == settings.TAJUK_INDEXNOW_KEY else "")


def _plain(text: str) -> HttpResponse:
    """Answer with plain text that may be kept for an hour; there is nothing where the text is empty."""
    if not text:
        raise Http404
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def oembed(request: HttpRequest) -> HttpResponse:
    """Answer with how a story stands in others' pages; 404 for what is no story that may leave, 501 for other forms."""
    form = request.GET.get("format", "json")
    if form not in {"json", "xml"}:
        return HttpResponse(status=501)
    found = embedding.article_at(request.GET.get("url", ""))
    if found is None:
        raise Http404
    size = {name: _size(request.GET.get(f"max{name}", "")) for name in ("width", "height")}
    with override(found.language):
        told = embedding.described(found, clock.now(), **size)
    if told is None:
        raise Http404
    answer = HttpResponse(embedding.written(told, form), content_type=embedding.MEDIA_TYPES[form])
    answer.headers["Cache-Control"] = f"public, max-age={embedding.FRESH_SECONDS}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _size(text: str) -> int:
    """Return a size in pixels, as much as there is where none was asked for."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 10_000
