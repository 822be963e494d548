"""The frame of a page is rendered once, and is what it would be if it were rendered for each page."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.template import engines
from django.utils.translation import override

from tajuk.site.chrome import Chrome, chrome_of
from tajuk.site.frame import Component, framed
from tajuk.site.links import Link
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant
from tests.factories.newsroom import SectionFactory

pytestmark = pytest.mark.django_db

PARTS = ("masthead", "sections", "footer")


def _macro(name: str) -> Component:
    made: Component = getattr(engines["reader"].env.get_template(f"components/{name}.html").module, name)
    return made


def _frames() -> Iterator[tuple[Variant, Chrome]]:
    others = (None, Link("other", "/en/makro/x&y-3", "en"))
    paths = ("/makro/a-1", '/makro/"><script>&-2')
    for variant, path, other in product((FULL, FULL_ENGLISH), paths, others):
        for current in ("", variant.at("makro/")):
            yield variant, chrome_of(variant, path, current=current, translation=other)


@pytest.mark.parametrize("name", PARTS)
def test_a_frame_made_once_is_the_frame_that_each_page_would_make(name: str) -> None:
    SectionFactory(slug="makro", name_id="Makro & Fiskal", name_en="Economy")
    macro = _macro(name)
    for _ in range(2):
        for variant, chrome in _frames():
            with override(variant.language):
                assert framed(macro, chrome) == macro(chrome)


def test_a_new_section_is_in_the_frame_at_once() -> None:
    SectionFactory(slug="makro", name_id="Makro")
    macro = _macro("sections")
    assert "Energi" not in framed(macro, chrome_of(FULL, "/"))
    SectionFactory(slug="energi", name_id="Energi")
    assert "Energi" in framed(macro, chrome_of(FULL, "/"))
