"""Scenes of energy and mining: coal mine, oil rig, wind farm and solar farm."""

from __future__ import annotations

import math
from itertools import pairwise

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, between, curve, ellipse, lerp, spread
from .palettes import Colour, mix, veil
from .scenery import birds, clump, hills, ridge, ripples, sea, sky
from .structures import lattice, wheel


def wind_farm(c: Canvas) -> None:
    """Set white turbines over rolling hills before a low sun."""
    sun = sky(c, 660)
    hills(c, 590, 150, (0.16, 0.3))
    for _ in range(6):
        turbine(c, c.rng.uniform(60, 1540), 600, c.rng.uniform(110, 160), 0.35)
    hills(c, 690, 130, (0.48,))
    middle = 800 + (170 if sun[0] < 800 else -170)
    for x, y, height in ((middle - 520, 740, 300), (middle + 420, 735, 330), (middle - 180, 735, 420)):
        turbine(c, x + c.rng.uniform(-40, 40), y, height * c.rng.uniform(0.9, 1.1), 0.75)
    _meadow(c, 770, 0.64)
    turbine(c, middle + 90, 860, c.rng.uniform(600, 660), 1.0)
    _meadow(c, 860, 0.84)
    birds(c, sun[0] - 160, sun[1] + 100, 6)


def _meadow(c: Canvas, base: float, tone: float) -> None:
    """Roll a meadow across the foot of the sheet, lit on its crest."""
    outline = ridge(c, base, 70, 0.2)
    c.poly(outline, c.ink.depth(tone))
    c.fade([*outline[:-2], (WIDTH, base + 40), (0, base + 40)], c.ink.gold, 0.5, 0.0, grain=0.6)


def turbine(c: Canvas, x: float, y: float, height: float, light: float) -> None:
    """Draw a wind turbine; light mixes it from the haze to paper white."""
    white = mix(mix(c.ink.far, c.ink.low, 0.4), c.ink.paper, light)
    shade = mix(white, c.ink.near, 0.4)
    hub = (x, y - height * 0.66)
    c.stroke([(x, y), hub], height * 0.032, white, height * 0.016)
    c.stroke(
        [(x + height * 0.008, y), (hub[0] + height * 0.004, hub[1])], height * 0.015, shade, height * 0.007
    )
    turn = c.rng.uniform(0, 120)
    for blade in range(3):
        with c.placed(*hub, angle=turn + blade * 120, scale=height / 100):
            c.poly([(0, -1.4), (7, -2.6), (37, -0.3), (37, 0.2), (5, 1.3), (0, 1.2)], white)
            c.poly([(0, 0), (37, 0), (37, 0.2), (5, 1.3), (0, 1.2)], shade)
    c.disc(*hub, height * 0.021, white)
    c.disc(*hub, height * 0.01, shade)


def solar_farm(c: Canvas) -> None:
    """Run rows of panels toward the horizon under the sun."""
    sun = sky(c, 470, clouds=5)
    hills(c, 440, 110, (0.2, 0.34), step=24)
    clump(c, 478, 34, c.ink.depth(0.55), 30)
    c.rect(0, 474, WIDTH, HEIGHT, mix(c.ink.far, c.ink.gold, 0.35))
    c.wash(474, HEIGHT, c.ink.near, 0.0, 0.75, grain=0.8)
    vanish = (lerp(800, sun[0], 0.5), 440.0)
    rows = c.rng.choice((6, 7))
    for row in range(rows):
        share = (row + 0.45) / rows
        _panel_row(c, vanish, lerp(484, 880, share**1.9), lerp(9, 190, share**1.8), sun)


