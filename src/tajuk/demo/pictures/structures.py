"""Built things that several scenes share: towers, cranes, containers, vehicles and windows."""

from __future__ import annotations

from .canvas import WIDTH, Canvas
from .geometry import Point, Points, between, curve, ellipse, lerp, spread
from .palettes import Colour, mix, veil


def windows(
    c: Canvas, box: tuple[float, float, float, float], columns: int, rows: int, paint: Colour, lit: float
) -> None:
    """Light a share of the windows of a wall."""
    x0, y0, x1, y1 = box
    wide, high = (x1 - x0) / columns, (y1 - y0) / rows
    for column in range(columns):
        for row in range(rows):
            if c.rng.random() < lit:
                x, y = x0 + column * wide, y0 + row * high
                c.rect(x + wide * 0.2, y + high * 0.22, x + wide * 0.8, y + high * 0.78, paint)


def tower(c: Canvas, x: float, base: float, width: float, height: float, nearness: float, lit: float) -> None:
    """Raise an office tower with one of several crowns, a shaded flank and lit windows."""
    tone = c.ink.depth(nearness)
    top, right, inset = base - height, x + width, x + width * 0.25
    # A gable on a squat block would turn it into a house.
    crown = c.rng.choice((0, 1, 2, 3, 4) if height > width * 3 else (0, 3, 4))
    roofs: list[Points] = [
        [(x, top), (right, top)],
        [(x, top + width * 0.3), (right, top)],
        [(x, top), (x + width * 0.5, top - width * 0.35), (right, top)],
        curve([(x, top), (x + width * 0.5, top - width * 0.18), (right, top)], steps=5),
        [
            (x, top),
            (inset, top),
            (inset, top - 18),
            (x + right - inset, top - 18),
            (x + right - inset, top),
            (right, top),
        ],
    ]
    roof = roofs[crown]
    c.poly([(x, base), *roof, (right, base)], tone)
    if crown in (0, 4):
        c.stroke([(x + width / 2, top), (x + width / 2, top - height * 0.2)], 3.4, tone, 1.5)
    flank = x + width * 0.6
    c.poly(
        [(flank, top + width * 0.18), (right, top + width * 0.18), (right, base), (flank, base)],
        veil(c.ink.ink, 0.16),
    )
    rows = max(4, round(height / 26))
    glass = mix(c.ink.gold, c.ink.paper, c.rng.choice((0.15, 0.45)))
    pane = mix(tone, glass, lerp(0.25, 0.9, nearness))
    windows(
        c,
        (x + width * 0.1, top + width * 0.32, right - width * 0.1, base),
        max(3, round(width / 17)),
        rows,
        pane,
        lit,
    )


def skyline(c: Canvas, base: float, tallest: float, nearness: float, lit: float, gap: float = 1.0) -> None:
    """Fill the width with towers that are tallest near the middle."""
    x = -40.0
    while x < WIDTH:
        width = c.rng.uniform(52, 110)
        rise = 1 - 0.55 * abs((x + width / 2) / WIDTH - 0.5) * 2
        tower(c, x, base, width, tallest * rise * c.rng.uniform(0.45, 1.0), nearness, lit)
        x += width * gap * c.rng.uniform(0.85, 1.35)


