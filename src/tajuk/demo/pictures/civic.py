"""Scenes of public life: parliament and press conference."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, Points, curve, ellipse, lerp, spread
from .palettes import mix, veil
from .people import skin, walker
from .scenery import clump, flag, hills, palm, sky
from .structures import skyline


def parliament(c: Canvas) -> None:
    """Draw parliament's winged shell roof above its plaza and pool."""
    sky(c, 640)
    hills(c, 650, 120, (0.14,), step=10)
    skyline(c, 680, 260, 0.22, 0.3)
    c.wash(440, 690, c.ink.low, 0.0, 0.55)
    clump(c, 700, 80, c.ink.depth(0.46), 60)
    c.rect(0, 690, WIDTH, HEIGHT, mix(c.ink.far, c.ink.mid, 0.4))
    _shell(c, 800)
    c.reflect(724, 150, 0.55)
    c.rect(0, 716, WIDTH, 728, mix(c.ink.paper, c.ink.mid, 0.3))
    c.wash(728, HEIGHT, c.ink.near, 0.1, 0.75, grain=0.4)
    for share in spread(16):
        y = lerp(742, 880, share)
        x = c.rng.uniform(100, 1500)
        c.rect(x, y, x + lerp(60, 220, share), y + lerp(2, 5, share), veil(c.ink.paper, 0.35), 2)
    side = c.rng.choice((-1, 1))
    _flag_high(c, 800 + side * 430)
    for x, height in ((120, 360), (1490, 380), (250, 250), (1370, 270)):
        palm(c, x + c.rng.uniform(-20, 20), 722, height, c.ink.depth(0.85), c.rng.uniform(-0.06, 0.06))
    for _ in range(7):
        walker(c, c.rng.uniform(330, 1270), 718, c.rng.uniform(42, 50), c.rng.choice(c.ink.cargo))


def _flag_high(c: Canvas, x: float) -> None:
    """Fly the flag on a tall pole."""
    c.stroke([(x, 718), (x, 390)], 6, c.ink.ink, 4)
    flag(c, x, 470, 150)


def _shell(c: Canvas, x: float) -> None:
    """Draw the two wings of the roof, which part at the crown, over a glazed hall."""
    roof = mix(c.ink.cool, c.ink.near, 0.2)
    light, dark = mix(roof, c.ink.paper, 0.35), mix(roof, c.ink.ink, 0.4)
    c.rect(x - 430, 600, x + 430, 716, c.ink.depth(0.78))
    for index in range(22):
        px = x - 420 + index * 39
        c.rect(
            px, 616, px + 25, 706, mix(c.ink.gold, c.ink.paper, 0.35) if c.rng.random() < 0.8 else c.ink.near
        )
    c.rect(x - 470, 592, x + 470, 614, mix(c.ink.paper, c.ink.far, 0.25))
    for mirror, tone in ((-1, light), (1, roof)):
        outline = curve([(10, 330), (120, 322), (290, 400), (430, 520), (500, 594)], steps=8)
        wing = [(x + mirror * px, py) for px, py in [(10, 596), *outline, (500, 598)]]
        c.poly(wing, tone)
        c.fade(wing, dark, 0.0, 0.85)
        for rib in (0.24, 0.42, 0.6, 0.78):
            head = outline[round(rib * (len(outline) - 1))]
            arc = curve(
                [
                    (lerp(10, head[0], 0.2), 340),
                    (head[0] * 0.86, lerp(head[1], 596, 0.1)),
                    (head[0] * 1.02, 596),
                ],
                steps=6,
            )
            c.stroke([(x + mirror * px, max(py, 340)) for px, py in arc[6:]], 3.4, veil(dark, 0.7))
        c.stroke([(x + mirror * px, py) for px, py in outline], 9, mix(c.ink.paper, c.ink.far, 0.15))
    c.poly([(x - 26, 596), (x - 10, 318), (x + 10, 318), (x + 26, 596)], dark)
    c.stroke([(x, 320), (x, 262)], 5, dark, 2)
    c.poly([(x - 90, 716), (x - 70, 628), (x + 70, 628), (x + 90, 716)], mix(c.ink.gold, c.ink.paper, 0.2))
    for px in (-40, 0, 40):
        c.rect(x + px - 3, 628, x + px + 3, 716, c.ink.depth(0.8))


