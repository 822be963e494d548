"""The scene of the batik workshop and its patterns."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import curve, ellipse, lerp, spread
from .palettes import Colour, mix
from .people import seated
from .scenery import palm, sky, smoke


def batik_workshop(c: Canvas) -> None:
    """Seat an artisan with her pen before a hung cloth, a pot of wax at her side."""
    wall = mix(c.ink.near, c.ink.mid, 0.35)
    sky(c, 480, clouds=1)
    palm(c, c.rng.uniform(180, 300), 640, 420, c.ink.depth(0.5))
    palm(c, c.rng.uniform(1320, 1420), 640, 400, c.ink.depth(0.5))
    for box in (
        (0, 0, 110, 720),
        (430, 0, 1170, 720),
        (1490, 0, 1600, 720),
        (0, 0, 1600, 120),
        (0, 520, 1600, 720),
    ):
        c.rect(*box, wall)
    for x in (110, 1170):
        for share in (0, 0.333, 0.667, 1):
            c.rect(x + 312 * share, 120, x + 312 * share + 8, 520, c.ink.ink)
        c.rect(x, 316, x + 320, 324, c.ink.ink)
        c.rect(x - 12, 514, x + 332, 532, c.ink.ink)
    c.rect(0, 700, WIDTH, HEIGHT, mix(c.ink.far, c.ink.near, 0.55))
    c.wash(700, HEIGHT, c.ink.ink, 0.0, 0.75, grain=0.7)
    c.glow(800, 520, 900, 560, c.ink.gold, 0.35)
    with c.placed(800, 0, flip=c.rng.random() < 0.5):
        _cloths(c)
        c.glow(-190, 846, 330, 36, c.ink.ink, 0.9)
        c.rect(-320, 790, -130, 846, mix(c.ink.gold, c.ink.ink, 0.55), 8)
        seated(c, -230, 800, 440, c.rng.choice((c.ink.hot, c.ink.gold)), mix(c.ink.near, c.ink.ink, 0.5))
        c.stroke([(-52, 544), (-4, 520)], 7, c.ink.gold, 4)
        c.disc(-2, 518, 7, c.ink.hot)
        _wax_pot(c, 190)


def _cloths(c: Canvas) -> None:
    """Hang the great cloth on its frame, and drying cloths behind it."""
    motifs = [_kawung, _parang, _ceplok]
    c.rng.shuffle(motifs)
    c.stroke([(-800, 150), (800, 150)], 7, c.ink.ink)
    for x, motif, tone in ((-430, motifs[0], c.ink.cool), (-150, motifs[1], mix(c.ink.hot, c.ink.ink, 0.3))):
        _cloth(c, (x, 146, x + 250, 560), tone, 46)
        motif(c, (x, 146, x + 250, 560), tone, 46)
    c.rect(16, 196, 34, 846, mix(c.ink.gold, c.ink.ink, 0.6))
    c.rect(456, 196, 474, 846, mix(c.ink.gold, c.ink.ink, 0.6))
    box = (22.0, 206.0, 468.0, 726.0)
    base = mix(c.ink.hot, c.ink.ink, 0.5) if c.rng.random() < 0.5 else mix(c.ink.cool, c.ink.ink, 0.5)
    _cloth(c, box, base, 62)
    motifs[2](c, box, base, 62)
    c.rect(0, 190, 490, 212, mix(c.ink.gold, c.ink.near, 0.4), 6)
    for index in range(20):
        c.rect(24 + index * 22.4, 726, 36 + index * 22.4, 744, c.ink.gold)


def _cloth(c: Canvas, box: tuple[float, float, float, float], tone: Colour, size: float) -> None:
    """Lay the cloth's ground and its border."""
    c.rect(*box, tone)
    c.rect(box[0], box[3] - size * 0.5, box[2], box[3], mix(tone, c.ink.ink, 0.4))


