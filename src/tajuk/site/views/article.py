"""The page of an article, and what stands there when it may not leave."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import gate
from tajuk.clearance.exits import Shows
from tajuk.clearance.gate import Verdict
from tajuk.clearance.policies import Policy
from tajuk.clearance.queries import cleared
from tajuk.common import clock, editions
from tajuk.common.dependencies import note
from tajuk.press.plates import plate
from tajuk.site import ahead, pages
from tajuk.site.cards import cards_of
from tajuk.site.chips import chips_of
from tajuk.site.chrome import masthead
from tajuk.site.heads import head_of
from tajuk.site.links import Link
from tajuk.site.related import related_to
from tajuk.site.rows import pages_of
from tajuk.site.story import story_of
from tajuk.site.variants import Variant, in_edition


@plate(kind="article", shared_seconds=60, counted=True, ahead=ahead.stories)
@in_edition
def article(request: HttpRequest, variant: Variant, section: str, slug: str, pk: int) -> HttpResponse:
    """Answer with a story: the id decides, another slug, section or edition leads to its address."""

    def page(found: Article, verdict: Verdict, now: datetime) -> HttpResponse:
        address = variant.link(found.get_absolute_url())
        if request.path != address:
            return HttpResponsePermanentRedirect(address)
        return page_of(request, variant, found, whole=verdict.shows is Shows.TEXT, now=now)

    return let_out(request, variant, pk, "article-lite" if variant.lite else "article", page)


def let_out(
    request: HttpRequest,
    variant: Variant,
    pk: int,
    exit_name: str,
    page: Callable[[Article, Verdict, datetime], HttpResponse],
) -> HttpResponse:
    """Answer with what `page` makes of a story that may leave by an exit, else with why it may not."""
    note(f"articles.article:{pk}")
    found = pages_of([pk]).get(pk)
    if found is None:
        raise Http404
    now = clock.now()
    verdict = gate.check(found, exit_name, now)
    if not verdict.cleared:
        return kept_in(request, variant, found, verdict, now)
    return page(found, verdict, now)


@in_edition
def preview(request: HttpRequest, variant: Variant, draft: Article | None = None) -> HttpResponse:
    """Answer with the true page of a draft, for the desk only: it has no address that a reader could ask."""
    if draft is None:
        raise Http404
    own = Variant(editions.of_language(draft.language))
    response = page_of(
        request, own, draft, whole=True, now=clock.now(), ribbon=_("Preview: this is not published")
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def page_of(
    request: HttpRequest, variant: Variant, found: Article, *, whole: bool, now: datetime, ribbon: str = ""
) -> HttpResponse:
    """Return the page of an article that was cleared; `whole` is the verdict's word."""
    paper = masthead()
    story = story_of(found, variant=variant, brand=paper.brand, whole=whole, now=now)
    related = related_to(found, now=now, published=not ribbon)
    return pages.answer(
        request,
        "article",
        variant=variant,
        head=head_of(found, story, paper=paper, variant=variant, now=now, ribbon=ribbon),
        current=story.section.url,
        story=story,
        chips=chips_of(found, variant),
        related_stories=cards_of(related, variant=variant),
    )


_NOT_AVAILABLE = (
    Policy.LEGAL, Policy.RIGHTS, Policy.EXPIRY, Policy.ARCHIVE, Policy.TERRITORY, Policy.TRANSLATION,
)  # fmt: skip


def kept_in(
    request: HttpRequest, variant: Variant, found: Article, verdict: Verdict, now: datetime
) -> HttpResponse:
    """Answer for a story that is kept in: of one that readers have never had, nothing is told."""
    was_out = found.published_at is not None and found.published_at <= now
    if not was_out or verdict.because(Policy.EMBARGO):
        raise Http404
    if kill := _in_force(found, RestrictionKind.KILL, now):
        return _withdrawn(request, variant, kill, now)
    if verdict.because(Policy.HOLD):
        return _notice(
            request,
            variant,
            _("This story is on hold"),
            _("The newsroom is looking into it. Please come back later."),
        )
    if any(map(verdict.because, _NOT_AVAILABLE)):
        return _notice(request, variant, _("This story is no longer available"), "")
    raise Http404


def _in_force(found: Article, kind: RestrictionKind, now: datetime) -> Restriction | None:
    rows = (row for row in found.restrictions.all() if row.kind == kind and row.lifted_at is None)
    return next((row for row in rows if row.until is None or row.until > now), None)


def _withdrawn(request: HttpRequest, variant: Variant, kill: Restriction, now: datetime) -> HttpResponse:
    successor: Link | None = None
    if kill.successor_id:
        note(f"articles.article:{kill.successor_id}")
        wanted = Article.objects.filter(pk=kill.successor_id).for_cards()
        for other in cleared(wanted, "corrections", now):
            successor = Link(other.headline, variant.link(other.get_absolute_url()), other.language)
    title = _("This story has been withdrawn")
    return _notice(
        request, variant, title, "", status=410, at=kill.since, reason=kill.reason, successor=successor
    )


def _notice(
    request: HttpRequest, variant: Variant, title: str, text: str, *, status: int = 404, **said: Any
) -> HttpResponse:
    context = {"at": None, "reason": "", "successor": None, **said}
    head = pages.Head(title=title, path="", robots="noindex")
    return pages.answer(
        request, "withdrawn", variant=variant, head=head, status=status, title=title, text=text, **context
    )
