"""Scenes of field and market: rice field and market stall."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, ellipse, lerp, spread
from .palettes import Colour, mix, veil
from .people import walker
from .scenery import birds, clump, dash, palm, sky, volcano
from .structures import skyline


def rice_field(c: Canvas) -> None:
    """Terrace a hillside with flooded fields under a volcano."""
    sun = sky(c, 480)
    volcano(c, 800 + (240 if sun[0] < 800 else -240), 500, c.rng.uniform(250, 310), 0.24)
    clump(c, 470, 46, c.ink.depth(0.36), 40)
    for x in (90, 190, 1290, 1400, 1520):
        palm(c, x + c.rng.uniform(-30, 30), 476, c.rng.uniform(110, 160), c.ink.depth(0.46))
    c.wash(380, 490, c.ink.low, 0.0, 0.45)
    bend = c.rng.uniform(0, math.tau)
    for level in range(8):
        _terrace(c, level, bend, sun)
    _farmers(c, bend)
    side = c.rng.choice((-1, 1))
    palm(c, 800 + side * 640, 890, 520, c.ink.ink, -side * 0.12)
    palm(c, 800 + side * 730, 900, 400, c.ink.ink, -side * 0.05)
    birds(c, sun[0] - side * 150, sun[1] + 60, 6)


def _dyke(share: float, bend: float) -> list[Point]:
    """Trace the edge of one terrace, which follows the slope in ever wider bends."""
    y, swing = lerp(476, 880, share**1.6), lerp(7, 78, share)
    turn = bend + share * 2.6
    return [
        (s * WIDTH, y + swing * (math.sin(s * 5.4 + turn) + 0.35 * math.sin(s * 11 - bend - share * 4)))
        for s in spread(80)
    ]


def _terrace(c: Canvas, level: int, bend: float, sun: Point) -> None:
    """Draw one terrace: its bank, then its water or its green."""
    share = level / 7
    line = _dyke(share, bend)
    foot: list[Point] = [(WIDTH, HEIGHT), (0, HEIGHT)]
    bank = mix(c.ink.depth(lerp(0.46, 0.86, share)), c.ink.cool, 0.2)
    thick = lerp(9, 34, share)
    c.poly([*line, *foot], bank)
    c.stroke(line, lerp(2, 6, share), mix(bank, c.ink.gold, 0.6))
    inner = [(x, y + thick) for x, y in line]
    if level % 3 == 1 or c.rng.random() < 0.25:
        green = mix(c.ink.depth(lerp(0.3, 0.66, share)), c.ink.gold, 0.3)
        c.poly([*inner, *foot], green)
        _seedlings(c, inner, share, mix(green, c.ink.near, 0.4))
        return
    c.poly([*inner, *foot], mix(c.ink.low, c.ink.sky, lerp(0.05, 0.6, share)))
    c.fade([*inner, (WIDTH, inner[-1][1] + 120), (0, inner[0][1] + 120)], c.ink.mid, 0.45, 0.0)
    water = inner[round(sun[0] / WIDTH * 79)][1]
    for _ in range(4):
        drop = c.rng.uniform(5, lerp(10, 70, share))
        dash(
            c,
            sun[0] + c.rng.uniform(-25, 25),
            water + drop,
            lerp(60, 120, share),
            lerp(4, 9, share),
            c.ink.sun,
        )
    if level % 3 == 2:
        _seedlings(c, inner, share, bank)


def _seedlings(c: Canvas, line: list[Point], share: float, tone: Colour) -> None:
    """Plant rows of seedlings along a terrace."""
    size = lerp(4, 14, share)
    for row in range(3):
        for x, y in line[row % 2 :: 2]:
            px, py = x + c.rng.uniform(-5, 5), y + (row + 1) * size * 1.3 + c.rng.uniform(-2, 2)
            leaves = [
                (-0.2, 0.0),
                (-0.6, -0.9),
                (-0.12, -0.4),
                (0.05, -1.15),
                (0.16, -0.4),
                (0.65, -0.8),
                (0.2, 0.0),
            ]
            c.poly([(px + dx * size, py + dy * size) for dx, dy in leaves], tone)


def _farmers(c: Canvas, bend: float) -> None:
    """Set farmers in the paddies."""
    for level, height in ((4, 84), (5, 124), (3, 62)):
        x = c.rng.uniform(430, 1170)
        y = _dyke(level / 7, bend)[round(x / WIDTH * 79)][1]
        c.glow(x, y + 2, height * 0.4, height * 0.06, c.ink.ink, 0.8)
        walker(c, x, y + 4, height, c.rng.choice((c.ink.hot, c.ink.paper, c.ink.gold)), hat=True)


def market_stall(c: Canvas) -> None:
    """Open a market stall under a striped awning, fruit heaped on its counter."""
    sky(c, 560, clouds=2)
    skyline(c, 660, 260, 0.18, 0.2)
    c.wash(400, 680, c.ink.low, 0.0, 0.5)
    for place in (-30, 190, 1210, 1430):
        _umbrella(c, place + c.rng.uniform(0, 110), 700, c.rng.uniform(150, 200))
    c.rect(0, 690, WIDTH, HEIGHT, mix(c.ink.far, c.ink.mid, 0.5))
    c.wash(690, HEIGHT, c.ink.near, 0.0, 0.8, grain=0.7)
    c.rect(410, 330, 1190, 700, mix(c.ink.near, c.ink.ink, 0.35))
    c.glow(800, 430, 420, 240, c.ink.gold, 0.65)
    _shelf(c)
    seller = 800 + c.rng.choice((-1, 1)) * c.rng.uniform(60, 130)
    walker(c, seller, 780, 380, c.ink.hot if c.rng.random() < 0.5 else c.ink.cool)
    for x in (404, 1180):
        c.rect(x, 300, x + 16, 860, c.ink.ink)
    _counter(c)
    _awning(c)
    for x in (520, 800, 1080):
        c.stroke([(x, 356), (x, 400)], 3, c.ink.ink)
        c.glow(x, 412, 100, 90, c.ink.gold, 0.8)
        c.disc(x, 412, 13, c.ink.paper)
    side = c.rng.choice((-1, 1))
    for index, offset in enumerate((560, 690)):
        walker(c, 800 + side * offset, 880, 300 - index * 24, c.rng.choice(c.ink.cargo), carry=True)


def _umbrella(c: Canvas, x: float, y: float, size: float) -> None:
    """Open a market umbrella in the distance."""
    tone = mix(c.rng.choice(c.ink.cargo), c.ink.low, 0.35)
    c.stroke([(x, y), (x, y - size * 1.3)], 6, c.ink.depth(0.5))
    c.poly([*ellipse(x, y - size * 1.1, size * 0.8, size * 0.5, 180, 360)], tone)
    c.poly([*ellipse(x, y - size * 1.1, size * 0.27, size * 0.5, 180, 360)], mix(tone, c.ink.paper, 0.45))
    c.rect(x - size * 0.6, y - size * 0.35, x + size * 0.6, y, c.ink.depth(0.45))


def _shelf(c: Canvas) -> None:
    """Line the back of the stall with jars and hanging bunches."""
    for y in (470, 560):
        c.rect(430, y, 1170, y + 9, mix(c.ink.gold, c.ink.ink, 0.6))
        x = 444.0
        while x < 1140:
            wide, high = c.rng.uniform(26, 44), c.rng.uniform(34, 62)
            c.rect(x, y - high, x + wide, y, mix(c.rng.choice(c.ink.cargo), c.ink.ink, 0.3), 6)
            c.rect(x + 3, y - high - 7, x + wide - 3, y - high + 3, mix(c.ink.gold, c.ink.ink, 0.4))
            x += wide + c.rng.uniform(5, 16)


def _counter(c: Canvas) -> None:
    """Tilt crates of produce on the counter."""
    c.glow(800, 872, 520, 40, c.ink.ink, 0.9)
    c.rect(380, 700, 1220, 868, mix(c.ink.gold, c.ink.ink, 0.62))
    for index in range(5):
        x = 392 + index * 166
        tone = (*c.ink.cargo, c.ink.hot)[(index * 2 + c.rng.randrange(3)) % 6]
        for row in range(4):
            for column in range(7 - row % 2):
                px, py = x + 12 + column * 22 + (row % 2) * 11, 690 - row * 15
                c.disc(px, py, 15, mix(tone, c.ink.ink, 0.28 - 0.06 * row))
                c.disc(px - 4, py - 5, 5, mix(tone, c.ink.paper, 0.5))
        c.rect(x - 6, 694, x + 154, 752, mix(c.ink.gold, c.ink.near, 0.4), 4)
        for y in (708, 728):
            c.rect(x - 6, y, x + 154, y + 4, veil(c.ink.ink, 0.4))
        c.rect(x + 54, 668, x + 96, 700, c.ink.paper, 3)
    for index in range(9):
        c.rect(380 + index * 105, 760, 384 + index * 105, 868, veil(c.ink.ink, 0.4))
    c.fade([(380, 752), (1220, 752), (1220, 868), (380, 868)], c.ink.ink, 0.1, 0.7)


def _awning(c: Canvas) -> None:
    """Stretch the striped awning with its scalloped edge."""
    count = 12
    for index in range(count):
        tone = c.ink.hot if index % 2 else c.ink.paper
        x0, x1 = lerp(340, 1260, index / count), lerp(340, 1260, (index + 1) / count)
        t0, t1 = lerp(420, 1180, index / count), lerp(420, 1180, (index + 1) / count)
        c.poly([(t0, 190), (t1, 190), (x1, 330), (x0, 330)], tone)
        c.poly(ellipse((x0 + x1) / 2, 330, (x1 - x0) / 2, 34, 0, 180), mix(tone, c.ink.near, 0.2))
    c.fade([(420, 190), (1180, 190), (1260, 332), (340, 332)], c.ink.near, 0.0, 0.45)
    c.rect(414, 180, 1186, 196, c.ink.ink, 5)