def box(c: Canvas, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """Draw a shipping container with its corrugation; y is its foot."""
    c.rect(x, y - height, x + width, y, colour)
    ribs = max(4, round(width / 13))
    for share in spread(ribs + 1)[:-1]:
        px = x + share * width
        c.rect(px, y - height * 0.9, px + width / ribs * 0.42, y - height * 0.1, veil(c.ink.ink, 0.16))
    c.rect(x, y - height, x + width, y - height * 0.91, mix(colour, c.ink.paper, 0.3))
    c.rect(x, y - height * 0.07, x + width, y, mix(colour, c.ink.ink, 0.5))


def stack(
    c: Canvas, x: float, y: float, columns: int, tallest: int, size: tuple[float, float], peak: float = 0.5
) -> None:
    """Pile containers in columns, highest around the peak."""
    wide, high = size
    for column in range(columns):
        away = abs(column / max(1, columns - 1) - peak)
        count = max(1, round(tallest * (1 - away * 0.8) + c.rng.uniform(-1, 0.6)))
        for level in range(count):
            tone = mix(c.rng.choice(c.ink.cargo), c.ink.near, c.rng.uniform(0, 0.25))
            box(c, x + column * wide, y - level * high, wide - 2, high - 1.5, tone)


def lattice(
    c: Canvas, start: Point, end: Point, width: float, colour: Colour, bays: int, thick: float = 4
) -> None:
    """Draw a truss between two points."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
    nx, ny = -(end[1] - start[1]) / length * width / 2, (end[0] - start[0]) / length * width / 2
    for side in (-1, 1):
        line = [(start[0] + nx * side, start[1] + ny * side), (end[0] + nx * side, end[1] + ny * side)]
        c.stroke(line, thick, colour)
    for index in range(bays):
        near, far = between(start, end, index / bays), between(start, end, (index + 1) / bays)
        side = 1 if index % 2 else -1
        c.stroke(
            [(near[0] + nx * side, near[1] + ny * side), (far[0] - nx * side, far[1] - ny * side)],
            thick * 0.7,
            colour,
        )


def gantry(c: Canvas, x: float, y: float, height: float, colour: Colour, *, flip: bool = False) -> None:
    """Draw a ship-to-shore crane; its boom reaches right, or left when flipped."""
    with c.placed(x, y, scale=height / 100, flip=flip):
        for px, lean in ((-16, 3), (14, -2)):
            c.stroke([(px, 0), (px + lean, -66)], 3.6, colour)
        c.stroke([(-17, -22), (14, -22)], 2.6, colour)
        c.stroke([(-15, -23), (12, -62)], 1.3, colour)
        c.stroke([(-34, -64), (74, -64)], 4.2, colour)
        lattice(c, (-34, -60.6), (74, -60.6), 3.4, colour, 24, 0.7)
        c.stroke([(12, -66), (8, -100)], 3, colour, 1.6)
        c.stroke([(-13, -66), (8, -99)], 2, colour)
        for px in (72, 42, -32):
            c.stroke([(8, -99), (px, -66)], 0.9, colour)
        c.rect(-30, -75, -14, -65, colour)
        trolley = c.rng.uniform(28, 60)
        c.rect(trolley, -62, trolley + 8, -57, colour)
        drop = c.rng.uniform(-42, -30)
        for side in (1, 7):
            c.stroke([(trolley + side, -57), (trolley + side, drop)], 0.6, colour)
        c.rect(trolley - 5, drop, trolley + 13, drop + 7, c.rng.choice(c.ink.cargo[:3]))
        for px in (-19, 12):
            c.rect(px, -2.5, px + 7, 1, colour)


def wheel(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw a wheel with its hub."""
    c.disc(x, y, radius, c.ink.ink)
    c.disc(x, y, radius * 0.55, mix(c.ink.paper, c.ink.mid, 0.45))
    c.disc(x, y, radius * 0.2, c.ink.ink)


def lorry(c: Canvas, x: float, y: float, length: float, colour: Colour, *, flip: bool = False) -> None:
    """Draw a box lorry from the side that heads right; x is its middle."""
    with c.placed(x, y, scale=length / 100, flip=flip):
        c.rect(-50, -9, 47, -5, c.ink.ink)
        c.rect(-50, -42, 22, -9, colour, 2)
        c.rect(-50, -16, 22, -9, mix(colour, c.ink.ink, 0.3))
        cab: list[Point] = [(25, -5), (25, -34), (39, -34), (46, -20), (48, -18), (48, -5)]
        c.poly(cab, c.ink.hot if colour != c.ink.hot else c.ink.cool)
        c.poly([(29, -31), (38, -31), (43, -20), (29, -20)], mix(c.ink.paper, c.ink.cool, 0.3))
        for px in (-38, -26, 36):
            wheel(c, px, -5, 5.8)


def car(c: Canvas, x: float, y: float, length: float, colour: Colour, *, flip: bool = False) -> None:
    """Draw a modern hatchback from the side that heads right; x is its middle."""
    with c.placed(x, y, scale=length / 100, flip=flip):
        c.glow(0, 0, 60, 6, c.ink.ink, 0.8)
        body = [(-49, -10), (-49, -20), (-44, -25), (-33, -36), (-14, -40), (6, -38), (22, -27)]
        body += [(40, -23), (48, -17), (49, -8), (40, -6), (-40, -6)]
        c.poly(curve(body, closed=True, steps=6), colour)
        c.poly(
            curve([(-49, -10), (0, -14), (49, -9), (40, -5.6), (-40, -5.6)], closed=True, steps=6),
            mix(colour, c.ink.ink, 0.45),
        )
        glass: Colour = mix(c.ink.paper, c.ink.near, 0.55)
        c.poly(curve([(-34, -26), (-29, -34), (-13, -37.4), (-8, -37), (-8, -26)], steps=4), glass)
        c.poly(curve([(-5, -26), (-5, -37), (4, -35.6), (17, -26.5)], steps=4), glass)
        c.poly([(-26, -26), (-17, -36), (-12, -37), (-21, -26)], veil(c.ink.paper, 0.35))
        c.stroke(
            curve([(-46, -22.5), (-10, -23.4), (38, -21.5)], steps=5), 0.8, mix(colour, c.ink.paper, 0.5)
        )
        c.oval(45, -17.6, 3.4, 1.8, c.ink.paper)
        c.oval(-47, -19.5, 2, 2.6, c.ink.hot if colour != c.ink.hot else c.ink.gold)
        c.rect(-9, -22, -3, -21, mix(colour, c.ink.ink, 0.5))
        for px in (-30, 30):
            c.poly(ellipse(px, -7.5, 10.6, 10.6, 180, 360), mix(colour, c.ink.ink, 0.75))
            wheel(c, px, -8, 8.6)
