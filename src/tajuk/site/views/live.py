"""The posts of a live blog by themselves: what an open page of it asks for, again and again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tajuk.clearance import gate
from tajuk.clearance.exits import Shows
from tajuk.common import clock
from tajuk.common.dependencies import note
from tajuk.press.plates import plate
from tajuk.site.live import live_of
from tajuk.site.rows import pages_of
from tajuk.site.variants import Variant, in_edition
from tajuk.site.views.article import kept_in


@plate(kind="copy", shared_seconds=10, eager=False)
@in_edition
def posts(request: HttpRequest, variant: Variant, pk: int) -> HttpResponse:
    """Answer with the posts of a story, none where it is no live blog or they are for subscribers."""
    note(f"articles.article:{pk}")
    found = pages_of([pk]).get(pk)
    if found is None or found.language != variant.language:
        raise Http404
    now = clock.now()
    verdict = gate.check(found, "article-live", now)
    if not verdict.cleared:
        return kept_in(request, variant, found, verdict, now)
    context = {"live": live_of(found, whole=verdict.shows is Shows.TEXT), "headline": found.headline}
    response = render(request, "pages/fragments/live.html", context, using="reader")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
