"""The posts of a live blog by themselves: what an open page of it asks for, again and again."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tajuk.articles.models import Article
from tajuk.clearance.exits import Shows
from tajuk.clearance.gate import Verdict
from tajuk.press.plates import plate
from tajuk.site.live import live_of
from tajuk.site.variants import Variant, in_edition
from tajuk.site.views.article import let_out


@plate(kind="copy", shared_seconds=10, eager=False)
@in_edition
def posts(request: HttpRequest, variant: Variant, pk: int) -> HttpResponse:
    """Answer with the posts of a story, none where it is no live blog or they are for subscribers."""

    def page(found: Article, verdict: Verdict, now: datetime) -> HttpResponse:
        if found.language != variant.language:
            raise Http404
        context = {"live": live_of(found, whole=verdict.shows is Shows.TEXT), "headline": found.headline}
        response = render(request, "pages/fragments/live.html", context, using="reader")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return let_out(request, variant, pk, "article-live", page)
