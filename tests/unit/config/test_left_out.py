"""What is left out when Wagtail starts is not missed: what is called late comes when it is called."""

import sys

import pytest
from wagtail.admin import compare
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders import get_finders

from tajuk.desk.embeds import Finder


def test_revisions_are_compared_by_the_text_of_their_paragraphs() -> None:
    for _ in range(2):
        assert compare.text_from_html("<p>Saham &amp; obligasi</p>") == "Saham & obligasi"
    assert sys.modules["wagtail.utils.text"].__file__


def test_wagtails_interface_takes_what_apps_add_and_is_never_loaded() -> None:
    from wagtail.api.v3.api import api

    api.add_router("/stories/", object())
    assert "wagtail.api.v3.routers" not in sys.modules


def test_addresses_of_known_providers_are_embedded_and_no_others() -> None:
    (finder,) = get_finders()
    assert isinstance(finder, Finder)
    assert finder.accept("https://www.youtube.com/watch?v=abc")
    assert not finder.accept("https://contoh.id/video/1")
    with pytest.raises(EmbedNotFoundException):
        finder.find_embed("https://contoh.id/video/1")
