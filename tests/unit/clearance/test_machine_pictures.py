"""Row 14: what an agency wrote into a picture's file, and the name that it gave it, leave with no size of it."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tests.journeys import canaries
from tests.unit.clearance.newsroom import small_sizes

pytestmark = pytest.mark.django_db


def test_row_14_neither_name_nor_metadata_of_a_picture_leave_with_its_sizes(tmp_path: Path) -> None:
    secret = canaries.word(7, "iptc")
    data = canaries.picture(7, secret)
    assert canaries.iptc_caption(data) == secret.encode()
    assert canaries.found_in_bytes(data) == {secret}
    with override_settings(MEDIA_ROOT=str(tmp_path)), small_sizes():
        picture = Picture.objects.create(
            title="a", file=ContentFile(data, name=f"{secret}.jpg"), description="b", width=640, height=360
        )
        assert renditions.make(picture) == 4
        made = list(canaries.files(tmp_path / "images"))
    assert len(made) == 4
    for path, size in made:
        assert canaries.told_by(path, size) == set()
        assert canaries.pictured(size) == 7, "the pixels are those of the picture"