def _cells(box: tuple[float, float, float, float], size: float) -> list[tuple[float, float]]:
    """List the middles of the squares that fill a cloth above its border."""
    columns, rows = round((box[2] - box[0]) / size), int((box[3] - box[1] - size * 0.5) / size)
    step = (box[2] - box[0]) / columns
    return [
        (box[0] + (i + 0.5) * step, box[1] + (j + 0.5) * size) for i in range(columns) for j in range(rows)
    ]


def _kawung(c: Canvas, box: tuple[float, float, float, float], tone: Colour, size: float) -> None:
    """Draw the kawung pattern: four ovals that meet in a cross."""
    pale, gold = mix(c.ink.paper, tone, 0.12), mix(c.ink.gold, tone, 0.1)
    for x, y in _cells(box, size):
        for turn in (45, 135, 225, 315):
            with c.placed(x, y, angle=turn, scale=size / 100):
                c.oval(35, 0, 30, 18, pale)
                c.oval(35, 0, 20, 8, tone)
                c.stroke([(22, 0), (48, 0)], 4, gold)
        c.disc(x, y, size * 0.05, gold)


def _parang(c: Canvas, box: tuple[float, float, float, float], tone: Colour, size: float) -> None:
    """Draw the parang pattern: slanting rows of waves."""
    pale, gold = mix(c.ink.paper, tone, 0.12), mix(c.ink.gold, tone, 0.1)
    for x, y in _cells(box, size):
        with c.placed(x, y, scale=size / 100):
            wave = curve(
                [(-48, 30), (-20, 26), (-8, 0), (8, -26), (44, -34), (30, -8), (8, 12), (-8, 42), (-40, 44)],
                closed=True,
                steps=4,
            )
            c.poly(wave, pale)
            c.stroke(curve([(-36, 36), (-10, 20), (8, -8), (34, -26)], steps=4), 8, gold, 4)
            c.poly([(-50, -10), (-34, -26), (-18, -10), (-34, 6)], gold)


def _ceplok(c: Canvas, box: tuple[float, float, float, float], tone: Colour, size: float) -> None:
    """Draw a ceplok pattern: eight-petalled stars in a lattice."""
    pale, gold = mix(c.ink.paper, tone, 0.12), mix(c.ink.gold, tone, 0.1)
    for x, y in _cells(box, size):
        for turn in range(0, 360, 45):
            with c.placed(x, y, angle=turn, scale=size / 100):
                c.poly([(8, 0), (24, -9), (42, 0), (24, 9)], pale if turn % 90 else gold)
        c.disc(x, y, size * 0.07, gold)
        for dx, dy in ((-0.5, -0.5), (0.5, -0.5)):
            c.disc(x + dx * size * 0.94, y + dy * size * 0.94, size * 0.04, pale)


def _wax_pot(c: Canvas, x: float) -> None:
    """Warm the wax on a small brazier."""
    c.glow(x, 868, 130, 16, c.ink.ink, 0.9)
    c.poly([(x - 66, 802), (x + 66, 802), (x + 46, 868), (x - 46, 868)], mix(c.ink.hot, c.ink.ink, 0.45))
    c.rect(x - 24, 826, x + 24, 850, c.ink.gold, 8)
    c.glow(x, 838, 70, 50, c.ink.gold, 0.7)
    c.poly([*ellipse(x, 788, 84, 34, 0, 180)], c.ink.ink)
    c.oval(x, 788, 84, 15, mix(c.ink.ink, c.ink.mid, 0.3))
    c.oval(x, 789, 70, 10, mix(c.ink.gold, c.ink.hot, 0.3))
    smoke(c, x, 776, 130, 7, 30, mix(c.ink.paper, c.ink.low, 0.3))
    for share in spread(3):
        c.stroke([(x - 110 + 18 * share, 760), (x - 70 + 12 * share, 786)], 5, _handle(c, share), 3)


def _handle(c: Canvas, share: float) -> Colour:
    """Shade the handles of the pens at rest."""
    return mix(c.ink.gold, c.ink.near, lerp(0.1, 0.5, share))
