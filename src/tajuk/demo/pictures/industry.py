"""Scenes of industry: factory, nickel smelter and palm oil."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import curve, ellipse, lerp, spread, toward
from .palettes import mix, veil
from .people import walker
from .scenery import clump, hills, palm, sky, smoke
from .structures import lattice, lorry


def factory(c: Canvas) -> None:
    """Set a saw-toothed works with its chimneys before the sun."""
    sky(c, 700)
    hills(c, 690, 150, (0.14, 0.24), step=20)
    drift = c.rng.choice((-1, 1)) * c.rng.uniform(150, 320)
    for x in (c.rng.uniform(120, 260), c.rng.uniform(1300, 1480)):
        _chimney(c, x, 700, c.rng.uniform(220, 280), 40, 0.3, drift * 0.6)
    c.wash(520, 720, c.ink.low, 0.0, 0.55)
    with c.placed(800, 0, flip=c.rng.random() < 0.5):
        for x, height in ((190, 470), (300, 400), (410, 520)):
            _chimney(c, x, 730, height * c.rng.uniform(0.9, 1.05), 56, 0.62, drift)
        _tanks(c)
        _works(c)
    c.rect(0, 744, WIDTH, HEIGHT, c.ink.depth(0.86))
    c.wash(744, HEIGHT, c.ink.ink, 0.0, 0.8, grain=0.6)
    c.rect(0, 800, WIDTH, 806, veil(c.ink.gold, 0.7))
    lorry(c, c.rng.uniform(420, 620), 792, 190, c.ink.gold)
    lorry(c, c.rng.uniform(960, 1180), 872, 250, mix(c.ink.paper, c.ink.far, 0.2), flip=True)


def _chimney(c: Canvas, x: float, y: float, height: float, width: float, tone: float, drift: float) -> None:
    """Draw a banded chimney with its plume."""
    top = y - height
    smoke(c, x, top - 6, height * 0.5, width * 0.36, drift, mix(c.ink.paper, c.ink.mid, 0.3))
    stack = [(x - width / 2, y), (x - width * 0.32, top), (x + width * 0.32, top), (x + width / 2, y)]
    c.poly(stack, c.ink.depth(tone))
    c.fade(stack, c.ink.ink, 0.0, 0.55, sideways=True)
    for band in (0.02, 0.12):
        c.rect(
            x - width * 0.35,
            top + height * band,
            x + width * 0.35,
            top + height * (band + 0.05),
            mix(c.ink.hot, c.ink.depth(tone), 0.15),
        )


def _tanks(c: Canvas) -> None:
    """Stand silos and a pipe rack beside the works."""
    for index, x in enumerate((520, 590, 660)):
        tone = mix(c.ink.paper, c.ink.mid, 0.35 + 0.1 * index)
        silo = [(x - 32, 744), (x - 32, 560), *ellipse(x, 560, 32, 18, 180, 360), (x + 32, 744)]
        c.poly(silo, tone)
        c.fade(silo, c.ink.near, 0.0, 0.85, sideways=True)
    for y in (648, 664):
        c.rect(430, y, 720, y + 7, c.ink.depth(0.8))


def _works(c: Canvas) -> None:
    """Build the hall with its saw-toothed roof and glowing windows."""
    for tooth in range(6):
        x = -620 + tooth * 130
        c.poly([(x, 600), (x + 34, 512), (x + 130, 600)], c.ink.depth(0.72))
        c.poly(
            [(x + 4, 600), (x + 34, 526), (x + 44, 536), (x + 44, 600)], mix(c.ink.gold, c.ink.paper, 0.25)
        )
        c.stroke([(x, 600), (x + 34, 512), (x + 130, 600)], 5, c.ink.ink)
    c.rect(-620, 598, 160, 746, c.ink.depth(0.76))
    c.fade([(-620, 598), (160, 598), (160, 746), (-620, 746)], c.ink.ink, 0.0, 0.7)
    for index in range(15):
        x = -600 + index * 50
        c.rect(
            x,
            626,
            x + 34,
            664,
            mix(c.ink.gold, c.ink.paper, c.rng.uniform(0, 0.5)) if c.rng.random() < 0.7 else c.ink.ink,
        )
    c.rect(160, 640, 480, 746, c.ink.depth(0.68))
    c.rect(160, 632, 490, 646, c.ink.depth(0.85))
    for x in (190, 290, 390):
        c.rect(x, 676, x + 64, 746, mix(c.ink.paper, c.ink.mid, 0.5))
        for y in range(684, 746, 12):
            c.rect(x, y, x + 64, y + 3, veil(c.ink.ink, 0.35))


def nickel_smelter(c: Canvas) -> None:
    """Pour molten metal from a ladle in a dark hall."""
    dark = mix(c.ink.ink, (12, 8, 14), 0.35)
    c.rect(0, 0, WIDTH, HEIGHT, mix(c.ink.near, dark, 0.35))
    flip = c.rng.random() < 0.5
    with c.placed(800, 0, flip=flip):
        _hall(c)
        c.rect(-900, 730, 900, 900, dark)
        c.glow(110, 560, 700, 620, c.ink.hot, 0.75)
        c.glow(110, 640, 380, 380, c.ink.gold, 0.8)
        _mould(c)
        _pour(c)
        _ladle(c)
        _sparks(c)
        c.fade([(-900, 760), (900, 760), (900, 900), (-900, 900)], dark, 0.2, 1.0)
        for x, size in ((-520, 300), (-400, 250), (560, 280)):
            _smelter_worker(c, x + c.rng.uniform(-20, 20), 880, size)


def _hall(c: Canvas) -> None:
    """Draw the columns, trusses and windows of the hall."""
    for share in spread(7):
        x = lerp(-800, 800, share)
        c.rect(x - 15, 120, x + 15, 740, c.ink.depth(0.86))
    for index in range(12):
        x = -780 + index * 134
        c.rect(x + 20, 150, x + 98, 236, veil(mix(c.ink.cool, c.ink.low, 0.5), 0.35))
    lattice(c, (-800, 100), (800, 100), 56, c.ink.ink, 26, 8)
    c.rect(-800, 262, 800, 292, c.ink.ink)
    c.wash(300, 740, c.ink.hot, 0.0, 0.35, grain=0.5)


def _ladle(c: Canvas) -> None:
    """Hang the tilted ladle from its crane."""
    tone = mix(c.ink.ink, c.ink.near, 0.2)
    c.rect(-190, 250, 90, 304, tone, 8)
    for x in (-150, 50):
        c.stroke([(x, 300), (x, 390)], 9, tone)
    with c.placed(-50, 440, angle=24):
        c.stroke([(-166, -60), (166, -60)], 26, tone)
        body = [(-140, -130), (146, -130), (170, -146), (124, 120), (90, 150), (-84, 150), (-116, 120)]
        c.poly(body, mix(c.ink.ink, c.ink.mid, 0.32))
        c.fade(body, c.ink.gold, 0.0, 0.35, sideways=True)
        c.fade(body, c.ink.ink, 0.0, 0.9)
        for y in (-70, 60):
            c.rect(-136 + (y + 70) * 0.12, y, 146 - (y + 70) * 0.14, y + 20, tone)
        c.oval(6, -131, 144, 22, c.ink.gold)
        c.oval(14, -131, 128, 14, mix(c.ink.paper, c.ink.gold, 0.2))
        c.disc(0, -30, 30, tone)
    c.stroke([(-60, 300), (-60, 420)], 12, tone)


def _pour(c: Canvas) -> None:
    """Let the metal fall from the lip in an arc."""
    arc = curve([(116, 384), (150, 420), (166, 520), (170, 690)], steps=10)
    c.stroke(arc, 66, veil(c.ink.hot, 0.55), 50)
    c.stroke(arc, 42, c.ink.gold, 30)
    c.stroke(arc, 20, mix(c.ink.paper, c.ink.gold, 0.15), 12)


def _mould(c: Canvas) -> None:
    """Stand the receiving pot and its pool."""
    c.poly([(20, 690), (330, 690), (300, 820), (50, 820)], c.ink.ink)
    c.oval(175, 690, 156, 26, c.ink.hot)
    c.oval(175, 691, 130, 19, c.ink.gold)
    c.oval(173, 692, 70, 10, mix(c.ink.paper, c.ink.gold, 0.2))
    c.fade([(20, 690), (330, 690), (300, 820), (50, 820)], c.ink.hot, 0.45, 0.0)


def _sparks(c: Canvas) -> None:
    """Throw sparks from the pool in parabolas."""
    for _ in range(70):
        angle, speed = c.rng.uniform(-2.7, -0.45), c.rng.uniform(80, 330)
        time = c.rng.uniform(0.5, 1.5)
        path = [
            (174 + math.cos(angle) * speed * t, 688 + math.sin(angle) * speed * t + 130 * t * t)
            for t in (time, time + 0.05, time + 0.1)
        ]
        c.stroke(path, c.rng.uniform(2, 5), mix(c.ink.gold, c.ink.paper, c.rng.random()), 1)


def _smelter_worker(c: Canvas, x: float, y: float, height: float) -> None:
    """Show a worker in silhouette with a helmet and a rim of light."""
    walker(c, x, y, height, mix(c.ink.ink, c.ink.near, 0.25))
    c.poly(ellipse(x, y - height * 0.935, height * 0.085, height * 0.085, 180, 360), c.ink.gold)
    c.rect(x - height * 0.1, y - height * 0.945, x + height * 0.1, y - height * 0.925, c.ink.gold, 3)


def palm_oil(c: Canvas) -> None:
    """Lead a plantation road between palms toward the sun, fruit in the foreground."""
    sun = sky(c, 560, clouds=3)
    hills(c, 570, 130, (0.16, 0.28), step=16)
    vanish = (lerp(800, sun[0], 0.25), 566.0)
    clump(c, 584, 40, c.ink.depth(0.42), 30)
    c.rect(0, 580, WIDTH, HEIGHT, c.ink.depth(0.44))
    c.wash(580, HEIGHT, c.ink.near, 0.0, 0.9, grain=0.6)
    c.poly(
        [(vanish[0] - 9, 580), (vanish[0] + 9, 580), (1240, 900), (360, 900)], mix(c.ink.low, c.ink.far, 0.6)
    )
    c.fade([(vanish[0] - 9, 580), (vanish[0] + 9, 580), (1240, 900), (360, 900)], c.ink.near, 0.0, 0.5)
    for step in range(8):
        near = lerp(0.1, 1.0, (step / 7) ** 1.8)
        for side, row in ((-1, 2.1), (1, 2.1), (-1, 1.0), (1, 1.0)):
            x, y = toward(vanish, (vanish[0] + side * row * 720, 930), near)
            palm(
                c,
                x,
                y,
                720 * near * c.rng.uniform(0.9, 1.06),
                c.ink.depth(lerp(0.4, 0.98, near)),
                -side * 0.02,
            )
    _fruit(c, 800 + c.rng.choice((-1, 1)) * c.rng.uniform(150, 210), 868)


def _fruit(c: Canvas, x: float, y: float) -> None:
    """Heap harvested bunches of oil palm fruit."""
    c.glow(x, y + 6, 330, 46, c.ink.ink, 0.9)
    for dx, dy, size in ((-96, -36, 62), (92, -34, 60), (0, -46, 72), (-36, -118, 58), (50, -112, 52)):
        _bunch(c, x + dx, y + dy, size)


def _bunch(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw one bunch, its fruit from dark base to bright crown."""
    c.oval(x, y, size, size * 0.86, mix(c.ink.hot, c.ink.ink, 0.7))
    for ring in range(5):
        for index in range(15 - ring * 2):
            turn = math.tau * (index + ring * 0.5 + c.rng.uniform(-0.22, 0.22)) / (15 - ring * 2)
            reach = 1 - ring * 0.2
            px, py = x + math.cos(turn) * size * 0.86 * reach, y + math.sin(turn) * size * 0.74 * reach
            light = max(0.0, min(1.0, 0.55 - (py - y) / size * 0.6 - (px - x) / size * 0.25))
            tone = mix(mix(c.ink.hot, c.ink.ink, 0.55), mix(c.ink.hot, c.ink.gold, 0.45), light)
            c.disc(px, py, size * 0.155, tone)
            c.disc(px - size * 0.04, py - size * 0.05, size * 0.05, mix(tone, c.ink.paper, 0.45))
