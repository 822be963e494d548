"""Pages for when the page asked for cannot be had; they help on."""

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import override

from tajuk.desk.views.kept import kept
from tajuk.press.plates import plate
from tajuk.site import pages
from tajuk.site.pages import Head
from tajuk.site.variants import Variant, in_edition, of_path


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 in the edition of the address, with a search and what is new."""
    variant = Variant(of_path(request.path).edition)
    with override(variant.language):
        return _help(
            request,
            variant,
            404,
            _("This page is not here"),
            _("It may have moved. Search, or see what is new."),
        )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database, which may be what failed."""
    with override(of_path(request.path).language):
        text = {"title": _("Something went wrong here"), "text": _("Please try again in a moment.")}
        return HttpResponse(loader.render_to_string("pages/trouble.html", text, using="reader"), status=500)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is missing or old: the desk gives back what was typed."""
    if request.path.startswith("/desk/"):
        return kept(request)
    with override(of_path(request.path).language):
        words = _(
            "Go back, load the page again and send the form once more. Cookies of this site must be allowed."
        )
        text = {"title": _("The form was not taken"), "text": words}
        return HttpResponse(loader.render_to_string("pages/trouble.html", text, using="reader"), status=403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 without the database, for when the site is being looked after."""
    with override(of_path(request.path).language):
        text = {"title": _("We will be back in a moment"), "text": _("The site is being looked after.")}
        body = loader.render_to_string("pages/trouble.html", text, using="reader")
        return HttpResponse(body, status=503, headers={"Retry-After": "30"})


@plate(kind="notice")
@in_edition
def notice(request: HttpRequest, variant: Variant, name: str) -> HttpResponse:
    """Answer with the notice that stands at once where a story was killed or is held, before its page is baked."""
    title = _("This story has been withdrawn") if name == "killed" else _("This story is on hold")
    return _help(
        request, variant, 200, title, _("All corrections and withdrawals stand on the corrections page.")
    )


def _help(request: HttpRequest, variant: Variant, status: int, title: str, text: str) -> HttpResponse:
    head = Head(title=title, path="", robots="noindex")
    return pages.answer(request, "error", variant=variant, head=head, status=status, title=title, text=text)
