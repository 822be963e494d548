"""Scenes of technology: data centre and chip."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, Points, between, lerp, spread, toward
from .palettes import Colour, mix, veil
from .people import walker


def data_centre(c: Canvas) -> None:
    """Look down an aisle of server racks that glow on a polished floor."""
    vanish: Point = (800 + c.rng.uniform(-80, 80), 430.0)
    glow = c.rng.choice((c.ink.cool, c.ink.hot, c.ink.gold))
    dark = mix(c.ink.ink, c.ink.near, 0.25)
    c.rect(0, 0, WIDTH, HEIGHT, dark)
    c.glow(*vanish, 700, 560, mix(glow, c.ink.paper, 0.35), 0.8)
    _ceiling(c, vanish)
    c.poly([(-300, HEIGHT), (1900, HEIGHT), (vanish[0] + 40, 474), (vanish[0] - 40, 474)], veil(dark, 0.5))
    _tiles(c, vanish)
    for side in (-1, 1):
        for bay in range(9):
            _server_rack(c, vanish, side, bay, glow)
    c.glow(*vanish, 150, 130, c.ink.paper, 0.9)
    x = vanish[0] + c.rng.choice((-1, 1)) * c.rng.uniform(40, 90)
    c.poly([(x - 20, 752), (x + 20, 752), (x + 60, 890), (x - 60, 890)], veil(c.ink.ink, 0.4))
    walker(c, x, 756, 300, mix(c.ink.ink, c.ink.near, 0.3), carry=True)
    c.wash(0, 240, c.ink.ink, 0.6, 0.0)


def _ceiling(c: Canvas, vanish: Point) -> None:
    """Hang strips of light and cable trays."""
    for step in range(7):
        far, near = 0.09 * 1.5**step, 0.09 * 1.5 ** (step + 0.55)
        for offset in (-240, 100):
            quad = [
                toward(vanish, (vanish[0] + offset + dx, -420), k)
                for dx, k in ((0, far), (140, far), (140, near), (0, near))
            ]
            c.poly(quad, mix(c.ink.paper, c.ink.cool, 0.15))


def _tiles(c: Canvas, vanish: Point) -> None:
    """Rule the tiles of the floor."""
    line = veil(c.ink.paper, 0.13)
    for index in range(-5, 6):
        c.stroke([vanish, (vanish[0] + index * 190, HEIGHT)], 0.5, line, 4)
    for step in range(9):
        y = toward(vanish, (0, 960), 0.1 * 1.32**step)[1]
        c.rect(0, y, WIDTH, y + lerp(1, 3, step / 8), line)


def _server_rack(c: Canvas, vanish: Point, side: int, bay: int, glow: Colour) -> None:
    """Draw one rack's front with its lamps, and its mirror on the floor."""
    far, near = 0.1 * 1.36**bay, 0.1 * 1.36 ** (bay + 0.97)
    edge, shade = vanish[0] + side * 520, bay / 9

    def at(depth: float, y: float) -> Point:
        return toward(vanish, (edge, y), lerp(far, near, depth))

    body = mix(c.ink.near, c.ink.ink, lerp(0.15, 0.75, shade))
    c.poly([at(0, -330), at(1, -330), at(1, 960), at(0, 960)], body)
    c.poly([at(0, 960), at(1, 960), at(1, 1290), at(0, 1290)], veil(body, 0.55))
    c.stroke([at(0, 960), at(1, 960)], 12 * near, veil(glow, 0.9))
    c.stroke([at(1, -330), at(1, 960)], 13 * near, mix(glow, c.ink.ink, 0.45))
    units = 15
    for unit in range(units):
        low = lerp(-290, 900, unit / units)
        c.poly([at(0.1, low), at(0.9, low), at(0.9, low + 58), at(0.1, low + 58)], mix(body, c.ink.ink, 0.45))
        _lamps(c, at(0.16, low + 28), at(0.84, low + 28), near, glow)


def _lamps(c: Canvas, start: Point, end: Point, near: float, glow: Colour) -> None:
    """Light a row of lamps on one unit."""
    for share in spread(9):
        if c.rng.random() < 0.5:
            x, y = between(start, end, share)
            tone = c.rng.choice((glow, glow, mix(glow, c.ink.paper, 0.6), c.ink.gold))
            size = max(0.8, 5 * near)
            c.rect(x - size * 0.7, y - size, x + size * 0.7, y + size, tone)


def chip(c: Canvas) -> None:
    """Set a processor on its board, its traces running out in light."""
    board = mix(c.ink.near, c.ink.ink, 0.35)
    c.rect(0, 0, WIDTH, HEIGHT, board)
    c.wash(0, HEIGHT, c.ink.mid, 0.55, 0.0, grain=0.6)
    glow = c.rng.choice((c.ink.hot, c.ink.gold, c.ink.cool))
    middle: Point = (800.0, 420.0 + c.rng.uniform(-20, 20))
    _traces(c, middle, glow)
    _parts(c, middle)
    c.glow(middle[0], middle[1] + 40, 760, 430, glow, 0.55)
    _package(c, middle, glow)


