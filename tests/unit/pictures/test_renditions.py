"""Renditions are made ahead, once, from the original, and pages only ever read them."""

import hashlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import pytest
from PIL import Image

from tajuk.pictures import renditions
from tajuk.pictures.models import Rendition
from tests.factories.newsroom import PictureFactory

pytestmark = pytest.mark.django_db


def test_every_use_has_its_sizes_and_formats() -> None:
    picture = PictureFactory()
    made = renditions.make(picture)
    assert made == sum(len(use.widths) * len(use.formats) for use in renditions.USES.values())
    row = Rendition.objects.get(filter_spec="card-320.avif")
    assert (row.width, row.height) == (320, 180)
    with row.file.open("rb") as file:
        assert Image.open(BytesIO(file.read())).format == "AVIF"


def test_row_14_file_name_tells_nothing_to_who_holds_the_original(settings: Any) -> None:
    picture = PictureFactory()
    renditions.make(picture)
    names = list(Rendition.objects.filter(image=picture).values_list("file", flat=True))
    with picture.file.open("rb") as file:
        original = file.read()
    digests = [hashlib.new(kind, original).hexdigest() for kind in ("sha1", "sha256", "md5")]
    assert len(names) == len(set(names))
    assert not [name for name in names for digest in digests if digest[:6] in name]
    marks = {PurePosixPath(name).name.split("-")[0] for name in names}
    assert len(marks) == 1
    Rendition.objects.filter(image=picture).delete()
    settings.SECRET_KEY = "another newsroom's"
    renditions.make(picture)
    other = Rendition.objects.filter(image=picture).values_list("file", flat=True)
    assert not marks & {PurePosixPath(name).name.split("-")[0] for name in other}


def test_making_again_makes_nothing() -> None:
    picture = PictureFactory()
    renditions.make(picture)
    assert renditions.make(picture) == 0


def test_page_reads_all_pictures_with_one_query_and_makes_none(django_assert_num_queries: Any) -> None:
    ready, fresh = PictureFactory(), PictureFactory()
    renditions.make(ready)
    with django_assert_num_queries(1):
        found = renditions.for_pages([ready, fresh], renditions.CARD)
    assert set(found) == {ready.pk}
    picture = found[ready.pk]
    assert [kind for kind, _ in picture.sources] == ["image/avif", "image/webp"]
    assert picture.srcset.count("w") >= 3
    assert picture.alt == "Teks alternatif gambar"
    assert not Rendition.objects.filter(image=fresh).exists()
