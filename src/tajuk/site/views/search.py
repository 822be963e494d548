"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.common.sanitize import text_of
from tajuk.common.text import one_line
from tajuk.site import pages
from tajuk.site.cards import cards_of
from tajuk.site.links import Link
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import page_number
from tajuk.site.search import Narrowed, Results, find, narrowing
from tajuk.site.variants import Variant, in_edition

LONGEST = 200


@in_edition
def search(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the stories that a reader's words find, and how the search can be narrowed."""
    query = one_line(request.GET.get("q", ""))[:LONGEST]
    narrowed = narrowing.read(request.GET)
    now = clock.now()
    found = find(query, language=variant.language, now=now, page=page_number(request), narrowed=narrowed)
    head = Head(
        title=_("Search: %(words)s") % {"words": query} if query else _("Search"),
        path=variant.canonical("cari"),
        description=_said(found),
        robots="noindex, follow",
    )
    newer, older = _beside(found, narrowed, variant)
    common: dict[str, Any] = {"title": _("Search"), "text": _said(found), "newer": newer, "older": older}
    if variant.lite:
        groups = [
            *_meant_group(found, narrowed, variant),
            Group(tuple(_item(hit, variant) for hit in found.hits)),
        ]
        return pages.answer(request, "list", variant=variant, head=head, groups=groups, **common)
    today = now.astimezone(WIB).date()
    cards = cards_of((hit.article for hit in found.hits), variant=variant)
    return pages.answer(
        request,
        "search",
        variant=variant,
        head=head,
        query=query,
        hits=list(zip(cards, found.hits, strict=True)),
        meant=_meant(found, narrowed, variant),
        chosen=narrowing.chosen(narrowed, query, variant.root),
        offered=narrowing.offered(found.ids, narrowed, query, variant.root, today=today) if found.ids else (),
        parameters=narrowed.parameters,
        **common,
    )


def _item(hit: Any, variant: Variant) -> Item:
    return Item(text_of(hit.headline), variant.link(hit.article.get_absolute_url()), text_of(hit.snippet))


def _meant(found: Results, narrowed: Narrowed, variant: Variant) -> Link | None:
    if not found.meant:
        return None
    return Link(found.meant, variant.at(f"cari?{urlencode({'q': found.meant, **narrowed.parameters})}"))


def _meant_group(found: Results, narrowed: Narrowed, variant: Variant) -> list[Group]:
    meant = _meant(found, narrowed, variant)
    return [Group((Item(meant.name, meant.url),), name=_("Did you mean"))] if meant else []


def _beside(found: Results, narrowed: Narrowed, variant: Variant) -> tuple[str, str]:
    """Return the addresses of the pages before and after this one, empty where there is none."""
    pages_beside = [found.page - 1, found.page + 1]
    addresses = [
        variant.at("cari?") + urlencode({"q": found.query, **narrowed.parameters, "page": number})
        if 1 <= number <= found.pages
        else ""
        for number in pages_beside
    ]
    return addresses[0], addresses[1]


def _said(found: Results) -> str:
    if not found.query and not found.total:
        return _("Search headlines and stories.")
    if not found.total:
        return _("Nothing was found for “%(words)s”. Try fewer or other words.") % {"words": found.query}
    if not found.query:
        return ngettext("%(count)d story", "%(count)d stories", found.total) % {"count": found.total}
    text = ngettext("%(count)d story about “%(words)s”", "%(count)d stories about “%(words)s”", found.total)
    return text % {"count": found.total, "words": found.query}
