"""Scenes of money: trading floor, gold bars and currency notes."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .geometry import Point, Points, curve, ellipse, lerp, spread
from .palettes import Colour, mix, veil
from .people import bust, rim


def trading_floor(c: Canvas) -> None:
    """Seat traders before a wall of charts."""
    dark = mix(c.ink.ink, c.ink.near, 0.45)
    c.rect(0, 0, WIDTH, HEIGHT, dark)
    c.glow(800, 330, 1150, 620, mix(c.ink.mid, c.ink.low, 0.3), 0.95)
    _wall(c, dark)
    c.glow(800, 600, 900, 160, c.ink.cool, 0.35)
    for x in range(-40, 1640, 210):
        _desk_screen(c, x + c.rng.uniform(-12, 12), 640, 84)
    for x in range(40, 1640, 210):
        _trader(c, x + c.rng.uniform(-14, 14), 680, 118, 0.45)
    c.rect(0, 668, WIDTH, HEIGHT, mix(c.ink.ink, c.ink.near, 0.4))
    c.wash(668, HEIGHT, c.ink.ink, 0.0, 0.9)
    for x in range(60, 1640, 330):
        _desk_screen(c, x + c.rng.uniform(-16, 16), 792, 150)
    c.rect(0, 786, WIDTH, HEIGHT, c.ink.ink)
    start = c.rng.uniform(120, 220)
    for index in range(4):
        _trader(c, start + index * 400 + c.rng.uniform(-20, 20), 906, c.rng.uniform(225, 255), 0.15)


def _trader(c: Canvas, x: float, y: float, size: float, tone: float) -> None:
    """Seat one trader from behind, rimmed by the screens' light."""
    coat = mix(c.ink.ink, c.rng.choice((c.ink.near, c.ink.hot, c.ink.cool, c.ink.mid)), tone)
    bust(c, x, y, size, coat, long_hair=c.rng.random() < 0.4)
    rim(c, x, y, size, mix(c.ink.cool, c.ink.paper, 0.5))


def _wall(c: Canvas, dark: Colour) -> None:
    """Hang the great screen: candles in the middle, smaller charts at the sides, a ribbon above."""
    rising = c.rng.random() < 0.5
    for x0, x1 in ((60, 370), (1230, 1540)):
        for y0, y1 in ((118, 296), (320, 500)):
            c.rect(x0, y0, x1, y1, mix(dark, c.ink.ink, 0.6), 10)
            _area(c, (x0 + 22, y0 + 26, x1 - 22, y1 - 22), c.rng.choice((c.ink.cool, c.ink.gold, c.ink.hot)))
    c.rect(396, 100, 1204, 520, mix(dark, c.ink.ink, 0.7), 12)
    c.fade([(404, 108), (1196, 108), (1196, 512), (404, 512)], c.ink.mid, 0.0, 0.6)
    for row in range(5):
        c.rect(420, 160 + row * 76, 1180, 162 + row * 76, veil(c.ink.paper, 0.12))
    _candles(c, 430, 1170, 150, 480, rising)
    c.rect(0, 36, WIDTH, 78, mix(dark, c.ink.ink, 0.7))
    x = -20.0
    while x < WIDTH:
        tone = c.rng.choice((c.ink.hot, c.ink.cool, c.ink.gold))
        side = 1 if tone == c.ink.hot else -1
        c.poly([(x, 57 - 8 * side), (x + 18, 57 - 8 * side), (x + 9, 57 + 8 * side)], tone)
        wide = c.rng.uniform(40, 90)
        c.rect(x + 28, 50, x + 28 + wide, 64, veil(c.ink.paper, 0.75), 3)
        x += wide + 62


def _candles(c: Canvas, x0: float, x1: float, top: float, foot: float, rising: bool) -> None:
    """Plot candles and their moving average."""
    count, level = 22, 0.84 if rising else 0.14
    drift = (-0.68 if rising else 0.68) / count
    wide, average = (x1 - x0) / count, level
    line: list[Point] = []
    for index in range(count):
        start = level
        level = max(0.06, min(0.94, level + drift + c.rng.gauss(0, 0.085)))
        tone = c.ink.cool if level < start else c.ink.hot
        bright = mix(tone, c.ink.paper, 0.2)
        x = x0 + (index + 0.5) * wide
        high, low = (
            min(start, level) - c.rng.uniform(0.01, 0.06),
            max(start, level) + c.rng.uniform(0.01, 0.06),
        )
        c.rect(x - 2, lerp(top, foot, high), x + 2, lerp(top, foot, low), bright)
        y0, y1 = sorted((lerp(top, foot, start), lerp(top, foot, level)))
        c.rect(x - wide * 0.34, y0, x + wide * 0.34, max(y1, y0 + 6), bright, 2)
        average = lerp(average, level, 0.25)
        line.append((x, lerp(top, foot, average)))
    c.stroke(curve(line, steps=4), 6, c.ink.gold)


