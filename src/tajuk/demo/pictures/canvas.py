"""A canvas of 1600 by 900 units, drawn at twice its size and sampled down at the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from random import Random

from PIL import Image, ImageChops, ImageDraw

from .geometry import Point, Points, ellipse, ribbon, rounded
from .palettes import Colour, Paint, Palette

WIDTH, HEIGHT = 1600, 900
OVERSAMPLING = 2
_Box = tuple[int, int, int, int]
_Matrix = tuple[float, float, float, float, float, float]


class Canvas:
    """Holds the picture under work, its palette and its source of chance."""

    def __init__(self, width: int, ink: Palette, rng: Random) -> None:
        """Prepare an empty sheet for a picture of the given width."""
        self.ink = ink
        self.rng = rng
        self.scale = width * OVERSAMPLING / WIDTH
        self.image = Image.new("RGB", (width * OVERSAMPLING, round(HEIGHT * self.scale)), ink.low)
        self._pen = ImageDraw.Draw(self.image, "RGBA")
        self._matrix: _Matrix = (self.scale, 0.0, 0.0, self.scale, 0.0, 0.0)

    @cached_property
    def _noise(self) -> Image.Image:
        """Give the grain of the paper; own bytes, since Pillow's noise follows no seed."""
        width, height = (self.image.width + 1) // 2, (self.image.height + 1) // 2
        flat = Image.frombytes("L", (width, height), Random(11).randbytes(width * height))
        return flat.resize(self.image.size, Image.Resampling.BILINEAR)

    @contextmanager
    def placed(
        self, x: float, y: float, *, angle: float = 0.0, scale: float = 1.0, flip: bool = False
    ) -> Iterator[None]:
        """Draw within a frame that is moved, turned and scaled."""
        before = a, b, c, d, e, f = self._matrix
        cos, sin = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        across = -1 if flip else 1
        self._matrix = (
            (a * cos + c * sin) * across,
            (b * cos + d * sin) * across,
            c * cos - a * sin,
            d * cos - b * sin,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        try:
            yield
        finally:
            self._matrix = before

    def _map(self, points: Points) -> list[Point]:
        """Carry points from the current frame to pixels."""
        a, b, c, d, e, f = self._matrix
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    def poly(self, points: Points, paint: Paint) -> None:
        """Fill a polygon."""
        self._pen.polygon(self._map(points), fill=paint)

    def rect(self, x0: float, y0: float, x1: float, y1: float, paint: Paint, radius: float = 0.0) -> None:
        """Fill a rectangle, with round corners if a radius is given."""
        square = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        self.poly(rounded(x0, y0, x1, y1, radius) if radius else square, paint)

    def oval(self, x: float, y: float, rx: float, ry: float, paint: Paint) -> None:
        """Fill an ellipse."""
        self.poly(ellipse(x, y, rx, ry), paint)

    def disc(self, x: float, y: float, radius: float, paint: Paint) -> None:
        """Fill a circle."""
        self.oval(x, y, radius, radius, paint)

    def stroke(self, line: Points, width: float, paint: Paint, end: float | None = None) -> None:
        """Draw a line as one outline, so that a translucent one does not double at its joints."""
        self.poly(ribbon(line, width, width if end is None else end), paint)

    def ring(self, x: float, y: float, radius: float, width: float, paint: Paint) -> None:
        """Draw a circle's line."""
        self.stroke(ellipse(x, y, radius, radius), width, paint)

    def _clip(self, pixels: Points) -> tuple[_Box, _Box] | None:
        """Box the pixels, whole and cut to the sheet; nothing if they lie outside."""
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        whole = math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1
        width, height = self.image.size
        cut = max(0, whole[0]), max(0, whole[1]), min(width, whole[2]), min(height, whole[3])
        return (whole, cut) if cut[0] < cut[2] and cut[1] < cut[3] else None

    def fade(
        self,
        points: Points,
        colour: Colour,
        start: float,
        end: float,
        *,
        sideways: bool = False,
        grain: float = 0.7,
    ) -> None:
        """Cover a shape with a colour that fades from top to bottom, or left to right, in grains."""
        pixels = self._map(points)
        boxes = self._clip(pixels)
        if boxes is None:
            return
        whole, cut = boxes
        mask = self._ramp(whole, cut, start, end, sideways)
        if grain:
            dots = ImageChops.subtract(mask, self._noise.crop(cut), scale=0.6)
            mask = Image.blend(mask, dots, grain)
        shape = Image.new("L", mask.size, 0)
        ImageDraw.Draw(shape).polygon([(x - cut[0], y - cut[1]) for x, y in pixels], fill=255)
        self.image.paste(colour, cut[:2], ImageChops.multiply(mask, shape))

    @staticmethod
    def _ramp(whole: _Box, cut: _Box, start: float, end: float, sideways: bool) -> Image.Image:
        """Make the mask of a fade over the whole box, cut to its visible part."""
        low, high = (whole[0], whole[2]) if sideways else (whole[1], whole[3])
        first, last = (cut[0], cut[2]) if sideways else (cut[1], cut[3])
        tones = [
            max(0, min(255, round(255 * (start + (end - start) * (place - low) / max(1, high - low)))))
            for place in range(first, last)
        ]
        strip = Image.frombytes("L", (len(tones), 1) if sideways else (1, len(tones)), bytes(tones))
        return strip.resize((cut[2] - cut[0], cut[3] - cut[1]), Image.Resampling.NEAREST)

    def wash(
        self, y0: float, y1: float, colour: Colour, start: float, end: float, grain: float = 0.0
    ) -> None:
        """Fade a colour over a band of the whole width."""
        self.fade([(0, y0), (WIDTH, y0), (WIDTH, y1), (0, y1)], colour, start, end, grain=grain)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour, strength: float) -> None:
        """Light (or shade) a soft oval."""
        boxes = self._clip(self._map([(x - rx, y - ry), (x + rx, y + ry)]))
        if boxes is None:
            return
        whole, cut = boxes
        across, down = 256 / (whole[2] - whole[0]), 256 / (whole[3] - whole[1])
        part = (
            (cut[0] - whole[0]) * across,
            (cut[1] - whole[1]) * down,
            min(256.0, (cut[2] - whole[0]) * across),
            min(256.0, (cut[3] - whole[1]) * down),
        )
        size = cut[2] - cut[0], cut[3] - cut[1]
        # The stock gradient is black at its centre and has tone 180 where it meets the edge of the box.
        tones = [round(255 * strength * max(0.0, 1 - tone / 180) ** 1.6) for tone in range(256)]
        soft = Image.radial_gradient("L").point(tones).resize(size, Image.Resampling.BILINEAR, box=part)
        self.image.paste(colour, cut[:2], soft)

    def reflect(self, y: float, depth: float, strength: float) -> None:
        """Mirror what stands above a water line, fading with its distance."""
        line, reach = round(y * self.scale), round(depth * self.scale)
        reach = min(reach, line, self.image.height - line)
        upper = self.image.crop((0, line - reach, self.image.width, line))
        mirror = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        box = (0, line, self.image.width, line + reach)
        self.image.paste(mirror, box, self._ramp(box, box, strength, 0.0, sideways=False))
