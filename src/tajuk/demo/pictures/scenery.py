"""What many scenes stand in: sky, sun, clouds, hills, water, ground and plants."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, curve, ellipse, lerp, ribbon, rounded, spread
from .palettes import Colour, mix, veil


def sky(c: Canvas, horizon: float = 620, *, sun: bool = True, clouds: int = 4) -> Point:
    """Paint the sky down to the horizon and return where the sun stands."""
    c.rect(0, 0, WIDTH, HEIGHT, c.ink.low)
    c.wash(0, horizon, c.ink.sky, 1.0, 0.0)
    if c.ink.dark:
        stars(c, horizon * 0.6)
    place = c.rng.choice((c.rng.uniform(470, 700), c.rng.uniform(880, 1130)))
    height = horizon * c.rng.uniform(0.3, 0.62)
    if sun:
        sun_disc(c, place, height, c.rng.uniform(95, 150))
    for _ in range(clouds):
        cloud(c, c.rng.uniform(0, WIDTH), c.rng.uniform(60, horizon * 0.6), c.rng.uniform(130, 330))
    return place, height


def sun_disc(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw a sun with its halo and a grainy lower edge."""
    c.glow(x, y, radius * 4, radius * 4, mix(c.ink.sun, c.ink.paper, 0.4), 0.5)
    c.disc(x, y, radius * 1.35, veil(c.ink.sun, 0.16))
    c.disc(x, y, radius, c.ink.sun)
    c.fade(ellipse(x, y, radius, radius), c.ink.low, 0.0, 0.75)


def stars(c: Canvas, depth: float) -> None:
    """Sprinkle small stars over the upper sky."""
    for _ in range(70):
        size = c.rng.uniform(0.9, 2.2)
        place = c.rng.uniform(0, WIDTH), c.rng.uniform(0, depth)
        c.disc(*place, size, veil(c.ink.paper, c.rng.uniform(0.3, 0.9)))


