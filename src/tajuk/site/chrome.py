"""What stands around every page: the name of the paper, its sections, the pages about it, the other edition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tajuk.common.dependencies import unrecorded
from tajuk.common.editions import ENGLISH, INDONESIAN, Edition
from tajuk.common.shelf import once
from tajuk.fronts import queries as fronts
from tajuk.fronts.colours import colour
from tajuk.fronts.models import Masthead, StaticPage
from tajuk.site import links
from tajuk.site.links import Link
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant
from tajuk.topics.models import Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of a page; `other` leads to the other edition, `current` is the section in which one stands."""

    name: str
    brand: str
    tagline: str
    publisher: str
    notice: str
    contact: str
    style: str
    theme: str
    preloads: tuple[tuple[str, bool], ...]
    edition: Edition
    root: str
    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    current: str
    other: Link
    lite_root: str
    lite_url: str
    full_url: str


def masthead() -> Masthead:
    """Return what the paper is called; the defaults until the desk has said it."""
    return _around("masthead", lambda: Masthead.objects.first() or Masthead())


def sections() -> list[Section]:
    """Return the sections that the navigation shows, in their order."""
    return _around("sections", lambda: list(Section.objects.filter(in_navigation=True)))


def _static_pages(language: str) -> list[StaticPage]:
    return _around(f"static pages {language}", lambda: list(fronts.static_pages(language)))


def _around(name: str, load: Callable[[], T]) -> T:
    """Return what stands around every page. No page notes it: a change of it makes an edition."""

    def unnoted() -> T:
        with unrecorded():
            return load()

    return once(name, unnoted)


def shown() -> list[object]:
    """Return all that stands around every page, in both languages."""
    paper = masthead()
    words = [getattr(paper, field.attname) for field in Masthead._meta.concrete_fields]
    rows = [(row.slug, row.name_id, row.name_en) for row in sections()]
    found = [
        (edition.language, row.slug, row.title)
        for edition in (ENGLISH, INDONESIAN)
        for row in _static_pages(edition.language)
    ]
    return [*words, *rows, *found]


def chrome_of(variant: Variant, path: str, *, current: str = "", translation: Link | None = None) -> Chrome:
    """Return the frame of the page whose full form stands at `path`."""
    paper = masthead()
    return Chrome(
        name=paper.name,
        brand=paper.brand,
        tagline=paper.tagline,
        publisher=paper.publisher,
        notice=paper.notice,
        contact=paper.contact,
        style=paper.style,
        theme=colour(paper.colours, "nila-deep", "light"),
        preloads=tuple(paper.preloads),
        edition=variant.edition,
        root=variant.root,
        sections=tuple(links.section(row, variant) for row in sections()),
        pages=tuple(links.static_page(row, variant) for row in _static_pages(variant.language)),
        current=current,
        other=_other(variant, translation),
        lite_root=Variant(variant.edition, lite=True).root,
        lite_url=f"/lite{path}",
        full_url=path,
    )


def _other(variant: Variant, translation: Link | None) -> Link:
    """Return the link to the other edition: to the translation of the page where there is one, else to its home."""
    edition, name = (FULL, "Indonesia") if variant.edition is ENGLISH else (FULL_ENGLISH, "English")
    return Link(name, translation.url if translation else edition.root, edition.language)
