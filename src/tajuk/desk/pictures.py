"""Fetch the picture that hangs on a wire item into the newsroom's own pictures."""

import logging
import warnings
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from tajuk.common.http import FetchError, Limits, fetch
from tajuk.common.text import shorten, slug_of
from tajuk.desk.copy import lead_picture_of
from tajuk.pictures.models import Picture
from tajuk.staff.models import User
from tajuk.wires.story import Association, Rendition, Story

logger = logging.getLogger(__name__)
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
LIMITS = Limits(size=30 * 1024 * 1024, seconds=10)


def picture_of(story: Story, *, by: User | None) -> tuple[Picture | None, str]:
    """Return the story's lead picture, fetched or already here, and one line of trouble for the editor's note."""
    association = lead_picture_of(story)
    if association is None:
        return None, ""
    guid = association.story.guid[:300]
    if guid and (known := Picture.objects.filter(wire_guid=guid).first()):
        return known, ""
    rendition = _largest(association.story.renditions)
    try:
        data = fetch(rendition.href, limits=LIMITS)
        if data.status != 200:
            raise FetchError(f"answered {data.status}")
        return _keep(association, data.body, guid, by), ""
    except (FetchError, ValueError) as error:
        return None, f"The wire's picture could not be fetched ({error}): {rendition.href}"


def _largest(renditions: tuple[Rendition, ...]) -> Rendition:
    shown = [each for each in renditions if not each.mimetype or each.mimetype.startswith("image/")] or list(
        renditions
    )
    return max(shown, key=lambda each: (each.width or 0) * (each.height or 0))


def _keep(association: Association, data: bytes, guid: str, by: User | None) -> Picture:
    """Save a fetched picture with its caption and credit; raise `ValueError` for what is no usable picture."""
    width, height, extension = measured(data)
    about = association.story
    caption = about.description("caption") or (about.descriptions[0].value if about.descriptions else "")
    title = shorten(about.headline or caption or guid, 200)
    picture = Picture(
        title=title,
        description=shorten(about.description("alt") or caption or title, 250),
        caption=caption,
        photographer=", ".join(about.bylines)[:160],
        agency=(about.credit or about.provider.name or about.copyright_holder)[:160],
        usage_terms="\n".join(about.usage_terms),
        expires_at=about.expires,
        wire_guid=guid,
        uploaded_by_user=by,
        file=ContentFile(data, name=f"{slug_of(title, limit=40)}.{extension}"),
        width=width,
        height=height,
    )
    picture.save()
    return picture


def measured(data: bytes) -> tuple[int, int, str]:
    """Return width, height and file extension, reading the header alone; raise `ValueError` for bombs and strangers."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                width, height = image.size
                extension = FORMATS.get(image.format or "")
    except (
        UnidentifiedImageError,
        OSError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValueError(f"not a picture that can be used: {error}") from None
    if extension is None or width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValueError("not a picture that can be used: its format or size")
    return width, height, extension