def press_conference(c: Canvas) -> None:
    """Crowd microphones before a speaker at a lectern, cameras in the foreground."""
    back = mix(c.ink.near, c.ink.mid, 0.4)
    c.rect(0, 0, WIDTH, HEIGHT, back)
    stripe = WIDTH / 10
    for index in range(10):
        if index % 2:
            c.rect(index * stripe, 0, (index + 1) * stripe, 760, veil(c.ink.mid, 0.35))
    x = 800 + c.rng.uniform(-50, 50)
    c.glow(x, 330, 720, 560, mix(c.ink.gold, c.ink.paper, 0.4), 0.6)
    c.disc(x, 330, 262, mix(c.ink.sun, back, 0.2))
    c.fade(ellipse(x, 330, 262, 262), back, 0.0, 0.9)
    for px in (x - 430, x + 430):
        _draped(c, px)
    c.wash(640, HEIGHT, c.ink.ink, 0.0, 0.6, grain=0.6)
    _speaker(c, x)
    _lectern(c, x)
    for index in range(9):
        _microphone(c, x, index)
    flip = c.rng.random() < 0.5
    with c.placed(800, 0, flip=flip):
        _camera(c, -560, 770, 1.25)
        _camera(c, 590, 810, 1.0)
        for px, py, size in ((-330, 960, 250), (330, 968, 230), (760, 950, 260)):
            _listener(c, px + c.rng.uniform(-20, 20), py, size)


def _draped(c: Canvas, x: float) -> None:
    """Hang a flag on a stand, furled."""
    c.stroke([(x, 760), (x, 150)], 8, c.ink.gold)
    c.disc(x, 146, 13, c.ink.gold)
    folds = ((-52, -30, 560), (-30, -4, 604), (-4, 26, 584), (26, 52, 616), (52, 74, 566))
    for index, (left, right, foot) in enumerate(folds):
        cloth = [*curve([(x + left * 0.12, 172), (x + left * 0.8, 330), (x + left, foot - 14)], steps=6)]
        cloth += [
            ((2 * x + left + right) / 2, foot),
            *curve([(x + right, foot - 10), (x + right * 0.8, 330), (x + right * 0.12, 172)], steps=6),
        ]
        c.poly(
            cloth, mix(c.ink.paper if index in (2, 4) else c.ink.hot, c.ink.near, 0.12 + 0.1 * (index % 3))
        )
        c.fade(cloth, c.ink.ink, 0.0, 0.45, sideways=True)


def _speaker(c: Canvas, x: float) -> None:
    """Draw the speaker's head and shoulders, without features."""
    face, suit = skin(c), mix(c.ink.ink, c.ink.near, 0.35)
    scarf = c.rng.random() < 0.5
    half: Points = [(-206, 660), (-196, 480), (-150, 410), (-56, 376)]
    with c.placed(x, 0):
        c.poly(curve([*half, *[(-px, py) for px, py in reversed(half)]], steps=7), suit)
        c.poly([(-44, 384), (44, 384), (0, 560)], c.ink.paper)
        c.poly([(-12, 400), (12, 400), (20, 520), (0, 560), (-20, 520)], c.ink.hot)
        c.poly([(-58, 372), (-20, 392), (-6, 560), (-64, 470)], mix(suit, c.ink.mid, 0.25))
        c.poly([(58, 372), (20, 392), (6, 560), (64, 470)], mix(suit, c.ink.ink, 0.4))
        c.rect(-32, 320, 32, 400, mix(face, c.ink.ink, 0.22), 14)
        c.oval(0, 268, 70, 92, face)
        c.fade(ellipse(0, 268, 70, 92), c.ink.near, 0.0, 0.5, sideways=True, grain=0.9)
        if scarf:
            _scarf(c)
        else:
            hair = [
                (-74, 268),
                (-78, 214),
                (-44, 168),
                (22, 162),
                (70, 196),
                (76, 262),
                (60, 228),
                (10, 212),
                (-46, 226),
            ]
            c.poly(curve(hair, closed=True, steps=6), c.ink.ink)


