"""Renditions are asked for when a picture is saved, and pages hear when they are there."""

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tajuk.pictures.forms import PictureForm
from tajuk.pictures.models import Rendition
from tajuk.pictures.tasks import make_renditions
from tajuk.press.models import OutboxEntry
from tests.factories.newsroom import PictureFactory

pytestmark = pytest.mark.django_db


def asked() -> int:
    return DBTaskResult.objects.filter(task_path=make_renditions.module_path).count()


def test_saved_picture_asks_for_its_renditions_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        picture = PictureFactory()
    assert asked() == 1
    with django_capture_on_commit_callbacks(execute=True):
        picture.save(update_fields=["title"])
    assert asked() == 1


def test_pages_that_show_a_picture_hear_that_its_renditions_are_there() -> None:
    picture = PictureFactory()
    OutboxEntry.objects.all().delete()
    assert make_renditions.func(picture.pk) > 0
    assert OutboxEntry.objects.exists()
    OutboxEntry.objects.all().delete()
    assert make_renditions.func(picture.pk) == 0
    assert not OutboxEntry.objects.exists()


def test_moved_focal_point_drops_what_was_cut_around_the_old_one() -> None:
    picture = PictureFactory()
    make_renditions.func(picture.pk)
    picture.focal_point_x, picture.focal_point_y = 10, 10
    picture.focal_point_width, picture.focal_point_height = 20, 20
    picture.save()
    assert not Rendition.objects.filter(image=picture).exists()


def test_picture_form_requires_the_alternative_text() -> None:
    from wagtail.images.forms import get_image_form

    from tajuk.pictures.models import Picture

    form = get_image_form(Picture)
    assert issubclass(form, PictureForm)
    assert form(instance=PictureFactory()).fields["description"].required
