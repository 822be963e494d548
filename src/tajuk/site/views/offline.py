"""What a reader has without a network: the saved stories, the page that says so, and the worker that keeps both.

A copy is what the gate lets out under `article-saved`, and nothing else: how long it is kept is told in
docs/explanation/saved-stories.md.
"""

import json
from datetime import datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

import tajuk
from tajuk.articles.models import Article
from tajuk.clearance.exits import Shows
from tajuk.clearance.gate import Verdict
from tajuk.press.plates import edition, plate
from tajuk.site import pages
from tajuk.site.chrome import masthead
from tajuk.site.pages import Head
from tajuk.site.story import story_of
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant, in_edition
from tajuk.site.views.article import let_out

SAVED, OFFLINE = "tersimpan/", "luring/"
_SOURCE = Path(tajuk.__file__).parent / "assets" / "js" / "worker.js"
_FILES = (
    "tajuk/css/tajuk.css",
    "tajuk/js/tajuk.js",
    "tajuk/fonts/tajuk-serif.woff2",
    "tajuk/fonts/tajuk-sans.woff2",
    "tajuk/icons/tajuk.svg",
)


@plate(kind="text", shared_seconds=300)
@in_edition
def saved(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the page on which the browser lists the stories that it keeps."""
    text = _("Kept in this browser, and readable without a network.")
    return _shelf(request, variant, SAVED, _("Saved stories"), text)


@plate(kind="text", shared_seconds=300)
@in_edition
def offline(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the page that stands for every other while there is no network."""
    text = _("There is no connection just now. The stories that you saved can be read.")
    return _shelf(request, variant, OFFLINE, _("You are offline"), text)


def _shelf(request: HttpRequest, variant: Variant, below: str, title: str, text: str) -> HttpResponse:
    head = Head(title=title, path=variant.canonical(below), robots="noindex")
    return pages.answer(
        request,
        "saved",
        variant=variant,
        head=head,
        bare=True,
        title=title,
        text=text,
        offline=below == OFFLINE,
    )


@plate(kind="copy", shared_seconds=30, eager=False)
@in_edition
def copy(request: HttpRequest, variant: Variant, pk: int) -> HttpResponse:
    """Answer with the copy of a story that a browser may keep: its words, no pictures, nothing of other pages."""

    def page(found: Article, verdict: Verdict, now: datetime) -> HttpResponse:
        if found.language != variant.language:
            raise Http404
        brand = masthead().brand
        story = story_of(found, variant=variant, brand=brand, whole=verdict.shows is Shows.TEXT, now=now)
        head = Head(title=story.headline, path=story.path, robots="noindex", kind="article")
        current = story.section.url
        return pages.answer(
            request, "saved-copy", variant=variant, head=head, bare=True, current=current, story=story
        )

    return let_out(request, variant, pk, "article-saved", page)


@plate(kind="worker", shared_seconds=60)
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker; a new edition of the site is another worker."""
    told = {
        "edition": edition(),
        "pages": [variant.at(below) for variant in (FULL, FULL_ENGLISH) for below in (OFFLINE, SAVED)],
        "files": [static(name) for name in _FILES],
    }
    code = f"const TAJUK = {json.dumps(told)};\n{_SOURCE.read_text(encoding='utf-8')}"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8")
