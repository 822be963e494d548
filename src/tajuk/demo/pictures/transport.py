"""Scenes of transport: port, container ship, railway and airport."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, curve, lerp, spread
from .palettes import Colour, mix, veil
from .people import walker
from .scenery import birds, cloud, clump, hills, palm, ripples, sea, sky, smoke, volcano
from .structures import box, gantry, lorry, skyline, stack


def port(c: Canvas) -> None:
    """Line up cranes and containers on a quay before the sun."""
    horizon = 610.0
    sun = sky(c, horizon)
    hills(c, 600, 120, (0.14,), step=10)
    sea(c, horizon, sun)
    flip = sun[0] < 800
    for index in range(5):
        x = 130 + index * 330 + c.rng.uniform(-50, 50)
        gantry(c, x, horizon + 12, c.rng.uniform(190, 230), c.ink.depth(0.36), flip=flip)
    c.wash(470, 640, c.ink.low, 0.0, 0.4)
    c.rect(0, 612, WIDTH, 626, c.ink.depth(0.42))
    c.reflect(626, 110, 0.4)
    ripples(c, 630, 26, c.ink.low)
    lead = 560 if flip else 1040
    for x, height, tone in ((lead + (520 if flip else -520), 470, 0.66), (lead, 640, 0.9)):
        gantry(c, x, 800, height, c.ink.depth(tone), flip=not flip)
    _quay(c)


def _quay(c: Canvas) -> None:
    """Pile containers on the near quay, with a lorry and its people."""
    c.rect(0, 796, WIDTH, HEIGHT, c.ink.ink)
    c.wash(796, HEIGHT, c.ink.near, 0.9, 0.1, grain=0.6)
    stack(c, -30, 806, 5, 4, (118, 46), 0.0)
    stack(c, 1130, 806, 5, 5, (118, 46), 1.0)
    stack(c, 560, 806, 3, 2, (118, 46), c.rng.random())
    lorry(c, c.rng.uniform(640, 960), 858, 240, mix(c.ink.paper, c.ink.far, 0.2), flip=c.rng.random() < 0.5)
    walker(c, c.rng.uniform(420, 520), 868, 74, c.ink.hot)
    walker(c, c.rng.uniform(1080, 1160), 866, 74, c.ink.gold)


def container_ship(c: Canvas) -> None:
    """Steam a laden ship past the sun."""
    horizon = 560.0
    sun = sky(c, horizon)
    hills(c, 552, 80, (0.12,), step=8)
    sea(c, horizon, sun)
    with c.placed(800, 0, flip=c.rng.random() < 0.5):
        _ship(c, 735)
    c.reflect(742, 150, 0.3)
    c.wash(738, HEIGHT, c.ink.near, 0.15, 0.6)
    ripples(c, 700, 60, mix(c.ink.low, c.ink.paper, 0.3))
    birds(c, c.rng.uniform(420, 1180), 170, 8)


def _ship(c: Canvas, water: float) -> None:
    """Draw the ship's side: deck load, bridge and hull, bow to the right."""
    for bay in range(9):
        left = -470 + bay * 107 + (46 if bay > 1 else 0)
        rows = 7 - (2 if bay in (0, 8) else 0) - (1 if bay in (1, 7) else 0) + c.rng.choice((-1, 0, 0))
        for level in range(rows):
            tone = mix(c.rng.choice(c.ink.cargo), c.ink.near, c.rng.uniform(0, 0.2))
            box(c, left, water - 122 - level * 35, 101, 33, tone)
    pale = mix(c.ink.paper, c.ink.far, 0.12)
    c.rect(-256, water - 450, -212, water - 110, pale)
    c.rect(-276, water - 424, -192, water - 398, pale, 3)
    c.rect(-270, water - 419, -198, water - 407, c.ink.ink)
    c.rect(-234, water - 450, -212, water - 110, veil(c.ink.near, 0.3))
    c.stroke([(-234, water - 450), (-234, water - 510)], 5, c.ink.ink, 2)
    c.rect(-330, water - 404, -290, water - 110, c.ink.hot)
    c.rect(-330, water - 404, -290, water - 380, c.ink.ink)
    smoke(c, -310, water - 410, 90, 12, -190, mix(c.ink.mid, c.ink.low, 0.4))
    hull: list[Point] = [(-610, water - 130), (560, water - 122), (640, water - 172), (690, water - 178)]
    c.poly([*hull, (636, water - 20), (618, water + 8), (-590, water + 8)], c.ink.ink)
    c.fade(
        [(-610, water - 130), (560, water - 122), (640, water - 172), (690, water - 178), (618, water)],
        c.ink.near,
        0.9,
        0.0,
    )
    c.poly(
        [(-596, water - 22), (634, water - 22), (618, water + 8), (-590, water + 8)],
        mix(c.ink.hot, c.ink.ink, 0.25),
    )
    c.stroke([(-608, water - 108), (664, water - 116)], 5, mix(c.ink.paper, c.ink.far, 0.3))
    for share in spread(30):
        c.disc(560 + 160 * share, water + 6 + 8 * share, lerp(13, 3, share), mix(c.ink.paper, c.ink.far, 0.2))
    foam = [(-760, water + 12), (-300, water + 2), (300, water + 2), (760, water + 14), (200, water + 16)]
    c.poly(curve(foam, closed=True), mix(c.ink.paper, c.ink.far, 0.2))


