"""A subscriber's own pages: sign in with a pass, see until when, sign out, read premium stories whole.

Nothing here is a plate. What it answers is for one reader: `private, no-store`, and nothing in front keeps it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tajuk.articles.models import Article
from tajuk.clearance import gate
from tajuk.clearance.exits import Shows
from tajuk.common import clock
from tajuk.readers import actions
from tajuk.readers.models import Subscriber
from tajuk.readers.tickets import holder_of, seconds_of, ticket_of
from tajuk.site import links, pages
from tajuk.site.chips import chips_of
from tajuk.site.chrome import masthead
from tajuk.site.pages import Head
from tajuk.site.rows import pages_of
from tajuk.site.story import story_of
from tajuk.site.variants import Variant, in_edition
from tajuk.site.views.article import kept_in, page_of
from tajuk.site.views.errors import not_found

EXIT = "premium"
#: Tells scripts that there is a ticket worth asking with; it opens nothing.
MARK = "langganan-ada"
_FORBIDDEN = 403


def cookie_name() -> str:
    """Return the name of the cookie that holds the ticket; behind TLS one that only this host can set."""
    return "__Host-langganan" if settings.SESSION_COOKIE_SECURE else "langganan"


def subscriber_of(request: HttpRequest) -> Subscriber | None:
    """Return whose browser asks, ended subscriptions included; None for everybody else."""
    ticket = request.COOKIES.get(cookie_name(), "")
    return holder_of(ticket) if ticket else None


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let nobody keep what a view answers."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:
            response = not_found(request, error)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Vary"] = "Cookie"
        response.headers["X-Robots-Tag"] = "noindex"
        # The pass stands in the address: no other site is told it.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return answered


@private
@require_safe
@in_edition
def part(request: HttpRequest, variant: Variant, slug: str, pk: int) -> HttpResponse:
    """Answer with a premium story's copy, for the script of its page; 403 without a word for whoever may not."""
    now, found = clock.now(), _found(pk)
    verdict = gate.check(found, EXIT, now, reader=subscriber_of(request))
    if not verdict.cleared:
        return HttpResponse(status=kept_in(request, variant, found, verdict, now).status_code)
    if not found.is_premium:  # it stands whole at its own address
        return HttpResponse(status=404)
    if verdict.shows is not Shows.TEXT:
        return HttpResponse(status=_FORBIDDEN)
    paper = masthead()
    story = story_of(found, variant=variant, brand=paper.brand, whole=verdict.shows is Shows.TEXT, now=now)
    return pages.fragment(request, "premium", story=story, chips=chips_of(found, variant))


@private
@require_safe
@in_edition
def reading(request: HttpRequest, variant: Variant, slug: str, pk: int) -> HttpResponse:
    """Answer with the whole page of a premium story, which needs no script; 403 for whoever may not read it."""
    now, found, reader = clock.now(), _found(pk), subscriber_of(request)
    verdict = gate.check(found, EXIT, now, reader=reader)
    if not verdict.cleared:
        return kept_in(request, variant, found, verdict, now)
    if not found.is_premium:
        return HttpResponseRedirect(found.get_absolute_url())
    if verdict.shows is not Shows.TEXT:
        return _account(request, variant, _("For subscribers"), reader=reader, status=_FORBIDDEN)
    return page_of(request, variant, found, whole=verdict.shows is Shows.TEXT, now=now)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@in_edition
def sign_in(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Ask whether to sign in with a pass, then do: whoever only looks at the link does not use it up."""
    if request.method != "POST":
        given = request.GET.get("pas", "")[:100]
        return _account(request, variant, _("Sign in"), reader=None, given=given)
    reader = actions.use_pass(request.POST.get("pas", "").strip()[:100], now=clock.now())
    if reader is None:
        return _account(request, variant, _("Sign in"), reader=None, refused=True, status=_FORBIDDEN)
    response = HttpResponseRedirect(variant.canonical("akun/"))
    kept: dict[str, Any] = {
        "max_age": seconds_of(reader, clock.now()), "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE
    }  # fmt: skip
    response.set_cookie(cookie_name(), ticket_of(reader), httponly=True, **kept)
    response.set_cookie(MARK, "1", **kept)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
@in_edition
def home(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with a subscriber's own page; take its buttons: a link for another device, sign out here or everywhere."""
    reader, do = subscriber_of(request), request.POST.get("do", "")
    if request.method == "POST" and reader is not None and do == "link":
        return _account(request, variant, _("Your subscription"), reader=reader, link=_link(reader, variant))
    if request.method != "POST":
        return _account(request, variant, _("Your subscription"), reader=reader)
    if reader is not None and do == "everywhere":
        actions.sign_out_everywhere(reader, by=None)
    response = HttpResponseRedirect(variant.canonical("akun/"))
    response.delete_cookie(cookie_name(), samesite="Lax")
    response.delete_cookie(MARK, samesite="Lax")
    return response


def _found(pk: int) -> Article:
    found = pages_of([pk]).get(pk)
    if found is None:
        raise Http404
    return found


def _link(reader: Subscriber, variant: Variant) -> str:
    """Return a link that signs another device in; empty where the subscription has ended."""
    try:
        made = actions.make_pass(reader, by=None, now=clock.now())
    except actions.SubscriptionNotPossible:
        return ""
    return links.whole(variant.canonical(f"akun/masuk?pas={made}"))


def _account(
    request: HttpRequest,
    variant: Variant,
    title: str,
    *,
    reader: Subscriber | None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    context = {"given": "", "refused": False, "link": "", **said}
    is_on = reader is not None and reader.may_read_premium(clock.now())
    return pages.answer(
        request, "account", variant=variant, head=Head(title=title, path="", robots="noindex"), status=status,
        title=title, reader=reader, is_on=is_on, contact=masthead().contact, **context,
    )  # fmt: skip
