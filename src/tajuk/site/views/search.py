"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tajuk.common import clock
from tajuk.common.sanitize import text_of
from tajuk.common.text import one_line
from tajuk.site import pages
from tajuk.site.cards import cards_of
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import page_number
from tajuk.site.search import Results, find
from tajuk.site.variants import Variant, in_edition

LONGEST = 200


@in_edition
def search(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the stories that a reader's words find."""
    query = one_line(request.GET.get("q", ""))[:LONGEST]
    found = find(query, language=variant.language, now=clock.now(), page=page_number(request))
    head = Head(
        title=_("Search: %(words)s") % {"words": query} if query else _("Search"),
        path=variant.canonical("cari"),
        robots="noindex, follow",
    )
    newer, older = _beside(found, variant)
    common: dict[str, Any] = {"title": _("Search"), "text": _said(found), "newer": newer, "older": older}
    if variant.lite:
        items = tuple(
            Item(text_of(hit.headline), variant.link(hit.article.get_absolute_url()), text_of(hit.snippet))
            for hit in found.hits
        )
        return pages.answer(request, "list", variant=variant, head=head, groups=[Group(items)], **common)
    cards = cards_of((hit.article for hit in found.hits), variant=variant)
    hits = list(zip(cards, found.hits, strict=True))
    return pages.answer(request, "search", variant=variant, head=head, query=query, hits=hits, **common)


def _beside(found: Results, variant: Variant) -> tuple[str, str]:
    """Return the addresses of the pages before and after this one, empty where there is none."""
    pages_beside = [found.page - 1, found.page + 1]
    addresses = [
        variant.at("cari?") + urlencode({"q": found.query, "page": number})
        if 1 <= number <= found.pages
        else ""
        for number in pages_beside
    ]
    return addresses[0], addresses[1]


def _said(found: Results) -> str:
    if not found.query:
        return _("Search headlines and stories.")
    if not found.total:
        return _("Nothing was found for “%(words)s”. Try fewer or other words.") % {"words": found.query}
    text = ngettext("%(count)d story about “%(words)s”", "%(count)d stories about “%(words)s”", found.total)
    return text % {"count": found.total, "words": found.query}