def railway(c: Canvas) -> None:
    """Run a fast train over a long viaduct in front of a volcano."""
    sun = sky(c, 560)
    volcano(c, 800 + (300 if sun[0] < 800 else -300), 560, c.rng.uniform(270, 330), 0.26)
    hills(c, 600, 130, (0.36, 0.5), step=56)
    hills(c, 740, 90, (0.62,), step=30)
    clump(c, 786, 64, c.ink.depth(0.7), 60)
    deck = c.rng.uniform(590, 620)
    _viaduct(c, deck)
    with c.placed(800, deck - 6, flip=c.rng.random() < 0.5):
        _train(c)
    clump(c, 880, 70, c.ink.depth(0.9), 64)
    c.rect(0, 868, WIDTH, HEIGHT, c.ink.depth(0.9))
    for x in (c.rng.uniform(20, 200), c.rng.uniform(1400, 1560)):
        palm(c, x, 900, c.rng.uniform(240, 320), c.ink.ink, c.rng.uniform(-0.1, 0.1))
    birds(c, sun[0] + 190, sun[1] - 10, 6)


def _viaduct(c: Canvas, deck: float) -> None:
    """Carry the deck on tapering piers."""
    pale = mix(c.ink.paper, c.ink.far, 0.45)
    start = c.rng.uniform(-120, 0)
    for index in range(8):
        x = start + index * 250
        c.poly(
            [
                (x - 44, deck + 30),
                (x + 44, deck + 30),
                (x + 20, deck + 74),
                (x + 22, 900),
                (x - 22, 900),
                (x - 20, deck + 74),
            ],
            mix(pale, c.ink.mid, 0.25),
        )
        c.poly(
            [(x + 4, deck + 30), (x + 44, deck + 30), (x + 20, deck + 74), (x + 22, 900), (x + 4, 900)],
            mix(pale, c.ink.near, 0.5),
        )
    c.rect(0, deck, WIDTH, deck + 34, pale)
    c.rect(0, deck + 20, WIDTH, deck + 34, mix(pale, c.ink.near, 0.45))
    c.rect(0, deck - 12, WIDTH, deck + 2, mix(pale, c.ink.near, 0.2))
    for index in range(12):
        x = start + 40 + index * 150
        c.stroke([(x, deck), (x, deck - 118)], 4, c.ink.near)
        c.stroke([(x, deck - 110), (x + 34, deck - 116)], 3, c.ink.near)
    c.rect(0, deck - 108, WIDTH, deck - 106, veil(c.ink.near, 0.8))


def _train(c: Canvas) -> None:
    """Draw the train with a long nose to the right; the deck is at zero."""
    body = [(-1000, -4), (-1000, -78), (250, -78), (330, -72), (420, -46), (470, -20), (474, -8), (460, -4)]
    c.poly([*body[:3], *curve(body[2:], steps=8)], mix(c.ink.paper, c.ink.far, 0.08))
    stripe = curve([(250, -34), (340, -32), (420, -26), (468, -16)], steps=6)
    c.poly([(-1000, -34), *stripe, (474, -8), (460, -4), (-1000, -4)], c.ink.hot)
    c.poly([(-1000, -12), (470, -12), (460, -4), (-1000, -4)], c.ink.ink)
    c.poly(
        curve([(306, -72), (332, -70), (388, -52), (372, -48), (318, -52)], closed=True, steps=5), c.ink.ink
    )
    for index in range(34):
        x = -990 + index * 37
        if index % 9 == 8:
            c.rect(x + 4, -66, x + 20, -14, mix(c.ink.paper, c.ink.mid, 0.4), 3)
        else:
            c.rect(x, -62, x + 27, -43, mix(c.ink.near, c.ink.ink, 0.3), 5)
    for x in (-668, -335, -2):
        c.rect(x - 2, -78, x + 2, -4, mix(c.ink.ink, c.ink.far, 0.3))
    c.fade([(-1000, -78), (250, -78), (330, -72), (400, -54), (-1000, -54)], c.ink.paper, 0.8, 0.0, grain=0)


