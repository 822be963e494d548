"""Which sizes of a picture pages use, making them before anybody asks, and reading them for a page.

AVIF costs 2.2 CPU-seconds an image at speed 4 and 0.03 at speed 9 for about the same bytes (measured), so
renditions are encoded at speed 9, in the worker, when the picture is published: never on a reader's request.
"""

import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from PIL import Image as PillowImage
from PIL import ImageOps

from tajuk.common import clock, shelf
from tajuk.pictures.models import Picture, Rendition

SAVE = {
    "avif": {"quality": 55, "speed": 9},
    "webp": {"quality": 76, "method": 4},
    "jpeg": {"quality": 76, "progressive": True, "optimize": True},
}


@dataclass(frozen=True, slots=True)
class Use:
    """A place on a page: its widths in pixels and its ratio (`None`: the picture's own)."""

    name: str
    widths: tuple[int, ...]
    ratio: tuple[int, int] | None
    formats: tuple[str, ...] = ("avif", "webp", "jpeg")


_PLAIN = re.compile(r"[A-Za-z0-9/._-]+")
LEAD = Use("lead", (400, 800, 1200), (16, 9))
INLINE = Use("inline", (400, 800), None)
CARD = Use("card", (160, 320, 640), (16, 9))
SQUARE = Use("square", (1200,), (1, 1), ("jpeg",))
CLASSIC = Use("classic", (1200,), (4, 3), ("jpeg",))
SHARE = Use("share", (1200,), (1200, 630), ("jpeg",))
USES = {use.name: use for use in (LEAD, INLINE, CARD, SQUARE, CLASSIC, SHARE)}
# What others show with a link: search engines, social networks.
PREVIEWS = frozenset({SQUARE.name, CLASSIC.name, SHARE.name})


@dataclass(frozen=True, slots=True)
class PictureSet:
    """What a `<picture>` element needs: per format its `srcset`, and a JPEG with its size to fall back on."""

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    licence: str = ""
    srcset: str = field(default="")


def spec(use: Use, width: int, format_: str) -> str:
    """Return the name under which a rendition is kept."""
    return f"{use.name}-{width}.{format_}"


def wanted(picture: Picture, now: datetime) -> dict[str, tuple[Use, int, str]]:
    """Return the renditions that may lie where the public can ask for them, by name: each right is a set of them."""
    if not picture.is_public(now):
        return {}
    return {
        spec(use, width, format_): (use, width, format_)
        for use in USES.values()
        if picture.may_preview or use.name not in PREVIEWS
        for width in use.widths
        if picture.max_width is None or width <= picture.max_width
        for format_ in use.formats
    }


def missing(picture: Picture, now: datetime | None = None) -> list[tuple[Use, int, str]]:
    """Return the renditions that pages use and that are not made yet."""
    made = set(Rendition.objects.filter(image=picture).values_list("filter_spec", flat=True))
    return [each for name, each in wanted(picture, now or clock.now()).items() if name not in made]


def prune(picture: Picture, now: datetime) -> int:
    """Delete the renditions that may not be public any more, with their files; return how many."""
    allowed = wanted(picture, now)
    gone = [row for row in Rendition.objects.filter(image=picture) if row.filter_spec not in allowed]
    for row in gone:
        row.delete()
        # At once, not when Wagtail's own task for it has its turn among all others.
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)), robust=True)
    return len(gone)


def make(picture: Picture) -> int:
    """Make the missing renditions of a picture from its original; return how many."""
    todo = missing(picture)
    if not todo:
        return 0
    with picture.file.open("rb") as file:
        original = ImageOps.exif_transpose(PillowImage.open(BytesIO(file.read()))).convert("RGB")
    original.info.clear()  # else Exif, XMP and comments, in which agencies write to editors, leave with each size
    fitted = {(use.name, width): _fit(original, picture, use, width) for use, width, _ in todo}
    # Encoders let go of Python's lock: the formats of one picture are made beside one another.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        encoded = list(pool.map(lambda each: _encode(fitted[each[0].name, each[1]], each[2]), todo))
    for (use, width, format_), data in zip(todo, encoded, strict=True):
        _keep(picture, fitted[use.name, width], spec(use, width, format_), data)
    return len(todo)