def _flat(middle: Point, u: float, v: float, z: float = 0.0) -> Point:
    """Carry a place on the board to the isometric picture."""
    return middle[0] + (u - v) * 0.866, middle[1] + (u + v) * 0.5 - z


def _slab(middle: Point, half: float, z: float) -> list[Point]:
    """Outline a square that lies on the board."""
    return [_flat(middle, u, v, z) for u, v in ((-half, -half), (half, -half), (half, half), (-half, half))]


def _traces(c: Canvas, middle: Point, glow: Colour) -> None:
    """Run traces from the four sides of the chip, with bends and vias."""
    for index in range(17):
        offset = -232 + index * 29
        for turn in range(4):
            bend, reach = c.rng.uniform(310, 520), c.rng.uniform(700, 1250)
            shift = offset * c.rng.choice((1.25, 1.6, 1.6, 2.0))
            path = [(offset, 270.0), (offset, bend), (shift, bend + abs(shift - offset)), (shift, reach)]
            line = [_flat(middle, *_turned(u, v, turn)) for u, v in path]
            lit = c.rng.random() < 0.3
            c.stroke(line, 5.5 if lit else 4, glow if lit else mix(c.ink.mid, c.ink.far, 0.35))
            x, y = line[-1]
            c.oval(x, y, 11, 6.5, glow if lit else mix(c.ink.mid, c.ink.far, 0.5))
            c.oval(x, y, 5, 3, c.ink.ink)


def _turned(u: float, v: float, turn: int) -> Point:
    """Turn a place on the board by quarters."""
    for _ in range(turn):
        u, v = -v, u
    return u, v


def _parts(c: Canvas, middle: Point) -> None:
    """Solder small parts around the chip."""
    places: list[Point] = [
        (-420, 90),
        (-430, -150),
        (80, -450),
        (-150, -430),
        (440, -90),
        (430, 170),
        (140, 430),
        (-130, 450),
    ]
    places += [(-650, 350), (650, -350), (-600, -560), (560, 600), (-350, 640), (360, -650)]
    for u, v in places:
        size, high = c.rng.uniform(26, 48), c.rng.uniform(18, 40)
        base = _flat(middle, u + c.rng.uniform(-20, 20), v + c.rng.uniform(-20, 20))
        c.poly(_slab((base[0] + 8, base[1] + 9), size * 1.05, 0), veil(c.ink.ink, 0.5))
        _block(c, base, size, 0, high, c.rng.choice((c.ink.ink, c.ink.gold, c.ink.hot, c.ink.mid)))


def _block(c: Canvas, middle: Point, half: float, low: float, high: float, colour: Colour) -> list[Point]:
    """Raise a square block and return its top."""
    foot, top = _slab(middle, half, low), _slab(middle, half, high)
    c.poly([foot[3], foot[2], top[2], top[3]], mix(colour, c.ink.ink, 0.35))
    c.poly([foot[1], foot[2], top[2], top[1]], mix(colour, c.ink.ink, 0.6))
    c.poly(top, mix(colour, c.ink.paper, 0.12))
    return top


def _package(c: Canvas, middle: Point, glow: Colour) -> None:
    """Build the chip: pins, substrate, cap and glowing core."""
    c.poly(_slab((middle[0] + 22, middle[1] + 30), 290, 0), veil(c.ink.ink, 0.55))
    for index in range(17):
        offset = -232 + index * 29
        for turn in range(4):
            pin: Points = [
                _flat(middle, *_turned(offset + du, v, turn), 4)
                for du, v in ((-7, 250), (7, 250), (7, 292), (-7, 292))
            ]
            c.poly(pin, mix(c.ink.gold, c.ink.paper, 0.35))
    _block(c, middle, 264, 6, 34, mix(c.ink.cool, c.ink.ink, 0.55))
    top = _block(c, middle, 214, 34, 70, mix(c.ink.ink, c.ink.near, 0.45))
    c.fade(top, c.ink.paper, 0.3, 0.0)
    core = _slab(middle, 128, 71)
    c.poly(core, mix(glow, c.ink.ink, 0.25))
    c.fade(core, c.ink.paper, 0.7, 0.0)
    _die(c, middle, glow)
    x, y = _flat(middle, -180, 180, 71)
    c.oval(x, y, 10, 6, mix(c.ink.paper, c.ink.far, 0.3))


def _die(c: Canvas, middle: Point, glow: Colour) -> None:
    """Lay out the blocks of the die."""
    for column in range(4):
        for row in range(4):
            u, v = -96 + column * 64, -96 + row * 64
            tone = c.rng.choice(
                (
                    mix(glow, c.ink.paper, 0.5),
                    mix(glow, c.ink.ink, 0.2),
                    c.ink.paper,
                    mix(glow, c.ink.gold, 0.5),
                )
            )
            c.poly(_slab(_flat(middle, u, v), 25, 72), veil(tone, 0.85))