def airport(c: Canvas) -> None:
    """Let an airliner climb over the tower and the terminal."""
    sun = sky(c, 640, clouds=5)
    hills(c, 640, 110, (0.16, 0.28), step=20)
    skyline(c, 660, 120, 0.3, 0.3)
    c.wash(560, 680, c.ink.low, 0.0, 0.5)
    flip = c.rng.random() < 0.5
    with c.placed(800, 0, flip=flip):
        _terminal(c)
    c.rect(0, 736, WIDTH, HEIGHT, mix(c.ink.near, c.ink.mid, 0.35))
    c.wash(736, HEIGHT, c.ink.ink, 0.1, 0.8, grain=0.6)
    for x in (150, 560, 1000, 1420):
        c.poly([(x, 838), (x + 170, 838), (x + 150, 850), (x - 30, 850)], mix(c.ink.paper, c.ink.mid, 0.2))
    for index in range(23):
        c.disc(index * 73, 776, 4, c.ink.gold)
        c.glow(index * 73, 776, 20, 14, c.ink.gold, 0.5)
    cloud(c, 800, 420, 300)
    with c.placed(
        800 + (-30 if flip else 30),
        lerp(300, sun[1], 0.3) + 20,
        angle=14 if flip else -14,
        flip=flip,
        scale=1.05,
    ):
        airliner(c, mix(c.ink.paper, c.ink.far, 0.05))


def _terminal(c: Canvas) -> None:
    """Build the wave-roofed terminal, the tower and the parked tails."""
    for index, x in enumerate((-560, -380, -200, -20)):
        fin = [(x - 6, 700), (x + 92, 700), (x + 26, 540), (x - 14, 540)]
        c.poly(fin, (c.ink.hot, c.ink.cool, c.ink.gold, c.ink.hot)[index])
    roof = curve([(-900, 640), (-640, 612), (-360, 668), (-80, 628), (180, 676)], steps=10)
    c.poly([*roof, (180, 740), (-900, 740)], c.ink.depth(0.55))
    c.stroke(roof, 14, mix(c.ink.paper, c.ink.far, 0.25))
    for index in range(26):
        x = -880 + index * 40
        c.rect(
            x, 690, x + 30, 728, mix(c.ink.gold, c.ink.paper, 0.35) if c.rng.random() < 0.7 else c.ink.near
        )
    c.poly([(330, 740), (352, 470), (408, 470), (430, 740)], c.ink.depth(0.72))
    c.poly([(386, 470), (408, 470), (430, 740), (396, 740)], veil(c.ink.ink, 0.3))
    c.poly([(316, 430), (444, 430), (420, 474), (340, 474)], c.ink.depth(0.8))
    c.poly([(328, 384), (432, 384), (444, 430), (316, 430)], mix(c.ink.gold, c.ink.paper, 0.3))
    for x in (346, 380, 414):
        c.stroke([(x, 384), (x + (x - 380) * 0.2, 430)], 4, c.ink.depth(0.8))
    c.rect(320, 372, 440, 386, c.ink.depth(0.85), 5)
    c.stroke([(380, 372), (380, 310)], 5, c.ink.depth(0.85), 2)


def airliner(c: Canvas, white: Colour) -> None:
    """Draw an airliner in profile that flies right, centred on the origin."""
    shade = mix(white, c.ink.near, 0.4)
    c.poly([(-70, 4), (10, 2), (-66, -72), (-92, -74)], shade)
    body = [
        (-300, -26),
        (-190, -30),
        (200, -30),
        (262, -20),
        (292, 0),
        (270, 14),
        (180, 26),
        (-120, 26),
        (-230, 6),
    ]
    c.poly(curve(body, closed=True, steps=7), white)
    belly = [(292, 2), (270, 14), (180, 26), (-120, 26), (-230, 6), (-100, 12), (180, 10)]
    c.poly(curve(belly, closed=True, steps=7), shade)
    c.poly([(-300, -24), (-222, -28), (-262, -128), (-306, -128)], c.ink.hot)
    c.poly([(-276, -60), (-246, -60), (-262, -128), (-306, -128)], mix(c.ink.hot, c.ink.ink, 0.3))
    c.poly([(-292, -10), (-226, -6), (-310, 26), (-334, 26)], mix(shade, c.ink.near, 0.3))
    for index in range(30):
        c.rect(-180 + index * 13, -16, -174 + index * 13, -7, c.ink.near, 2)
    c.poly([(246, -22), (266, -16), (272, -8), (244, -10)], c.ink.ink)
    for x, y in ((-6, 46), (-52, 76)):
        c.rect(x - 34, y - 15, x + 34, y + 13, c.ink.cool, 13)
        c.rect(x + 20, y - 15, x + 36, y + 13, c.ink.ink, 8)
    c.poly([(-40, 14), (80, 12), (-96, 132), (-132, 134)], mix(white, c.ink.near, 0.22))
    c.poly([(-40, 14), (-4, 14), (-120, 134), (-132, 134)], mix(shade, c.ink.near, 0.35))