def _area(c: Canvas, box: tuple[float, float, float, float], tone: Colour) -> None:
    """Plot a small area chart."""
    x0, y0, x1, y1 = box
    level, line = c.rng.uniform(0.3, 0.7), []
    for share in spread(18):
        level = max(0.05, min(0.9, level + c.rng.gauss(0, 0.1)))
        line.append((lerp(x0, x1, share), lerp(y0, y1, level)))
    c.fade([*line, (x1, y1), (x0, y1)], tone, 0.75, 0.1)
    c.stroke(line, 4.5, mix(tone, c.ink.paper, 0.35))


def _desk_screen(c: Canvas, x: float, y: float, size: float) -> None:
    """Stand a monitor that shows a chart."""
    c.rect(x - size * 0.08, y - size * 0.2, x + size * 0.08, y + size * 0.1, c.ink.ink)
    c.rect(x - size * 0.72, y - size, x + size * 0.72, y - size * 0.1, c.ink.ink, size * 0.05)
    face = (x - size * 0.66, y - size * 0.94, x + size * 0.66, y - size * 0.17)
    c.rect(*face, mix(c.ink.mid, c.ink.low, 0.25))
    _area(
        c,
        (face[0], face[1] + size * 0.1, face[2], face[3]),
        c.rng.choice((c.ink.ink, c.ink.cool, c.ink.hot, c.ink.near)),
    )


def gold_bars(c: Canvas) -> None:
    """Stack gold bars in a pyramid before a great disc."""
    c.rect(0, 0, WIDTH, HEIGHT, mix(c.ink.near, c.ink.ink, 0.15))
    c.wash(0, 660, c.ink.mid, 0.0, 0.8, grain=0.7)
    offset = c.rng.uniform(-120, 120)
    c.disc(800 + offset, 400, 350, c.ink.hot)
    c.fade(ellipse(800 + offset, 400, 350, 350), c.ink.gold, 0.0, 0.7)
    c.rect(0, 664, WIDTH, HEIGHT, mix(c.ink.ink, c.ink.near, 0.45))
    c.wash(664, HEIGHT, c.ink.ink, 0.0, 0.8, grain=0.6)
    lean = -1 if offset > 0 else 1
    c.poly(
        [(420, 780), (1180, 780), (1180 + lean * 420, 880), (420 + lean * 420, 880)], veil(c.ink.ink, 0.45)
    )
    rows = c.rng.choice((3, 4))
    wide = 236 if rows == 3 else 196
    for row in range(rows):
        count = rows - row
        for index in range(count):
            x = 800 + (index - (count - 1) / 2) * wide * 1.06 + c.rng.uniform(-4, 4)
            _bar(c, x - 40, 790 - row * wide * 0.47, wide)
    x = 800 - lean * c.rng.uniform(440, 500)
    with c.placed(x, 846, angle=c.rng.uniform(-4, 4)):
        _bar(c, -30, 0, 190)
    _coins(c, 800 + lean * 470, 842)


