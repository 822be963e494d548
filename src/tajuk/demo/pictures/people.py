"""Stylised people: small walkers, busts seen from behind and seated figures."""

from __future__ import annotations

from .canvas import Canvas
from .geometry import Point, curve, ellipse
from .palettes import Colour, mix, veil


def skin(c: Canvas) -> Colour:
    """Pick a skin tone that sits in the palette."""
    tones = ((206, 146, 104), (172, 112, 76), (140, 88, 60))
    return mix(c.rng.choice(tones), c.ink.near, 0.12)


def walker(
    c: Canvas, x: float, y: float, height: float, coat: Colour, *, hat: bool = False, carry: bool = False
) -> None:
    """Draw a walking or standing person whose feet are at y."""
    stride, face = c.rng.uniform(4, 13), skin(c)
    dark = mix(coat, c.ink.ink, 0.65)
    with c.placed(x, y, scale=height / 100, flip=c.rng.random() < 0.5):
        c.stroke(curve([(4, -50), (3 + stride * 0.5, -26), (stride, -1)], steps=5), 10, dark, 6)
        c.stroke(curve([(-4, -50), (-2 - stride * 0.2, -26), (-stride, -1)], steps=5), 10, dark, 6)
        c.stroke([(stride - 3, -1.5), (stride + 6, -1.5)], 4, c.ink.ink)
        c.stroke([(-stride - 3, -1.5), (-stride + 6, -1.5)], 4, c.ink.ink)
        c.stroke(curve([(-9, -76), (-14, -60), (-11 - stride * 0.3, -46)], steps=5), 7, dark, 5)
        if carry:
            c.rect(6, -44, 24, -28, mix(dark, c.ink.ink, 0.5), 3)
        torso = [(-7, -82), (7, -82), (12, -75), (10, -60), (11, -44), (-11, -44), (-9, -60), (-11, -75)]
        c.poly(curve(torso, closed=True, steps=5), coat)
        c.stroke(curve([(9, -76), (14, -61), (12 + stride * 0.3, -46)], steps=5), 7, mix(coat, dark, 0.35), 5)
        c.rect(-3, -87, 3, -78, face)
        c.oval(0.5, -91, 6.2, 7.6, face)
        c.poly(ellipse(0, -93, 7, 7.6, 188, 352), c.ink.ink)
        if hat:
            caping(c, 0, -94, 17)


def caping(c: Canvas, x: float, y: float, half: float) -> None:
    """Draw a farmer's conical hat."""
    cone = [
        (x - half, y + half * 0.2),
        (x, y - half * 0.62),
        (x + half, y + half * 0.2),
        (x, y + half * 0.36),
    ]
    c.poly(cone, mix(c.ink.gold, c.ink.paper, 0.3))
    c.poly(
        [(x, y - half * 0.62), (x + half, y + half * 0.2), (x, y + half * 0.36)],
        mix(c.ink.gold, c.ink.near, 0.3),
    )


def shadow(c: Canvas, x: float, y: float, length: float, width: float, lean: float = 0.6) -> None:
    """Lay a long shadow on the ground from the feet of something."""
    tip = (x + lean * length, y + length * 0.22)
    far = (tip[0] + width * 0.8, tip[1])
    c.poly([(x - width / 2, y), (x + width / 2, y), far, tip], veil(c.ink.ink, 0.28))


def bust(c: Canvas, x: float, y: float, height: float, coat: Colour, *, long_hair: bool = False) -> None:
    """Draw head and shoulders from behind; y is the cut at the chest."""
    with c.placed(x, y, scale=height / 100):
        hair = mix(c.ink.ink, coat, 0.12)
        nape = mix(skin(c), c.ink.ink, 0.35)
        c.rect(-10, -54, 10, -32, nape, 4)
        shoulders: list[Point] = [(-58, 2), (-54, -22), (-36, -36), (-12, -42)]
        outline = curve([*shoulders, *[(-px, py) for px, py in reversed(shoulders)]], steps=6)
        c.poly(outline, coat)
        c.poly([(-12, -43), (12, -43), (9, -36), (-9, -36)], mix(coat, c.ink.paper, 0.5))
        c.oval(-20, -64, 4, 6, nape)
        c.oval(20, -64, 4, 6, nape)
        c.oval(0, -68, 20, 25, hair)
        if long_hair:
            c.poly(
                curve([(-20, -72), (-24, -50), (-19, -30), (19, -30), (24, -50), (20, -72)], steps=6), hair
            )


def rim(c: Canvas, x: float, y: float, height: float, light: Colour) -> None:
    """Trace light along the left shoulder and head of a bust."""
    with c.placed(x, y, scale=height / 100):
        c.stroke(ellipse(0, -68, 20, 25, 190, 290), 2.2, veil(light, 0.75), 0.4)
        c.stroke(curve([(-57, -2), (-54, -22), (-36, -36), (-16, -42)], steps=6), 2.4, veil(light, 0.7), 0.4)


def seated(c: Canvas, x: float, y: float, height: float, coat: Colour, skirt: Colour) -> None:
    """Draw a person seated in profile who faces right and works with raised hands."""
    face = skin(c)
    with c.placed(x, y, scale=height / 100):
        c.poly(curve([(-26, 0), (-24, -22), (0, -30), (38, -30), (46, -18), (40, 0)], steps=6), skirt)
        torso = [(-22, -18), (-23, -48), (-14, -68), (0, -70), (9, -58), (10, -34), (14, -18)]
        c.poly(curve(torso, closed=True, steps=6), coat)
        c.poly([(-5, -80), (5, -78), (4, -66), (-7, -66)], face)
        c.oval(2, -85, 9.5, 11.5, face)
        c.poly([(10, -88), (13.4, -82), (10, -80)], face)
        c.poly(
            curve([(-9, -76), (-10, -92), (0, -99), (9, -95), (8, -91), (0, -89), (-2, -78)], closed=True),
            c.ink.ink,
        )
        c.disc(-12, -87, 6.5, c.ink.ink)
        c.stroke(curve([(-6, -62), (8, -42), (20, -44)], steps=6), 11, mix(coat, c.ink.ink, 0.22), 8)
        c.stroke(curve([(19, -44), (30, -50), (42, -58)], steps=6), 7, face, 5)
        c.disc(43, -59, 3.6, face)
