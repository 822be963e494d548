"""Scenes of cities: the skylines of Jakarta and Seoul."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import curve, ellipse, lerp, spread
from .palettes import mix, veil
from .scenery import birds, clump, hills, palm, ripples, sea, sky
from .structures import skyline, tower


def city_skyline(c: Canvas) -> None:
    """Layer Jakarta's towers behind the National Monument."""
    sun = sky(c, 700)
    skyline(c, 700, 430, 0.14, 0.2)
    c.wash(420, 720, c.ink.low, 0.0, 0.6)
    skyline(c, 730, 400, 0.38, 0.5, 1.15)
    c.wash(560, 760, c.ink.low, 0.0, 0.45)
    side = 1 if sun[0] < 800 else -1
    for offset, width, height in (
        (330, 120, 520),
        (480, 100, 430),
        (610, 130, 360),
        (-560, 120, 400),
        (-690, 110, 470),
    ):
        tower(c, 800 + side * offset - width / 2, 790, width, height * c.rng.uniform(0.9, 1.08), 0.7, 0.6)
    clump(c, 800, 70, c.ink.depth(0.72), 46)
    _monument(c, 800 - side * c.rng.uniform(90, 170), 806)
    c.rect(0, 798, WIDTH, HEIGHT, c.ink.depth(0.8))
    clump(c, 850, 60, c.ink.depth(0.88), 60)
    for x in (c.rng.uniform(40, 260), c.rng.uniform(1340, 1560), c.rng.uniform(960, 1200)):
        palm(c, x, 905, c.rng.uniform(150, 230), c.ink.ink, c.rng.uniform(-0.08, 0.08))
    c.rect(0, 846, WIDTH, HEIGHT, c.ink.depth(0.92))
    c.wash(846, HEIGHT, c.ink.ink, 0.0, 0.9)


def _monument(c: Canvas, x: float, y: float) -> None:
    """Draw the monument: cup, tapering shaft and golden flame."""
    pale = mix(c.ink.paper, c.ink.low, 0.2)
    shade = mix(pale, c.ink.near, 0.45)
    c.glow(x, y - 590, 150, 150, c.ink.gold, 0.8)
    shaft = [(x - 36, y - 120), (x - 13, y - 520), (x + 13, y - 520), (x + 36, y - 120)]
    c.poly(shaft, pale)
    c.poly([(x, y - 120), (x, y - 520), (x + 13, y - 520), (x + 36, y - 120)], shade)
    c.poly([(x - 34, y - 520), (x + 34, y - 520), (x + 18, y - 500), (x - 18, y - 500)], pale)
    c.poly([(x - 34, y - 536), (x + 34, y - 536), (x + 34, y - 520), (x - 34, y - 520)], shade)
    flame = [
        (x - 24, y - 538),
        (x - 30, y - 566),
        (x - 10, y - 596),
        (x + 2, y - 634),
        (x + 22, y - 590),
        (x + 28, y - 560),
        (x + 20, y - 538),
    ]
    c.poly(curve(flame, closed=True, steps=6), c.ink.gold)
    c.poly(
        curve(
            [(x - 2, y - 540), (x - 8, y - 566), (x + 8, y - 604), (x + 20, y - 562), (x + 14, y - 540)],
            closed=True,
            steps=6,
        ),
        mix(c.ink.gold, c.ink.hot, 0.4),
    )
    cup = curve([(x - 170, y - 128), (x - 120, y - 70), (x - 52, y - 46)], steps=6)
    c.poly([*cup, *[(2 * x - px, py) for px, py in reversed(cup)]], pale)
    c.poly([(x, y - 128), (x + 170, y - 128), *[(2 * x - px, py) for px, py in cup[1:]], (x, y - 46)], shade)
    c.rect(x - 176, y - 140, x + 176, y - 126, mix(pale, c.ink.paper, 0.5))
    c.poly([(x - 70, y - 48), (x + 70, y - 48), (x + 130, y), (x - 130, y)], mix(shade, c.ink.near, 0.25))


def seoul_skyline(c: Canvas) -> None:
    """Show Seoul from a palace roof: the tower on its hill, the river and the bridge."""
    sun = sky(c, 580)
    side = 1 if sun[0] < 800 else -1
    hills(c, 560, 190, (0.12,), step=20)
    skyline(c, 610, 200, 0.22, 0.3)
    c.wash(440, 620, c.ink.low, 0.0, 0.5)
    _hill_tower(c, 800 + side * c.rng.uniform(130, 210), 600)
    _needle(c, 800 - side * c.rng.uniform(290, 380), 640)
    skyline(c, 640, 150, 0.5, 0.5, 1.2)
    sea(c, 640)
    c.reflect(640, 130, 0.5)
    _bridge(c, 668)
    ripples(c, 650, 34, c.ink.low, 0.4)
    _palace_roof(c, 800 - side * c.rng.uniform(120, 220))
    birds(c, 800, 210, 5)