def cloud(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a flat cloud of stacked pills."""
    tone = veil(mix(c.ink.low, c.ink.paper, 0.55), 0.26 if c.ink.dark else 0.55)
    for row in range(3):
        half = width * (0.5 - 0.13 * row) * c.rng.uniform(0.8, 1.1)
        middle = x + c.rng.uniform(-0.15, 0.15) * width
        high = width * 0.062
        c.poly(rounded(middle - half, y - (row + 1) * high, middle + half, y - row * high, high), tone)


def ridge(c: Canvas, base: float, height: float, roughness: float = 0.5) -> list[Point]:
    """Shape the outline of a hill range, closed at the foot of the sheet."""
    phases = [c.rng.uniform(0, math.tau) for _ in range(3)]
    line = []
    for share in spread(70):
        slow = math.sin(share * 5.2 + phases[0]) + 0.5 * math.sin(share * 11 + phases[1])
        fast = roughness * 0.4 * math.sin(share * 27 + phases[2])
        line.append((share * WIDTH, base - height * (0.5 + 0.32 * (slow + fast))))
    return [*line, (WIDTH, HEIGHT), (0.0, HEIGHT)]


def hills(c: Canvas, base: float, height: float, tones: tuple[float, ...], step: float = 40) -> None:
    """Layer hill ranges from far to near, each with haze at its foot."""
    for index, tone in enumerate(tones):
        outline = ridge(c, base + index * step, height * (1 - 0.12 * index))
        c.poly(outline, c.ink.depth(tone))
        c.wash(base + index * step - height * 0.4, base + index * step + step, c.ink.low, 0.0, 0.45)


def volcano(c: Canvas, x: float, base: float, height: float, tone: float) -> None:
    """Draw a volcano with concave flanks and a lit side."""
    half = height * 2.1
    left = [(x - half * (1 - s) ** 1.0, base - height * s**1.9) for s in spread(16)]
    crown = [(x - height * 0.09, base - height), (x + height * 0.02, base - height * 0.965)]
    right = [(x + height * 0.11 + half * s, base - height * 0.985 * (1 - s) ** 1.9) for s in spread(16)]
    left[-1] = (x - height * 0.12, base - height * 0.985)
    c.poly([*left, *crown, *right], c.ink.depth(tone))
    gully = [(x + height * 0.02, base - height * 0.965), *right, (x + half * 0.3, base)]
    c.poly(gully, veil(c.ink.depth(tone + 0.1), 0.6))
    c.wash(base - height * 0.55, base, c.ink.low, 0.0, 0.8)


def sea(c: Canvas, horizon: float, sun: Point | None = None) -> None:
    """Lay water from the horizon to the foot of the sheet, with the sun's path on it."""
    c.rect(0, horizon, WIDTH, HEIGHT, mix(c.ink.far, c.ink.low, 0.25))
    c.wash(horizon, HEIGHT, c.ink.mid, 0.0, 1.0)
    c.wash(lerp(horizon, HEIGHT, 0.35), HEIGHT, c.ink.near, 0.0, 0.85, grain=0.5)
    if sun is not None:
        for share in spread(20):
            reach = lerp(120, 50, share) * c.rng.uniform(0.3, 1.2)
            y = lerp(horizon + 5, HEIGHT - 60, share**1.3)
            x = sun[0] + c.rng.uniform(-30, 30) * (1 + share)
            dash(c, x, y, reach, lerp(3, 9, share), veil(c.ink.sun, lerp(0.85, 0.4, share)))


def dash(c: Canvas, x: float, y: float, reach: float, thick: float, paint: tuple[int, ...]) -> None:
    """Draw a lens-shaped glint."""
    c.poly(
        curve([(x - reach, y), (x, y - thick / 2), (x + reach, y), (x, y + thick / 2)], closed=True), paint
    )


def ripples(c: Canvas, horizon: float, count: int, colour: Colour, opacity: float = 0.35) -> None:
    """Scatter ripples that grow toward the viewer."""
    for _ in range(count):
        share = c.rng.random() ** 0.8
        y = lerp(horizon + 14, HEIGHT - 10, share)
        reach = lerp(18, 110, share) * c.rng.uniform(0.5, 1.2)
        dash(c, c.rng.uniform(0, WIDTH), y, reach, lerp(2, 7, share), veil(colour, opacity))


def birds(c: Canvas, x: float, y: float, count: int) -> None:
    """Draw a small flock."""
    for _ in range(count):
        px, py, size = x + c.rng.gauss(0, 80), y + c.rng.gauss(0, 32), c.rng.uniform(8, 15)
        wings = [(px - size, py - size * 0.35), (px - size * 0.4, py - size * 0.5), (px, py)]
        wings += [(px + size * 0.4, py - size * 0.5), (px + size, py - size * 0.35)]
        c.stroke(curve(wings, steps=4), 2.6, c.ink.ink)


def smoke(c: Canvas, x: float, y: float, length: float, size: float, drift: float, tone: Colour) -> None:
    """Let a plume rise and widen with the wind."""
    for share in spread(17):
        puff = lerp(size, size * 4.2, share**0.8) * c.rng.uniform(0.85, 1.1)
        px = x + drift * share**1.5 + c.rng.gauss(0, size * 0.25)
        py = y - length * share**0.85
        c.disc(px, py, puff, veil(tone, lerp(0.6, 0.1, share)))


def palm(c: Canvas, x: float, y: float, height: float, colour: Colour, lean: float = 0.0) -> None:
    """Draw a palm with feathered fronds."""
    top = (x + lean * height, y - height)
    trunk = curve([(x, y), (x + lean * height * 0.3, y - height * 0.5), top], steps=6)
    c.stroke(trunk, height * 0.055, colour, height * 0.032)
    for index in range(9):
        angle = math.radians(lerp(-205, 25, index / 8) + c.rng.uniform(-8, 8))
        frond(c, top, angle, height * c.rng.uniform(0.38, 0.48), colour)


def frond(c: Canvas, root: Point, angle: float, length: float, colour: Colour) -> None:
    """Draw one hanging frond with a combed lower edge."""
    fall = 0.34 + 0.3 * abs(math.cos(angle))
    spine = [
        (
            root[0] + math.cos(angle) * length * s,
            root[1] + math.sin(angle) * length * s + fall * length * s * s,
        )
        for s in spread(21)
    ]
    c.poly(ribbon(spine, length * 0.06, length * 0.012), colour)
    way = math.copysign(1, math.cos(angle))
    for index, (px, py) in enumerate(spine[2:], start=2):
        leaf = length * 0.27 * math.sin(math.pi * min(1.0, index / 21 + 0.08)) ** 0.7
        for side, out in ((-0.28, 0.85), (1.0, 0.5)):
            tip = (px + way * leaf * out, py + leaf * side)
            c.poly([(px - length * 0.026, py), (px + length * 0.026, py), tip], colour)


def tree(c: Canvas, x: float, y: float, height: float, colour: Colour) -> None:
    """Draw a round-crowned tree with a shaded side."""
    c.stroke([(x, y), (x, y - height * 0.6)], height * 0.07, mix(colour, c.ink.ink, 0.5))
    for dx, dy, size in ((-0.18, 0.52, 0.2), (0.19, 0.5, 0.19), (0.0, 0.7, 0.27)):
        c.disc(x + dx * height, y - dy * height, size * height, colour)
    c.fade(ellipse(x, y - 0.7 * height, 0.27 * height, 0.27 * height), c.ink.ink, 0.0, 0.6)


def clump(c: Canvas, y: float, height: float, colour: Colour, step: float = 46) -> None:
    """Line the width with the crowns of a wood."""
    x = -step
    while x < WIDTH + step:
        size = height * c.rng.uniform(0.55, 1.0)
        c.oval(x, y - size * 0.4, size * 0.75, size * 0.7, colour)
        x += step * c.rng.uniform(0.6, 1.2)
    c.rect(0, y - height * 0.2, WIDTH, y + 3, colour)


def flag(c: Canvas, x: float, y: float, height: float) -> None:
    """Fly a red-and-white flag."""
    c.stroke([(x, y), (x, y - height)], 6, c.ink.ink, 4)
    for row, tone in enumerate((c.ink.hot, c.ink.paper)):
        top = [
            (x + 100 * s, y - height + row * 30 + 6 * (1 - s) - 9 * s * (1 - s) * (4 if s < 0.5 else 1))
            for s in spread(9)
        ]
        c.poly([*top, *[(px, py + 31) for px, py in reversed(top)]], tone)