def _bar(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw one bar end-on with its long top and flank; x is the middle of its foot."""
    half, high, dx, dy = width / 2, width * 0.44, width * 0.42, width * 0.2
    light, deep = mix(c.ink.gold, c.ink.paper, 0.55), mix(c.ink.gold, c.ink.hot, 0.35)
    front = [(x - half, y), (x - half * 0.76, y - high), (x + half * 0.76, y - high), (x + half, y)]
    top = [front[1], front[2], (front[2][0] + dx, front[2][1] - dy), (front[1][0] + dx, front[1][1] - dy)]
    flank = [front[3], front[2], top[2], (front[3][0] + dx, front[3][1] - dy)]
    c.poly(flank, mix(deep, c.ink.ink, 0.4))
    c.fade(flank, c.ink.ink, 0.0, 0.5)
    c.poly(top, light)
    c.fade(top, c.ink.gold, 0.0, 0.9, sideways=True)
    c.poly(front, c.ink.gold)
    c.fade(front, deep, 0.0, 1.0)
    inner = [(x + (px - x) * 0.72, y - high / 2 + (py - y + high / 2) * 0.58) for px, py in front]
    c.poly(inner, veil(deep, 0.55))
    c.stroke([inner[1], inner[2]], 3, mix(deep, c.ink.ink, 0.3))
    c.stroke([front[1], front[2], top[2]], 3, c.ink.paper)
    c.stroke([front[0], front[1]], 2.4, veil(c.ink.paper, 0.7))


def _coins(c: Canvas, x: float, y: float) -> None:
    """Stack a few coins."""
    for dx, count in ((-46, 3), (40, c.rng.choice((5, 6, 7)))):
        for level in range(count):
            cx, cy = x + dx + c.rng.uniform(-4, 4), y - level * 15 + (10 if dx < 0 else 0)
            c.oval(cx, cy + 11, 52, 17, mix(c.ink.gold, c.ink.ink, 0.5))
            c.oval(cx, cy, 52, 17, c.ink.gold)
            c.oval(cx, cy, 40, 12, mix(c.ink.gold, c.ink.paper, 0.4))


def currency_notes(c: Canvas) -> None:
    """Fan banknotes with rosettes and guilloche lines above a row of coins."""
    c.rect(0, 0, WIDTH, HEIGHT, mix(c.ink.low, c.ink.sky, 0.5))
    c.wash(0, HEIGHT, c.ink.low, 0.9, 0.0)
    c.disc(800, 470, 420, mix(c.ink.sun, c.ink.low, 0.15))
    c.fade(ellipse(800, 470, 420, 420), c.ink.low, 0.0, 0.8)
    c.rect(0, 760, WIDTH, HEIGHT, c.ink.depth(0.62))
    c.wash(760, HEIGHT, c.ink.ink, 0.0, 0.6, grain=0.7)
    count, tilt = c.rng.choice((5, 6, 7)), c.rng.uniform(-8, 8)
    tones = list(c.ink.cargo)
    c.rng.shuffle(tones)
    c.glow(800, 800, 520, 60, c.ink.ink, 0.8)
    for index in range(count):
        angle = lerp(-64, 64, index / (count - 1)) + tilt
        with c.placed(800, 900, angle=angle):
            _note(c, tones[index % len(tones)], index)
    for dx in (-545, 545):
        _coins(c, 800 + dx, 838)


def _note(c: Canvas, tone: Colour, index: int) -> None:
    """Draw a note that stands on its short side, its middle on the vertical axis."""
    paper = mix(tone, c.ink.paper, 0.72)
    line = mix(tone, c.ink.ink, 0.25)
    c.poly([(-138, -712), (152, -712), (152, -120), (-138, -120)], veil(c.ink.ink, 0.25))
    c.rect(-146, -720, 146, -120, paper, 8)
    c.fade([(-146, -720), (146, -720), (146, -120), (-146, -120)], tone, 0.1, 0.75)
    for inset, width in ((14, 4.0), (22, 1.6)):
        edge = [
            (-146 + inset, -720 + inset),
            (146 - inset, -720 + inset),
            (146 - inset, -120 - inset),
            (-146 + inset, -120 - inset),
        ]
        c.stroke([*edge, edge[0]], width, line)
    for wave in range(7):
        path = [
            (math.sin(s * 9 + wave * 0.45) * 62 + (wave - 3) * 10, lerp(-690, -150, s)) for s in spread(40)
        ]
        c.stroke(path, 1.7, veil(line, 0.55))
    c.rect(-146, -706, -108, -134, veil(tone, 0.55))
    c.oval(12, -520, 82, 104, mix(paper, c.ink.paper, 0.5))
    _emblem(c, line, tone, index)
    _rosette(c, 10, -300, 74, line)
    c.rect(70, -690, 118, -664, line, 6)
    c.rect(-92, -172, -40, -148, line, 6)


def _emblem(c: Canvas, line: Colour, tone: Colour, index: int) -> None:
    """Fill the note's oval with a mountain and a sun, never a face."""
    c.disc(12 + (index % 3 - 1) * 26, -552, 26, mix(c.ink.gold, tone, 0.2))
    c.poly(
        [(-64, -480), (-16, -552), (6, -524), (36, -566), (90, -482), (76, -450), (12, -418), (-50, -450)],
        mix(tone, c.ink.ink, 0.3),
    )
    c.poly(
        [(-60, -468), (0, -490), (86, -468), (70, -444), (12, -417), (-46, -444)], mix(tone, c.ink.ink, 0.55)
    )
    c.stroke(ellipse(12, -520, 82, 104), 4, line)
    c.stroke(ellipse(12, -520, 90, 112), 1.6, line)


def _rosette(c: Canvas, x: float, y: float, radius: float, line: Colour) -> None:
    """Engrave a rosette of turning waves."""
    for turn in range(4):
        path: Points = [
            (x + math.cos(a) * r, y + math.sin(a) * r)
            for a, r in (
                (math.tau * s, radius * (0.72 + 0.28 * math.cos(8 * math.tau * s + turn * 1.57)))
                for s in spread(81)
            )
        ]
        c.stroke(path, 1.8, veil(line, 0.8))
    c.disc(x, y, radius * 0.32, veil(line, 0.85))
    c.disc(x, y, radius * 0.18, mix(c.ink.gold, c.ink.paper, 0.3))