def _panel_row(c: Canvas, vanish: Point, y: float, height: float, sun: Point) -> None:
    """Draw a row of tilted panels that spans the sheet."""
    wide = height * 1.55
    skew = 0.24
    start = -(round(WIDTH / wide) // 2 + 3)
    c.rect(0, y + height * 0.1, WIDTH, y + height * 0.34, veil(c.ink.ink, 0.4))
    for index in range(start, -start + 1):
        x = vanish[0] + (index + 0.5) * wide
        lean = (x - vanish[0]) / WIDTH * height * skew * 6
        foot = [(x, y), (x + wide * 0.95, y)]
        top = [(x + wide * 0.95 - lean * 0.5, y - height * 0.8), (x - lean * 0.5, y - height * 0.8)]
        c.stroke([(x + wide * 0.47, y - 2), (x + wide * 0.47, y + height * 0.26)], height * 0.06, c.ink.ink)
        c.poly([*foot, *top], mix(c.ink.cool, c.ink.ink, 0.55))
        shine = max(0.0, 1 - abs(x - sun[0]) / 620)
        c.fade(
            [*foot, *top],
            mix(c.ink.sun, c.ink.paper, 0.4),
            0.25 + 0.65 * shine,
            0.04,
            grain=0.4 if height > 40 else 0,
        )
        _panel_grid(c, foot, top, height)


def _panel_grid(c: Canvas, foot: list[Point], top: list[Point], height: float) -> None:
    """Rule the cells and the frame of one panel."""
    line = veil(c.ink.paper, 0.5)
    for share in spread(5):
        c.stroke(
            [between(foot[0], foot[1], share), between(top[1], top[0], share)], max(1.0, height * 0.012), line
        )
    for share in spread(4):
        c.stroke(
            [between(foot[0], top[1], share), between(foot[1], top[0], share)], max(1.0, height * 0.012), line
        )


def oil_rig(c: Canvas) -> None:
    """Stand a platform on its legs in the sea, its flare alight."""
    horizon = 640.0
    sun = sky(c, horizon)
    sea(c, horizon, sun)
    x = 800 + (130 if sun[0] < 800 else -130)
    flip = sun[0] > 800
    for far in (c.rng.uniform(120, 300), c.rng.uniform(1250, 1480)):
        _platform(c, far, horizon + 6, 0.24, mix(c.ink.mid, c.ink.low, 0.35), flip)
    _platform(c, x, 740, 1.0, c.ink.ink, flip)
    c.wash(735, 800, c.ink.near, 0.0, 0.25)
    ripples(c, 690, 46, mix(c.ink.low, c.ink.paper, 0.3))
    birds(c, 800 + (x - 800) * 3.2, 260, 7)


def _platform(c: Canvas, x: float, y: float, size: float, tone: Colour, flip: bool) -> None:
    """Draw a production platform: legs, decks, derrick, crane and flare boom."""
    steel = mix(tone, c.ink.near, 0.45)
    with c.placed(x, y, scale=size, flip=flip):
        for px in (-190, -70, 70, 190):
            c.stroke([(px * 1.12, 60), (px, -190)], 24, tone, 20)
        for left, right in ((-190, -70), (-70, 70), (70, 190)):
            c.stroke([(left * 1.1, 30), (right * 1.03, -180)], 6, tone)
            c.stroke([(right * 1.1, 30), (left * 1.03, -180)], 6, tone)
        c.rect(-250, -212, 250, -184, tone)
        c.rect(-226, -262, 226, -210, steel)
        c.rect(-268, -286, 268, -258, tone)
        _modules(c, tone, steel)
        _derrick(c, tone)
        c.stroke([(-250, -286), (-440, -500)], 7, tone, 5)
        lattice(c, (-255, -282), (-440, -496), 18, tone, 12, 4)
        _flame(c, -442, -500)
        c.stroke([(170, -286), (170, -360)], 14, tone)
        lattice(c, (170, -356), (330, -450), 12, tone, 10, 4)
        c.stroke([(328, -450), (328, -372)], 2, tone)


def _modules(c: Canvas, tone: Colour, steel: Colour) -> None:
    """Fill the decks with cabins, tanks and lamps."""
    c.rect(80, -346, 150, -284, steel)
    c.rect(205, -330, 262, -284, steel)
    c.rect(-240, -334, -140, -284, steel)
    c.rect(-240, -342, -140, -334, c.ink.hot)
    c.rect(-224, -322, -156, -316, tone)
    for px in (-210, -140, -70, 10, 80, 150, 205):
        c.rect(px, -246, px + 24, -232, mix(c.ink.gold, c.ink.paper, 0.3), 3)
    c.rect(250, -296, 330, -288, tone)
    c.stroke([(252, -262), (320, -290)], 5, tone)


def _derrick(c: Canvas, tone: Colour) -> None:
    """Raise the drilling tower with its braces."""
    for side in (-1, 1):
        c.stroke([(-30 + side * 62, -284), (-30 + side * 15, -560)], 9, tone, 6)
    levels = spread(8)
    for low, high in pairwise(levels):
        wide, narrow = lerp(62, 15, low), lerp(62, 15, high)
        y0, y1 = lerp(-284, -560, low), lerp(-284, -560, high)
        c.stroke([(-30 - wide, y0), (-30 + narrow, y1)], 4, tone)
        c.stroke([(-30 + wide, y0), (-30 - narrow, y1)], 4, tone)
        c.stroke([(-30 - narrow, y1), (-30 + narrow, y1)], 4, tone)
    c.rect(-52, -586, -8, -558, tone)
    c.stroke([(-30, -586), (-30, -630)], 4, tone, 2)


def _flame(c: Canvas, x: float, y: float) -> None:
    """Light a flare that leans with the wind."""
    c.glow(x - 20, y - 50, 190, 190, c.ink.gold, 0.7)
    for size, paint in ((1.0, c.ink.hot), (0.68, c.ink.gold), (0.36, c.ink.paper)):
        tongue = [(x - 10 * size, y), (x - 42 * size, y - 42 * size), (x - 52 * size, y - 128 * size)]
        tongue += [(x - 12 * size, y - 82 * size), (x + 12 * size, y - 40 * size), (x + 10 * size, y)]
        c.poly(curve(tongue, closed=True, steps=6), paint)


def coal_mine(c: Canvas) -> None:
    """Cut an open pit in benches, with a haul truck on the rim."""
    sky(c, 400, clouds=3)
    hills(c, 330, 120, (0.22, 0.36), step=30)
    clump(c, 372, 34, c.ink.depth(0.5), 34)
    centre = 800 + c.rng.uniform(-90, 90)
    benches = c.rng.choice((7, 8))
    for level in range(benches):
        _bench(c, centre, level / benches)
    _haul_road(c, centre)
    side = c.rng.choice((False, True))
    _foreground(c, side)
    x = 620 if side else 980
    haul_truck(c, x, 838, 420, flip=side)


def _bench(c: Canvas, centre: float, depth: float) -> None:
    """Draw one bench of the pit: a lit tread and a dark wall."""
    rx, ry = lerp(1080, 190, depth**0.8), lerp(330, 50, depth**0.8)
    y = lerp(690, 716, depth)
    tone = mix(mix(c.ink.far, c.ink.gold, 0.15), c.ink.ink, 0.12 + 0.72 * depth)
    c.oval(centre, y, rx, ry, tone)
    wall = ellipse(centre, y + 2, rx * 0.965, ry * 0.93)
    c.poly(wall, mix(tone, c.ink.ink, 0.42))
    c.fade(
        ellipse(centre, y + 2, rx * 0.965, ry * 0.93, 180, 360),
        mix(tone, c.ink.ink, 0.1),
        0.9,
        0.0,
        grain=1.0,
    )


def _haul_road(c: Canvas, centre: float) -> None:
    """Wind a pale road down the benches with small trucks on it."""
    line = curve(
        [
            (centre + 1010, 566),
            (centre + 600, 500),
            (centre + 260, 515),
            (centre - 120, 545),
            (centre - 260, 600),
            (centre - 40, 660),
        ]
    )
    c.stroke(line, 12, mix(c.ink.far, c.ink.gold, 0.35), 17)
    for share in (0.2, 0.5, 0.78):
        x, y = line[round(share * (len(line) - 1))]
        haul_truck(c, x, y + 3, lerp(34, 50, share), flip=share < 0.7)


def _foreground(c: Canvas, side: bool) -> None:
    """Heap coal along the near rim."""
    rim = [(0.0, 812.0), (420.0, 836.0), (900.0, 830.0), (1600.0, 818.0), (1600.0, 900.0), (0.0, 900.0)]
    c.poly(rim, c.ink.ink)
    heap = 1240 if side else 360
    c.poly(
        curve([(heap - 420, 850), (heap - 160, 742), (heap, 668), (heap + 130, 730), (heap + 420, 850)]),
        c.ink.ink,
    )
    for _ in range(90):
        share = c.rng.random()
        x = heap + c.rng.uniform(-330, 330) * share
        y = 690 + share * 160
        size = c.rng.uniform(5, 15)
        facet = [(x + size * math.cos(t), y + size * 0.7 * math.sin(t)) for t in (0.3, 1.9, 3.2, 4.4, 5.3)]
        c.poly(facet, mix(c.ink.ink, c.ink.far, c.rng.uniform(0.08, 0.4)))


def haul_truck(c: Canvas, x: float, y: float, length: float, *, flip: bool = False) -> None:
    """Draw a mining dump truck from the side."""
    paint = c.ink.gold
    with c.placed(x, y, scale=length / 100, flip=flip):
        c.poly([(-34, -16), (38, -16), (38, -22), (-30, -22)], c.ink.ink)
        load = [(-46, -47), (-30, -55), (-12, -58), (6, -55), (18, -50)]
        c.poly([*curve(load, steps=4), (18, -46), (-44, -44)], mix(c.ink.ink, c.ink.near, 0.35))
        c.poly([(-50, -48), (46, -52), (46, -48), (22, -46), (10, -22), (-32, -22)], paint)
        c.poly([(-41, -35), (16, -34), (10, -22), (-32, -22)], mix(paint, c.ink.hot, 0.35))
        for px in (-30, -16, -2):
            c.stroke([(px - 6, -45), (px, -23)], 1.6, mix(paint, c.ink.ink, 0.45))
        c.rect(22, -44, 34, -24, mix(paint, c.ink.ink, 0.2))
        c.rect(24, -42, 33, -33, mix(c.ink.paper, c.ink.cool, 0.35))
        c.poly([(34, -32), (44, -30), (45, -14), (20, -14), (20, -24), (34, -24)], paint)
        for px in (-20, 30):
            wheel(c, px, -11, 12.5)
