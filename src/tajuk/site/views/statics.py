"""Pages of text: about the paper, its press code, its terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tajuk.fronts import queries as fronts
from tajuk.press.plates import plate
from tajuk.site import links, pages
from tajuk.site.pages import Group, Head, Item
from tajuk.site.variants import Variant, in_edition


@plate(kind="text", shared_seconds=300)
@in_edition
def text(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with a page of text."""
    row = get_object_or_404(fronts.static_pages(variant.language), slug=slug)
    head = Head(
        title=row.seo_title or row.title,
        path=variant.canonical(f"tentang/{slug}/"),
        description=row.search_description,
    )
    return pages.answer(request, "text", variant=variant, head=head, title=row.title, text=row.text)


@plate(kind="text", shared_seconds=300)
@in_edition
def about(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the list of the pages about the paper."""
    found = [links.static_page(row, variant) for row in fronts.static_pages(variant.language)]
    head = Head(title=_("About us"), path=variant.canonical("tentang/"))
    if variant.lite:
        group = Group(tuple(Item(link.name, link.url) for link in found))
        return pages.answer(
            request,
            "list",
            variant=variant,
            head=head,
            title=head.title,
            text="",
            groups=[group],
            newer="",
            older="",
        )
    return pages.answer(request, "about", variant=variant, head=head, title=head.title, links=found)
