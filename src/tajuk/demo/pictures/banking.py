"""Scenes of banking: the central bank and a branch on the street."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import lerp
from .palettes import Colour, mix, veil
from .people import bust, shadow, walker
from .scenery import birds, clump, flag, sky, tree
from .structures import skyline


def central_bank(c: Canvas) -> None:
    """Raise a colonnade on its steps, long shadows falling to one side."""
    sky(c, 720)
    skyline(c, 740, 330, 0.16, 0.2)
    c.wash(500, 740, c.ink.low, 0.0, 0.5)
    clump(c, 752, 90, c.ink.depth(0.4), 60)
    c.rect(0, 742, WIDTH, HEIGHT, mix(c.ink.low, c.ink.mid, 0.5))
    c.wash(742, HEIGHT, c.ink.near, 0.0, 0.65, grain=0.7)
    side = c.rng.choice((-1, 1))
    with c.placed(800, 0, flip=side < 0):
        _temple(c)
        for place, height in ((-690, 330), (-600, 260), (640, 290), (730, 350)):
            tree(c, place, 766, height, mix(c.ink.cool, c.ink.near, 0.55))
        for _ in range(5):
            x, y = c.rng.uniform(-480, 480), c.rng.uniform(812, 862)
            shadow(c, x, y, 110, 26, 0.9)
            walker(
                c, x, y, lerp(70, 92, (y - 812) / 50), c.rng.choice(c.ink.cargo), carry=c.rng.random() < 0.5
            )
    flag(c, 800, 196, 130)
    birds(c, 800 + side * 360, 170, 6)


def _temple(c: Canvas) -> None:
    """Build the bank: pediment, frieze, columns in light and shade, and steps."""
    stone = mix(c.ink.paper, c.ink.low, 0.22)
    shade, deep = mix(stone, c.ink.mid, 0.6), c.ink.depth(0.85)
    for x0, x1 in ((-600, -330), (330, 600)):
        c.rect(x0, 440, x1, 742, mix(stone, c.ink.mid, 0.25))
        c.rect(x0 - 10, 424, x1 + 10, 446, stone)
        for index in range(3):
            x = x0 + 34 + index * 78
            for y in (480, 616):
                c.rect(
                    x, y, x + 46, y + 96, mix(c.ink.gold, c.ink.paper, 0.25) if c.rng.random() < 0.4 else deep
                )
        c.fade([(x0, 446), (x1, 446), (x1, 742), (x0, 742)], c.ink.near, 0.0, 0.55)
    c.rect(-340, 392, 340, 742, deep)
    c.glow(0, 640, 200, 160, c.ink.gold, 0.8)
    c.rect(-52, 540, 52, 742, mix(c.ink.gold, c.ink.paper, 0.2))
    c.rect(-4, 540, 4, 742, mix(c.ink.gold, c.ink.near, 0.6))
    for index in range(8):
        _column(c, -326 + index * 93.2, stone, shade)
    c.rect(-384, 330, 384, 394, stone)
    c.rect(-384, 380, 384, 394, shade)
    for index in range(28):
        c.rect(-366 + index * 27, 346, -354 + index * 27, 368, shade)
    c.poly([(-410, 332), (0, 190), (410, 332)], stone)
    c.poly([(-320, 318), (0, 208), (320, 318)], shade)
    c.fade([(-320, 318), (0, 208), (320, 318)], c.ink.near, 0.0, 0.6)
    c.disc(0, 276, 36, c.ink.gold)
    c.disc(0, 276, 25, mix(c.ink.gold, c.ink.near, 0.5))
    c.disc(0, 276, 15, c.ink.gold)
    for step in range(6):
        half = 400 + step * 30
        c.rect(
            -half,
            728 + step * 12,
            half,
            742 + step * 12,
            mix(stone, c.ink.mid, 0.12 * (step % 2) + 0.06 * step),
        )
        c.rect(-half, 738 + step * 12, half, 742 + step * 12, shade)


def _column(c: Canvas, x: float, stone: Colour, shade: Colour) -> None:
    """Stand a fluted column, lit from the left."""
    c.poly([(x - 24, 722), (x - 20, 414), (x + 20, 414), (x + 24, 722)], stone)
    c.poly([(x + 4, 722), (x + 3, 414), (x + 20, 414), (x + 24, 722)], shade)
    for dx in (-13, -5):
        c.rect(x + dx, 420, x + dx + 3, 718, veil(shade, 0.8))
    c.rect(x - 31, 394, x + 31, 414, stone)
    c.rect(x - 31, 408, x + 31, 414, shade)
    c.rect(x - 31, 718, x + 31, 734, stone)


def bank_branch(c: Canvas) -> None:
    """Open a bank's branch on a street, people queueing at its cash machine."""
    sky(c, 620, clouds=3)
    skyline(c, 700, 420, 0.18, 0.25)
    c.wash(400, 700, c.ink.low, 0.0, 0.5)
    c.rect(0, 742, WIDTH, HEIGHT, mix(c.ink.low, c.ink.mid, 0.45))
    c.wash(742, HEIGHT, c.ink.near, 0.0, 0.6, grain=0.7)
    flip = c.rng.random() < 0.5
    clump(c, 748, 80, c.ink.depth(0.45), 50)
    c.rect(0, 742, WIDTH, 752, c.ink.depth(0.6))
    with c.placed(800, 0, flip=flip):
        _branch(c)
        tree(c, -690, 756, 330, mix(c.ink.cool, c.ink.near, 0.5))
        tree(c, 700, 756, 270, mix(c.ink.cool, c.ink.near, 0.4))
        for index in range(c.rng.choice((3, 4))):
            x, size = 300 - index * 78 + c.rng.uniform(-8, 8), c.rng.uniform(142, 158)
            shadow(c, x, 792, 120, 34, 0.9)
            walker(c, x, 794, size, c.rng.choice(c.ink.cargo), carry=index == 1)
        for x in (-420, -250, 560):
            shadow(c, x, 842, 140, 40, 0.9)
            walker(
                c, x + c.rng.uniform(-30, 30), 844, 176, c.rng.choice(c.ink.cargo), carry=c.rng.random() < 0.5
            )


