"""The academy's courses and the subscriptions on offer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tajuk.common.dependencies import note
from tajuk.press.plates import plate
from tajuk.promos import queries as promos
from tajuk.readers.models import Plan
from tajuk.site import pages
from tajuk.site.chrome import masthead
from tajuk.site.courses import course_cards
from tajuk.site.links import Link
from tajuk.site.pages import Group, Head, Item
from tajuk.site.variants import Variant, in_edition


@plate(kind="academy", shared_seconds=300)
@in_edition
def courses(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the academy's courses."""
    cards = course_cards(promos.courses(), variant)
    head = Head(
        title=_("Academy"),
        path=variant.canonical("akademi/"),
        description=_("Courses by the newsroom: how markets, money and companies work."),
    )
    if variant.lite:
        items = tuple(Item(card.title, card.url, card.summary) for card in cards)
        return _lite(request, variant, head, items)
    return pages.answer(
        request, "academy", variant=variant, head=head, title=head.title, text=head.description, courses=cards
    )


@plate(kind="academy", shared_seconds=300)
@in_edition
def course(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with one course."""
    cards = {card.slug: card for card in course_cards(promos.courses(), variant)}
    if slug not in cards:
        raise Http404
    card = cards[slug]
    head = Head(title=card.title, path=variant.canonical(f"akademi/{slug}/"), description=card.summary)
    if variant.lite:
        return _lite(request, variant, head, (Item(card.teacher), Item(card.summary)))
    crumbs = (Link(_("Academy"), variant.at("akademi/")),)
    return pages.answer(
        request, "course", variant=variant, head=head, course=card, crumbs=crumbs, contact=masthead().contact
    )


@plate(kind="plans", shared_seconds=300)
@in_edition
def plans(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the subscriptions on offer."""
    note("list:plans")
    rows = list(Plan.objects.filter(is_on=True))
    head = Head(
        title=_("Subscribe"),
        path=variant.canonical("langganan/"),
        description=_("Every premium story, on every device. Choose what fits you."),
    )
    if variant.lite:
        return _lite(request, variant, head, tuple(Item(row.name, "", row.text) for row in rows))
    return pages.answer(
        request, "plans", variant=variant, head=head, title=head.title, text=head.description,
        plans=rows, contact=masthead().contact,
    )  # fmt: skip


def _lite(request: HttpRequest, variant: Variant, head: Head, items: tuple[Item, ...]) -> HttpResponse:
    return pages.answer(
        request, "list", variant=variant, head=head, title=head.title, text=head.description,
        groups=[Group(items)], newer="", older="",
    )  # fmt: skip
