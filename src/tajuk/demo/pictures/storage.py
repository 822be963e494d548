"""The scene of the warehouse."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, lerp, toward
from .palettes import mix, veil
from .people import bust, rim, walker
from .structures import wheel


def warehouse(c: Canvas) -> None:
    """Look down an aisle of racks to the open door, with a forklift at work."""
    vanish: Point = (800 + c.rng.uniform(-70, 70), 500.0)
    c.rect(0, 0, WIDTH, HEIGHT, c.ink.depth(0.66))
    door = [toward(vanish, p, 0.12) for p in ((0, -300), (1600, -300), (1600, 1000), (0, 1000))]
    c.poly([(0, 0), (WIDTH, 0), door[1], door[0]], c.ink.depth(0.8))
    c.poly(
        [(0, HEIGHT), (WIDTH, HEIGHT), (vanish[0] + 150, 560), (vanish[0] - 150, 560)],
        mix(c.ink.low, c.ink.mid, 0.4),
    )
    c.wash(700, HEIGHT, c.ink.near, 0.0, 0.8, grain=0.6)
    c.poly(door, mix(c.ink.paper, c.ink.sun, 0.25))
    c.glow(vanish[0], 500, 420, 360, c.ink.paper, 0.55)
    c.poly([door[3], door[2], (vanish[0] + 330, 900), (vanish[0] - 330, 900)], veil(c.ink.paper, 0.2))
    for side in (-1, 1):
        for bay in range(7):
            _rack(c, vanish, side, bay)
    for step in (0.16, 0.26, 0.42, 0.68):
        x, y = toward(vanish, (vanish[0], -330), step)
        c.glow(x, y, 330 * step, 150 * step, c.ink.gold, 0.6)
        c.rect(x - 150 * step, y - 7 * step, x + 150 * step, y + 9 * step, c.ink.paper, 5 * step)
    _forklift(c, vanish[0] + c.rng.choice((-1, 1)) * 70, 800)
    walker(c, vanish[0] + c.rng.choice((-1, 1)) * 250, 850, 220, c.ink.hot, carry=True)


def _rack(c: Canvas, vanish: Point, side: int, bay: int) -> None:
    """Draw one bay of a rack in perspective, from far (0) to near (6)."""
    far, near = 0.12 * 1.44**bay, 0.12 * 1.44 ** (bay + 1)
    shade = bay / 7
    edge = vanish[0] + side * 560
    wall = [
        toward(vanish, p, k)
        for p, k in (((edge, -420), far), ((edge, -420), near), ((edge, 960), near), ((edge, 960), far))
    ]
    c.poly(wall, c.ink.depth(lerp(0.42, 0.92, shade)))
    for level in range(8):
        low = 940 - level * 172
        for slot in (0, 1):
            k0, k1 = lerp(far, near, 0.05 + slot * 0.48), lerp(far, near, 0.49 + slot * 0.48)
            top = low - c.rng.uniform(80, 128)
            crate = [
                toward(vanish, p, k)
                for p, k in (((edge, top), k0), ((edge, top), k1), ((edge, low), k1), ((edge, low), k0))
            ]
            if c.rng.random() < 0.88:
                c.poly(
                    crate,
                    mix(mix(c.rng.choice(c.ink.cargo), c.ink.gold, 0.35), c.ink.near, lerp(0.1, 0.45, shade)),
                )
                label = [
                    toward(vanish, (edge, top + dy), lerp(k0, k1, s))
                    for s, dy in ((0.3, 0), (0.7, 0), (0.7, 34), (0.3, 34))
                ]
                c.poly(label, veil(c.ink.paper, 0.4))
        shelf = [
            toward(vanish, (edge, y), k)
            for y, k in ((low, far), (low, near), (low + 24, near), (low + 24, far))
        ]
        c.poly(shelf, mix(c.ink.hot, c.ink.ink, 0.15 + 0.4 * shade))
    post = [toward(vanish, p, k) for p, k in (((edge, -420), near), ((edge, 960), near))]
    c.stroke(post, 26 * near, mix(c.ink.cool, c.ink.ink, 0.45 + 0.3 * shade))


def _forklift(c: Canvas, x: float, y: float) -> None:
    """Draw a forklift from the side with a loaded pallet."""
    with c.placed(x, y, scale=1.5, flip=c.rng.random() < 0.5):
        c.glow(0, 2, 120, 14, c.ink.ink, 0.9)
        c.poly([(-62, -14), (-66, -52), (-40, -60), (-8, -58), (2, -38), (34, -36), (36, -12)], c.ink.gold)
        c.poly([(-62, -14), (-64, -34), (36, -26), (36, -12)], mix(c.ink.gold, c.ink.ink, 0.3))
        c.stroke([(-44, -58), (-34, -122), (14, -122), (30, -38)], 5, c.ink.ink)
        c.stroke([(40, -4), (40, -150)], 7, c.ink.ink)
        c.stroke([(42, -10), (104, -10)], 5, c.ink.ink)
        c.rect(48, -64, 100, -14, mix(c.ink.gold, c.ink.near, 0.35))
        c.rect(68, -64, 80, -14, mix(c.ink.paper, c.ink.gold, 0.4))
        c.rect(48, -112, 100, -66, mix(c.ink.hot, c.ink.near, 0.2))
        with c.placed(-16, -50, scale=0.62):
            bust(c, 0, 0, 78, c.ink.cool)
            rim(c, 0, 0, 78, c.ink.paper)
        wheel(c, -42, -12, 13)
        wheel(c, 26, -12, 15)
