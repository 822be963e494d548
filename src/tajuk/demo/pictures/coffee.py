"""The scene of the coffee shop."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import curve, ellipse, spread
from .palettes import mix, veil
from .people import skin, walker
from .scenery import sky
from .structures import skyline


def coffee_shop(c: Canvas) -> None:
    """Serve coffee at a counter under pendant lamps, the city in the window."""
    wall = mix(c.ink.near, c.ink.mid, 0.25)
    sky(c, 560, clouds=2)
    skyline(c, 620, 300, 0.3, 0.45)
    c.wash(340, 620, c.ink.low, 0.0, 0.4)
    c.rect(0, 0, WIDTH, 110, wall)
    c.rect(0, 580, WIDTH, HEIGHT, wall)
    for x in (-20, 372, 792, 1212, 1600):
        c.rect(x, 100, x + 18, 590, c.ink.ink)
    c.rect(0, 104, WIDTH, 120, c.ink.ink)
    c.rect(0, 574, WIDTH, 592, c.ink.ink)
    with c.placed(800, 0, flip=c.rng.random() < 0.5):
        walker(c, 150, 780, 400, c.ink.cool)
        _machine(c)
        _customer(c, -470)
        _bar(c)
        _cup(c, -150, 690, 1.5)
        _cup(c, -500, 684, 0.8)
        _pastries(c, 545)
    for place in (c.rng.uniform(330, 380), 800.0, c.rng.uniform(1220, 1270)):
        _pendant(c, place, c.rng.uniform(196, 250))


def _bar(c: Canvas) -> None:
    """Run the counter across the foot of the sheet."""
    c.rect(-900, 676, 900, 706, mix(c.ink.gold, c.ink.near, 0.35))
    c.rect(-900, 676, 900, 684, mix(c.ink.gold, c.ink.paper, 0.3))
    c.rect(-900, 706, 900, 900, mix(c.ink.hot, c.ink.ink, 0.62))
    for index in range(31):
        c.rect(-900 + index * 60, 706, -896 + index * 60, 900, veil(c.ink.ink, 0.45))
    c.fade([(-900, 706), (900, 706), (900, 900), (-900, 900)], c.ink.ink, 0.75, 0.1)


def _machine(c: Canvas) -> None:
    """Stand the espresso machine on the counter."""
    steel = mix(c.ink.paper, c.ink.mid, 0.3)
    c.rect(230, 470, 500, 560, c.ink.hot, 16)
    c.rect(230, 528, 500, 560, mix(c.ink.hot, c.ink.ink, 0.35), 8)
    c.rect(250, 556, 480, 652, mix(steel, c.ink.near, 0.45))
    c.rect(226, 646, 504, 678, steel, 6)
    for x in (290, 420):
        c.rect(x - 26, 560, x + 26, 584, c.ink.ink, 4)
        c.stroke([(x, 590), (x - 44, 596)], 11, c.ink.ink)
        c.rect(x - 18, 612, x + 18, 646, c.ink.paper, 6)
        c.rect(x - 2, 586, x + 2, 612, c.ink.hot)
    for index in range(6):
        c.rect(246 + index * 41, 444, 278 + index * 41, 470, c.ink.paper, 7)
    c.disc(365, 506, 18, c.ink.paper)
    c.stroke([(365, 506), (374, 496)], 3, c.ink.ink)
    c.stroke(curve([(500, 540), (524, 560), (522, 620)], steps=6), 6, steel)


def _customer(c: Canvas, x: float) -> None:
    """Seat a customer with a laptop at the bar."""
    face, coat = skin(c), c.rng.choice((c.ink.gold, c.ink.hot, c.ink.paper))
    c.poly(
        curve(
            [(x - 104, 690), (x - 96, 540), (x - 40, 496), (x + 40, 496), (x + 84, 550), (x + 92, 690)],
            steps=7,
        ),
        coat,
    )
    c.rect(x - 18, 452, x + 20, 506, mix(face, c.ink.ink, 0.2), 9)
    c.oval(x + 4, 420, 42, 54, face)
    c.poly(
        curve(
            [
                (x + 46, 404),
                (x + 34, 366),
                (x - 8, 352),
                (x - 46, 380),
                (x - 50, 440),
                (x - 34, 470),
                (x - 22, 420),
                (x + 12, 396),
            ],
            closed=True,
            steps=6,
        ),
        c.ink.ink,
    )
    c.stroke(
        curve([(x + 50, 540), (x + 96, 620), (x + 150, 664)], steps=6), 34, mix(coat, c.ink.ink, 0.25), 22
    )
    c.poly(
        [(x + 128, 676), (x + 268, 676), (x + 300, 574), (x + 166, 574)], mix(c.ink.paper, c.ink.mid, 0.35)
    )
    c.disc(x + 216, 624, 9, c.ink.paper)


def _cup(c: Canvas, x: float, y: float, size: float) -> None:
    """Set a steaming cup on its saucer."""
    white = mix(c.ink.paper, c.ink.low, 0.1)
    with c.placed(x, y, scale=size):
        c.oval(0, 0, 74, 11, mix(white, c.ink.near, 0.35))
        c.oval(0, -4, 74, 10, white)
        c.stroke(ellipse(46, -40, 20, 17, -90, 90), 8, white)
        side = curve([(-50, -64), (-46, -30), (-28, -8), (28, -8), (46, -30), (50, -64)], steps=6)
        c.poly(side, white)
        c.fade(side, c.ink.near, 0.0, 0.6, sideways=True)
        c.oval(0, -64, 50, 10, mix(white, c.ink.paper, 0.6))
        c.oval(0, -63, 42, 7, mix(c.ink.hot, c.ink.ink, 0.6))
        for dx in (-16, 10):
            steam = [(dx + 9 * math.sin(s * 7 + dx), -78 - 96 * s) for s in spread(16)]
            c.stroke(steam, 9, veil(c.ink.paper, 0.5), 1)


def _pastries(c: Canvas, x: float) -> None:
    """Show pastries under a glass dome."""
    c.rect(x - 96, 664, x + 96, 676, mix(c.ink.gold, c.ink.near, 0.5), 4)
    for dx, dy in ((-56, 0), (0, 0), (56, 0), (-28, -30), (28, -30)):
        c.oval(x + dx, 648 + dy, 32, 19, mix(c.ink.gold, c.ink.hot, 0.35))
        c.oval(x + dx, 643 + dy, 22, 10, mix(c.ink.gold, c.ink.paper, 0.3))
    dome = ellipse(x, 664, 104, 122, 180, 360)
    c.poly(dome, veil(c.ink.paper, 0.22))
    c.stroke(dome, 3, veil(c.ink.paper, 0.7))
    c.disc(x, 538, 9, c.ink.gold)


def _pendant(c: Canvas, x: float, y: float) -> None:
    """Hang a lamp from the ceiling."""
    c.stroke([(x, 0), (x, y - 60)], 4, c.ink.ink)
    c.glow(x, y + 20, 230, 200, c.ink.gold, 0.6)
    c.poly(
        curve(
            [
                (x - 74, y),
                (x - 58, y - 40),
                (x - 14, y - 66),
                (x + 14, y - 66),
                (x + 58, y - 40),
                (x + 74, y),
            ],
            steps=6,
        ),
        c.ink.hot,
    )
    c.oval(x, y, 74, 12, mix(c.ink.paper, c.ink.gold, 0.3))