def _branch(c: Canvas) -> None:
    """Build the branch: glass front, fascia with a coin emblem, awning and cash machine."""
    wall = mix(c.ink.paper, c.ink.far, 0.22)
    c.rect(-540, 270, 540, 752, wall)
    c.fade([(-540, 270), (540, 270), (540, 752), (-540, 752)], c.ink.near, 0.0, 0.4, sideways=True)
    c.rect(-560, 250, 560, 280, c.ink.depth(0.8))
    for index in range(7):
        x = -500 + index * 146
        c.rect(x, 306, x + 110, 392, mix(c.ink.cool, c.ink.near, 0.45))
        c.poly([(x, 392), (x + 60, 306), (x + 92, 306), (x + 32, 392)], veil(c.ink.paper, 0.3))
    c.rect(-560, 424, 560, 500, c.ink.cool)
    c.rect(-560, 488, 560, 500, mix(c.ink.cool, c.ink.ink, 0.4))
    c.disc(0, 456, 62, c.ink.paper)
    c.disc(0, 456, 52, c.ink.gold)
    c.poly([(0, 424), (30, 456), (0, 488), (-30, 456)], c.ink.cool)
    c.rect(-500, 520, 210, 752, mix(c.ink.gold, c.ink.paper, 0.45))
    c.fade([(-500, 520), (210, 520), (210, 752), (-500, 752)], c.ink.hot, 0.0, 0.35)
    for x in (-440, -300, 40):
        c.rect(x, 660, x + 96, 752, mix(c.ink.near, c.ink.hot, 0.25), 4)
        bust(c, x + 48, 662, 74, mix(c.ink.near, c.ink.cool, 0.4))
    for x in (-500, -350, -190, -70, 50, 204):
        c.rect(x, 520, x + 9, 752, c.ink.depth(0.82))
    c.rect(-500, 560, 210, 567, c.ink.depth(0.82))
    c.rect(-78, 640, -74, 690, c.ink.gold)
    c.rect(300, 530, 470, 752, c.ink.depth(0.8), 8)
    c.rect(326, 552, 444, 630, mix(c.ink.cool, c.ink.paper, 0.45), 4)
    c.glow(385, 592, 130, 90, c.ink.paper, 0.4)
    c.rect(340, 650, 430, 664, c.ink.gold, 3)
    c.rect(340, 680, 400, 714, mix(c.ink.paper, c.ink.mid, 0.4), 3)