def _scarf(c: Canvas) -> None:
    """Cover the speaker's head with a scarf."""
    outer = [
        (0, 156),
        (80, 200),
        (96, 300),
        (112, 400),
        (60, 446),
        (0, 458),
        (-60, 446),
        (-112, 400),
        (-96, 300),
        (-80, 200),
    ]
    inner = ellipse(0, 276, 58, 78)
    tone = mix(c.ink.cool, c.ink.near, 0.15)
    ring: list[Point] = curve(outer, closed=True, steps=6)
    # A polygon cannot have a hole: the outline runs round the face backwards through a seam at the top.
    top = min(range(len(inner)), key=lambda index: inner[index][1])
    hole = [*inner[top:], *inner[: top + 1]]
    c.poly([*ring, ring[0], *reversed(hole), ring[0]], tone)
    c.stroke(curve([(-60, 350), (-20, 392), (50, 404), (96, 396)], steps=6), 6, mix(tone, c.ink.ink, 0.35), 2)


def _lectern(c: Canvas, x: float) -> None:
    """Stand the lectern in front of the speaker."""
    wood = mix(c.ink.hot, c.ink.ink, 0.55)
    c.poly([(x - 270, 600), (x + 270, 600), (x + 238, 644), (x - 238, 644)], mix(wood, c.ink.gold, 0.3))
    c.poly([(x - 238, 644), (x + 238, 644), (x + 196, 900), (x - 196, 900)], wood)
    c.fade(
        [(x - 238, 644), (x + 238, 644), (x + 196, 900), (x - 196, 900)], c.ink.ink, 0.1, 0.8, sideways=True
    )
    c.disc(x, 752, 58, c.ink.gold)
    c.disc(x, 752, 46, wood)
    c.poly([(x, 716), (x + 34, 752), (x, 788), (x - 34, 752)], c.ink.gold)


def _microphone(c: Canvas, x: float, index: int) -> None:
    """Lean a microphone with a coloured foam toward the speaker."""
    share = index / 8
    foot = (x + lerp(-220, 220, share), 622.0)
    head = (
        x + lerp(-168, 168, share) + c.rng.uniform(-8, 8),
        508 + 70 * abs(share - 0.5) + c.rng.uniform(-16, 22),
    )
    c.stroke(curve([foot, ((foot[0] + head[0]) / 2 + 6, 570), head], steps=6), 8, c.ink.ink)
    tone = c.rng.choice((*c.ink.cargo[:3], c.ink.ink))
    with c.placed(*head, angle=lerp(16, -16, share)):
        c.rect(-14, 4, 14, 34, mix(c.ink.paper, tone, 0.2) if index % 2 else tone, 3)
        c.oval(0, -12, 20, 26, mix(c.ink.ink, c.ink.near, 0.3) if index % 2 else mix(tone, c.ink.ink, 0.35))
        c.oval(-6, -20, 6, 9, veil(c.ink.paper, 0.25))


def _camera(c: Canvas, x: float, y: float, size: float) -> None:
    """Set a television camera on its tripod, in silhouette."""
    dark = c.ink.ink
    with c.placed(x, y, scale=size, flip=x > 0):
        for foot in (-90, 0, 90):
            c.stroke([(0, -40), (foot, 220)], 13, dark)
        c.rect(-110, -150, 70, -46, dark, 10)
        c.poly([(70, -134), (120, -150), (120, -50), (70, -64)], dark)
        c.rect(-70, -186, 44, -160, dark, 8)
        c.stroke([(-50, -164), (-50, -148)], 12, dark)
        c.stroke([(26, -164), (26, -148)], 12, dark)
        c.rect(-150, -134, -108, -98, dark, 5)
        c.disc(-84, -126, 8, c.ink.hot)
        c.stroke([(-100, -149), (66, -149)], 4, veil(c.ink.gold, 0.6))


def _listener(c: Canvas, x: float, y: float, size: float) -> None:
    """Show a reporter's head and shoulders in silhouette, lit at the edge."""
    with c.placed(x, y, scale=size / 100):
        half: Points = [(-56, 0), (-52, -22), (-34, -36), (-11, -42)]
        c.poly(curve([*half, *[(-px, py) for px, py in reversed(half)]], steps=6), c.ink.ink)
        c.rect(-9, -54, 9, -36, c.ink.ink)
        c.oval(0, -67, 19, 24, c.ink.ink)
        c.stroke(ellipse(0, -67, 19, 24, 210, 330), 1.6, veil(c.ink.gold, 0.6), 0.4)
