"""Every component on made data."""

from django.http import HttpRequest, HttpResponse

from tajuk.site import pages
from tajuk.site.pages import Head
from tajuk.site.variants import Variant, in_edition


@in_edition
def styleguide(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the components."""
    return pages.answer(request, "styleguide", variant=variant, head=Head(title="Styleguide", path="", robots="noindex"))
