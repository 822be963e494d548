"""Whoever files a picture says what it shows, in both languages where they can; pages say it in their own."""

import pytest
from django.utils.translation import override
from wagtail.images.forms import get_image_form

from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.pictures.renditions import CARD
from tests.factories.newsroom import PictureFactory

pytestmark = pytest.mark.django_db


def test_pages_say_what_a_picture_shows_in_their_own_language() -> None:
    both, one = (
        PictureFactory(description="Pelabuhan", description_en="A port"),
        PictureFactory(description="Sawah"),
    )
    for picture in (both, one):
        renditions.make(picture)
    for language, words in (("id", ["Pelabuhan", "Sawah"]), ("en", ["A port", "Sawah"])):
        with override(language):
            sets = renditions.for_pages([both, one], CARD)
            assert [sets[both.pk].alt, sets[one.pk].alt] == words


def test_picture_without_alternative_text_or_caption_is_refused() -> None:
    form = get_image_form(Picture)({"title": "Pelabuhan"})
    assert not form.is_valid()
    assert {"description", "caption"} <= set(form.errors) and "description_en" not in form.errors


def test_change_of_the_english_text_is_news_to_stories_that_show_it() -> None:
    picture = PictureFactory()
    assert picture.changed_at is None
    picture.description_en = "A harbour"
    picture.save()
    assert picture.changed_at is not None
