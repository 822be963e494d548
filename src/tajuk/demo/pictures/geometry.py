"""Plane geometry of the illustrations: curves, outlines and perspective, all as lists of points."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Points = Sequence[Point]


def lerp(start: float, end: float, share: float) -> float:
    """Interpolate between two numbers."""
    return start + (end - start) * share


def between(start: Point, end: Point, share: float) -> Point:
    """Interpolate between two points."""
    return lerp(start[0], end[0], share), lerp(start[1], end[1], share)


def spread(count: int) -> list[float]:
    """List evenly spaced shares from 0 to 1."""
    return [index / max(1, count - 1) for index in range(count)]


def ellipse(x: float, y: float, rx: float, ry: float, start: float = 0.0, stop: float = 360.0) -> list[Point]:
    """Outline an ellipse or an arc of one, in degrees clockwise from the right."""
    count = max(10, round(abs(stop - start) / 6))
    angles = (math.radians(lerp(start, stop, share)) for share in spread(count + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> list[Point]:
    """Outline a rectangle with round corners."""
    r = min(radius, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    corners = ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180))
    return [point for cx, cy, turn in corners for point in ellipse(cx, cy, r, r, turn, turn + 90)]


def _hermite(knots: Points, t: float) -> Point:
    """Place a point on the Catmull-Rom segment between the middle two of four knots."""
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
    return (
        sum(w * k[0] for w, k in zip(weights, knots, strict=True)) / 2,
        sum(w * k[1] for w, k in zip(weights, knots, strict=True)) / 2,
    )


def curve(knots: Points, *, closed: bool = False, steps: int = 10) -> list[Point]:
    """Run a smooth line through the knots."""
    ring = list(knots)
    padded = [ring[-1], *ring, ring[0], ring[1]] if closed else [ring[0], *ring, ring[-1]]
    line = [
        _hermite(padded[index : index + 4], step / steps)
        for index in range(len(padded) - 3)
        for step in range(steps)
    ]
    return line if closed else [*line, ring[-1]]


def ribbon(line: Points, start: float, end: float) -> list[Point]:
    """Outline a band along a line whose width runs from start to end."""
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(line):
        before, after = line[max(0, index - 1)], line[min(len(line) - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        half = lerp(start, end, index / max(1, len(line) - 1)) / 2 / (math.hypot(dx, dy) or 1.0)
        left.append((x - dy * half, y + dx * half))
        right.append((x + dy * half, y - dx * half))
    return [*left, *reversed(right)]


def toward(vanishing: Point, point: Point, nearness: float) -> Point:
    """Move a point in the picture plane (nearness 1) toward the vanishing point (0)."""
    return between(vanishing, point, nearness)
