"""A picture's rights: which sizes may be public, until when, and what stands in its place."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tajuk.articles.models import Article
from tajuk.clearance import check
from tajuk.clearance.pictures import in_its_place, may_be_shown
from tajuk.common import clock
from tajuk.pictures import renditions
from tajuk.pictures.actions import PictureNotPossible, restore, withdraw
from tajuk.pictures.models import Picture
from tajuk.press.passing import carry, next_due
from tests.factories.newsroom import ArticleFactory, PictureFactory, paragraphs

pytestmark = pytest.mark.django_db


def made(**values: Any) -> Picture:
    picture: Picture = PictureFactory(**values)
    renditions.make(picture)
    return picture


def files(picture: Picture) -> list[Path]:
    return [Path(row.file.path) for row in picture.renditions.all()]


def story_with(picture: Picture) -> Article:
    block = {"type": "picture", "value": {"picture": picture.pk, "caption": ""}, "id": "g"}
    return ArticleFactory(lead_picture=picture, body=[*paragraphs("Satu.", "Dua."), block])


def test_withdrawn_picture_is_gone_from_pages_and_disk_and_its_reason_stands_there(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = made()
    story = story_with(picture)
    paths = files(picture)
    assert paths
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(picture, reason="foto direkayasa", by=None, now=clock.now())
    assert not any(path.exists() for path in paths)
    page = client.get(story.get_absolute_url()).content.decode()
    assert page.count("foto direkayasa") == 2, "for the lead picture and for the one in the copy"
    assert "/media/" not in page.replace("/media/original", "")
    assert "og:image" not in page
    assert (
        check(Picture.objects.get(), "article", clock.now()).as_json()["reasons"][0]["words"]
        == "foto direkayasa"
    )
    with pytest.raises(PictureNotPossible):
        withdraw(picture, reason="lagi", by=None, now=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        restore(picture, reason="asli", by=None, now=clock.now())
    assert "foto direkayasa" not in client.get(story.get_absolute_url()).content.decode()


def test_verbs_on_pictures_need_a_reason() -> None:
    with pytest.raises(PictureNotPossible):
        withdraw(made(), reason=" ", by=None, now=clock.now())


def test_expiry_takes_its_files_at_its_moment(django_capture_on_commit_callbacks: Any) -> None:
    now = clock.now()
    carry(now)
    picture = made(expires_at=now + timedelta(minutes=5))
    paths = files(picture)
    assert next_due(now) == picture.expires_at
    with django_capture_on_commit_callbacks(execute=True):
        assert carry(now + timedelta(minutes=4)) == 0
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        assert carry(now + timedelta(minutes=5)) == 1
    assert not any(path.exists() for path in paths)
    assert renditions.missing(picture, now + timedelta(minutes=6)) == [], "nobody makes them again"
    assert in_its_place(picture, now + timedelta(minutes=6))


def test_sizes_that_may_not_be_public_are_not_made_and_go_when_that_changes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = made(max_width=800, may_preview=False)
    specs = set(picture.renditions.values_list("filter_spec", flat=True))
    assert not any(name.startswith(("share", "square", "classic")) for name in specs)
    assert "lead-800.jpeg" in specs
    assert "lead-1200.jpeg" not in specs
    picture.max_width = 400
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert "lead-800.jpeg" not in set(picture.renditions.values_list("filter_spec", flat=True))


@pytest.mark.parametrize(
    "values", [{}, {"may_web": False}, {"withdrawn_at": clock.now()}, {"expires_at": clock.now()}]
)
def test_what_the_gate_lets_stand_on_the_site_is_what_lies_on_the_disk(values: dict[str, Any]) -> None:
    now = clock.now() + timedelta(seconds=1)
    picture = PictureFactory(**values)
    assert may_be_shown(picture, now) == picture.is_public(now) == bool(renditions.wanted(picture, now))
