"""Rank stories by how likely an editor would put each beside one: what they share, and when they came."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from tajuk.articles.nearness.profiles import Profile
from tajuk.articles.nearness.segment import Segment

# A term of more than this share of many stories tells none apart, and would cost most of the time.
COMMON = 0.15
_MANY = 500
# Likelihood falls with the days between two stories as a power: links go to yesterday, and far back now and then.
_DAYS, _POWER, _LEAST = 2.0, 0.6, 0.04
_DAY = 86_400.0
# An editor links to what is there: a story that came hours after is what the editor could not see.
_LATER, _GRACE = 0.3, 3_600.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A story that others are sought for: its profile, its moment, and what stories of other groups count.

    A story of a group that `groups` does not name counts `others`; without a moment time counts nothing.
    """

    profile: Profile
    at: datetime | None = None
    groups: Mapping[int, float] = field(default_factory=dict)
    others: float = 0.0


def rank(
    segments: Sequence[Segment],
    sought: Sought,
    *,
    limit: int,
    but: frozenset[int] = frozenset(),
    until: datetime,
) -> list[int]:
    """Return the ids of up to `limit` stories published by `until`, likeliest first, none of `but`.

    A story that stands in several segments counts as it stands in the last.
    """
    ranges = [segment.ranges(sought.profile) for segment in segments]
    weights = _weights(sought.profile, ranges, sum(map(len, segments)))
    found: dict[int, float] = {}
    for segment, spans in zip(segments, ranges, strict=True):
        points = segment.points(spans, weights) * _liking(segment, sought, until)
        for pk in set(segment.ids.tolist()) & found.keys() if found else ():
            del found[pk]
        found |= _best(segment, points, limit + len(but))
    ordered = sorted(((points, pk) for pk, points in found.items() if pk not in but), reverse=True)
    return [pk for _, pk in ordered[:limit]]


def _weights(profile: Profile, ranges: Sequence[Sequence[tuple[int, int]]], total: int) -> list[float]:
    """Return what each term counts: its weight in the story sought for, times how rare it is."""
    counts = [sum(end - begin for begin, end in spans) for spans in zip(*ranges, strict=True)]
    most = COMMON * total if total > _MANY else total
    return [
        weight * math.log1p((total - count + 0.5) / (count + 0.5)) if 0 < count <= most else 0.0
        for weight, count in zip(profile.weights, counts, strict=True)
    ]


def _liking(segment: Segment, sought: Sought, until: datetime) -> NDArray[np.float64]:
    """Return what each story's points are multiplied by: time, edition, title."""
    liked = np.full(len(segment), sought.others)
    for group, factor in sought.groups.items():
        liked[segment.groups == group] = factor
    liked[segment.seconds > int(until.timestamp())] = 0.0
    if sought.at is None:
        return liked
    age = sought.at.timestamp() - segment.seconds
    apart = np.abs(age) / _DAY / _DAYS
    liked *= _LEAST + (1 - _LEAST) * (1.0 + apart) ** -_POWER
    return np.where(age < -_GRACE, liked * _LATER, liked)


def _best(segment: Segment, points: NDArray[np.float64], limit: int) -> dict[int, float]:
    places = np.argpartition(points, -limit)[-limit:] if len(points) > limit else range(len(points))
    return {int(segment.ids[at]): float(points[at]) for at in places if points[at] > 0}
