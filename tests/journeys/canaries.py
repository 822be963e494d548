"""Words and pictures that cannot be overlooked: what of a story got out is told by the canaries that are found.

A canary is one word, `kenari12judul3z`: the twelfth story's headline in its third version. It survives slugs, stems,
escaping and JSON, and none is the beginning of another.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, IptcImagePlugin, UnidentifiedImageError

from tajuk.edge.plates import BadPlate, decode

_CANARY = re.compile(r"kenari[0-9]+[a-y]+[0-9]+z")
_COLOURS = 6  # steps of each channel: 216 pictures can be told apart after JPEG, AVIF and scaling
_STEP = 40
IPTC_CAPTION = (2, 120)


def word(owner: int, field: str, version: int = 0) -> str:
    """Return the canary of a field; `field` is small letters without z."""
    made = f"kenari{owner}{field}{version}z"
    assert _CANARY.fullmatch(made), made
    return made


def found_in(text: str) -> set[str]:
    """Return the canaries that stand in a text."""
    return set(_CANARY.findall(text))


def found_in_bytes(data: bytes) -> set[str]:
    """Return the canaries that stand in bytes of any kind, also in UTF-16."""
    plain = data.decode("latin-1")
    return found_in(plain) | found_in(plain.replace("\0", ""))


def picture(number: int, secret: str, size: tuple[int, int] = (640, 360)) -> bytes:
    """Return a JPEG in the colour of `number`, with `secret` in its IPTC caption, its Exif and its comment."""
    image = Image.new("RGB", size, colour(number))
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = f"{secret} exif", secret  # ImageDescription, Artist
    out = BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif, comment=secret.encode())
    data = out.getvalue()
    return data[:2] + _iptc(secret.encode()) + data[2:]


def _iptc(caption: bytes) -> bytes:
    """Return a JPEG's APP13 segment with an IPTC caption (IIM 4.2, 2:120)."""
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    body = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    segment = b"Photoshop 3.0\0" + body
    return b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment


def iptc_caption(data: bytes) -> bytes:
    """Return the IPTC caption of a picture, empty without one."""
    told = IptcImagePlugin.getiptcinfo(Image.open(BytesIO(data))) or {}
    caption = told.get(IPTC_CAPTION, b"")
    return caption if isinstance(caption, bytes) else b"".join(caption)


def colour(number: int) -> tuple[int, int, int]:
    """Return the colour of a picture's pixels."""
    assert 0 <= number < _COLOURS**3
    red, rest = divmod(number, _COLOURS**2)
    green, blue = divmod(rest, _COLOURS)
    return red * _STEP + 20, green * _STEP + 20, blue * _STEP + 20


def pictured(data: bytes) -> int | None:
    """Return the number of the picture whose pixels these are, whatever its format and size; else None."""
    try:
        image = Image.open(BytesIO(data)).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return None
    pixel = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    steps = [round((value - 20) / _STEP) for value in pixel]
    number = (steps[0] * _COLOURS + steps[1]) * _COLOURS + steps[2]
    near = 0 <= number < _COLOURS**3 and all(
        abs(had - wanted) < _STEP / 3 for had, wanted in zip(pixel, colour(number), strict=True)
    )
    return number if near else None


def files(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file below the folders with what is in it, as far as it still is there."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            try:
                if path.is_file():
                    yield path, path.read_bytes()
            except FileNotFoundError:
                continue


def told_by(path: Path, data: bytes) -> set[str]:
    """Return the canaries in a public file's name and content: a plate, a compressed or a plain file."""
    told = found_in(str(path)) | found_in_bytes(data)
    if path.suffix == ".plate":
        try:
            plate = decode(data)
        except BadPlate:
            return told
        return told | found_in(plate.path) | found_in_bytes(plate.identity())
    if data[:2] == b"\x1f\x8b":
        try:
            return told | found_in_bytes(gzip.decompress(data))
        except (OSError, EOFError, zlib.error):
            return told
    return told
