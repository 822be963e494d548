"""Scenes of the road: toll road and electric car."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, Points, curve, lerp, spread
from .palettes import Colour, mix, veil
from .scenery import clump, hills, sky, tree
from .structures import car, skyline


def toll_road(c: Canvas) -> None:
    """Sweep a motorway from the foot of the sheet to a city in the haze."""
    sun = sky(c, 480)
    hills(c, 470, 150, (0.14,), step=10)
    skyline(c, 478, 190, 0.3, 0.3)
    c.wash(330, 490, c.ink.low, 0.0, 0.5)
    hills(c, 535, 70, (0.5, 0.62), step=26)
    bend = 1 if sun[0] < 800 else -1
    c.poly([(0, 560), (WIDTH, 560), (WIDTH, HEIGHT), (0, HEIGHT)], c.ink.depth(0.68))
    c.wash(560, HEIGHT, c.ink.ink, 0.0, 0.5, grain=0.7)
    edges = [_road_line(bend, side) for side in (-1.0, 1.0)]
    c.poly([*edges[0], *reversed(edges[1])], mix(c.ink.ink, c.ink.mid, 0.3))
    for side in (-1.0, 1.0):
        c.stroke(_road_line(bend, side * 0.95), 9, mix(c.ink.paper, c.ink.gold, 0.25), 1)
    c.stroke(_road_line(bend, 0.0), 26, c.ink.depth(0.6), 2)
    c.stroke(_road_line(bend, 0.02), 9, c.ink.gold, 1)
    for lane in (-0.62, -0.32, 0.32, 0.62):
        _dashes(c, _road_line(bend, lane))
    _roadside(c, bend)
    _traffic(c, bend)


def _road_line(bend: int, offset: float, steps: int = 44) -> list[Point]:
    """Trace a line along the road; offset runs from the left edge, -1, to the right, 1."""
    line = []
    for share in spread(steps):
        near = (1 - share) ** 2.1
        middle = 800 - bend * (30 - 820 * near * (1 - share) * share - 250 * share * (1 - share))
        line.append((middle + offset * lerp(7, 800, near), lerp(534, 920, near)))
    return line


def _dashes(c: Canvas, line: Points) -> None:
    """Paint the broken line between two lanes."""
    for index in range(0, len(line) - 2, 3):
        thick = lerp(9, 1.2, index / len(line))
        c.stroke(line[index : index + 2], thick, mix(c.ink.paper, c.ink.mid, 0.2), thick * 0.85)


def _roadside(c: Canvas, bend: int) -> None:
    """Set lamps and trees along the road, from far to near."""
    for step in (34, 29, 25, 21, 17, 13, 9):
        for side in (-1, 1):
            x, y = _road_line(bend, side * 1.08)[step]
            size = lerp(9, 800, (1 - step / 43) ** 2.1) / 800
            height = 760 * size
            c.stroke([(x, y), (x, y - height)], max(1.4, 16 * size), c.ink.ink)
            c.stroke(
                curve(
                    [
                        (x, y - height),
                        (x - side * height * 0.12, y - height * 1.07),
                        (x - side * height * 0.3, y - height * 1.08),
                    ]
                ),
                max(1.2, 12 * size),
                c.ink.ink,
            )
            c.oval(x - side * height * 0.31, y - height * 1.07, height * 0.06, height * 0.016, c.ink.gold)
            tree(c, x + side * 420 * size, y + 4, 520 * size, c.ink.depth(0.72 if side > 0 else 0.78))


def _traffic(c: Canvas, bend: int) -> None:
    """Drive vehicles seen from behind on the left and head-on on the right."""
    slots = (
        (27, -0.47),
        (24, 0.5),
        (21, -0.2),
        (19, 0.78),
        (16, -0.5),
        (13, 0.2),
        (11, -0.2),
        (8, -0.74),
        (7, 0.5),
    )
    for step, lane in slots:
        x, y = _road_line(bend, lane + c.rng.uniform(-0.02, 0.02))[step]
        size = lerp(9, 800, (1 - step / 43) ** 2.1) * 0.0026
        (_truck_end if c.rng.random() < 0.34 else _car_end)(
            c, x, y, size, c.rng.choice(c.ink.cargo), lane < 0
        )


def _car_end(c: Canvas, x: float, y: float, size: float, colour: Colour, away: bool) -> None:
    """Draw a car from its end, with red lamps if it drives away."""
    with c.placed(x, y, scale=size):
        c.glow(0, 0, 70, 12, c.ink.ink, 0.9)
        c.rect(-40, -14, -24, 2, c.ink.ink, 4)
        c.rect(24, -14, 40, 2, c.ink.ink, 4)
        c.poly(curve([(-30, -46), (-24, -72), (0, -76), (24, -72), (30, -46)], steps=5), colour)
        c.rect(-44, -50, 44, -8, colour, 12)
        c.poly([(-27, -50), (-21, -68), (21, -68), (27, -50)], mix(c.ink.ink, c.ink.paper, 0.25))
        c.rect(-44, -24, 44, -8, mix(colour, c.ink.ink, 0.4), 8)
        lamp = mix(c.ink.hot, (255, 60, 50), 0.5) if away else mix(c.ink.paper, c.ink.gold, 0.3)
        for px in (-40, 24):
            c.rect(px, -42, px + 16, -33, lamp, 3)
        c.rect(-12, -22, 12, -14, mix(c.ink.paper, c.ink.mid, 0.2), 1)


def _truck_end(c: Canvas, x: float, y: float, size: float, colour: Colour, away: bool) -> None:
    """Draw a lorry from its end."""
    with c.placed(x, y, scale=size):
        c.glow(0, 0, 80, 14, c.ink.ink, 0.9)
        c.rect(-44, -20, -22, 3, c.ink.ink, 3)
        c.rect(22, -20, 44, 3, c.ink.ink, 3)
        c.rect(-50, -150, 50, -20, colour, 3)
        c.rect(-50, -34, 50, -16, c.ink.ink)
        if away:
            c.rect(-1.5, -146, 1.5, -36, mix(colour, c.ink.ink, 0.5))
            c.rect(-46, -30, -32, -22, c.ink.hot)
            c.rect(32, -30, 46, -22, c.ink.hot)
            return
        c.rect(-44, -112, 44, -34, mix(colour, c.ink.paper, 0.4), 6)
        c.rect(-38, -106, 38, -70, mix(c.ink.ink, c.ink.paper, 0.25), 4)
        c.rect(-40, -48, -24, -38, c.ink.paper, 2)
        c.rect(24, -48, 40, -38, c.ink.paper, 2)


def electric_car(c: Canvas) -> None:
    """Park a car at its charging post before the city."""
    sun = sky(c, 650)
    skyline(c, 700, 330, 0.2, 0.2)
    c.wash(420, 700, c.ink.low, 0.0, 0.5)
    skyline(c, 706, 220, 0.36, 0.4, 1.3)
    clump(c, 716, 70, c.ink.depth(0.56), 50)
    c.rect(0, 706, WIDTH, HEIGHT, mix(c.ink.near, c.ink.mid, 0.3))
    c.wash(706, HEIGHT, c.ink.ink, 0.0, 0.75, grain=0.6)
    c.rect(0, 706, WIDTH, 718, mix(c.ink.paper, c.ink.mid, 0.4))
    c.poly([(360, 842), (1240, 842), (1300, 876), (300, 876)], veil(c.ink.cool, 0.45))
    flip = sun[0] < 800
    paint = c.rng.choice((c.ink.hot, c.ink.cool, c.ink.gold, mix(c.ink.paper, c.ink.far, 0.12)))
    with c.placed(800, 842 * 0.15, scale=0.85, flip=flip):
        _post(c, -420)
        car(c, 80, 842, 760, paint)
        cable = curve([(-392, 610), (-372, 760), (-300, 800), (-240, 742), (-226, 684)], steps=12)
        c.stroke(cable, 9, c.ink.ink)
        c.disc(-226, 682, 12, c.ink.ink)
        c.glow(-226, 682, 60, 60, c.ink.gold, 0.8)
        c.disc(-226, 682, 5, c.ink.gold)
        tree(c, 620, 760, 300, c.ink.depth(0.66))


def _post(c: Canvas, x: float) -> None:
    """Draw the charging post with its sign of a bolt."""
    c.rect(x - 62, 824, x + 62, 842, c.ink.ink, 4)
    c.rect(x - 44, 470, x + 44, 830, mix(c.ink.paper, c.ink.far, 0.1), 18)
    c.rect(x + 12, 470, x + 44, 830, veil(c.ink.near, 0.25), 16)
    c.rect(x - 28, 500, x + 28, 580, c.ink.ink, 8)
    c.poly([(x + 6, 506), (x - 18, 546), (x - 2, 546), (x - 8, 574), (x + 18, 532), (x + 2, 532)], c.ink.gold)
    for index in range(4):
        c.rect(x - 24 + index * 13, 600, x - 15 + index * 13, 610, c.ink.cool if index < 3 else c.ink.far, 2)
    c.rect(x - 44, 640, x + 44, 652, c.ink.cool)
