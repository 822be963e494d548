"""The files of the paper's identity: a logo and fonts that a publisher hands in, the style sheet made of the choice.

They are kept under names made of their contents, and stay: pages of an older edition go on naming them.
"""

import hashlib
import struct
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from tajuk.articles.actions import NotPossible

Upload = UploadedFile[bytes]

FOLDER = "identity"
LARGEST_LOGO = 1024 * 1024  # bytes
LARGEST_FONT = 100 * 1024  # bytes: a page with its lead picture stays under 200 KB
MOST_PIXELS = 16_000_000
HEIGHT = 144  # pixels: three times the masthead's
WIDEST = 960


def keep(data: bytes, ending: str) -> str:
    """Keep a file under a name made of its contents; return its address."""
    name = f"{FOLDER}/{FOLDER}.{hashlib.blake2b(data, digest_size=8).hexdigest()}.{ending}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return default_storage.url(name)


def keep_logo(file: Upload) -> dict[str, object]:
    """Draw a PNG, JPEG or WebP anew as a WebP of the masthead's size; return its address and size in pixels."""
    data = _bytes_of(file, LARGEST_LOGO)
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotPossible(_("The logo has too many pixels: at most 16 million."))
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotPossible(_("The logo cannot be read: give a PNG, JPEG or WebP.")) from None
    drawn.thumbnail((WIDEST, HEIGHT))
    out = BytesIO()
    drawn.save(out, "WEBP", lossless=True)
    return {"address": keep(out.getvalue(), "webp"), "width": drawn.width, "height": drawn.height}


def keep_font(file: Upload, licence: str) -> dict[str, object]:
    """Keep a WOFF2 font with the line that says under which licence it may be used on the site."""
    if not licence:
        raise NotPossible(_("Say under which licence the font may be used on the site."))
    data = _bytes_of(file, LARGEST_FONT)
    # WOFF2, section 4.1: signature, flavour, length of the file.
    if len(data) < 48 or data[:4] != b"wOF2" or struct.unpack(">I", data[8:12])[0] != len(data):
        raise NotPossible(_("The font cannot be read: give a whole WOFF2 file."))
    return {"address": keep(data, "woff2"), "name": (file.name or "")[:100], "licence": licence[:200]}


def _bytes_of(file: Upload, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise NotPossible(_("The file is too large: at most %(size)d KB.") % {"size": most // 1024})
    return bytes(data)