def _fit(original: PillowImage.Image, picture: Picture, use: Use, width: int) -> PillowImage.Image:
    if use.ratio is None:
        height = max(1, round(original.height * width / original.width))
        return original.resize((width, height), PillowImage.Resampling.LANCZOS)
    size = (width, round(width * use.ratio[1] / use.ratio[0]))
    return ImageOps.fit(original, size, PillowImage.Resampling.LANCZOS, centering=_centre(original, picture))


def _centre(original: PillowImage.Image, picture: Picture) -> tuple[float, float]:
    focus = picture.get_focal_point()
    if focus is None:
        return (0.5, 0.5)
    return (focus.centroid_x / original.width, focus.centroid_y / original.height)


def _encode(image: PillowImage.Image, format_: str) -> bytes:
    out = BytesIO()
    image.save(out, format_.upper(), **SAVE[format_])
    return out.getvalue()


def _keep(picture: Picture, image: PillowImage.Image, name: str, data: bytes) -> None:
    file = ContentFile(data, name=f"{_mark(picture)}-{name}")
    Rendition.objects.create(
        image=picture, filter_spec=name, width=image.width, height=image.height, file=file
    )


def _mark(picture: Picture) -> str:
    """Return what names an original to nobody: who holds the agency's file could work out a plain digest and ask."""
    digest = picture.file_hash or picture.get_file_hash()
    return salted_hmac("tajuk.pictures.renditions", digest, algorithm="sha256").hexdigest()[:16]


class Made(NamedTuple):
    """A rendition that is there, and the address of its file."""

    filter_spec: str
    url: str
    width: int
    height: int


def made(pictures: Iterable[Picture], *uses: Use) -> dict[int, list[Made]]:
    """Return the renditions of pictures for these uses by the picture's id, the narrowest first: one query for all."""
    names = [spec(use, width, format_) for use in uses for width in use.widths for format_ in use.formats]

    def load(ids: list[int]) -> dict[int, list[Made]]:
        address = _addresses(Rendition._meta.get_field("file").storage)
        found: dict[int, list[Made]] = {pk: [] for pk in ids}
        rows = Rendition.objects.filter(image_id__in=ids, filter_spec__in=names).order_by("width")
        for pk, name, file, width, height in rows.values_list(
            "image_id", "filter_spec", "file", "width", "height"
        ):
            found[pk].append(Made(name, address(file), width, height))
        return found

    return shelf.many(("renditions", *names), [picture.pk for picture in pictures], load)


def _addresses(storage: Storage) -> Callable[[str], str]:
    """Return what gives the address of a file: a prefix and its name where the storage does no more than that."""
    sample = "a/b-c_0.d"
    prefix, found, rest = storage.url(sample).partition(sample)
    if not found or rest:
        return storage.url
    return lambda name: prefix + name if _PLAIN.fullmatch(name) else storage.url(name)


def for_pages(pictures: Iterable[Picture], use: Use) -> dict[int, PictureSet]:
    """Return, by picture id, what pages need for this use: of those that have renditions, in one query."""
    by_id = {picture.pk: picture for picture in pictures}
    known = made(by_id.values(), use)

    def load(ids: list[int]) -> dict[int, PictureSet]:
        sets = ((pk, _set(by_id[pk], use, known.get(pk, []))) for pk in ids)
        return {pk: found for pk, found in sets if found is not None}

    return shelf.many(("picture set", use.name, get_language()), list(by_id), load)


def _set(picture: Picture, use: Use, every: list[Made]) -> PictureSet | None:
    rows = [row for row in every if row.filter_spec.startswith(f"{use.name}-")]

    def srcset(format_: str) -> str:
        return ", ".join(f"{row.url} {row.width}w" for row in rows if row.filter_spec.endswith(f".{format_}"))

    fallbacks = [row for row in rows if row.filter_spec.endswith(".jpeg")]
    if not fallbacks:
        return None
    fallback = fallbacks[-1]
    return PictureSet(
        sources=tuple(
            (f"image/{format_}", srcset(format_)) for format_ in ("avif", "webp") if srcset(format_)
        ),
        src=fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        licence=picture.licence,
        srcset=srcset("jpeg"),
    )
