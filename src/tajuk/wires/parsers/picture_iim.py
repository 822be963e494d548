"""IPTC-IIM and Exif of a picture as plain values.

Source: IPTC-NAA Information Interchange Model 4.2, record 2; Exif 3.0. Pillow finds the datasets and tags in the
file; this reads their text, whose character set a picture often does not name.
"""

from collections.abc import Iterator, Mapping
from struct import pack
from typing import Any

from PIL.Image import Image

from tajuk.common.sanitize import without_controls
from tajuk.wires.encodings import decode
from tajuk.wires.story import Unreadable

_IIM_RESOURCE, _IIM_TAG, _TAG_MARK, _MOST = 0x0404, 33723, 0x1C, 5000
_UTF8 = b"\x1b%G"
_FAULTS = (
    SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, OverflowError, UserWarning,
)  # fmt: skip
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825


def read_iim(image: Image) -> dict[int, list[str]]:
    """Return the texts of record 2 by dataset number; under 0 stand the numbers of those that are wrongly encoded."""
    datasets = list(_datasets(_block(image)))
    named = next((raw for record, number, raw in datasets if (record, number) == (1, 90)), b"")
    charset = "utf-8" if named.startswith(_UTF8) else ""
    out: dict[int, list[str]] = {}
    for record, number, raw in datasets:
        if record == 2 and number and raw.strip(b"\x00 \t\r\n"):
            text = _text(raw.strip(b"\x00"), charset)
            out.setdefault(number if text else 0, []).append(text or f"2:{number:03}")
    return out


def _block(image: Image) -> bytes:
    """Return the IIM block: of a JPEG in a Photoshop resource, of a TIFF in a tag, there also as 4-byte numbers."""
    resources: Any = image.info.get("photoshop")
    if isinstance(resources, dict) and isinstance(block := resources.get(_IIM_RESOURCE), bytes):
        return block
    value: Any = getattr(image, "tag_v2", {}).get(_IIM_TAG)
    if isinstance(value, tuple) and value and all(isinstance(each, int) for each in value):
        order = "<" if getattr(image, "tag_v2", None) and image.tag_v2.prefix == b"II" else ">"  # type: ignore[attr-defined]
        value = pack(f"{order}{len(value)}I", *(each & 0xFFFFFFFF for each in value))
    return value if isinstance(value, bytes) else b""


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield record, dataset and value; stop where the block is damaged."""
    at = max(block.find(b"\x1c"), 0)
    for _ in range(_MOST):
        if at + 5 > len(block) or block[at] != _TAG_MARK:
            return
        record, number, size = block[at + 1], block[at + 2], int.from_bytes(block[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # the length itself takes so many bytes
            length = size & 0x7FFF
            if length > 4:
                return
            size = int.from_bytes(block[at : at + length])
            at += length
        if at + size > len(block):
            return
        yield record, number, block[at : at + size]
        at += size


def _text(raw: bytes, charset: str) -> str:
    for declared in dict.fromkeys((charset, "")):
        try:
            return without_controls(decode(raw, declared).text).strip()
        except Unreadable:
            continue
    return ""


def read_exif(image: Image) -> dict[str, str]:
    """Return the texts that Exif has of caption, maker, rights and time; `gps` as latitude and longitude."""
    try:
        exif = image.getexif()
        photo, gps = exif.get_ifd(_EXIF_IFD), exif.get_ifd(_GPS_IFD)
    except (
        SyntaxError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        OverflowError,
        UserWarning,
    ):
        return {}
    values = {
        "caption": exif.get(0x010E), "artist": exif.get(0x013B), "copyright": exif.get(0x8298),
        "make": exif.get(0x010F), "model": exif.get(0x0110), "software": exif.get(0x0131),
        "taken": photo.get(0x9003) or photo.get(0x9004), "offset": photo.get(0x9011), "id": photo.get(0xA420),
    }  # fmt: skip
    out = {name: text for name, value in values.items() if (text := _exif_text(value))}
    if position := _position(gps):
        out["gps"] = position
    return out


def _exif_text(value: object) -> str:
    if isinstance(value, str):  # Pillow reads Exif's ASCII as Latin-1; cameras and agencies write UTF-8 there
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return without_controls(str(value)).strip("\x00 ")
    if not isinstance(value, bytes) or not value.strip(b"\x00 "):
        return ""
    try:
        return without_controls(decode(value.partition(b"\x00")[0]).text).strip()
    except Unreadable:
        return ""


def _position(gps: Mapping[int, Any]) -> str:
    try:
        latitude, longitude = (
            sum(float(part) / 60**power for power, part in enumerate(gps[tag]))
            * (-1 if gps.get(tag - 1) in {"S", "W"} else 1)
            for tag in (2, 4)
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    inside = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return f"{latitude:.6f} {longitude:.6f}" if inside else ""