def _hill_tower(c: Canvas, x: float, base: float) -> None:
    """Raise the hill with its broadcasting tower."""
    mound = curve(
        [
            (x - 520, base + 40),
            (x - 250, base - 90),
            (x, base - 170),
            (x + 230, base - 100),
            (x + 520, base + 40),
        ]
    )
    c.poly(mound, c.ink.depth(0.4))
    c.fade(mound, c.ink.low, 0.0, 0.6)
    tone, y = c.ink.depth(0.62), base - 166
    c.stroke([(x, y), (x, y - 130)], 15, tone, 11)
    c.poly([(x - 16, y - 108), (x + 16, y - 108), (x + 30, y - 128), (x - 30, y - 128)], tone)
    c.rect(x - 34, y - 146, x + 34, y - 128, mix(c.ink.gold, c.ink.paper, 0.3), 4)
    c.rect(x - 30, y - 166, x + 30, y - 146, tone, 4)
    c.rect(x - 20, y - 182, x + 20, y - 164, c.ink.hot, 4)
    c.stroke([(x, y - 180), (x, y - 310)], 8, tone, 2)
    for share in (0.3, 0.6):
        c.stroke([(x - 7, y - 180 - 130 * share), (x + 7, y - 180 - 130 * share)], 5, c.ink.hot)


def _needle(c: Canvas, x: float, base: float) -> None:
    """Raise the tapering supertall tower with its split crown."""
    edge = curve([(x - 44, base), (x - 40, base - 200), (x - 26, base - 380), (x - 7, base - 500)], steps=8)
    right = [(2 * x - px, py) for px, py in reversed(edge)]
    c.poly([*edge, (x - 1, base - 450), *right], c.ink.depth(0.52))
    half = [(2 * x - px, py) for px, py in edge]
    c.poly([(x + 4, base), *half, (x + 4, base - 450)], veil(c.ink.ink, 0.28))
    for share in spread(24)[:-3]:
        y = lerp(base - 40, base - 470, share)
        c.rect(
            x - lerp(34, 10, share),
            y,
            x + lerp(34, 10, share),
            y + 5,
            veil(mix(c.ink.gold, c.ink.paper, 0.4), c.rng.uniform(0.25, 0.8)),
        )


def _bridge(c: Canvas, y: float) -> None:
    """Span the river with arches and lamps."""
    tone = c.ink.depth(0.8)
    for index in range(8):
        x = index * 230 - 110
        arch = ellipse(x + 115, y + 4, 107, 52, 180, 360)
        c.stroke(arch, 7, tone)
        for share in spread(9)[1:-1]:
            px = x + 8 + 214 * share
            c.stroke([(px, y), (px, y + 4 - 52 * (1 - ((px - x - 115) / 107) ** 2) ** 0.5)], 2, tone)
        c.rect(x - 9, y, x + 9, y + 46, tone)
    c.rect(0, y, WIDTH, y + 13, tone)
    for index in range(40):
        c.disc(index * 41, y - 3, 3.2, c.ink.gold)


def _palace_roof(c: Canvas, x: float) -> None:
    """Sweep the tiled roof of a palace hall across the foreground."""
    dark, tile = c.ink.ink, c.ink.depth(0.86)
    eave = curve(
        [
            (x - 775, 744),
            (x - 650, 786),
            (x - 320, 806),
            (x, 809),
            (x + 320, 806),
            (x + 650, 786),
            (x + 775, 744),
        ]
    )
    top = [(x + 360, 676), (x - 360, 676)]
    left = curve([(x - 360, 676), (x - 480, 746), (x - 640, 768), (x - 775, 740)], steps=6)
    right = curve([(x + 775, 740), (x + 640, 768), (x + 480, 746), (x + 360, 676)], steps=6)
    c.poly([*eave, *right, *top, *left], tile)
    for share in spread(44):
        foot = eave[round(share * (len(eave) - 1))]
        c.stroke([(x + lerp(-360, 360, share), 676), foot], 4, dark, 8)
    c.stroke(eave, 12, dark)
    c.stroke(left, 15, dark)
    c.stroke(right, 15, dark)
    c.stroke(curve([(x - 388, 656), (x - 200, 672), (x, 675), (x + 200, 672), (x + 388, 656)]), 24, dark)
    c.rect(x - 560, 800, x + 560, HEIGHT, mix(c.ink.hot, c.ink.ink, 0.62))
    for share in spread(9):
        px = lerp(x - 540, x + 540, share)
        c.rect(px - 15, 800, px + 15, HEIGHT, mix(c.ink.hot, c.ink.ink, 0.3))
    c.rect(x - 560, 838, x + 560, 852, mix(c.ink.cool, c.ink.ink, 0.35))
    c.poly(
        [*[(px, py - 4) for px, py in eave], *[(x + (px - x) * 0.88, py + 20) for px, py in reversed(eave)]],
        dark,
    )
    for share in spread(31):
        c.disc(
            lerp(x - 600, x + 600, share),
            818 - 26 * abs(2 * share - 1) ** 3,
            7,
            mix(c.ink.cool, c.ink.paper, 0.1),
        )
