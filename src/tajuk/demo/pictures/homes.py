"""The scene of housing."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, lerp
from .palettes import Colour, mix, veil
from .scenery import clump, hills, sky, tree


def housing(c: Canvas) -> None:
    """Step rows of gabled houses up a slope, trees between them."""
    sky(c, 520)
    hills(c, 500, 150, (0.14, 0.24), step=26)
    rows = ((520, 62, 0.3), (578, 86, 0.42), (656, 118, 0.54), (764, 164, 0.66), (884, 210, 0.8))
    for base, width, tone in rows:
        clump(c, base - width * 0.12, width * 0.55, c.ink.depth(tone * 0.82), width * 0.7)
        c.rect(0, base - width * 0.25, WIDTH, HEIGHT, c.ink.depth(tone * 0.82))
        x = -c.rng.uniform(0, width)
        while x < WIDTH:
            if c.rng.random() < 0.82:
                _house(c, x, base, width, tone)
            else:
                tree(c, x + width * 0.5, base + 4, width * 1.0, mix(c.ink.cool, c.ink.depth(tone), 0.5))
            x += width * c.rng.uniform(1.12, 1.2)
        c.wash(base - width * 0.4, base + 8, c.ink.low, 0.0, 0.22 * (1 - tone))


def _house(c: Canvas, x: float, base: float, width: float, tone: float) -> None:
    """Draw a house with a gable, a lit window and a shaded flank."""
    wall = mix(mix(c.ink.paper, c.rng.choice(c.ink.cargo), 0.14), c.ink.low, max(0.0, 0.6 - tone))
    roof = mix(
        c.rng.choice((c.ink.hot, c.ink.hot, mix(c.ink.hot, c.ink.near, 0.45), c.ink.cool)),
        c.ink.low,
        max(0.0, 0.62 - tone),
    )
    with c.placed(x + width / 2, base, scale=width / 100, flip=c.rng.random() < 0.5):
        c.rect(-46, -52, 46, 0, wall)
        c.rect(4, -52, 46, 0, veil(c.ink.near, 0.24))
        _gable(c, roof)
        c.rect(-36, -36, -14, -14, _pane(c))
        c.rect(-26, -36, -24, -14, wall)
        c.rect(16, -38, 32, 0, mix(c.ink.near, roof, 0.4))
        c.rect(-40, -13, -10, -10, mix(wall, c.ink.near, 0.45))
        c.rect(-50, -3, 50, 2, mix(c.ink.cool, c.ink.near, 0.6))


def _gable(c: Canvas, roof: Colour) -> None:
    """Lay a hipped or gabled roof over the house's walls."""
    left, right, top = c.rng.choice(((-18, 18, -92), (-30, 30, -88), (-6, 2, -96)))
    peak: list[Point] = [(left, top), (right, top)]
    c.poly([(-56, -48), *peak, (56, -48)], roof)
    c.poly([(4, -48), peak[1], (56, -48)], mix(roof, c.ink.ink, 0.28))
    for share in (0.35, 0.7):
        c.stroke(
            [
                (lerp(peak[0][0], -56, share), lerp(peak[0][1], -48, share)),
                (lerp(peak[1][0], 56, share), lerp(peak[1][1], -48, share)),
            ],
            1.4,
            veil(c.ink.ink, 0.25),
        )
    c.rect(-56, -50, 56, -46, mix(roof, c.ink.ink, 0.45))


def _pane(c: Canvas) -> Colour:
    """Choose between a lit window and a dark one."""
    return mix(c.ink.gold, c.ink.paper, 0.3) if c.rng.random() < 0.6 else mix(c.ink.near, c.ink.cool, 0.4)
