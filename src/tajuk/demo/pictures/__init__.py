"""Editorial illustrations drawn by code, so that the demo newsroom needs no photographs."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from zlib import crc32

from PIL import Image, ImageChops

from . import (
    banking,
    batik,
    cities,
    civic,
    coffee,
    energy,
    fields,
    homes,
    industry,
    money,
    roads,
    storage,
    technology,
    transport,
)
from .canvas import HEIGHT, WIDTH, Canvas
from .palettes import PALETTES

_SCENES: dict[str, Callable[[Canvas], None]] = {
    "trading-floor": money.trading_floor,
    "gold-bars": money.gold_bars,
    "currency-notes": money.currency_notes,
    "central-bank": banking.central_bank,
    "port": transport.port,
    "factory": industry.factory,
    "palm-oil": industry.palm_oil,
    "coal-mine": energy.coal_mine,
    "nickel-smelter": industry.nickel_smelter,
    "oil-rig": energy.oil_rig,
    "wind-farm": energy.wind_farm,
    "solar-farm": energy.solar_farm,
    "city-skyline": cities.city_skyline,
    "toll-road": roads.toll_road,
    "railway": transport.railway,
    "airport": transport.airport,
    "rice-field": fields.rice_field,
    "market-stall": fields.market_stall,
    "warehouse": storage.warehouse,
    "data-centre": technology.data_centre,
    "chip": technology.chip,
    "electric-car": roads.electric_car,
    "housing": homes.housing,
    "bank-branch": banking.bank_branch,
    "parliament": civic.parliament,
    "press-conference": civic.press_conference,
    "seoul-skyline": cities.seoul_skyline,
    "container-ship": transport.container_ship,
    "coffee-shop": coffee.coffee_shop,
    "batik-workshop": batik.batik_workshop,
}
_GRAIN = 7
_QUALITIES = (82, 78, 74, 70, 66)
_HEAVIEST = 215_000
_EXIF_DESCRIPTION, _EXIF_ARTIST, _EXIF_COPYRIGHT = 0x010E, 0x013B, 0x8298


def keys() -> tuple[str, ...]:
    """List the keys of the scenes."""
    return tuple(_SCENES)


def draw(key: str, *, seed: int = 0, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Draw a scene; another seed gives another palette and composition."""
    width, height = size
    full = max(width, -(-height * WIDTH // HEIGHT))
    canvas = Canvas(full, PALETTES[(crc32(key.encode()) + seed) % len(PALETTES)], Random(f"{key}:{seed}"))
    _SCENES[key](canvas)
    picture = canvas.image.resize((full, round(full * HEIGHT / WIDTH)), Image.Resampling.LANCZOS)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return _grained(picture.crop((left, top, left + width, top + height)))


def _grained(picture: Image.Image) -> Image.Image:
    """Lay a fine grain of paper over the picture."""
    width, height = (picture.width + 1) // 2, (picture.height + 1) // 2
    # Grains of two pixels look softer than single ones and weigh half as much in a JPEG.
    noise = Image.frombytes("L", (width, height), Random(7).randbytes(width * height))
    noise = noise.resize(picture.size, Image.Resampling.BICUBIC)
    grey = noise.point([128 + round((tone - 127.5) / 127.5 * _GRAIN) for tone in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", (grey, grey, grey)), 1, -128)


def jpeg(
    key: str, *, seed: int = 0, size: tuple[int, int] = (WIDTH, HEIGHT), caption: str, credit: str
) -> bytes:
    """Draw a scene as a JPEG file that carries its caption and credit."""
    exif = Image.Exif()
    exif[_EXIF_DESCRIPTION], exif[_EXIF_ARTIST], exif[_EXIF_COPYRIGHT] = caption, credit, credit
    picture = draw(key, seed=seed, size=size)
    data = b""
    for quality in _QUALITIES:
        output = io.BytesIO()
        picture.save(output, "JPEG", quality=quality, optimize=True, progressive=True, exif=exif)
        data = output.getvalue()
        if len(data) <= _HEAVIEST:
            break
    return data
