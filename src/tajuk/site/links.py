"""Where things stand on the site, as links that a form of it shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings

from tajuk.site.variants import Variant

if TYPE_CHECKING:
    from tajuk.fronts.models import StaticPage
    from tajuk.markets.models import Instrument
    from tajuk.staff.models import Author
    from tajuk.topics.models import Section, Topic
    from tajuk.wires.models import Agency


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words that lead there, and their language where it is another than the page's."""

    name: str
    url: str
    language: str = ""


def whole(path: str) -> str:
    """Return an address of the site with its scheme and host."""
    return f"{settings.SITE_ADDRESS}{path}"


def embedding(path: str) -> str:
    """Return where others are told how a story's page stands in theirs (oEmbed)."""
    return whole(f"/oembed?{urlencode({'url': whole(path), 'format': 'json'})}")


def section(row: "Section", variant: Variant) -> Link:
    """Return the link to a section's front."""
    return Link(row.name, variant.at(f"{row.slug}/"))


def topic(row: "Topic", variant: Variant) -> Link:
    """Return the link to a topic's page."""
    return Link(row.name, variant.at(f"topik/{row.slug}/"))


def author(row: "Author", variant: Variant) -> Link:
    """Return the link to an author's page."""
    return Link(row.name, variant.at(f"penulis/{row.slug}/"))


def agency(row: "Agency", variant: Variant) -> Link:
    """Return the link to an agency's page."""
    return Link(row.source_line, variant.at(f"sumber/{row.slug}/"))


def instrument(row: "Instrument", variant: Variant) -> Link:
    """Return the link to an instrument's page."""
    return Link(row.symbol, variant.at(f"pasar/{row.slug}/"))


def static_page(row: "StaticPage", variant: Variant) -> Link:
    """Return the link to a page of text."""
    return Link(row.title, variant.at(f"tentang/{row.slug}/"))
